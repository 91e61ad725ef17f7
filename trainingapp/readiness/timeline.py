"""Pure: every rotation's coverage over all days, held in memory, so that any date is answered by looking it up.

A *series* is what one rotation counts for one curriculum: the days on which it changes, and the counts from each of
them on. Any figure of any day is a sum of series; the figures of many days are found in one walk along the changes.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import add, itemgetter
from typing import Final, TypeAlias

from trainingapp.readiness.coverage import SEXES, Deployment, Question, Tally
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.rules import STRENGTHS
from trainingapp.readiness.steps import HELD, MEASURES, REQUIRED, STRONGER, THROUGH, WAIVED, Step

#: Counts at one change: every measure for every sex.
_SEXES: Final = len(SEXES)
WIDTH: Final = len(MEASURES) * _SEXES
_PLACE: Final = {sex: place for place, sex in enumerate(SEXES)}


#: Lines that are remembered: every curriculum of what somebody looks at, for some who look.
LINES: Final = 128
#: A day, and how many are required and hold from it on.
Change: TypeAlias = tuple[date, int, int]


class Series:
    """What one rotation counts for one curriculum: `days` (ordinals) and, for each, WIDTH counts from that day on."""

    __slots__ = ("counts", "days")

    def __init__(self, days: "array[int]", counts: "array[int]") -> None:
        self.days, self.counts = days, counts

    def on(self, day: int) -> "array[int] | None":
        """The counts of a day; None before the first change."""
        place = bisect_right(self.days, day)
        return self.counts[(place - 1) * WIDTH : place * WIDTH] if place else None

    def sums(self, place: int, measures: Sequence[int] = (REQUIRED, HELD)) -> tuple[int, ...]:
        """Some measures at one of the changes, of both sexes and those not specified together."""
        counts, base = self.counts, place * WIDTH
        # Three to a measure: SEXES, written out, for lines over years ask a hundred thousand times.
        return tuple(
            [counts[at] + counts[at + 1] + counts[at + 2] for at in [base + 3 * measure for measure in measures]]
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One rotation with its series: by curriculum, and under None the persons."""

    rotation: Deployment
    series: Mapping[str | None, Series]


def kept(rotation: Deployment, steps: Iterable[Step]) -> Kept:
    """A rotation from its steps, in any order."""
    moved: dict[str | None, dict[int, list[int]]] = {}
    for step in steps:
        changes = moved.setdefault(step.curriculum, {}).setdefault(step.day.toordinal(), [0] * WIDTH)
        for measure, change in enumerate(step.changes):
            changes[measure * len(SEXES) + _PLACE[step.sex]] += change
    series = {}
    for curriculum, by_day in moved.items():
        days, counts, now = array("i"), array("i"), [0] * WIDTH
        for day in sorted(by_day):
            now = [a + b for a, b in zip(now, by_day[day], strict=True)]
            days.append(day)
            counts.extend(now)
        series[curriculum] = Series(days, counts)
    return Kept(rotation, series)


@dataclass(frozen=True)
class Timeline:
    """Every rotation there is, by its key in the register."""

    rotations: Mapping[int, Kept] = field(default_factory=dict)
    #: Lines over all days that were walked, by what was asked; they go when it goes.
    lines: Remembered[Mapping[tuple[str, ...], Sequence["Change"]]] = field(
        default_factory=lambda: Remembered(LINES), compare=False, repr=False
    )

    def with_(self, changed: Mapping[int, Kept]) -> "Timeline":
        """The same with some rotations put in, or in the place of what they were."""
        return Timeline({**self.rotations, **changed})

    def asked_for(self, question: Question, seen: Callable[[Deployment], bool]) -> list[Kept]:
        """The rotations a question asks for, of those that are seen, by State and code."""
        found = [one for one in self.rotations.values() if question.asks_for(one.rotation) and seen(one.rotation)]
        return sorted(found, key=lambda one: (one.rotation.state, one.rotation.code, one.rotation.public_id))


def deployment_on(one: Kept, question: Question) -> Deployment:
    """The rotation, with how many persons are on its roll on the day it is judged on."""
    people = one.series.get(None)
    counts = people.on(one.rotation.judged_on(question).toordinal()) if people else None
    return replace(one.rotation, named=sum(counts[: len(SEXES)]) if counts else 0)


def tallies(one: Kept, question: Question) -> dict[str | None, Tally]:
    """Curriculum, or None for persons -> tally of one rotation on its day, of what anybody is required to hold."""
    found = {}
    day, measures = one.rotation.judged_on(question).toordinal(), measured(question.evidence)
    for curriculum, series in one.series.items():
        if (counts := series.on(day)) is not None and any(counts[:_SEXES]):
            found[curriculum] = _tally(counts, measures)
    return found


def tally_of(one: Kept, question: Question, curriculum: str | None) -> Tally:
    """The same of one curriculum, or of persons; nobody of nobody where nobody is required."""
    series = one.series.get(curriculum)
    counts = series.on(one.rotation.judged_on(question).toordinal()) if series else None
    return Tally() if counts is None else _tally(counts, measured(question.evidence))


def cells(rotations: Iterable[Kept], question: Question, *, by: str) -> dict[tuple[str, ...], dict[str | None, Tally]]:
    """Key -> curriculum, or None for persons -> tally, each rotation judged on its day."""
    sums: dict[tuple[str, ...], dict[str | None, list[int]]] = {}
    for one in rotations:
        day = one.rotation.judged_on(question).toordinal()
        row = sums.setdefault(one.rotation.key(by), {})
        for curriculum, series in one.series.items():
            if (counts := series.on(day)) is not None:
                if (found := row.get(curriculum)) is None:
                    row[curriculum] = counts.tolist()
                else:
                    row[curriculum] = list(map(add, found, counts))
    measures = measured(question.evidence)
    return {
        key: {curriculum: _tally(counts, measures) for curriculum, counts in row.items()} for key, row in sums.items()
    }


def measured(evidence: str) -> tuple[int, ...]:
    """The places in MEASURES of what a tally holds, when at least this evidence is asked for.

    Waivers and the end of the tour are told of any evidence: with a stronger one asked for, they are left out.
    """
    strength = STRENGTHS.index(evidence)
    return (REQUIRED, HELD, WAIVED, THROUGH) if strength == 0 else (REQUIRED, STRONGER + strength - 1)


def _tally(counts: Sequence[int], measures: Sequence[int]) -> Tally:
    return Tally(*[tuple(counts[measure * _SEXES : (measure + 1) * _SEXES]) for measure in measures])


# --- Many days at once -----------------------------------------------------------------------------------------------


def daily(
    rotations: Iterable[Kept],
    *,
    first: date,
    last: date,
    curriculum: str | None = None,
    evidence: str = STRENGTHS[0],
    by: str = "curriculum",
) -> Mapping[tuple[str, ...], Sequence[tuple[date, int, int]]]:
    """Key -> (day, required, held) of the rotations deployed on it, for the days on which that changes.

    The first is `first` itself; each holds until the next. One key, (), unless it is asked for by State, mission and
    so on.
    """
    moved: dict[tuple[str, ...], dict[int, list[int]]] = {}
    start, end = first.toordinal(), last.toordinal()
    measures = measured(evidence)[:2]
    for one in rotations:
        if (series := one.series.get(curriculum)) is None:
            continue
        changes = moved.setdefault(one.rotation.key(by), {})
        for day, required, held in _deployed_changes(one.rotation, series, start, end, measures):
            change = changes.setdefault(day, [0, 0])
            change[0] += required
            change[1] += held
    return {key: list(_summed(changes, start)) for key, changes in moved.items()}


def cut(line: Sequence[Change], *, first: date, last: date) -> list[Change]:
    """The part of a line from one day through another; its first point stands on the first of them."""
    place = bisect_right(line, first, key=itemgetter(0))
    required, held = line[place - 1][1:] if place else (0, 0)
    found: list[Change] = [(first, required, held)]
    for change in line[place:]:
        if change[0] > last:
            break
        found.append(change)
    return found


def _deployed_changes(
    rotation: Deployment, series: Series, start: int, end: int, measures: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    begins = max(rotation.deploys_on.toordinal(), start)
    ends = rotation.ends_on.toordinal()
    if begins > min(ends, end):
        return
    was: tuple[int, ...] = (0, 0)
    start_place = max(bisect_right(series.days, begins) - 1, 0)
    for place in range(start_place, len(series.days)):
        day = max(series.days[place], begins)
        if day > min(ends, end):
            break
        now = series.sums(place, measures)
        yield day, now[0] - was[0], now[1] - was[1]
        was = now
    if ends < end:
        yield ends + 1, -was[0], -was[1]


def _summed(changes: Mapping[int, Sequence[int]], start: int) -> Iterator[tuple[date, int, int]]:
    required = held = 0
    days = sorted(changes)
    if not days or days[0] > start:
        yield date.fromordinal(start), 0, 0
    for day in days:
        required += changes[day][0]
        held += changes[day][1]
        yield date.fromordinal(day), required, held


@dataclass(frozen=True, slots=True)
class Expiry:
    """So many persons of a rotation who stop holding a curriculum on a day of the tour, though it is required still."""

    rotation: Deployment
    curriculum: str
    #: The last day on which they held it.
    last: date
    persons: int


def expiries(rotations: Iterable[Kept], *, first: date, last: date) -> list[Expiry]:
    """What stops counting while it is still required, with its last day within these, in the order of days.

    Of a day on which some begin to hold and others stop, the difference is told.
    """
    found = []
    start, end = first.toordinal(), last.toordinal()
    for one in rotations:
        for curriculum, series in one.series.items():
            if curriculum is None:
                continue
            for place in range(bisect_right(series.days, start), len(series.days)):
                day = series.days[place]
                if day - 1 > end or day > one.rotation.ends_on.toordinal():
                    break
                required, held = series.sums(place)
                required_before, held_before = series.sums(place - 1) if place else (0, 0)
                lost = min(held_before - held, (required - held) - (required_before - held_before))
                if lost > 0:
                    found.append(Expiry(one.rotation, curriculum, date.fromordinal(day) - timedelta(days=1), lost))
    return sorted(found, key=lambda one: (one.last, one.rotation.state, one.rotation.code, one.curriculum))


def overlapping(timeline: Timeline, seen: Callable[[Deployment], bool], *, first: date, last: date) -> list[Kept]:
    """The rotations that are seen and in their missions on any of these days."""
    return [
        one
        for one in timeline.rotations.values()
        if one.rotation.deploys_on <= last and one.rotation.ends_on >= first and seen(one.rotation)
    ]


def days_of(rotations: Iterable[Kept]) -> tuple[date, date] | None:
    """The first and the last day of the tours of these rotations: what is known of. None when there is none."""
    tours = [(one.rotation.deploys_on, one.rotation.ends_on) for one in rotations]
    return (min(first for first, _last in tours), max(last for _first, last in tours)) if tours else None
