"""Pure: what would change if completions of a version counted through another day: how many, when, in which State.

A *loss* is the days on which somebody holds a curriculum as things stand, and would not hold it then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from trainingapp.readiness.intervals import Days, Span, complement, intersection
from trainingapp.readiness.rules import Duty, Record, held, needed
from trainingapp.requirements.rules import Rule


@dataclass(frozen=True, slots=True)
class Change:
    """How many change. `sooner` and `longer` are completions that end earlier or later than they would.

    `rotations` are those in which somebody then lacks what is required on a day of the tour, `persons` how many these
    are in them, `first` the first such day.
    """

    sooner: int = 0
    longer: int = 0
    certificates: int = 0
    rotations: int = 0
    persons: int = 0
    first: date | None = None

    def __add__(self, other: "Change") -> "Change":
        days = [day for day in (self.first, other.first) if day is not None]
        return Change(
            self.sooner + other.sooner,
            self.longer + other.longer,
            self.certificates + other.certificates,
            self.rotations + other.rotations,
            self.persons + other.persons,
            min(days, default=None),
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changes."""
        return self == Change()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What changes, by State in the order of their codes, and by the month in which it does."""

    states: Mapping[str, Change] = field(default_factory=dict)
    months: Mapping[date, Change] = field(default_factory=dict)

    @property
    def total(self) -> Change:
        """Of all States together."""
        return sum(self.states.values(), Change())


def first_changed(completed_on: date, now: date | None, then: date | None) -> date | None:
    """The first day on which a completion is judged otherwise, when its last day is `then` and not `now`.

    None for no last day, in either; None given back when no day is judged otherwise.
    """
    if now == then:
        return None
    ends = [day for day in (now, then) if day is not None]
    day = max(min(ends) + timedelta(days=1), completed_on)
    # What ended before it was completed counted on no day, and does not then.
    return None if all(end < completed_on for end in (now or date.max, then or date.max)) else day


def ends_sooner(now: date | None, then: date | None) -> bool:
    """Whether a last day would come earlier; None: no day ends it."""
    return (then or date.max) < (now or date.max)


class Lost(NamedTuple):
    """By curriculum, the days on which somebody holds it now and would not then."""

    days: Mapping[str, Days[Record]]

    def first_in(self, who: Sequence[Duty], rules: Iterable[Rule], *, tour: Span[Record]) -> date | None:
        """The first day of the tour on which somebody with these duties would lack what is required of them."""
        asked = (rule for rule in rules if rule.curriculum in self.days)
        needs = needed(who, asked, tour=(tour.first, tour.last))
        found = (intersection(self.days[code], days, (tour,)) for code, days in needs.items())
        return min((days[0].first for days in found if days), default=None)


def lost(now: Mapping[str, tuple[Record, ...]], then: Mapping[str, tuple[Record, ...]]) -> Lost:
    """What is held with the one records and not with the others."""
    days = {code: complement(held(then.get(code, ())), held(records)) for code, records in now.items()}
    return Lost({code: found for code, found in days.items() if found})


class Counted(NamedTuple):
    """Completions, certificates or persons of one State that change alike, and the first day on which they do."""

    state: str
    day: date
    number: int


def consequences(
    *,
    sooner: Iterable[Counted],
    longer: Iterable[Counted],
    certificates: Iterable[Counted],
    rotations: Iterable[tuple[str, Sequence[Counted]]],
) -> Consequences:
    """Everything together. `rotations` are a State and who would lack something in one rotation of it."""
    states: dict[str, Change] = {}
    months: dict[date, Change] = {}

    def add(state: str, day: date, change: Change) -> None:
        month = day.replace(day=1)
        states[state] = states.get(state, Change()) + change
        # The day is told by State; a month has its own.
        months[month] = months.get(month, Change()) + replace(change, first=None)

    for one in sooner:
        add(one.state, one.day, Change(sooner=one.number))
    for one in longer:
        add(one.state, one.day, Change(longer=one.number))
    for one in certificates:
        add(one.state, one.day, Change(certificates=one.number))
    for state, persons in rotations:
        for one in persons:
            add(state, one.day, Change(persons=one.number, first=one.day))
        if persons:
            add(state, min(one.day for one in persons), Change(rotations=1))
    return Consequences(
        {code: states[code] for code in sorted(states)}, {month: months[month] for month in sorted(months)}
    )


def every_month(months: Mapping[date, Change]) -> Iterator[tuple[date, Change]]:
    """The months from the first to the last in which something changes, with those in which nothing does."""
    if not months:
        return
    month, last = min(months), max(months)
    while month <= last:
        yield month, months.get(month, Change())
        month = (month + timedelta(days=31)).replace(day=1)
