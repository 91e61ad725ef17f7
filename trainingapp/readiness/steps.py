"""Pure: the coverage of a rotation over all days at once, as the days on which it changes and by how much.

The sum of the steps up to a day is the coverage of that day. Days are numbers here, and stretches of days pairs of
them: what came from where is not asked, and half a million persons' stretches are joined and cut in seconds. Nothing is
computed twice: what people need by their lines, what they hold of a curriculum by its stretches, who is ready by these.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from trainingapp.readiness.intervals import ALWAYS, FOREVER
from trainingapp.readiness.rules import STRENGTHS, Duty, asked_by
from trainingapp.requirements.rules import Rule

#: What a step counts, in this order: persons required; who hold it, with any evidence; who do not and for whom it is
#: waived; who hold it from this day without a break to the end of their tour; who hold it with at least this evidence.
MEASURES: Final = ("required", "held", "waived", "through", *STRENGTHS[1:])
REQUIRED, HELD, WAIVED, THROUGH, STRONGER = range(5)

#: First and last day of each unbroken stretch, in order, as `date.toordinal` numbers them.
Runs: TypeAlias = tuple[tuple[int, int], ...]
#: Every day there is.
EVER: Final[Runs] = ((ALWAYS.toordinal(), FOREVER.toordinal()),)
_NEVER: Final[Sequence[Runs]] = ((),) * len(STRENGTHS)


class Stretch(NamedTuple):
    """The days on which one completion counts towards a curriculum, or on which the curriculum is waived."""

    curriculum: str
    first: date
    last: date
    #: Its evidence, as a place in STRENGTHS.
    strength: int = 0
    #: Its version, where a rule may look at it.
    version: str = ""


class Holding:
    """Everything that somebody holds of one curriculum. Made by `Holdings`, so that equal ones are one."""

    __slots__ = ("counting", "curriculum", "level", "stretches")

    def __init__(self, stretches: tuple[Stretch, ...]) -> None:
        self.curriculum = stretches[0].curriculum
        self.stretches = stretches
        #: For each of STRENGTHS, the days on which evidence at least that strong counts by itself.
        self.counting = _for_each(stretches, lambda some: _joined([_numbers(one.first, one.last) for one in some]))
        #: Where somebody stands of whom it is simply required on every day.
        self.level = _Level(self.curriculum, EVER, self.counting)


class Holdings:
    """Makes holdings of stretches."""

    def __init__(self) -> None:
        self._known: dict[tuple[Stretch, ...], Holding] = {}

    def of(self, stretches: Iterable[Stretch]) -> tuple[Holding, ...]:
        """What somebody holds, by curriculum; the stretches may come in any order."""
        found: list[Holding] = []
        for _curriculum, some in groupby(sorted(stretches), key=itemgetter(0)):
            own = tuple(some)
            if (holding := self._known.get(own)) is None:
                holding = self._known[own] = Holding(own)
            found.append(holding)
        return tuple(found)


class History(NamedTuple):
    """Everything about a person that coverage depends on."""

    sex: str
    duties: tuple[Duty, ...]
    held: tuple[Holding, ...]
    waived: tuple[Stretch, ...] = ()


class Step(NamedTuple):
    """On this day, so many more (or fewer) are required, hold and so on, in the order of MEASURES.

    `curriculum` None: on the roll, and who lack nothing.
    """

    curriculum: str | None
    sex: str
    day: date
    changes: tuple[int, ...]

    @property
    def required(self) -> int:
        """How many more are required."""
        return self.changes[REQUIRED]

    @property
    def held(self) -> int:
        """How many more hold it."""
        return self.changes[HELD]


def steps(histories: Mapping[History, int], *, rules: Sequence[Rule], deploys_on: date, ends_on: date) -> list[Step]:
    """The steps of a rotation: how many persons have which history, under the rules that bind it.

    What changes after its last day is left out: nobody is judged on it then.
    """
    ends = ends_on.toordinal()
    bound: dict[tuple[Duty, ...], _Bound] = {}
    persons_at: Counter[tuple[_Level, str]] = Counter()
    persons_with: Counter[tuple[_Bound, tuple[_Level, ...], str]] = Counter()
    for (sex, duties, held, waived), persons in histories.items():
        if duties not in bound:
            bound[duties] = _Bound(duties, rules, (deploys_on, ends_on))
        who = bound[duties]
        levels = who.levels(held, waived)
        persons_with[who, levels, sex] += persons
        for level in levels:
            persons_at[level, sex] += persons
    moved: dict[tuple[str | None, str], dict[int, list[int]]] = {}
    for (level, sex), persons in persons_at.items():
        _move(moved.setdefault((level.curriculum, sex), {}), level.measures(ends), ends, persons)
    for (who, levels, sex), persons in persons_with.items():
        _move(moved.setdefault((None, sex), {}), who.ready(levels).measures(ends), ends, persons)
    return [
        Step(curriculum, sex, date.fromordinal(day), tuple(changes))
        for (curriculum, sex), by_day in sorted(moved.items(), key=lambda item: (item[0][0] or "", item[0][1]))
        for day, changes in sorted(by_day.items())
        if any(changes)
    ]


def until_the_end(who: History, rules: Sequence[Rule], *, tour: tuple[date, date]) -> Mapping[str | None, Runs]:
    """One person: the days from which each curriculum, and under None everything, is held without a break as long as
    it is required in the tour."""
    bound = _Bound(who.duties, rules, tour)
    levels = bound.levels(who.held, who.waived)
    ends = tour[1].toordinal()
    return {level.curriculum: level.to_the_end(ends) for level in (*levels, bound.ready(levels))}


def _move(by_day: dict[int, list[int]], measures: Iterable[Runs], ends: int, persons: int) -> None:
    for measure, days in enumerate(measures):
        for first, last in days:
            if first > ends:
                break
            if (changes := by_day.get(first)) is None:
                changes = by_day[first] = [0] * len(MEASURES)
            changes[measure] += persons
            if last < ends:
                if (changes := by_day.get(last + 1)) is None:
                    changes = by_day[last + 1] = [0] * len(MEASURES)
                changes[measure] -= persons


class _Level:
    """The days on which one thing is required, held on each strength of evidence, and waived. Known by itself."""

    __slots__ = ("curriculum", "held", "required", "unwaived", "waived")

    def __init__(
        self, curriculum: str | None, required: Runs, held: Sequence[Runs], unwaived: Runs | None = None
    ) -> None:
        self.curriculum = curriculum
        self.required = required
        #: For each of STRENGTHS, the weakest first.
        self.held = held
        #: Of what is lacking on any evidence, what is not waived; None when nothing is waived.
        self.unwaived = unwaived
        self.waived = () if unwaived is None else _minus(self.lacking(0), unwaived)

    def lacking(self, strength: int) -> Runs:
        """The days on which it is required and not held."""
        return _minus(self.required, self.held[strength])

    def measures(self, ends: int) -> list[Runs]:
        """The days of each of MEASURES, for a tour with this last day."""
        return [self.required, self.held[0], self.waived, self.to_the_end(ends), *self.held[1:]]

    def to_the_end(self, ends: int) -> Runs:
        """The days from which it is held without a break as long as it is required in the tour."""
        last_day = max((min(last, ends) for first, last in self.required if first <= ends), default=None)
        if last_day is None:
            return ()
        return tuple([run for run in self.held[0] if run[0] <= last_day <= run[1]])


class _Bound:
    """Those with the same lines on a roll: what is asked of them, and what was computed of them already."""

    __slots__ = ("_asked", "_known", "there")

    def __init__(self, duties: Sequence[Duty], rules: Iterable[Rule], tour: tuple[date, date]) -> None:
        there = _joined([_numbers(one.first, one.last) for one in duties])
        self.there = EVER if there == EVER else there
        #: Curriculum -> each rule that asks, and when it does.
        self._asked: dict[str, list[tuple[Rule, Runs]]] = {}
        for rule in rules:
            if days := _joined([_numbers(one.first, one.last) for one in asked_by(rule, duties, tour=tour)]):
                # The very same object, so that it need not be compared again.
                self._asked.setdefault(rule.curriculum, []).append((rule, self.there if days == self.there else days))
        self._known: dict[tuple[str, Holding | None, tuple[Stretch, ...]], _Level] = {}

    def levels(self, held: Iterable[Holding], waived: Sequence[Stretch]) -> tuple[_Level, ...]:
        """Where somebody who holds this stands with each curriculum that is asked."""
        own = {one.curriculum: one for one in held}
        if not waived:
            return tuple([self._level(code, own.get(code), ()) for code in self._asked])
        return tuple(
            [
                self._level(code, own.get(code), tuple(one for one in waived if one.curriculum == code))
                for code in self._asked
            ]
        )

    def _level(self, code: str, holding: Holding | None, waived: tuple[Stretch, ...]) -> _Level:
        if (known := self._known.get((code, holding, waived))) is None:
            known = self._known[code, holding, waived] = self._made(code, holding, waived)
        return known

    def _made(self, code: str, holding: Holding | None, waived: tuple[Stretch, ...]) -> _Level:
        asks = self._asked[code]
        rule, required = asks[0]
        if len(asks) == 1:
            if required is EVER and rule.is_plain and holding and not waived:
                return holding.level
            held = [_both(required, days) for days in _counting(rule, holding)]
        else:
            required = _joined([run for _rule, days in asks for run in days])
            required = self.there if required == self.there else required
            lacking = [[_minus(days, counting) for counting in _counting(rule, holding)] for rule, days in asks]
            held = [
                _minus(required, _joined([run for gone in of_rules for run in gone]))
                for of_rules in zip(*lacking, strict=True)
            ]
        if not waived:
            return _Level(code, required, held)
        waivers = _joined([_numbers(one.first, one.last) for one in waived])
        return _Level(code, required, held, _minus(_minus(required, held[0]), waivers))

    def ready(self, levels: Sequence[_Level]) -> _Level:
        """Where somebody stands with all of it: required are the days on the roll."""
        held: list[Runs] = []
        before: list[Runs] = []
        for strength in range(len(STRENGTHS)):
            parts = [level.held[strength] for level in levels]
            if strength and parts == before:
                held.append(held[-1])
                continue
            days, before = self.there, parts
            for level, part in zip(levels, parts, strict=True):
                if not days:
                    break
                days = _both(days, part) if level.required is self.there else _minus(days, level.lacking(strength))
            held.append(days)
        if all(level.unwaived is None for level in levels):
            return _Level(None, self.there, held)
        unwaived = [level.lacking(0) if level.unwaived is None else level.unwaived for level in levels]
        return _Level(None, self.there, held, _joined([run for days in unwaived for run in days]))


def _counting(rule: Rule, holding: Holding | None) -> Sequence[Runs]:
    """The days on which what somebody holds counts for a rule, for each of STRENGTHS."""
    if holding is None:
        return _NEVER
    if rule.is_plain:
        return holding.counting
    taken = [
        one._replace(last=rule.counts_through(one.first, one.last))
        for one in holding.stretches
        if rule.accepts(one.version)
    ]
    return _for_each(taken, lambda some: _joined([_numbers(one.first, one.last) for one in some]))


# --- Stretches of days as numbers ------------------------------------------------------------------------------------


def _numbers(first: date, last: date) -> tuple[int, int]:
    return first.toordinal(), last.toordinal()


def _for_each(stretches: Sequence[Stretch], days: Callable[[Sequence[Stretch]], Runs]) -> Sequence[Runs]:
    """The days for each of STRENGTHS, of the stretches with at least that evidence; the same object where all have."""
    found: list[Runs] = []
    for strength in range(len(STRENGTHS)):
        enough = [one for one in stretches if one.strength >= strength]
        if strength and len(enough) == len(stretches):
            found.append(found[-1])
        else:
            found.append(days(enough))
    return found


def _joined(runs: list[tuple[int, int]]) -> Runs:
    """The days of any of them."""
    if len(runs) < 2:
        return tuple(runs)
    runs.sort()
    found: list[tuple[int, int]] = []
    first, last = runs[0]
    for one in runs:
        if one[0] > last + 1:
            found.append((first, last))
            first, last = one
        elif one[1] > last:
            last = one[1]
    found.append((first, last))
    return tuple(found)


def _both(days: Runs, other: Runs) -> Runs:
    """The days of both."""
    if days is EVER:
        return other
    if other is EVER:
        return days
    found: list[tuple[int, int]] = []
    for first, last in days:
        for other_first, other_last in other:
            if other_first > last:
                break
            if other_last >= first:
                found.append((max(first, other_first), min(last, other_last)))
    return tuple(found)


def _minus(days: Runs, other: Runs) -> Runs:
    """The days that are not among the others."""
    if not other:
        return days
    left: list[tuple[int, int]] = []
    for first, last in days:
        for away_first, away_last in other:
            if away_last < first:
                continue
            if away_first > last:
                break
            if away_first > first:
                left.append((first, away_first - 1))
            first = away_last + 1
            if first > last:
                break
        if first <= last:
            left.append((first, last))
    return tuple(left)
