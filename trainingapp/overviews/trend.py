"""Pure: the line of a share over some years: what was until a day, and what will be after it if nothing happens.

Places are shares of the drawing, 0 to 1, from its lower left corner. Days on which nobody is counted break the line:
nobody is not nought.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from trainingapp.kit.charts import Tick, day_ticks
from trainingapp.kit.figures import tenths

#: How much of the scale is shown, in percent, and how many percent lie between two lines of its grid.
SCALES: Final = ((10, 2), (25, 5), (50, 10), (100, 20))


class Point(NamedTuple):
    """So many of so many, from this day until the next point."""

    day: date
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A share over time. `past` and `coming` are SVG paths in thousandths of the drawing, y downwards.

    `asked` and `today` are places of days, 0 to 1; `today` is None where it lies outside. `low` is where the scale
    begins, in percent: a line that only moves between 92 and 97 would be flat on a scale from nought.
    """

    past: str
    coming: str
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    first: date
    last: date
    low: int
    asked: float
    today: float | None
    #: The first day of each month, for the table beside it.
    months: tuple[Point, ...]
    #: The smallest share of all days after today; None when nobody is counted then.
    lowest: Point | None
    #: The day that is asked about; None when nobody is counted on it.
    at: Point | None


def trend(changes: Iterable[Point], *, first: date, last: date, asked: date, today: date) -> Trend:
    """The drawing of one share from its changes, in order, of which one lies on or before the first day.

    Raises ValueError when `last` is not after `first`.
    """
    points = [one for one in changes if one.day <= last]
    if last <= first:
        raise ValueError("a line over time needs two days")
    low, step = _scale(points)
    span = (last - first).days

    def x(day: date) -> float:
        return (day - first).days / span

    def path(begin: date, end: date) -> str:
        parts = [
            (x(max(one.day, begin)), x(min(until, end)), (100 * one.part / one.whole - low) / (100 - low))
            for one, until in _stretches(points, last)
            if one.whole and one.day <= end and until >= begin
        ]
        return _path(parts)

    return Trend(
        past=path(first, min(today, last)) if first < today else "",
        coming=path(max(today, first), last) if today < last else "",
        days=tuple(day_ticks(first, last, 9)),
        values=tuple(Tick((value - low) / (100 - low), value) for value in range(low, 101, step)),
        first=first,
        last=last,
        low=low,
        asked=x(asked),
        today=x(today) if first <= today <= last else None,
        months=tuple(on(points, day) for day in _months(first, last)),
        lowest=_lowest(points, after=today),
        at=at if (at := on(points, asked)).whole else None,
    )


def on(points: Sequence[Point], day: date) -> Point:
    """The share of a day; nobody of nobody before the first point."""
    place = bisect_right(points, day, key=lambda one: one.day)
    return points[place - 1]._replace(day=day) if place else Point(day, 0, 0)


def _lowest(points: Sequence[Point], *, after: date) -> Point | None:
    ahead = [one for one in points if one.day > after and one.whole]
    return min(ahead, key=lambda one: (one.part / one.whole, one.day), default=None)


def _scale(points: Iterable[Point]) -> tuple[int, int]:
    """Where the scale begins, and the percent between lines of its grid."""
    least = min((tenths(one.part, one.whole) / 10 for one in points if one.whole), default=0.0)
    shown, step = next((shown, step) for shown, step in SCALES if 100 - least <= shown)
    return 100 - shown, step


def _stretches(points: Sequence[Point], last: date) -> Iterable[tuple[Point, date]]:
    """Each point with the day of the next."""
    yield from ((one, following.day) for one, following in pairwise(points))
    if points:
        yield points[-1], last


def _months(first: date, last: date) -> Iterable[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = (date(month // 12, month % 12 + 1, 1) for month in months)
    return (day for day in days if first <= day <= last)


def _path(parts: Sequence[tuple[float, float, float]]) -> str:
    """A stair line of (from, to, height); it breaks where one does not begin where the one before ended."""
    drawn: list[str] = []
    end, height = -1.0, -1.0
    for begin, until, up in parts:
        y = f"{(1 - up) * 1000:.1f}"
        if begin != end:
            drawn.append(f"M{begin * 1000:.1f} {y}")
        elif up != height:
            drawn.append(f"V{y}")
        drawn.append(f"H{until * 1000:.1f}")
        end, height = until, up
    return "".join(drawn)
