"""Pure: a day as somebody types it, read in one way or refused."""

import re
from datetime import date

from trainingapp.kit.words import say

#: A day outside these years is a slip of the pen, and who counts days from it runs out of the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2199

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
WITH_MONTH = re.compile(r"(\d{1,2})[ .-]+([A-Za-z]{3,9})\.?[ .-]+(\d{4})")
#: Read in one of two orders by whoever reads it: refused, whatever it means.
EITHER = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


class NotADate(ValueError):
    """The text is no date that can be read in one way only. `sentence` says so to whoever typed it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.sentence = say(
            "“%(text)s” cannot be read as a date in one way only. Write the year first: 2017-09-25.", text=text[:40]
        )


class NoSuchDay(NotADate):
    """It is written like a date, and the calendar has no such day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.sentence = say("There is no such day as “%(text)s”. Write the year first: 2017-09-25.", text=text[:40])


class OutOfReach(NotADate):
    """It is a date, and of no time that this register knows."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.sentence = say(
            "“%(text)s” is too far away. Write a day from %(first)s to %(last)s.",
            text=text[:40],
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )


def read_day(text: str) -> date:
    """A day from `2017-09-25` or `25 Sep 2017`.

    What could be read in two ways, as 03/04/2017, is refused, never guessed. Raises NotADate: NoSuchDay
    for the 30th of February, OutOfReach for a year before FIRST_YEAR or after LAST_YEAR.
    """
    text = text.strip()
    try:
        if found := ISO.fullmatch(text):
            day = date(*map(int, found.groups()))
        elif (found := WITH_MONTH.fullmatch(text)) and found[2].lower()[:3] in MONTHS:
            day = date(int(found[3]), MONTHS.index(found[2].lower()[:3]) + 1, int(found[1]))
        elif found := EITHER.fullmatch(text):
            # One of two days, or none at all.
            one, other = int(found[1]), int(found[2])
            date(int(found[3]), *sorted((one, other)))
            raise NotADate(text)
        else:
            raise NotADate(text)
    except NotADate:
        raise
    except ValueError as error:
        raise NoSuchDay(text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfReach(text)
    return day
