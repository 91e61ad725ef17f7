"""Pure: where days stand along a tour, and in which force somebody serves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: Category of personnel -> the component whose ranks it has. Experts on mission come from either, so they decide none.
_COMPONENTS: Final = {
    "troops": "military",
    "staff_officer": "military",
    "formed_police": "police",
    "individual_police": "police",
}


def component(categories: Iterable[str]) -> str | None:
    """Military or police, from the categories in which somebody served, the latest first; None when they do not say."""
    return next((_COMPONENTS[one] for one in categories if one in _COMPONENTS), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the days of a tour, as shares of it in thousandths from its first day: for a drawing."""

    start: int
    width: int


def along(tour: tuple[date, date], spans: Iterable[tuple[date, date]]) -> tuple[Stretch, ...]:
    """The parts of spans of days that lie within a tour, both given by first and last day."""
    first, last = tour
    days = (last - first).days + 1
    found = []
    for start, end in spans:
        start, end = max(start, first), min(end, last)
        if start <= end:
            left = 1000 * (start - first).days // days
            right = 1000 * ((end - first).days + 1) // days
            found.append(Stretch(left, max(1, right - left)))
    return tuple(found)


def place(tour: tuple[date, date], day: date) -> int | None:
    """Where a day stands along a tour, in thousandths; None outside it."""
    first, last = tour
    return 1000 * (2 * (day - first).days + 1) // (2 * ((last - first).days + 1)) if first <= day <= last else None


def missing_since(held: Iterable[tuple[date, date]], day: date, *, from_day: date) -> date | None:
    """The first day without a break up to `day` on which nothing was held, none of them before `from_day`.

    None when `day` lies before that: nothing is missing of a tour that has not begun. `held` by first and last day, in
    order.
    """
    if day < from_day:
        return None
    before = [last for _first, last in held if last < day]
    return max(from_day, max(before) + timedelta(1)) if before else from_day
