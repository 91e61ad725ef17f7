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


@dataclass(frozen=True)
class Column:
    """One column of a chart by day: where it stands and how high its parts are, in thousandths of the drawing."""

    day: date
    values: tuple[int, ...]
    x: int
    width: int
    #: From the ground up, those that are there: which one, where it ends, measured downwards as SVG does, how high.
    parts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Columns:
    """A chart of columns by day, with its axis."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[str, ...]

    @property
    def total(self) -> int:
        """Of all values together."""
        return sum(sum(column.values) for column in self.columns)


def columns_by_day(values: Sequence[tuple[date, Sequence[int]]], labels: Sequence[str]) -> Columns:
    """Columns of stacked counts, a column for each day; `labels` name the parts from the ground up."""
    scale = ticks(max((sum(counts) for _day, counts in values), default=0), 4)
    top, step = scale[-1], 1000 / max(1, len(values))
    made = []
    for place, (day, counts) in enumerate(values):
        parts, ground = [], 1000
        for which, count in enumerate(counts):
            if count:
                # What is there at all can be seen.
                height = max(round(1000 * count / top), 12)
                ground -= height
                parts.append((which, ground, height))
        left = round(place * step + step * 0.15)
        made.append(Column(day, tuple(counts), left, max(1, round(step * 0.7)), tuple(parts)))
    return Columns(tuple(made), tuple(Tick(value / top, value) for value in scale), tuple(labels))


@dataclass(frozen=True)
class Track:
    """One line of a timeline: the stretches of days it covers, and single days on which something else happened.

    Of a stretch the last day is None when no day ends it. `marks` are days, each with a word for what happened.
    """

    label: str
    spans: tuple[tuple[date, date | None], ...]
    marks: tuple[tuple[date, str], ...] = ()
    #: In small print beside the label.
    note: str = ""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a line, in thousandths of its length from its beginning."""

    start: int
    width: int


@dataclass(frozen=True)
class Placed:
    """A line of a timeline, with the places of what stands on it."""

    track: Track
    stretches: tuple[Stretch, ...]
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """Lines over the same days. `bands` are stretches behind all of them; `day` is where a certain day stands."""

    lines: tuple[Placed, ...]
    bands: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    day: int
    first: date
    last: date


def timeline(
    tracks: Sequence[Track], *, bands: Sequence[tuple[date, date]], day: date, beyond: timedelta = timedelta(days=400)
) -> Timeline:
    """Lines over the days from the first to the last that any of them names, and a certain day among them.

    What no day ends, and what ends long after everything else, is drawn to the end: `beyond` the latest day that is
    not an end of a stretch.
    """
    begun = [start for track in tracks for start, _end in track.spans]
    marked = [when for track in tracks for when, _what in track.marks]
    known = [day, *begun, *marked, *(one for band in bands for one in band)]
    latest = max(known) + beyond
    ends = [end for track in tracks for _start, end in track.spans if end is not None and end < latest]
    first, last = min(known), max([max(known) + timedelta(days=30), *ends])
    days = (last - first).days + 1

    def stretch(start: date, end: date | None) -> Stretch | None:
        start, end = max(start, first), min(end or last, last)
        if end < start:
            return None
        left = 1000 * (start - first).days // days
        return Stretch(left, max(2, 1000 * ((end - first).days + 1) // days - left))

    def place(when: date) -> int:
        return 1000 * (2 * (when - first).days + 1) // (2 * days)

    lines = tuple(
        Placed(
            track,
            tuple(found for start, end in track.spans if (found := stretch(start, end))),
            tuple(place(when) for when, _what in track.marks),
        )
        for track in tracks
    )
    behind = tuple(found for start, end in bands if (found := stretch(start, end)))
    return Timeline(lines, behind, tuple(day_ticks(first, last, 5)), place(day), first, last)
