"""Completions to be looked at anew, because who taught, or the session as a whole, was withdrawn. Nothing is taken back
by it: each completion is withdrawn by a person, or left standing with a reason. Names are put in by the page."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.training.models import (
    ReviewOutcome,
    SessionCompletion,
    SessionPlan,
    SessionTrainer,
    SessionWithdrawal,
    TrainerWithdrawal,
    TrainingSession,
)
from trainingapp.training.queries.listed import Listed, by_keys, teaches
from trainingapp.training.queries.sessions import latest_plan


@dataclass(frozen=True)
class Cause:
    """Why completions are reviewed: a trainer (the key of who they are now) or a session that was withdrawn."""

    public_id: str
    state_code: str | None
    person_id: int | None
    curriculum: str | None
    from_on: date | None
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime
    sessions: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Affected:
    """A completion that rests on a cause, and what became of its review: waiting, stands or withdrawn."""

    id: int
    public_id: str
    state_code: str
    person_id: int
    completed_on: date
    curriculum: str
    label: str
    session_id: int
    became: str
    reason: str


def causes(public_id: str | None = None) -> list[Cause]:
    """Every withdrawal of a trainer or a session, the newest first, or the one with this public id. Four statements."""
    taken = select(TrainerWithdrawal, PersonNow.same_as).join(
        PersonNow, PersonNow.person_id == TrainerWithdrawal.person_id
    )
    doubted = select(SessionWithdrawal)
    if public_id is not None:
        taken = taken.where(TrainerWithdrawal.public_id == public_id)
        doubted = doubted.where(SessionWithdrawal.public_id == public_id)
    trainers = db.session.execute(taken).all()
    sessions = db.session.scalars(doubted).all()
    taught = _taught_by({key for _one, key in trainers})
    known = by_keys({one.session_id for one in sessions} | {key for keys in taught.values() for key in keys})
    found = [
        Cause(
            one.public_id,
            one.state_code,
            key,
            one.curriculum_code,
            one.from_on,
            one.reason,
            one.withdrawn_by,
            one.withdrawn_at,
            [
                known[session]
                for session in taught.get(key, ())
                if known[session].ends_on >= one.from_on and _is_about(known[session], one.curriculum_code)
            ],
        )
        for one, key in trainers
    ]
    for one in sessions:
        about = known[one.session_id]
        by = (one.reason, one.withdrawn_by, one.withdrawn_at)
        found.append(Cause(one.public_id, about.institution_state, None, None, None, *by, [about]))
    return sorted(found, key=lambda cause: (cause.withdrawn_at, cause.public_id), reverse=True)


def _is_about(session: Listed, curriculum: str | None) -> bool:
    """Whether a session taught the curriculum of a withdrawal, or trained its trainers."""
    return curriculum is None or session.curriculum in (curriculum, f"TOT-{curriculum}")


def _taught_by(keys: Collection[int]) -> Mapping[int, list[int]]:
    """Person -> the sessions in which they taught. One statement."""
    rows = db.session.execute(
        select(PersonNow.same_as, SessionTrainer.session_id)
        .join(PersonNow, PersonNow.person_id == SessionTrainer.person_id)
        .join(TrainingSession, TrainingSession.id == SessionTrainer.session_id)
        .join(SessionPlan, latest_plan())
        .where(PersonNow.same_as.in_(sorted(keys)), teaches())
        .order_by(SessionPlan.starts_on, SessionTrainer.session_id)
    )
    found: dict[int, list[int]] = {}
    for key, session_id in rows:
        found.setdefault(key, []).append(session_id)
    return found


def cause(public_id: str) -> Cause:
    """One of them. Raises Absent. Four statements."""
    found = causes(public_id)
    if not found:
        raise Absent()
    return found[0]


def affected(among: Sequence[Cause]) -> Mapping[str, list[Affected]]:
    """Cause -> the completions that rest on it, with what became of each. Two statements."""
    sessions = {one.id for about in among for one in about.sessions}
    gone = exists().where(CompletionWithdrawal.completion_id == Completion.id)
    rows = db.session.execute(
        select(
            Completion.id,
            Completion.public_id,
            Completion.state_code,
            PersonNow.same_as,
            Completion.completed_on,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            SessionCompletion.session_id,
            gone.label("gone"),
        )
        .select_from(SessionCompletion)
        .join(Completion, Completion.id == SessionCompletion.completion_id)
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(SessionCompletion.session_id.in_(sorted(sessions)), Completion.result != "fail")
        .order_by(Completion.state_code, Completion.id)
    ).all()
    outcomes = {
        (one.completion_id, one.cause): one.reason
        for one in db.session.scalars(
            select(ReviewOutcome).where(ReviewOutcome.cause.in_([about.public_id for about in among]))
        )
    }
    found: dict[str, list[Affected]] = {}
    for about in among:
        here = {one.id for one in about.sessions}
        found[about.public_id] = [
            Affected(
                *row[:8],
                became="withdrawn" if row.gone else "stands" if (row.id, about.public_id) in outcomes else "waiting",
                reason=outcomes.get((row.id, about.public_id), ""),
            )
            for row in rows
            if row.session_id in here
        ]
    return found


def by_state(those: Sequence[Affected]) -> Mapping[str, Counter[str]]:
    """State -> how many of its completions became what."""
    found: dict[str, Counter[str]] = {}
    for one in those:
        found.setdefault(one.state_code, Counter())[one.became] += 1
    return found
