"""Readiness worked out anew from the files of `trainingapp export`, by a program that shares nothing with the register.

It needs Python and no other library, imports no part of the register but the two files beside it, which do not either,
and reads only the CSV files. Whoever holds an export can run it, or write the same in another language, and compare
every figure:

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

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from completed import STRENGTHS, Counting, completions, recognise, recognitions
from exported import Persons, Rotation, Rule, Waivers, day, is_between, read, rotations, rules

MEASURES = ("required", "held", "waived", *STRENGTHS[1:])


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
