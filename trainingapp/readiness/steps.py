"""Pure: the coverage of a rotation over all days at once, as the days on which it changes and by how much.

The sum of the steps up to a day is the coverage of that day. People with the same history are computed once: a
contingent trains on common days, so that 850 persons have few histories.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from trainingapp.readiness.intervals import FOREVER, Days, Span, runs, union
from trainingapp.readiness.rules import Duty, Record, needed, on_roll, ready, satisfied
from trainingapp.requirements.rules import Rule


class Stretch(NamedTuple):
    """The days on which one completion counts towards a curriculum."""

    curriculum: str
    first: date
    last: date


class History(NamedTuple):
    """Everything about a person that coverage depends on."""

    sex: str
    duties: tuple[Duty, ...]
    held: tuple[Stretch, ...]


class Step(NamedTuple):
    """On this day, so many more (or fewer) are required and hold. `curriculum` None: on the roll, and ready."""

    curriculum: str | None
    sex: str
    day: date
    required: int
    held: int


def steps(histories: Mapping[History, int], *, rules: Sequence[Rule], ends_on: date) -> list[Step]:
    """The steps of a rotation: how many persons have which history, under the rules that bind it.

    What changes after its last day is left out: nobody is judged on it then.
    """
    moved: dict[tuple[str | None, str, date], list[int]] = {}

    def move(curriculum: str | None, sex: str, days: Iterable[Span[Record]], which: int, persons: int) -> None:
        for first, last in runs(days):
            for day, change in ((first, persons), *(() if last == FOREVER else ((last + timedelta(1), -persons),))):
                if day <= ends_on:
                    moved.setdefault((curriculum, sex, day), [0, 0])[which] += change

    for (sex, who, stretches), persons in histories.items():
        there, needs, holds = on_roll(who), needed(who, rules), _days(stretches)
        both = satisfied(needs, holds)
        for curriculum, days in needs.items():
            move(curriculum, sex, days, 0, persons)
            move(curriculum, sex, both[curriculum], 1, persons)
        move(None, sex, there, 0, persons)
        move(None, sex, ready(there, needs, holds), 1, persons)
    return [
        Step(curriculum, sex, day, required, held)
        for (curriculum, sex, day), (required, held) in sorted(
            moved.items(), key=lambda item: (item[0][0] or "", item[0][1], item[0][2])
        )
        if required or held
    ]


def _days(stretches: Iterable[Stretch]) -> Mapping[str, Days[Record]]:
    found: dict[str, list[Span[Record]]] = {}
    for curriculum, first, last in stretches:
        found.setdefault(curriculum, []).append(Span(first, last))
    return {curriculum: union(parts) for curriculum, parts in found.items()}
