"""Pure: what will be if nothing happens: what stops counting when, what each rotation does to the whole, and the last
day on which training still helps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trainingapp.overviews.figures import Rotation
from trainingapp.overviews.trend import Point, on
from trainingapp.readiness.coverage import Deployment
from trainingapp.readiness.timeline import Expiry

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expiring:
    """So many persons who stop holding a curriculum within some days, the first of them after `first`."""

    curriculum: str
    persons: int
    first: date


def by_curriculum(expiries: Iterable[Expiry]) -> Sequence[Expiring]:
    """What stops counting, the most persons first."""
    persons: dict[str, int] = {}
    first: dict[str, date] = {}
    for one in expiries:
        persons[one.curriculum] = persons.get(one.curriculum, 0) + one.persons
        first[one.curriculum] = min(one.last, first.get(one.curriculum, one.last))
    found = [Expiring(code, count, first[code]) for code, count in persons.items()]
    return sorted(found, key=lambda one: (-one.persons, one.curriculum))


def by_month(expiries: Iterable[Expiry], *, first: date, last: date) -> Mapping[date, Mapping[str, int]]:
    """First day of each month between two days -> curriculum -> persons whose last day lies in it."""
    found: dict[date, dict[str, int]] = {month: {} for month in months(first, last)}
    for one in expiries:
        own = found.setdefault(one.last.replace(day=1), {})
        own[one.curriculum] = own.get(one.curriculum, 0) + one.persons
    return found


def months(first: date, last: date) -> list[date]:
    """The first day of every month that has a day between two days, these included."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A rotation on the day it deploys, and the share of all that is ready on the day before, and on it.

    Others may begin or end on that day, too.
    """

    rotation: Rotation
    before: Point
    after: Point

    @property
    def is_dip(self) -> bool:
        """Whether a smaller share is ready on the day than on the day before."""
        old, new = self.before, self.after
        return bool(old.whole and new.whole) and new.part * old.whole < old.part * new.whole


def arrivals(coming: Iterable[Rotation], whole: Sequence[Point]) -> Sequence[Arrival]:
    """The rotations that deploy, in the order of their days, each with the share of all before it and on its day."""
    ordered = sorted(coming, key=lambda one: (one.deployment.deploys_on, one.deployment.state, one.deployment.code))
    return [
        Arrival(one, on(whole, one.deployment.deploys_on - _DAY), on(whole, one.deployment.deploys_on))
        for one in ordered
    ]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which training of so many persons still helps: nobody lacks it for a day.

    `deploys`: they lack it on the day they deploy; else what they hold stops counting on the day after.
    """

    by: date
    rotation: Deployment
    curriculum: str
    persons: int
    deploys: bool


def deadlines(coming: Iterable[Rotation], expiries: Iterable[Expiry], *, since: date) -> Sequence[Deadline]:
    """Until when training helps, the nearest day first; what is over before `since` is left out."""
    found = [
        Deadline(one.deployment.deploys_on - _DAY, one.deployment, code, count, True)
        for one in coming
        for code, count in one.lacking.items()
    ]
    found += [Deadline(one.last, one.rotation, one.curriculum, one.persons, False) for one in expiries]
    return sorted(
        (one for one in found if one.by >= since),
        key=lambda one: (one.by, one.rotation.state, one.rotation.code, one.curriculum, one.deploys),
    )
