"""Who teaches in sessions: the lead instructor and the trainers beside them. Names only for whoever may see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Identity
from trainingapp.completions.models import Completion
from trainingapp.completions.queries import stands
from trainingapp.curricula import queries as curricula
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, listed_keys
from trainingapp.training import rules
from trainingapp.training.models import (
    Nomination,
    ResultMark,
    SessionPlan,
    SessionTrainer,
    TrainerWithdrawal,
    TrainingSession,
)
from trainingapp.training.qualifying import Taught
from trainingapp.training.queries import trainers
from trainingapp.training.queries.listed import Listed, by_keys, teaches
from trainingapp.training.queries.sessions import latest_plan, status


@dataclass(frozen=True, slots=True)
class Teaching:
    """Somebody named in a session. `person_id` is the key of who they are now, `person` None for whoever may not see
    the name."""

    public_id: str
    session_id: int
    person_id: int
    state_code: str
    role: str
    person: KnownPerson | None = None


def of_sessions(session_ids: Collection[int]) -> Mapping[int, list[Teaching]]:
    """Session -> who is named in it, the lead first. No names. One statement."""
    rows = db.session.execute(
        select(
            SessionTrainer.public_id,
            SessionTrainer.session_id,
            PersonNow.same_as,
            SessionTrainer.state_code,
            SessionTrainer.role,
        )
        .join(PersonNow, PersonNow.person_id == SessionTrainer.person_id)
        .where(SessionTrainer.session_id.in_(sorted(set(session_ids))), teaches())
        .order_by(SessionTrainer.session_id, SessionTrainer.role, SessionTrainer.id)
    )
    found: dict[int, list[Teaching]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(Teaching(*row))
    return found


def with_names(identity: Identity, session: rules.Delivered, named: Collection[Teaching]) -> list[Teaching]:
    """The same with names: all of them for whoever manages the session, else those within the reader's scope.

    One statement.
    """
    manages = rules.reach(identity, "sessions.plan").covers(session)
    known = _all_named([one.person_id for one in named]) if manages else {}
    if not manages:
        known = trainers.named(identity.scope("trainers.see"), [one.person_id for one in named])
    return [
        Teaching(one.public_id, one.session_id, one.person_id, one.state_code, one.role, known.get(one.person_id))
        for one in named
    ]


def _all_named(keys: Collection[int]) -> dict[int, KnownPerson]:
    rows = db.session.execute(select(*PERSON).where(PersonNow.person_id.in_(listed_keys(list(keys)))))
    return {row.id: KnownPerson._make(row) for row in rows}


@dataclass(frozen=True, slots=True)
class Booked:
    """A session in which somebody is named already."""

    number: str
    starts_on: date
    ends_on: date


def booked(person_id: int, first: date, last: date, *, besides: int) -> Booked | None:
    """A session, besides this one, in which somebody (a key of who they are now) teaches on one of these days; None for
    none. Cancelled sessions do not count. One statement."""
    row = db.session.execute(
        select(TrainingSession.number, SessionPlan.starts_on, SessionPlan.ends_on)
        .select_from(SessionTrainer)
        .join(PersonNow, PersonNow.person_id == SessionTrainer.person_id)
        .join(TrainingSession, TrainingSession.id == SessionTrainer.session_id)
        .join(SessionPlan, latest_plan())
        .where(PersonNow.same_as == person_id, teaches(), TrainingSession.id != besides, status() != "cancelled")
        .where(SessionPlan.starts_on <= last, SessionPlan.ends_on >= first)
        .order_by(SessionPlan.starts_on)
        .limit(1)
    ).one_or_none()
    return Booked(*row) if row else None


def failed_on(person_id: int, needed: Collection[Taught]) -> date | None:
    """The last day on which somebody failed a course for trainers of one of these, as recorded or as a session that is
    completed says; None for never. Three statements."""
    courses = [key for key, all_taught in trainers.courses().items() if all_taught & set(needed)]
    recorded = (
        select(func.max(Completion.completed_on))
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(PersonNow.same_as == person_id, Completion.version_id.in_(courses))
        .where(Completion.result == "fail", stands())
    )
    newer = aliased(ResultMark)
    later = exists().where(newer.nomination_id == ResultMark.nomination_id, newer.ordinal > ResultMark.ordinal)
    marked = (
        select(func.max(SessionPlan.ends_on))
        .select_from(ResultMark)
        .join(Nomination, Nomination.id == ResultMark.nomination_id)
        .join(PersonNow, PersonNow.person_id == Nomination.person_id)
        .join(TrainingSession, TrainingSession.id == Nomination.session_id)
        .join(SessionPlan, latest_plan())
        .where(PersonNow.same_as == person_id, TrainingSession.version_id.in_(courses), status() == "completed")
        .where(ResultMark.result == "fail", ~later)
    )
    found = [day for day in (db.session.scalar(recorded), db.session.scalar(marked)) if day is not None]
    return max(found, default=None)


@dataclass(frozen=True, slots=True)
class TaughtSession:
    """A session in which somebody taught, and as what."""

    session: Listed
    role: str


def taught_by(person_id: int) -> list[TaughtSession]:
    """The sessions in which somebody (a key of who they are now) is or was named, the newest first. Two statements."""
    rows = db.session.execute(
        select(SessionTrainer.session_id, SessionTrainer.role)
        .join(PersonNow, PersonNow.person_id == SessionTrainer.person_id)
        .where(PersonNow.same_as == person_id, teaches())
    )
    roles: dict[int, str] = dict(iter(rows))
    found = [TaughtSession(one, roles[key]) for key, one in by_keys(roles).items()]
    return sorted(found, key=lambda one: (one.session.starts_on, one.session.number), reverse=True)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A trainer's withdrawal: of one curriculum or of all (None), from a day, why, by whom (a public id), when."""

    public_id: str
    curriculum: str | None
    from_on: date
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime


def withdrawals_of(person_id: int) -> list[Withdrawn]:
    """What was taken back from somebody, the newest first. One statement."""
    rows = db.session.execute(
        select(
            TrainerWithdrawal.public_id,
            TrainerWithdrawal.curriculum_code,
            TrainerWithdrawal.from_on,
            TrainerWithdrawal.reason,
            TrainerWithdrawal.withdrawn_by,
            TrainerWithdrawal.withdrawn_at,
        )
        .join(PersonNow, PersonNow.person_id == TrainerWithdrawal.person_id)
        .where(PersonNow.same_as == person_id)
        .order_by(TrainerWithdrawal.id.desc())
    )
    return [Withdrawn(*row) for row in rows]


def who_may(identity: Identity, version_id: int, first: date, last: date) -> list[KnownPerson]:
    """The trainers of a version on every day from first through last whom the reader may see by name, by State.

    Six statements.
    """
    version = curricula.versions_by_id([version_id])[version_id]
    known = trainers.trainers(with_languages=False)
    needed = trainers.to_teach(version)
    keys = [key for key, one in known.items() if one.may_lead(needed, first, last)]
    found = trainers.named(identity.scope("trainers.see"), keys)
    return sorted(found.values(), key=lambda one: (one.state_code, one.name))
