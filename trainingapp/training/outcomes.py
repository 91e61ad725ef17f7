"""Pure: what came of a session for each participant, what is still missing, and who meets the pass rule.

Where a version tracks lessons on their own (R22), each is checked on its own, here or in earlier sessions, and a
completion comes when all are passed. A lesson that needs two types of unit counts only when units of both components
were in the room, in one and the same session.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from trainingapp.curricula.rules import PassRule, contradiction, passes
from trainingapp.kit.words import N_, Sentence, say

BOTH: Final = frozenset({"military", "police"})

#: What came of it for one participant.
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pass": N_("Passed"),
        "attended": N_("Attended"),
        "fail": N_("Failed"),
        "no_show": N_("Did not come"),
        "unfinished": N_("Elements outstanding"),
        "open": N_("Something is missing"),
    }
)


@dataclass(frozen=True)
class Rule:
    """What it takes: the pass rule; the lessons tracked on their own (key -> title); those that need both components;
    every day on which attendance is taken."""

    passing: PassRule
    days: Sequence[date]
    tracked: Mapping[str, str] = field(default_factory=dict)
    joint: frozenset[str] = frozenset()
    #: Percent of the days that somebody must have been there on, to pass. A policy setting.
    attendance: int = 0


@dataclass(frozen=True)
class Participant:
    """Somebody who was accepted. `there`: day -> whether they were; a day that is not in it was not marked."""

    key: int
    there: Mapping[date, bool]
    result: str | None = None
    score: float | None = None
    #: Lesson -> whether its check was passed, in this session.
    checks: Mapping[str, bool] = field(default_factory=dict)
    #: Lessons passed in earlier sessions that still count towards the next completion.
    earlier: frozenset[str] = frozenset()
    #: military or police, by the unit of their latest roll; None when they stand on none.
    component: str | None = None

    @property
    def was_there(self) -> bool:
        """Whether they were there on any day."""
        return any(self.there.values())

    @property
    def days_there(self) -> int:
        """On how many days they were there."""
        return sum(self.there.values())


@dataclass(frozen=True)
class Verdict:
    """What came of it: one of OUTCOMES; everything that is missing or contradicts itself; the elements outstanding."""

    outcome: str
    missing: tuple[Sentence, ...] = ()
    outstanding: tuple[str, ...] = ()

    @property
    def completes(self) -> bool:
        """Whether a completion comes of it."""
        return self.outcome in ("pass", "attended")


def both_components(participants: Iterable[Participant]) -> bool:
    """Whether units of both components were in the room: counted are those who were there."""
    return {one.component for one in participants if one.was_there} >= BOTH


def judge(one: Participant, rule: Rule, *, both: bool) -> Verdict:
    """What came of a session for a participant; `both`: whether units of both components were in the room."""
    missing: list[Sentence] = []
    unmarked = [day for day in rule.days if day not in one.there]
    if unmarked:
        missing.append(say("attendance is not marked on %(days)s.", days=", ".join(map(str, unmarked))))
    if not one.was_there:
        if one.result not in (None, "no_show") or any(one.checks.values()):
            missing.append(
                say("has a result, but was there on no day. Mend the attendance, or write n for the result.")
            )
        return Verdict("open" if missing else "no_show", tuple(missing))
    if one.result == "no_show":
        missing.append(say("“did not come” stands as the result, but attendance says otherwise. Mend one of the two."))
        return Verdict("open", tuple(missing))
    if rule.tracked and one.result != "fail":
        return _by_elements(one, rule, both, missing)
    result = one.result if one.result in ("pass", "fail", "attended") else None
    if result is None and one.score is None:
        missing.append(say("has no result yet."))
    elif sentence := contradiction(rule.passing, score=_decimal(one.score), result=result):  # type: ignore[arg-type]
        missing.append(sentence)
    if missing:
        return Verdict("open", tuple(missing))
    if not passes(rule.passing, score=_decimal(one.score), result=result):  # type: ignore[arg-type]
        return Verdict("fail")
    if one.days_there * 100 < rule.attendance * len(rule.days):
        # A pass of somebody who was hardly there would be a genuine certificate for training that did not happen.
        return Verdict("open", (_too_few(one, rule),))
    return Verdict("attended" if result == "attended" else "pass")


def _too_few(one: Participant, rule: Rule) -> Sentence:
    return say(
        "was there on %(there)s of %(days)s days, and %(needed)s %% of them are needed to pass. Mend the attendance, "
        "or write f for the result.",
        there=one.days_there,
        days=len(rule.days),
        needed=rule.attendance,
    )


def _decimal(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(score))


def _by_elements(one: Participant, rule: Rule, both: bool, missing: list[Sentence]) -> Verdict:
    here = {lesson for lesson, passed in one.checks.items() if passed and (both or lesson not in rule.joint)}
    outstanding = tuple(lesson for lesson in rule.tracked if lesson not in here | one.earlier)
    if not one.checks:
        missing.append(say("has no practical check yet. Check at least one element, or write f for the result."))
    if missing:
        return Verdict("open", tuple(missing), outstanding)
    return Verdict("unfinished" if outstanding else "pass", (), outstanding)


def alone(participants: Iterable[Participant], rule: Rule) -> Sentence | None:
    """What to say when checks of joint elements were passed and units of one component only were in the room; None when
    all is well (R22)."""
    some = list(participants)
    titles = sorted({rule.tracked[key] for one in some for key, ok in one.checks.items() if ok and key in rule.joint})
    if not titles or both_components(some):
        return None
    return say(
        "These count only when units of both kinds, military and formed police, take part in the same session: "
        "%(elements)s. Units of one kind only were there, so nobody has done them yet.",
        elements=", ".join(titles),
    )
