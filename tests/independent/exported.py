"""What is asked of whom, read from the files of an export: persons, rolls, requirements, waivers. See recompute.py."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

Row = dict[str, str]
DAY = timedelta(days=1)


# --- Reading the files -----------------------------------------------------------------------------------------------


def read(folder: Path, table: str) -> list[Row]:
    """The rows of a table, in the order of their keys."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: plain(value) for name, value in row.items()} for row in csv.DictReader(file)]


def plain(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t") else text


def day(text: str) -> date | None:
    """A day, or None for an empty cell."""
    return date.fromisoformat(text) if text else None


def one_of(text: str) -> frozenset[str]:
    """A list with spaces between; empty means all."""
    return frozenset(text.split())


def is_between(first: date | None, on: date, last: date | None) -> bool:
    """Whether a day lies in a stretch, both ends belonging to it; an end that is not said does not bound it."""
    return (first is None or first <= on) and (last is None or on <= last)


def earliest(*days: date | None) -> date | None:
    """The first of the days that are said."""
    return min((one for one in days if one is not None), default=None)


# --- Persons ---------------------------------------------------------------------------------------------------------


class Persons:
    """Who is whom, and their sex as it is recorded now."""

    def __init__(self, folder: Path) -> None:
        undone = {row["merge_id"] for row in read(folder, "person_merge_undo")}
        self._into = {
            row["merged_id"]: row["kept_id"] for row in read(folder, "person_merge") if row["id"] not in undone
        }
        people = read(folder, "person")
        self._sex = {row["id"]: row["sex"] for row in people}
        # Of whoever was erased nothing that was changed is left: the row itself has lost its salt.
        erased = {row["id"] for row in people if not row["salt"]}
        changes = [row for row in read(folder, "person_change") if row["field"] == "sex"]
        for row in sorted(changes, key=lambda row: (row["holds_from"], int(row["id"]))):
            if row["person_id"] not in erased:
                self._sex[row["person_id"]] = row["value"]

    def kept(self, key: str) -> str:
        """The key of the person that a row stands for now."""
        while key in self._into:
            key = self._into[key]
        return key

    def sex(self, kept: str) -> str:
        """As recorded, never inferred."""
        return self._sex[kept]


def folded(rank: str) -> str:
    """A rank without what people write differently: accents, case, full stops, hyphens, spaces."""
    marks = "".join(one for one in unicodedata.normalize("NFKD", rank) if not "\u0300" <= one <= "\u036f")
    return re.sub(r"[\s\-–_.]+", " ", unicodedata.normalize("NFC", marks).casefold()).strip()


class Line(NamedTuple):
    """A line of a roll, as far as requirements look at it."""

    category: str
    component: str
    function: str
    decides: bool
    band: str
    left_on: date | None


class Rotation(NamedTuple):
    """A deployment, and each person's lines on its roll, in the order in which they were made."""

    key: str
    state: str
    mission: str
    unit_type: str
    deploys_on: date
    ends_on: date
    roll: dict[str, list[Line]]


def rotations(folder: Path, persons: Persons) -> list[Rotation]:
    """Every rotation with its roll."""
    components = {row["code"]: row["component"] for row in read(folder, "person_category")}
    bands = {(row["rank"], row["component"]): row["band"] for row in read(folder, "rank_band")}
    deciders = {row["code"] for row in read(folder, "function") if row["tactical_decision_maker"] == "true"}
    ends = {row["assignment_id"]: row for row in read(folder, "assignment_end")}
    rolls: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for row in read(folder, "assignment"):
        end = ends.get(row["id"])
        if end and end["kind"] == "in_error":
            continue
        component = components[row["category"]]
        rolls[row["rotation_id"]][persons.kept(row["person_id"])].append(
            Line(
                row["category"],
                component,
                row["function_code"],
                row["function_code"] in deciders,
                bands.get((folded(row["rank"]), component), ""),
                day(end["ended_on"]) if end else None,
            )
        )
    types = {row["id"]: row["unit_type_code"] for row in read(folder, "unit")}
    return [
        Rotation(
            row["id"],
            row["state_code"],
            row["mission_code"],
            types[row["unit_id"]],
            date.fromisoformat(row["deploys_on"]),
            date.fromisoformat(row["ends_on"]),
            rolls[row["id"]],
        )
        for row in read(folder, "rotation")
    ]


# --- Requirements ----------------------------------------------------------------------------------------------------


class Counts(Protocol):
    """Something recorded: from when it counts, and its version."""

    @property
    def first(self) -> date: ...
    @property
    def version(self) -> str: ...


class Rule(NamedTuple):
    """A mandatory requirement. An empty set names all."""

    curriculum: str
    first: date | None
    last: date | None
    flag: str
    missions: frozenset[str]
    unit_types: frozenset[str]
    categories: frozenset[str]
    components: frozenset[str]
    functions: frozenset[str]
    bands: frozenset[str]
    deciders_only: bool
    due: str
    due_days: int
    counts_days: int | None
    versions: frozenset[str]

    def binds(self, rotation: Rotation, flags: frozenset[str]) -> bool:
        """Whether it asks anything of a rotation; `flags` are the mission's on the day of deployment."""
        return (
            is_between(self.first, rotation.deploys_on, self.last)
            and (not self.flag or self.flag in flags)
            and (not self.missions or rotation.mission in self.missions)
            and (not self.unit_types or rotation.unit_type in self.unit_types)
        )

    def asks(self, line: Line, rotation: Rotation, on: date) -> bool:
        """Whether it asks anything of somebody on that roll on that day."""
        if self.due == "arrival" and on < rotation.deploys_on + self.due_days * DAY:
            return False
        if self.due == "end" and on <= rotation.ends_on - self.due_days * DAY:
            return False
        return (
            (not self.categories or line.category in self.categories)
            and (not self.components or line.component in self.components)
            and (not self.functions or line.function in self.functions)
            and (not self.bands or line.band in self.bands)
            and (line.decides or not self.deciders_only)
        )

    def met_by(self, record: "Counts", on: date) -> bool:
        """Whether a completion that counts on the day is of a version that is accepted, and not too old."""
        if self.versions and record.version and record.version not in self.versions:
            return False
        return self.counts_days is None or on < record.first + self.counts_days * DAY


def rules(folder: Path) -> list[Rule]:
    """Every mandatory requirement: those of their own, and the lines of statements of unit requirements."""
    ends = {row["requirement_code"]: day(row["last_day"]) for row in read(folder, "requirement_end")}
    narrowed = {row["requirement_code"]: row for row in read(folder, "requirement_reach")}
    found = []
    for row in read(folder, "requirement"):
        if row["mandatory"] != "true":
            continue
        reach = narrowed.get(row["code"], {})
        found.append(
            Rule(
                curriculum=row["curriculum_code"],
                first=day(row["holds_from"]),
                last=earliest(day(row["holds_through"]), ends.get(row["code"])),
                flag=row["mission_flag"],
                missions=one_of(reach.get("missions", "")),
                unit_types=one_of(reach.get("unit_types", "")),
                categories=one_of(row["categories"]),
                components=one_of(reach.get("components", "")),
                functions=one_of(reach.get("functions", "")),
                bands=one_of(reach.get("rank_bands", "")),
                deciders_only=row["decision_makers_only"] == "true",
                due=reach.get("due", "deployment"),
                due_days=int(reach.get("due_days", "0")),
                counts_days=int(reach["counts_days"]) if reach.get("counts_days") else None,
                versions=one_of(reach.get("versions", "")),
            )
        )
    return found + list(stated(folder))


def stated(folder: Path) -> Iterator[Rule]:
    """The lines of statements of unit requirements: each version holds until the eve of the next one."""
    statements = read(folder, "unit_statement")
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in read(folder, "unit_statement_line"):
        lines[row["statement_id"]].append(row)
    everybody: frozenset[str] = frozenset()
    for one in statements:
        alike = [
            row for row in statements if all(row[name] == one[name] for name in ("mission_code", "unit_type_code"))
        ]
        later = [row["effective_from"] for row in alike if row["effective_from"] > one["effective_from"]]
        last = date.fromisoformat(min(later)) - DAY if later else None
        for line in lines[one["id"]]:
            yield Rule(
                curriculum=line["curriculum_code"],
                first=day(one["effective_from"]),
                last=last,
                flag="",
                missions=frozenset((one["mission_code"],)),
                unit_types=frozenset((one["unit_type_code"],)),
                categories=everybody,
                components=everybody,
                functions=one_of(line["functions"]),
                bands=everybody,
                deciders_only=False,
                due="deployment",
                due_days=0,
                counts_days=None,
                versions=everybody,
            )


class Waivers:
    """What is waived: rotation and curriculum -> for whom (None: for everybody) and on which days."""

    def __init__(self, folder: Path, persons: Persons) -> None:
        ends = {row["waiver_id"]: day(row["ended_on"]) for row in read(folder, "waiver_end")}
        named: dict[str, set[str]] = defaultdict(set)
        for row in read(folder, "waiver_person"):
            named[row["waiver_id"]].add(persons.kept(row["person_id"]))
        self._found: dict[tuple[str, str], list[tuple[set[str] | None, date | None, date | None]]] = defaultdict(list)
        for row in read(folder, "waiver"):
            whom = None if row["whole_rotation"] == "true" else named[row["id"]]
            last = earliest(day(row["last_day"]), ends.get(row["id"]))
            self._found[row["rotation_id"], row["curriculum_code"]].append((whom, day(row["first_day"]), last))

    def reach(self, rotation: Rotation, curriculum: str, person: str, on: date) -> bool:
        """Whether one of them reaches a person on a day."""
        return any(
            (whom is None or person in whom) and is_between(first, on, last)
            for whom, first, last in self._found.get((rotation.key, curriculum), ())
        )
