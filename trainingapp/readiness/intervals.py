"""Pure: sets of days, each stretch of which remembers what it came from.

A *span* is a stretch of days, both ends included. *Days* are spans in order that do not overlap. Where two sources
cover the same days, those days are a span of their own that names both: whatever is concluded can be explained.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

#: The first and the last day there is: "since ever" and "for ever".
ALWAYS = date.min
FOREVER = date.max
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """The days from `first` through `last`, and what they came from. Raises ValueError when they are out of order."""

    first: date
    last: date
    sources: frozenset[T] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span cannot end on {self.last} before it begins on {self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


#: Spans in order, none overlapping another.
Days = tuple[Span[T], ...]


def span(first: date, last: date, source: T) -> Span[T]:
    """The days from `first` through `last` that one source gives."""
    return Span(first, last, frozenset((source,)))


def union(*parts: Iterable[Span[T]]) -> Days[T]:
    """The days of any of them; a day that several cover names all their sources."""
    return _swept([one for part in parts for one in part], at_least=1)


def intersection(*parts: Days[T]) -> Days[T]:
    """The days of every one of them, with the sources of all. Of none at all: every day there is."""
    if not parts:
        return (Span(ALWAYS, FOREVER),)
    return _swept([one for part in parts for one in part], at_least=len(parts))


def complement(days: Days[T], within: Iterable[Span[T]]) -> Days[T]:
    """The days of `within` that are not in `days`; they came from nowhere and name no source."""
    left: list[Span[T]] = []
    covered = list(runs(days))
    for first, last in runs(within):
        for held_first, held_last in covered:
            if held_last < first or held_first > last:
                continue
            if held_first > first:
                left.append(Span(first, held_first - _DAY))
            if held_last >= last:
                break
            first = held_last + _DAY
        else:
            left.append(Span(first, last))
    return tuple(left)


def on(days: Days[T], day: date) -> Span[T] | None:
    """The span that covers a day, if one does."""
    return next((one for one in days if day in one), None)


def runs(days: Iterable[Span[T]]) -> Iterator[tuple[date, date]]:
    """First and last day of each unbroken stretch, whatever it came from. Spans must be in order."""
    first: date | None = None
    last = ALWAYS
    for one in days:
        if first is None:
            first, last = one.first, one.last
        elif last == FOREVER or one.first <= last + _DAY:
            last = max(last, one.last)
        else:
            yield first, last
            first, last = one.first, one.last
    if first is not None:
        yield first, last


def _swept(spans: list[Span[T]], *, at_least: int) -> Days[T]:
    """Cut at every border, keep what at least so many spans cover, join neighbours of equal sources."""
    if len(spans) == 1 and at_least == 1:
        return (spans[0],)
    # A border is the first day of a piece; what ends on the last day there is has no border after it.
    borders = sorted({one.first for one in spans} | {one.last + _DAY for one in spans if one.last < FOREVER})
    pieces: list[Span[T]] = []
    for n, first in enumerate(borders):
        last = borders[n + 1] - _DAY if n + 1 < len(borders) else FOREVER
        over = [one for one in spans if one.first <= first and last <= one.last]
        if len(over) < at_least:
            continue
        sources = frozenset[T]().union(*(one.sources for one in over))
        if pieces and pieces[-1].sources == sources and pieces[-1].last + _DAY == first:
            pieces[-1] = Span(pieces[-1].first, last, sources)
        else:
            pieces.append(Span(first, last, sources))
    return tuple(pieces)
