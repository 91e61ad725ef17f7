"""Pure: the coverage of a rotation over all days at once, as the days on which it changes and by how much.

The sum of the steps up to a day is the coverage of that day. People with the same history are computed once: a
contingent trains on common days, so that 850 persons have few histories.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from trainingapp.readiness.intervals import FOREVER, Days, Span, complement, intersection, runs, union
from trainingapp.readiness.rules import STRENGTHS, Duty, Record, asked_by, on_roll
from trainingapp.requirements.rules import Rule

#: What a step counts, in this order: persons required; who hold it, with any evidence; who do not and for whom it is
#: waived; who hold it from this day without a break to the end of their tour; who hold it with at least this evidence.
MEASURES: Final = ("required", "held", "waived", "through", *STRENGTHS[1:])
REQUIRED, HELD, WAIVED, THROUGH, STRONGER = range(5)


class Stretch(NamedTuple):
    """The days on which one completion counts towards a curriculum, or on which the curriculum is waived."""

    curriculum: str
    first: date
    last: date
    #: Its evidence, as a place in STRENGTHS.
    strength: int = 0
    #: Its version, where a rule may look at it.
    version: str = ""


class History(NamedTuple):
    """Everything about a person that coverage depends on."""

    sex: str
    duties: tuple[Duty, ...]
    held: tuple[Stretch, ...]
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
    moved: dict[tuple[str | None, str, date], list[int]] = {}

    def move(curriculum: str | None, sex: str, days: Iterable[tuple[date, date]], measure: int, persons: int) -> None:
        for first, last in days:
            for day, change in ((first, persons), *(() if last == FOREVER else ((last + timedelta(1), -persons),))):
                if day <= ends_on:
                    moved.setdefault((curriculum, sex, day), [0] * len(MEASURES))[measure] += change

    for who, persons in histories.items():
        for curriculum, one in standings(who, rules, tour=(deploys_on, ends_on)).items():
            move(curriculum, who.sex, runs(one.required), REQUIRED, persons)
            move(curriculum, who.sex, runs(one.waived), WAIVED, persons)
            move(curriculum, who.sex, until_the_end(one, ends_on), THROUGH, persons)
            move(curriculum, who.sex, runs(one.held[0]), HELD, persons)
            for strength, days in enumerate(one.held[1:]):
                move(curriculum, who.sex, runs(days), STRONGER + strength, persons)
    return [
        Step(curriculum, sex, day, tuple(changes))
        for (curriculum, sex, day), changes in sorted(
            moved.items(), key=lambda item: (item[0][0] or "", item[0][1], item[0][2])
        )
        if any(changes)
    ]


class Standing(NamedTuple):
    """The days on which one thing is required, held and waived; `held` for each of STRENGTHS, the weakest first."""

    required: Days[Record]
    held: tuple[Days[Record], ...]
    waived: Days[Record]


def standings(who: History, rules: Sequence[Rule], *, tour: tuple[date, date]) -> Mapping[str | None, Standing]:
    """One person: each curriculum that is ever required; and under None the days on the roll, those on which nothing
    is lacking, and those on which all that is lacking is waived."""
    asked: dict[str, list[tuple[Rule, Days[Record]]]] = {}
    for rule in rules:
        if days := union(asked_by(rule, who.duties, tour=tour)):
            asked.setdefault(rule.curriculum, []).append((rule, days))
    own = _by_curriculum(who.held)
    waivers: dict[str, Days[Record]] = {
        code: union(Span(one.first, one.last) for one in some) for code, some in _by_curriculum(who.waived).items()
    }
    weakest = min((one.strength for one in who.held), default=len(STRENGTHS))
    # Evidence that nobody has less of needs no computing of its own.
    strengths = [strength for strength in range(len(STRENGTHS)) if strength == 0 or strength > weakest]
    found: dict[str | None, Standing] = {}
    lacking: list[list[Days[Record]]] = [[] for _ in strengths]
    unwaived: list[Days[Record]] = []
    for code, asks in asked.items():
        required = union(*(days for _rule, days in asks))
        stretches = own.get(code, ())
        holds = []
        for place, strength in enumerate(strengths):
            enough = [one for one in stretches if one.strength >= strength]
            gone = union(*(complement(_counting(rule, enough), days) for rule, days in asks))
            lacking[place].append(gone)
            holds.append(complement(gone, required))
        waived = intersection(lacking[0][-1], waivers[code]) if code in waivers else ()
        unwaived.append(complement(waived, lacking[0][-1]) if waived else lacking[0][-1])
        found[code] = Standing(required, _for_each(holds, strengths), waived)
    there = on_roll(who.duties)
    ready = [complement(union(*gone), there) for gone in lacking]
    all_waived = complement(ready[0], complement(union(*unwaived), there)) if waivers else ()
    return {None: Standing(there, _for_each(ready, strengths), all_waived), **found}


def _for_each(days: Sequence[Days[Record]], strengths: Sequence[int]) -> tuple[Days[Record], ...]:
    known = dict(zip(strengths, days, strict=True))
    return tuple(known.get(strength, days[0]) for strength in range(len(STRENGTHS)))


def _by_curriculum(stretches: Iterable[Stretch]) -> Mapping[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = {}
    for one in stretches:
        found.setdefault(one.curriculum, []).append(one)
    return found


def _counting(rule: Rule, stretches: Iterable[Stretch]) -> Days[Record]:
    """The days on which any of the stretches counts for a rule."""
    if rule.is_plain:
        return union([Span(one.first, one.last) for one in stretches])
    return union(
        [Span(one.first, rule.counts_through(one.first, one.last)) for one in stretches if rule.accepts(one.version)]
    )


def until_the_end(one: Standing, ends_on: date) -> Iterable[tuple[date, date]]:
    """The days from which it is held without a break as long as it is required in the tour."""
    required = [(first, min(last, ends_on)) for first, last in runs(one.required) if first <= ends_on]
    if not required:
        return
    last_day = required[-1][1]
    for first, last in runs(one.held[0]):
        if first <= last_day <= last:
            yield first, last
