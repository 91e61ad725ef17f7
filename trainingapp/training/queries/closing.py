"""The closing of a session: who closed it, who confirmed, and everything that stands behind it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.curricula import queries as curricula
from trainingapp.kit.db import db
from trainingapp.kit.words import Sentence
from trainingapp.training import outcomes
from trainingapp.training.models import SessionClosing, SessionClosingOutcome
from trainingapp.training.outcomes import Participant, Rule, Verdict, both_components, judge
from trainingapp.training.queries import attendance, nominations
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import days_of


@dataclass(frozen=True)
class Closing:
    """A closing and what became of it; `outcome` is None while it waits for a second person."""

    id: int
    public_id: str
    ordinal: int
    content_sha256: str
    passed: int
    failed: int
    absent: int
    closed_by: str
    closer: str | None
    closed_at: datetime
    outcome: str | None
    reason: str | None
    decider: str | None
    decided_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether a second person must still look at it."""
        return self.outcome is None


def latest(session_id: int) -> Closing | None:
    """The last closing of a session; None when it was never closed. One statement."""
    closer, decider = aliased(Account), aliased(Account)
    row: Any = db.session.execute(
        select(
            SessionClosing.id,
            SessionClosing.public_id,
            SessionClosing.ordinal,
            SessionClosing.content_sha256,
            SessionClosing.passed,
            SessionClosing.failed,
            SessionClosing.absent,
            SessionClosing.closed_by,
            closer.name,
            SessionClosing.closed_at,
            SessionClosingOutcome.kind,
            SessionClosingOutcome.reason,
            decider.name,
            SessionClosingOutcome.decided_at,
        )
        .outerjoin(SessionClosingOutcome, SessionClosingOutcome.closing_id == SessionClosing.id)
        .outerjoin(closer, closer.public_id == SessionClosing.closed_by)
        .outerjoin(decider, decider.public_id == SessionClosingOutcome.decided_by)
        .where(SessionClosing.session_id == session_id)
        .order_by(SessionClosing.ordinal.desc())
        .limit(1)
    ).one_or_none()
    return Closing(*row) if row else None


@dataclass(frozen=True)
class Line:
    """A participant with what came of it."""

    nominee: Nominee
    participant: Participant
    verdict: Verdict


@dataclass(frozen=True)
class Standing:
    """A session's results as they stand, for everybody who was accepted."""

    rule: Rule
    lines: Sequence[Line]
    both: bool
    sha256: str

    @property
    def missing(self) -> list[Line]:
        """Whoever has something missing."""
        return [line for line in self.lines if line.verdict.missing]

    def count(self, *outcomes: str) -> int:
        """How many have one of these outcomes."""
        return sum(line.verdict.outcome in outcomes for line in self.lines)


def rule_of(found: SessionFacts) -> Rule:
    """What it takes to pass a session. Two statements."""
    version = curricula.versions_by_id([found.version_id])[found.version_id]
    lessons = curricula.content(version).lessons
    return Rule(
        passing=version.pass_rule,
        days=days_of(found.starts_on, found.ends_on),
        tracked={lesson.key: lesson.title for lesson in lessons if lesson.tracked},
        joint=frozenset(lesson.key for lesson in lessons if lesson.tracked and lesson.needs_two_unit_types),
        attendance=current_app.config["SETTINGS"].attendance_percent,
    )


def standing(found: SessionFacts) -> Standing:
    """Everything that stands behind the results of a session. Nine statements, whatever the number of participants;
    four more for each earlier session in which joint elements were done."""
    rule = rule_of(found)
    nominees, people = _participants(found, rule)
    both = both_components(people)
    lines = [Line(one, part, judge(part, rule, both=both)) for one, part in zip(nominees, people, strict=True)]
    return Standing(rule, lines, both, _fingerprint(lines))


def alone(found: Standing) -> Sentence | None:
    """What to say when joint elements were done by one component only."""
    return outcomes.alone([line.participant for line in found.lines], found.rule)


def _participants(found: SessionFacts, rule: Rule) -> tuple[list[Nominee], list[Participant]]:
    nominees = nominations.accepted(found.id)
    services = nominations.latest_services([one.person.id for one in nominees])
    days = attendance.there(attendance.marks(found.id))
    results = attendance.results(found.id)
    checked: dict[int, dict[str, bool]] = {}
    for (nomination, lesson), mark in attendance.checks(found.id).items():
        checked.setdefault(nomination, {})[lesson] = mark.yes
    earlier = _earlier(found, rule, nominees) if rule.tracked else {}
    people = []
    for one in nominees:
        known, service = results.get(one.id), services.get(one.person.id)
        people.append(
            Participant(
                key=one.id,
                there=days.get(one.id, {}),
                result=known.result if known else None,
                score=known.score if known else None,
                checks=checked.get(one.id, {}),
                earlier=frozenset(earlier.get(one.person.id, ())),
                component=service.component if service else None,
            )
        )
    return nominees, people


def _earlier(found: SessionFacts, rule: Rule, nominees: Sequence[Nominee]) -> dict[int, set[str]]:
    """Person -> the elements passed in earlier sessions. A joint one counts only when both components were in that
    room."""
    passed = attendance.passed_earlier(found.version_id, [one.person.id for one in nominees], besides=found.id)
    joint = {one.session_id for one in passed if one.lesson in rule.joint}
    together = {key for key in joint if _both_were_there(key)}
    done: dict[int, set[str]] = {}
    for one in passed:
        if one.lesson not in rule.joint or one.session_id in together:
            done.setdefault(one.person, set()).add(one.lesson)
    return done


def _both_were_there(session_id: int) -> bool:
    days = attendance.there(attendance.marks(session_id))
    nominees = nominations.accepted(session_id)
    services = nominations.latest_services([one.person.id for one in nominees])
    there = [one for one in nominees if any(days.get(one.id, {}).values()) and one.person.id in services]
    return {services[one.person.id].component for one in there} >= outcomes.BOTH


def _fingerprint(lines: Sequence[Line]) -> str:
    """Of what is closed: attendance, checks and results. Any change of them gives another."""
    told = [
        [
            line.nominee.public_id,
            sorted((day.isoformat(), yes) for day, yes in line.participant.there.items()),
            sorted(line.participant.checks.items()),
            line.participant.result,
            line.participant.score,
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def waits(session_id: int) -> bool:
    """Whether a closing waits for a second person: nothing behind it may change meanwhile. One statement."""
    found = latest(session_id)
    return found is not None and found.waits
