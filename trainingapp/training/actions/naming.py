"""Naming who teaches in a session, and ending that. Each refusal says what would be right (R41)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import KnownPerson, by_service_number, group
from trainingapp.training import rules
from trainingapp.training.models import SessionTrainer, SessionTrainerEnd
from trainingapp.training.qualifying import Taught
from trainingapp.training.queries import sessions, teaching, trainers
from trainingapp.training.queries.listed import Listed, by_keys, teaches
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.queries.teaching import Booked


class AlreadyNamed(Conflict):
    """Somebody is named once in a session."""

    sentence = say("This person is named in this session already. To change the role, end it there and name them anew.")


class AlreadyEnded(Conflict):
    """Somebody else was faster."""

    sentence = say("This person does not teach in this session any more. Look at the page again.")


def name_trainer(
    session_id: str, *, state_code: str, service_number: str, role: str, by: Identity, now: datetime
) -> str:
    """Name a person of a State, by the service number, as the lead instructor of a session or a trainer beside; the
    public id of that.

    The lead must be a qualified trainer of the session's version on every day of it; nobody teaches in two sessions on
    one day. A person whom `by` may not see is found only as a qualified trainer. Raises Absent for a session that is
    not theirs to plan, Refused with what would be right, AlreadyNamed.
    """
    session = sessions.managed(rules.reach(by, "sessions.plan"), session_id)
    with journal.entry(
        act="session.name_trainer",
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=session.public_id,
        state_code=state_code,
        details={"session": session.number, "role": role},
    ) as entry:
        if session.status in ("completed", "cancelled"):
            raise Refused(say("This session is over: nobody is named in it any more."))
        person = by_service_number(state_code, [service_number]).get(service_number)
        _check(session, person, role, by)
        assert person is not None
        here = select(func.count()).where(
            SessionTrainer.session_id == session.id, SessionTrainer.person_id.in_(group(person.id))
        )
        if db.session.scalar(here.where(teaches())):
            raise AlreadyNamed()
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": person.state_code,
            "session_id": session.id,
            "person_id": person.id,
            "ordinal": db.session.scalar(here),
            "role": role,
            "named_by": by.public_id,
            "named_at": now,
        }
        with refusing({"uq_session_trainer_session_id_person_id_ordinal": AlreadyNamed}):
            entry.keep(SessionTrainer, [row])
    return str(row["public_id"])


def _check(session: SessionFacts, person: KnownPerson | None, role: str, by: Identity) -> None:
    """Raises Refused for whoever may not take the role, with the reason as far as `by` may know it."""
    version = curricula.versions_by_id([session.version_id])[session.version_id]
    days = {"first": session.starts_on.isoformat(), "last": session.ends_on.isoformat()}
    needed = trainers.to_teach(version)
    is_qualified = person is not None and bool(
        trainers.qualified(version, [person.id], session.starts_on, session.ends_on)
    )
    if person is None or not (is_qualified or _within(by, person)):
        raise Refused(
            say(
                "No trainer of %(version)s is known by this State and service number who may teach on every day from "
                "%(first)s to %(last)s. Look at the number. The list of trainers says which States have some: ask one "
                "of them for the service number of the trainer it sends.",
                version=_listed(needed),
                **days,
            )
        )
    if role == "lead" and not is_qualified:
        raise Refused(_not_qualified(person, needed, days))
    if role == "lead" and any(one.role == "lead" for one in teaching.of_sessions([session.id]).get(session.id, ())):
        raise Refused(say("This session has a lead instructor already. End that first, or name this person a trainer."))
    other = teaching.booked(person.id, session.starts_on, session.ends_on, besides=session.id)
    if other is not None:
        raise Refused(_teaches_elsewhere(other))


def _not_qualified(person: KnownPerson, needed: Collection[Taught], days: dict[str, str]) -> Sentence:
    """Why somebody whom the reader may see cannot lead."""
    failed = teaching.failed_on(person.id, needed)
    what = {"version": _listed(needed), **days}
    if failed is not None:
        return say(
            "This person failed the course for trainers of %(version)s on %(failed)s, and cannot be lead instructor "
            "from %(first)s to %(last)s. Name somebody who passed it, or name this person a trainer beside the lead.",
            failed=failed.isoformat(),
            **what,
        )
    return say(
        "This person is no qualified trainer of %(version)s on every day from %(first)s to %(last)s: a course for "
        "trainers that counts on these days is needed. Name somebody who has it, or name this person a trainer beside "
        "the lead.",
        **what,
    )


def _listed(needed: Collection[Taught]) -> str:
    return ", ".join(f"{one.curriculum} {one.label}" for one in sorted(needed, key=lambda one: one.curriculum))


def _within(by: Identity, person: KnownPerson) -> bool:
    """Whether somebody may see a person by name."""
    asked = select(func.count()).where(PersonNow.person_id == person.id, forces.people_within(by.scope("trainers.see")))
    return bool(db.session.scalar(asked))


def session_of(trainer_id: str, *, by: Identity) -> str:
    """The public id of the session in which somebody is named, when it is `by`'s to plan. Raises Absent."""
    return _named(trainer_id, by)[2].public_id


def _named(trainer_id: str, by: Identity) -> tuple[int, str, Listed]:
    found = db.session.execute(
        select(SessionTrainer.id, SessionTrainer.state_code, SessionTrainer.session_id).where(
            SessionTrainer.public_id == trainer_id
        )
    ).one_or_none()
    if found is None:
        raise Absent()
    session = by_keys([found.session_id])[found.session_id]
    if not rules.reach(by, "sessions.plan").covers(session):
        raise Absent()
    return found.id, found.state_code, session


def end_trainer(trainer_id: str, *, by: Identity, now: datetime) -> None:
    """Somebody who was named does not teach after all. Raises Absent, AlreadyEnded, and Refused for a session that is
    completed."""
    key, state_code, session = _named(trainer_id, by)
    with (
        refusing({"uq_session_trainer_end_trainer_id": AlreadyEnded}),
        journal.entry(
            act="session.end_trainer",
            by=by.public_id,
            now=now,
            object_kind="session",
            object_id=session.public_id,
            state_code=state_code,
            details={"session": session.number},
        ) as entry,
    ):
        if session.status == "completed":
            raise Refused(say("This session is completed: who taught in it stays. Withdraw the trainer instead."))
        row = {"public_id": new_id(), "state_code": state_code, "trainer_id": key}
        entry.keep(SessionTrainerEnd, [row | {"ended_by": by.public_id, "ended_at": now}])


def _teaches_elsewhere(other: Booked) -> Sentence:
    return say(
        "This person teaches in session %(number)s from %(first)s to %(last)s, and nobody teaches in two rooms on one "
        "day. Name somebody else, or change the days of one of the two.",
        number=other.number,
        first=other.starts_on.isoformat(),
        last=other.ends_on.isoformat(),
    )
