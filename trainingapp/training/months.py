"""Pure: what a calendar shows: a month or a year, its weeks, and which sessions fall on which day."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

#: The years that a calendar is asked for: what lies beyond is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2199


class Lasting(Protocol):
    """Anything with a first and a last day."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


T = TypeVar("T", bound=Lasting)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a whole year (month 0)."""

    year: int
    month: int = 0

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    def beside(self, step: int) -> "Period | None":
        """The period so many before or after; None beyond the years that the register knows."""
        if not self.month:
            year, month = self.year + step, 0
        else:
            year, index = divmod(self.year * 12 + self.month - 1 + step, 12)
            month = index + 1
        return Period(year, month) if FIRST_YEAR <= year <= LAST_YEAR else None


def read_period(text: str) -> Period | None:
    """A period from `2017-08` or `2017`; None for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text.strip(), re.ASCII)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    month = int(found[2] or 0)
    return Period(int(found[1]), month) if month <= 12 and (found[2] is None or month) else None


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A day of a week that is shown: whether it is of the month, and the sessions that last over it."""

    day: date
    inside: bool
    sessions: Sequence[T]


def weeks(period: Period, sessions: Sequence[T]) -> list[list[Day[T]]]:
    """The weeks of a month, Monday first, each of seven days, with the sessions on each."""
    first = period.first - timedelta(days=period.first.weekday())
    count = ((period.last - first).days // 7) + 1
    return [
        [
            Day(
                day,
                period.first <= day <= period.last,
                [one for one in sessions if one.starts_on <= day <= one.ends_on],
            )
            for day in (first + timedelta(days=7 * week + place) for place in range(7))
        ]
        for week in range(count)
    ]
