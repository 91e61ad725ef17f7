"""Readiness worked out anew from the files of `trainingapp export`, by a program that shares nothing with the register.

It needs Python and no other library, imports no part of the register, and reads only the CSV files. Whoever holds an
export can run it, or write the same in another language, and compare every figure:

    trainingapp export facts
    python recompute.py facts 2017-12-31 2018-06-30

It prints a line of CSV for each day, State, curriculum and sex: how many persons are required to hold the curriculum,
how many hold it, how many lack it under a waiver; and how many of those who hold it do so on evidence that is at least
recorded, certified, verified. The line without a curriculum counts persons: on rolls, who lack nothing, whose every
gap is under a waiver.

# The method, in plain words

Nothing is looked up that was computed before. For each day asked for:

1. **Which rotations.** Those that deployed on that day or before and whose tour ends on that day or after.
2. **Who is on the roll.** The lines of a rotation, without those recorded in error. Lines that turned out to be of one
   person (merges, without those taken back) are lines of that one person, in the order in which they were made. The
   first of them that has not ended by the day is the one that counts. Nobody counts twice.
3. **As what.** The line says the category and function. The rank's band and the category's component come from the two
   reference files. Sex is as last recorded of the person who is kept.
4. **What is asked of them.** A requirement binds a rotation if it held on the day of *deployment*, if the mission
   carried its flag on that day, and if mission and kind of unit are among those it names. A statement of unit
   requirements is a list of requirements for one kind of unit in one mission; the version in force on the day of
   deployment binds. A requirement binds a person by category, component, function and band, and by whether the function
   takes tactical decisions. Some ask only from so many days after arrival, or only in the last days of the tour.
   Only what is mandatory is counted.
5. **What they hold.** A completion counts if it was passed (or attended, where attendance is all that is asked), was
   not withdrawn and is not under review. It counts from its own day through its last day: the one that was copied when
   it was recorded, or the one that follows from decisions made since about its version; and never longer than its
   version, which ends when another takes its place, or with the transition that was granted.
6. **What stands for something else.** Where other training is recognised in place of a curriculum, the curriculum is
   held on each day on which the recognition holds and every part of it is held; its evidence is the weakest of these.
7. **The verdict.** A requirement is met if a completion counts on the day, is of a version that the requirement
   accepts, and is not older than it lets it be. Where several requirements ask for one curriculum, each must be met.
   What is not met is waived if a waiver of that rotation and curriculum reaches the person on that day. Whoever meets
   all is ready.
"""

import calendar
import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]
STRENGTHS = ("self_declared", "recorded", "certified", "verified")
MEASURES = ("required", "held", "waived", *STRENGTHS[1:])
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

    def met_by(self, record: "Counting", on: date) -> bool:
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


# --- Completions -----------------------------------------------------------------------------------------------------


class Counting(NamedTuple):
    """The days on which something recorded counts. `version` empty: other training that stands for the curriculum."""

    first: date
    last: date
    version: str
    strength: int


class Version(NamedTuple):
    """A version of a curriculum: `until` is the last day on which any completion of it counts."""

    curriculum: str
    label: str
    attendance: bool
    until: date | None
    decisions: tuple[Row, ...]


def versions(folder: Path) -> dict[str, Version]:
    """Every version by its key."""
    ended: dict[str, Row] = {}
    # A withdrawal says more than a supersession: it is taken where both were decided.
    for row in sorted(read(folder, "version_step"), key=lambda row: row["kind"] == "withdrawn"):
        if row["kind"] != "published":
            ended[row["version_id"]] = row
    decided: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(read(folder, "validity_decision"), key=lambda row: (row["from_on"], row["reaches"])):
        decided[row["version_id"]].append(row)
    found = {}
    for row in read(folder, "curriculum_version"):
        step = ended.get(row["id"])
        replaced = day(step["from_on"]) if step else day(row["superseded_on"])
        transition = day(step["counts_through"]) if step else day(row["transition_until"])
        until = None if replaced is None else transition or replaced - DAY
        attendance = row["pass_kind"] == "attendance"
        found[row["id"]] = Version(row["curriculum_code"], row["label"], attendance, until, tuple(decided[row["id"]]))
    return found


def months_later(start: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day when it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def last_day(completed_on: date, kept: date | None, decisions: Iterable[Row]) -> date | None:
    """The last day of a completion by its own validity: as copied when it was recorded, and as decided since.

    A decision reaches what is completed from its day on, or also what still counted on it; then what counted keeps
    counting at least through the eve of that day.
    """
    last = kept
    for row in decisions:
        begins = date.fromisoformat(row["from_on"])
        anew = months_later(completed_on, int(row["months"])) if row["months"] else None
        if completed_on >= begins:
            last = anew
        elif row["reaches"] == "all" and (last is None or last >= begins):
            last = None if anew is None else max(anew, begins - DAY)
    return last


Records = dict[str, list[Counting]]


def completions(folder: Path, persons: Persons) -> dict[str, Records]:
    """Person -> curriculum -> what counts, from when through when."""
    known = versions(folder)
    withdrawn = {row["completion_id"] for row in read(folder, "completion_withdrawal")}
    lifted = {row["suspension_id"] for row in read(folder, "recording_suspension_end")}
    reviewed = {row["completion_id"] for row in read(folder, "completion_hold") if row["suspension_id"] not in lifted}
    found: dict[str, Records] = defaultdict(lambda: defaultdict(list))
    for row in read(folder, "completion"):
        if row["id"] in withdrawn or row["id"] in reviewed or row["carried_from"] in reviewed:
            continue
        version = known[row["version_id"]]
        if not (row["result"] == "pass" or (row["result"] == "attended" and version.attendance)):
            continue
        first = date.fromisoformat(row["completed_on"])
        last = earliest(last_day(first, day(row["valid_through"]), version.decisions), version.until) or date.max
        if first <= last:
            counting = Counting(first, last, version.label, STRENGTHS.index(row["evidence"]))
            found[persons.kept(row["person_id"])][version.curriculum].append(counting)
    return found


class Recognition(NamedTuple):
    """Whoever holds all parts (curriculum, and a version's label or empty for any) counts as holding a curriculum."""

    curriculum: str
    parts: tuple[tuple[str, str], ...]
    first: date
    last: date


def recognitions(folder: Path) -> list[Recognition]:
    """What stands for what, each after those that a part of it may itself be held by."""
    labels = {row["id"]: row["label"] for row in read(folder, "curriculum_version")}
    ends = {row["equivalence_id"]: date.fromisoformat(row["from_on"]) - DAY for row in read(folder, "equivalence_end")}
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read(folder, "equivalence_part"):
        label = labels[row["version_id"]] if row["version_id"] else ""
        parts[row["equivalence_id"]].append((row["curriculum_code"], label))
    waiting = []
    for row in read(folder, "equivalence"):
        last = earliest(day(row["holds_through"]), ends.get(row["id"])) or date.max
        first = date.fromisoformat(row["holds_from"])
        if first <= last:
            waiting.append(Recognition(row["curriculum_code"], tuple(parts[row["id"]]), first, last))
    found: list[Recognition] = []
    while waiting:
        still = {one.curriculum for one in waiting}
        free = [one for one in waiting if not any(code in still for code, _label in one.parts)]
        if not free:
            raise ValueError("recognitions go round in a circle")
        found += free
        waiting = [one for one in waiting if one not in free]
    return found


def recognise(records: Records, known: Sequence[Recognition]) -> None:
    """Add what is held because other training stands for it.

    All borders of the days on which any part counts are walked: between two of them nothing changes.
    """
    for one in known:
        parts = [
            [record for record in records.get(code, ()) if not label or record.version == label]
            for code, label in one.parts
        ]
        if not all(parts):
            continue
        borders = {one.first} | {record.first for part in parts for record in part}
        borders |= {record.last + DAY for part in parts for record in part if record.last < date.max}
        borders = {border for border in borders if one.first <= border <= one.last}
        for border, following in zip(sorted(borders), [*sorted(borders)[1:], None], strict=True):
            counting = [[record for record in part if record.first <= border <= record.last] for part in parts]
            if all(counting):
                last = one.last if following is None else following - DAY
                strength = min(chosen(some).strength for some in counting)
                records[one.curriculum].append(Counting(border, last, "", strength))


def chosen(records: Iterable[Counting]) -> Counting:
    """Of several that count on the same days, the one that counts longest; then the newest."""
    return max(records, key=lambda record: (record.last, record.first, record.version))


# --- The verdict -----------------------------------------------------------------------------------------------------


class Facts:
    """An export, read."""

    def __init__(self, folder: Path) -> None:
        self.persons = Persons(folder)
        self.rotations = rotations(folder, self.persons)
        self.rules = rules(folder)
        self.waivers = Waivers(folder, self.persons)
        self.flags = read(folder, "mission_flag")
        self.records = completions(folder, self.persons)
        known = recognitions(folder)
        for records in self.records.values():
            recognise(records, known)

    def binding(self, rotation: Rotation) -> list[Rule]:
        """The requirements that bind a rotation."""
        flags = frozenset(
            row["flag"]
            for row in self.flags
            if row["mission_code"] == rotation.mission
            and is_between(day(row["valid_from"]), rotation.deploys_on, day(row["valid_through"]))
        )
        return [rule for rule in self.rules if rule.binds(rotation, flags)]


#: State, curriculum (empty: persons) and sex -> how many, in the order of MEASURES.
Coverage = dict[tuple[str, str, str], list[int]]


def coverage(facts: Facts, on: date) -> Coverage:
    """Everybody deployed on a day, against what is asked of them on it."""
    found: Coverage = defaultdict(lambda: [0] * len(MEASURES))
    for rotation in facts.rotations:
        if not rotation.deploys_on <= on <= rotation.ends_on:
            continue
        bound = facts.binding(rotation)
        for person, lines in rotation.roll.items():
            line = next((one for one in lines if one.left_on is None or on <= one.left_on), None)
            if line is None:
                continue
            asking = [rule for rule in bound if rule.asks(line, rotation, on)]
            own = facts.records.get(person, {})
            levels = {
                code: level([rule for rule in asking if rule.curriculum == code], own.get(code, ()), on)
                for code in {rule.curriculum for rule in asking}
            }
            lacking = [code for code, reached in levels.items() if reached < 0]
            waived = {code for code in lacking if facts.waivers.reach(rotation, code, person, on)}
            sex = facts.persons.sex(person)
            for code, reached in levels.items():
                add(found[rotation.state, code, sex], reached, code in waived)
            weakest = min(levels.values(), default=len(STRENGTHS))
            add(found[rotation.state, "", sex], weakest, len(waived) == len(lacking))
    return dict(found)


def level(asking: Iterable[Rule], records: Iterable[Counting], on: date) -> int:
    """The strongest evidence on which every rule that asks is met: a place in STRENGTHS; -1 when one is not."""
    counting = [record for record in records if record.first <= on <= record.last]
    return min(max((one.strength for one in counting if rule.met_by(one, on)), default=-1) for rule in asking)


def add(counts: list[int], reached: int, is_waived: bool) -> None:
    """Count somebody who is required."""
    counts[0] += 1
    counts[1] += reached >= 0
    counts[2] += reached < 0 and is_waived
    for strength in range(1, len(STRENGTHS)):
        counts[2 + strength] += reached >= strength


def main(arguments: Sequence[str]) -> int:
    """`recompute.py FOLDER DAY...`: lines of CSV, or JSON with --json."""
    as_json = "--json" in arguments
    folder, *days = [one for one in arguments if one != "--json"]
    facts = Facts(Path(folder))
    rows = [
        dict(zip(("as_of", "state", "curriculum", "sex", *MEASURES), (on, *key, *counts), strict=True))
        for on in days
        for key, counts in sorted(coverage(facts, date.fromisoformat(on)).items())
    ]
    if as_json:
        json.dump(rows, sys.stdout)
        return 0
    writer = csv.DictWriter(sys.stdout, ("as_of", "state", "curriculum", "sex", *MEASURES), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    sums = {name: sum(int(str(row[name])) for row in rows if row["curriculum"]) for name in MEASURES}
    told = ", ".join(f"{number} {name}" for name, number in sums.items())
    sys.stderr.write(f"{len(rows)} lines: {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
