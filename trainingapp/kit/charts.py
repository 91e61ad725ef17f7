"""Pure geometry of charts: where lines, ticks and steps stand. Drawn by templates/kit/charts.html, and on paper.

Places are shares of the drawing, 0 to 1, from its lower left corner; whoever draws multiplies them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

#: Where the steps of a heat table begin, in tenths of a percent held. [A]: pass the policy's own where there is one.
HEAT_BOUNDS = (500, 700, 850, 950, 1000)


@dataclass(frozen=True)
class Bar:
    """One line of a chart of coverage: `part` of `whole`. `url` leads to what it is made of."""

    label: str
    part: int
    whole: int
    url: str | None = None
    #: In small print under the label.
    note: str = ""

    @property
    def width(self) -> float:
        """How much is filled, 0 to 1; 0 when there is nobody to count."""
        return min(1.0, self.part / self.whole) if self.whole else 0.0

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max(0, self.whole - self.part)


def heat_step(part: int, whole: int, bounds: Sequence[int] = HEAT_BOUNDS) -> int | None:
    """The step of a cell, 0 (least held) to `len(bounds)` (all held); None when there is nobody to count.

    Compared exactly, never after rounding: 849 of 850 is not complete.
    """
    if not whole:
        return None
    return sum(1000 * part >= bound * whole for bound in bounds)


def ticks(highest: float, wanted: int = 5) -> list[int]:
    """Round numbers from 0 to at least `highest`, about `wanted` steps of 1, 2 or 5 times a power of ten.

    >>> ticks(850)
    [0, 200, 400, 600, 800, 1000]
    """
    raw = max(highest, 1) / wanted
    power = 10 ** floor(log10(raw))
    step = max(1, int(next(unit * power for unit in (1, 2, 5, 10) if unit * power >= raw * 0.999)))
    count = -(-int(-(-highest // 1)) // step) or 1
    return [step * n for n in range(count + 1)]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: its place, and what stands there."""

    place: float
    value: int | date


def day_ticks(first: date, last: date, most: int = 4) -> list[Tick]:
    """First days of months between two days, at most `most`, evenly many months apart; the ends when no month begins.

    Raises ValueError when `last` is not after `first`.
    """
    if last <= first:
        raise ValueError("an axis of time needs two days, the later one last")
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    begun = [month for month in (date(n // 12, n % 12 + 1, 1) for n in months) if first <= month <= last]
    if len(begun) < 2:
        return [Tick(0.0, first), Tick(1.0, last)]
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 600) if -(-len(begun) // n) <= most)
    return [Tick((month - first) / (last - first), month) for month in begun[::every]]


@dataclass(frozen=True)
class Series:
    """A number that changes on certain days and stays until the next: `points` in order of days."""

    label: str
    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Drawn:
    """A series as corners of a line, and its last value for the label at its end."""

    label: str
    corners: tuple[tuple[float, float], ...]
    last: int

    def path(self, width: float = 1000, height: float = 1000) -> str:
        """The line as an SVG path, y downwards."""
        places = [f"{x * width:.1f} {(1 - y) * height:.1f}" for x, y in self.corners]
        return "M" + "L".join(places)


@dataclass(frozen=True)
class Plot:
    """Lines over time with their axes."""

    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    lines: tuple[Drawn, ...]
    first: date
    last: date


def steps_over_time(series: Sequence[Series], *, until: date, highest: int | None = None) -> Plot:
    """Stair lines: a value holds from its day until the next one, and the last until `until`.

    `highest` makes room for a target above all values. Raises ValueError when there is no point.
    """
    points = [point for line in series for point in line.points]
    if not points:
        raise ValueError("a plot needs at least one point")
    first = min(day for day, _ in points)
    last = max(until, first + timedelta(days=1), *(day for day, _ in points))
    scale = ticks(max([highest or 0, *(value for _, value in points)]))
    span, top = (last - first).days, scale[-1]
    return Plot(
        days=tuple(day_ticks(first, last)),
        values=tuple(Tick(value / top, value) for value in scale),
        lines=tuple(_stairs(line, first, span, top) for line in series if line.points),
        first=first,
        last=last,
    )


def _stairs(line: Series, first: date, span: int, top: int) -> Drawn:
    corners: list[tuple[float, float]] = []
    height = 0.0
    for day, value in line.points:
        x = (day - first).days / span
        if corners:
            corners.append((x, height))
        height = value / top
        corners.append((x, height))
    corners.append((1.0, height))
    return Drawn(line.label, tuple(corners), line.points[-1][1])
