"""Who holds what from when through when, read from the files of an export. See recompute.py."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from exported import DAY, Persons, Row, day, earliest, read

STRENGTHS = ("self_declared", "recorded", "certified", "verified")


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
                strength = min(max(record.strength for record in some) for some in counting)
                records[one.curriculum].append(Counting(border, last, "", strength))


def chosen(records: Iterable[Counting]) -> Counting:
    """Of several that count on the same days, the one that counts longest; then the newest."""
    return max(records, key=lambda record: (record.last, record.first, record.version))
