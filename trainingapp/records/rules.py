"""Pure: how a search is read, and where days stand along a tour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: More words than anybody's name needs; the rest of a pasted line is left out.
MOST_WORDS = 6


def words_of(text: str) -> list[str]:
    """The words that must all occur: "Uwera Alice" finds Alice Uwera, whichever way round the name is kept."""
    return text.split()[:MOST_WORDS] or [text]


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
