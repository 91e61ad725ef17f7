"""Pure: topics, what a version covers, who passes, and through which day a completion counts.

A validity, a pass mark and a transition are policy settings: no source gives them. They come from the curriculum's
file; nothing here knows a figure.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, Protocol, TypeAlias

from trainingapp.kit.words import N_, Sentence, say

#: The reports that the files of curricula and requirements cite by one letter.
REPORTS: Final = MappingProxyType(
    {
        "H": "A/70/95-S/2015/446",
        "S": "A/70/357-S/2015/682",
        "G": "A/72/573",
        "N": "New Horizon (2009)",
        "C": "Challenges Annual Forum 2018",
    }
)

#: What a lesson may be about. The first eight cut across the whole of predeployment training (G ¶77, R16).
TOPICS: Final = MappingProxyType(
    {
        "POC": N_("Protection of civilians"),
        "CD": N_("Conduct and discipline"),
        "SEA": N_("Sexual exploitation and abuse"),
        "HR": N_("Human rights"),
        "GENDER": N_("Gender"),
        "CRSV": N_("Conflict-related sexual violence"),
        "CP": N_("Child protection"),
        "ENV": N_("Environment"),
        "IHL": N_("International humanitarian law"),
        "SAFETY": N_("Safety and security"),
        "IED": N_("Improvised explosive devices"),
        "MED": N_("Medical"),
    }
)
CROSS_CUTTING: Final = tuple(TOPICS)[:8]

KINDS: Final = MappingProxyType(
    {
        "CORE": N_("Core predeployment training"),
        "STM": N_("Specialised training"),
        "RTP": N_("Reinforcement training"),
        "MISSION": N_("Mission-specific training"),
        "NEW-BASICS": N_("New basics"),
        "LEADERSHIP": N_("Leadership training"),
        "TOT": N_("Training of trainers"),
        "EXERCISE": N_("Exercise"),
        "E-LEARNING": N_("E-learning"),
    }
)
STATUSES: Final = MappingProxyType({"pilot": N_("Pilot"), "published": N_("Published")})
PHASES: Final = MappingProxyType(
    {
        "pre-deployment": N_("Before deployment"),
        "induction": N_("On arrival in the mission"),
        "in-mission": N_("In the mission"),
    }
)
LEVELS: Final = MappingProxyType({"basic": N_("Basic"), "intermediate": N_("Intermediate"), "advanced": N_("Advanced")})

#: The areas of the Strategic Guidance Framework for police by which its courses are found (R31: G ¶25; the last two K).
FRAMEWORK_AREAS: Final = MappingProxyType(
    {
        "planning": N_("Mission-based planning"),
        "mentoring": N_("Monitoring, mentoring and advising"),
        "community": N_("Community-oriented policing"),
        "donors": N_("Donor coordination"),
        "intelligence": N_("Intelligence-led policing and crime intelligence"),
        "operations": N_("Police operations"),
        "command": N_("Police command"),
    }
)

#: Whom a curriculum may be for: the person categories of the contribution data, and civilians.
AUDIENCES: Final = MappingProxyType(
    {
        "troops": N_("Troops"),
        "staff_officer": N_("Staff officers"),
        "expert_on_mission": N_("Experts on mission"),
        "individual_police": N_("Individual police"),
        "formed_police": N_("Formed police units"),
        "civilian": N_("Civilians"),
    }
)

Result: TypeAlias = Literal["pass", "fail", "attended"]
PassKind: TypeAlias = Literal["score", "quiz", "practical", "attendance"]
ValidityKind: TypeAlias = Literal["months", "unlimited", "rotation"]
Reach: TypeAlias = Literal["new", "all"]


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a completion counts: `months` of them, `unlimited`, or for the `rotation`, at most so many months."""

    kind: ValidityKind
    months: int | None = None

    def __post_init__(self) -> None:
        if (self.kind == "unlimited" and self.months is not None) or (self.kind == "months" and self.months is None):
            raise ValueError(f"A validity of kind {self.kind} with {self.months or 'no'} months contradicts itself")
        if self.months is not None and self.months < 1:
            raise ValueError("A validity lasts at least one month")


@dataclass(frozen=True, slots=True)
class Decided:
    """From a day on, completions of a version count for another time than its text says.

    It reaches the `new` ones, completed on that day or later; or `all`: these, and those that still counted on it.
    """

    validity: Validity
    reaches: Reach
    from_on: date


@dataclass(frozen=True, slots=True)
class PassRule:
    """What it takes to pass: a mark in percent for `score` and `quiz`, a judgement for `practical`, being there."""

    kind: PassKind
    mark: int | None = None

    def __post_init__(self) -> None:
        if (self.mark is not None) != (self.kind in ("score", "quiz")):
            raise ValueError(f"A pass rule of kind {self.kind} with {self.mark or 'no'} mark contradicts itself")
        if self.mark is not None and not 0 < self.mark <= 100:
            raise ValueError("A pass mark lies above 0 and at most at 100 percent")


class Superseded(Protocol):
    """Anything with the two days that end a version: a table's row or a file."""

    @property
    def superseded_on(self) -> date | None: ...
    @property
    def transition_until(self) -> date | None: ...


class Taught(Protocol):
    """Anything that has a lesson's key and topics."""

    @property
    def key(self) -> str: ...
    @property
    def topics(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """Lesson by topic: for each topic, in the order of the list, the keys of the lessons that teach it."""

    lessons_of: Mapping[str, tuple[str, ...]]

    @property
    def covered(self) -> tuple[str, ...]:
        """The topics taught by at least one lesson."""
        return tuple(topic for topic, lessons in self.lessons_of.items() if lessons)

    @property
    def missing(self) -> tuple[str, ...]:
        """The topics that no lesson teaches."""
        return tuple(topic for topic, lessons in self.lessons_of.items() if not lessons)


def coverage(lessons: Iterable[Taught], topics: Iterable[str] = CROSS_CUTTING) -> Coverage:
    """Which lessons teach which of the topics (R16: eight of eight, or the matrix says which are missing)."""
    taught = tuple(lessons)
    return Coverage({topic: tuple(lesson.key for lesson in taught if topic in lesson.topics) for topic in topics})


def valid_through(completed_on: date, validity: Validity) -> date | None:
    """The last day on which a completion counts by its own validity; None when no day ends it.

    Calendar months: the same day of the month so many months later, or that month's last day when it is shorter
    (31 August and six months: 28 or 29 February). A completion of 2017-04-10 valid six months counts on 2017-10-10
    and no longer on 2017-10-11 (E12). For the kind `rotation` this is only the outer limit; the tour may end earlier.
    """
    if validity.months is None:
        return None
    years, month = divmod(completed_on.month - 1 + validity.months, 12)
    year, month = completed_on.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(completed_on.day, calendar.monthrange(year, month)[1]))


def last_day(completed_on: date, kept_through: date | None, decisions: Iterable[Decided]) -> date | None:
    """The last day of a completion by its own validity, as copied when it was recorded and as decided since (R36).

    Each decision, in the order of their days, replaces the last day of what it reaches; on the same day, one for the
    new ones comes after one for all. No day before a decision is judged otherwise than it was: what counted then still
    counts through the eve of it, and what had ended stays ended. None when no day ends it.
    """
    last = kept_through
    for decided in sorted(decisions, key=lambda one: (one.from_on, one.reaches)):
        if completed_on >= decided.from_on:
            last = valid_through(completed_on, decided.validity)
        elif decided.reaches == "all" and (last is None or last >= decided.from_on):
            last = valid_through(completed_on, decided.validity)
            last = None if last is None else max(last, decided.from_on - timedelta(days=1))
    return last


def counts_until(version: Superseded) -> date | None:
    """The last day on which completions of a version count, whenever they were made; None while nothing replaces it.

    A superseded version counts through its transition, or through the eve of its successor when it has none (R19).
    """
    if version.superseded_on is None:
        return None
    return version.transition_until or version.superseded_on - timedelta(days=1)


def held_through(completed_on: date, validity: Validity, version: Superseded) -> date | None:
    """The last day of a completion: its own validity or the end of its version, whichever comes first."""
    ends = [day for day in (valid_through(completed_on, validity), counts_until(version)) if day is not None]
    return min(ends, default=None)


def passes(rule: PassRule, *, score: Decimal | int | None, result: Result | None) -> bool:
    """Whether a recorded result is a pass. What the institution calls failed stays failed, whatever the score.

    With a mark, a score decides and must reach it; a pass without a score is taken as recorded. Being there is
    enough only where attendance is the rule.
    """
    if result == "fail":
        return False
    if rule.mark is not None:
        return score >= rule.mark if score is not None else result == "pass"
    return result == "pass" or (rule.kind == "attendance" and result == "attended")


def contradiction(rule: PassRule, *, score: Decimal | int | None, result: Result | None) -> Sentence | None:
    """What to ask when score and result do not agree, or nothing can be concluded; None when all is clear."""
    if score is not None and not 0 <= score <= 100:
        return say("A score of %(score)s is not between 0 and 100 percent.", score=score)
    if rule.mark is not None and score is not None:
        if result == "pass" and score < rule.mark:
            return say("A pass with %(score)s %%, but %(mark)s %% are needed.", score=score, mark=rule.mark)
        if result == "fail" and score >= rule.mark:
            return say("A fail with %(score)s %%, but %(mark)s %% are enough.", score=score, mark=rule.mark)
    elif result is None:
        return say("Neither a result nor a score that decides: write pass or fail.")
    elif result == "attended" and rule.kind != "attendance":
        return say("Attended, but being there is not enough to pass: write pass or fail.")
    return None
