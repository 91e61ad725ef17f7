"""Pure: when a State is listed in a report, and what may be recorded of it (R07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: The annual reports in which parties are listed.
REPORTS: Final = MappingProxyType(
    {"CAAC": N_("Children and armed conflict"), "CRSV": N_("Conflict-related sexual violence")}
)

#: Where a listing stands on a day, with a tone and a symbol beside it.
STANDINGS: Final = MappingProxyType(
    {
        "listed": (N_("Listed"), "bad", "alert-triangle"),
        "upcoming": (N_("Not yet on this day"), "quiet", "calendar"),
        "over": (N_("Delisted"), "quiet", "history"),
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """From when a State is listed; on the day of delisting it is listed no more. None: it still is."""

    listed_from: date
    delisted_on: date | None = None

    def standing(self, day: date) -> str:
        """A key of STANDINGS."""
        if day < self.listed_from:
            return "upcoming"
        return "over" if self.delisted_on is not None and day >= self.delisted_on else "listed"


def refusals(
    listed_from: date, *, state: str, report: str, known: Iterable[Period], today: date
) -> dict[str, Sentence]:
    """Why a listing cannot be recorded, by field. `known`: the State's listings by the same report."""
    if listed_from > today:
        return {
            "listed_from": say("A listing that has not come yet is not recorded: write %(day)s or earlier.", day=today)
        }
    for one in known:
        if one.delisted_on is None:
            return {
                "listed_from": say(
                    "%(state)s is listed by %(report)s already, since %(day)s. To record it from %(asked)s on, end "
                    "that listing first.",
                    state=state,
                    report=report,
                    day=one.listed_from,
                    asked=listed_from,
                )
            }
        if one.delisted_on > listed_from:
            return {
                "listed_from": say(
                    "%(state)s was listed by %(report)s from %(day)s and delisted on %(end)s. Recorded from "
                    "%(asked)s on, the two would overlap.",
                    state=state,
                    report=report,
                    day=one.listed_from,
                    end=one.delisted_on,
                    asked=listed_from,
                )
            }
    return {}


def end_refusals(period: Period, delisted_on: date, *, today: date) -> dict[str, Sentence]:
    """Why the end of a listing cannot be recorded, by field."""
    if delisted_on > today:
        return {
            "delisted_on": say(
                "A delisting that has not come yet is not recorded: write %(day)s or earlier.", day=today
            )
        }
    if delisted_on <= period.listed_from:
        return {
            "delisted_on": say("It is listed since %(day)s: the delisting is later than that.", day=period.listed_from)
        }
    return {}
