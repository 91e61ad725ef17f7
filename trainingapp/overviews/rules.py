"""Pure: views that an account keeps, and when the letter about one is due."""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from trainingapp.kit.errors import Refused
from trainingapp.kit.words import N_, say

#: How often a letter comes, in words.
SCHEDULES: Final[Mapping[str, str]] = MappingProxyType(
    {"none": N_("Never"), "weekly": N_("Every week"), "monthly": N_("Every month")}
)

#: A page that can be kept -> what it is called, and what may be asked of it. Anything else is not kept.
PAGES: Final[Mapping[str, str]] = MappingProxyType({"overview": N_("Overview"), "forecast": N_("Forecast")})
ASKED: Final = ("as_of", "state", "mission", "unit_type", "component", "language", "curriculum", "evidence")

#: Views of one account: more is a slip, or somebody else at the keyboard. [A]
MOST: Final = 50
LONGEST_NAME: Final = 80
#: The longest answer that a page's field can ask for.
LONGEST_VALUE: Final = 60


class TooManyViews(Refused):
    """An account keeps so many views and no more."""

    sentence = say("You have %(most)s saved views already. Delete one that you no longer open.", most=MOST)


class NameTaken(Refused):
    """Two views of one account under one name could not be told apart."""

    sentence = say("You have a saved view of this name already. Choose another name, or delete that one first.")


def kept(asked: Mapping[str, str]) -> str:
    """What is kept of what a page was asked, as JSON in a fixed order: only what the page knows, and not too long."""
    found = {name: asked[name][:LONGEST_VALUE] for name in ASKED if asked.get(name)}
    return json.dumps(found, ensure_ascii=False)


def asked_of(text: str) -> dict[str, str]:
    """The counterpart of `kept`."""
    found: dict[str, str] = json.loads(text)
    return found


def next_day(schedule: str, *, after: date, begun: date) -> date | None:
    """The next day on which a letter is due: the same day of the week, or of the month, as it was begun.

    A month that has no such day takes its last one. None when no letter is wanted.
    """
    if schedule == "weekly":
        return after + timedelta(days=7 - (after - begun).days % 7)
    if schedule == "monthly":
        day = _of_month(after.year, after.month, begun.day)
        if day > after:
            return day
        year, month = (after.year + 1, 1) if after.month == 12 else (after.year, after.month + 1)
        return _of_month(year, month, begun.day)
    return None


def _of_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
