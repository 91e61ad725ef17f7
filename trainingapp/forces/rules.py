"""Pure: the phases of a rotation, the words for categories, and what must be true of a new rotation."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: The five person categories of the UN's contribution data: code -> what pages call it.
CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "troops": N_("Troops"),
        "staff_officer": N_("Staff officers"),
        "individual_police": N_("Individual police officers"),
        "formed_police": N_("Formed police units"),
        "expert_on_mission": N_("Experts on mission"),
    }
)

SEXES: Final[Mapping[str, str]] = MappingProxyType(
    {"female": N_("Women"), "male": N_("Men"), "unspecified": N_("Not specified")}
)

COMPONENTS: Final[Mapping[str, str]] = MappingProxyType({"military": N_("Military"), "police": N_("Police")})

#: Where a rotation stands on a day, in the order in which it goes through them.
PHASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "planned": N_("Planned"),
        "preparing": N_("Preparing"),
        "deployed": N_("Deployed"),
        "ended": N_("Ended"),
    }
)

#: Longest tour that is believed without asking; most last twelve months (H ¶168, N rec. 17). [A]
LONGEST_TOUR_DAYS: Final = 3 * 366
#: More persons than any unit has: a typing error. [A]
LARGEST_STRENGTH: Final = 5_000


def phase(deploys_on: date, ends_on: date, *, as_of: date, preparing_days: int) -> str:
    """Where a rotation stands on a day: its first and its last day of service are both `deployed`.

    It is `preparing` in the `preparing_days` days before it deploys, a policy setting.
    """
    if as_of > ends_on:
        return "ended"
    if as_of >= deploys_on:
        return "deployed"
    return "preparing" if deploys_on <= as_of + timedelta(days=preparing_days) else "planned"


@dataclass(frozen=True)
class Days:
    """Bounds for the days of rotations; None is no bound. Every bound belongs to the range."""

    deploys_from: date | None = None
    deploys_through: date | None = None
    ends_from: date | None = None
    ends_through: date | None = None


def days_of(wanted: str, *, as_of: date, preparing_days: int) -> Days:
    """The rotations of one phase as bounds, so that a database can be asked; the counterpart of `phase`.

    `current` are those that prepare or are deployed.
    """
    horizon, day = as_of + timedelta(days=preparing_days), timedelta(days=1)
    return {
        "planned": Days(deploys_from=horizon + day),
        "preparing": Days(deploys_from=as_of + day, deploys_through=horizon),
        "deployed": Days(deploys_through=as_of, ends_from=as_of),
        "ended": Days(ends_through=as_of - day),
        "current": Days(deploys_through=horizon, ends_from=as_of),
    }[wanted]


def days_both(ends_on: date, deploys_on: date) -> int:
    """On how many days a rotation and the one after it are both there, so that the one hands over to the other (R64).

    Below nought: on how many days nobody is there.
    """
    return (ends_on - deploys_on).days + 1


def is_short(deploys_on: date, ends_on: date, *, months: int) -> bool:
    """Whether a tour lasts less than so many months: it ends before the day on which as many are over (R64)."""
    years, month = divmod(deploys_on.month - 1 + months, 12)
    year, month = deploys_on.year + years, month + 1
    day = min(deploys_on.day, monthrange(year, month)[1])
    return ends_on < date(year, month, day) - timedelta(days=1)


def named(text: str) -> tuple[str | None, str]:
    """What an operator calls a rotation: `BANBAT-4`, or `BGD:BANBAT-4` when several States use the code."""
    state, colon, code = text.strip().partition(":")
    return (state.strip().upper(), code.strip()) if colon else (None, state)


@dataclass(frozen=True)
class NewRotation:
    """A rotation as somebody wants to add it; None is what could not be read, and only counts as not yet said."""

    state: str
    designation: str
    unit_type: str
    code: str
    mission: str
    location: str | None
    deploys_on: date | None
    ends_on: date | None
    strength: int | None


@dataclass(frozen=True)
class MissionDays:
    """The days on which a mission exists; None while it lasts."""

    code: str
    established_on: date
    closed_on: date | None


def problems(new: NewRotation, mission: MissionDays | None) -> dict[str, Sentence]:
    """Everything that is wrong with what is said of a new rotation, by field; what is not said is not judged."""
    found: dict[str, Sentence] = {}
    if new.deploys_on and new.ends_on:
        if new.ends_on <= new.deploys_on:
            found["ends_on"] = say("The tour must end after it begins, on %(day)s.", day=new.deploys_on)
        elif (new.ends_on - new.deploys_on).days > LONGEST_TOUR_DAYS:
            found["ends_on"] = say("This tour would last longer than three years. Check both dates.")
    if new.deploys_on and mission:
        if new.deploys_on < mission.established_on:
            found["deploys_on"] = say(
                "%(mission)s was established on %(day)s, after this day.",
                mission=mission.code,
                day=mission.established_on,
            )
        elif mission.closed_on is not None and new.deploys_on > mission.closed_on:
            found["deploys_on"] = say(
                "%(mission)s was closed on %(day)s, before this day.", mission=mission.code, day=mission.closed_on
            )
    if new.strength is not None and not 0 < new.strength <= LARGEST_STRENGTH:
        found["strength"] = say("The strength is a number of persons, from 1 to %(most)s.", most=LARGEST_STRENGTH)
    return found
