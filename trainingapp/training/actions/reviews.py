"""Withdrawing a trainer or a session, and leaving a completion standing after its review. Never takes anything back."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries as forces
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people.models import PersonNow
from trainingapp.training import rules
from trainingapp.training.models import ReviewOutcome, SessionWithdrawal, TrainerWithdrawal, TrainingSession
from trainingapp.training.queries import reviews, trainers
from trainingapp.training.queries.listed import Listed, listed


class AlreadyWithdrawn(Conflict):
    """Somebody else was faster."""

    sentence = say("This session has been withdrawn already. Look at the list of completions to review.")


def withdraw_trainer(
    person_id: str, *, curriculum: str | None, from_on: date, reason: str, by: Identity, now: datetime
) -> str:
    """Take a qualification back from a day on, of one curriculum or of all; the public id of that, under which the
    completions to review are listed.

    Raises Absent for somebody who is not theirs, Refused when there is nothing to take back on that day.
    """
    person = forces.person(by.scope("trainers.withdraw"), person_id)
    if person.erased or not by.scope("trainers.withdraw").reaches(person.state_code):
        raise Absent()
    about = {"object_kind": "person", "object_id": person.public_id, "state_code": person.state_code}
    told = {"curriculum": curriculum or "–", "from": from_on.isoformat()}
    with journal.entry(act="trainer.withdraw", by=by.public_id, now=now, details=told, **about) as entry:
        known = trainers.trainers(PersonNow.same_as == person.id, with_languages=False).get(person.id)
        held = known.may_teach(from_on) if known else {}
        if not any(curriculum in (None, taught.curriculum) for taught in held):
            raise Refused(
                say(
                    "On %(day)s this person is no trainer of it: there is nothing to withdraw. Choose another day or "
                    "another training.",
                    day=from_on.isoformat(),
                )
            )
        row: dict[str, object] = {"public_id": new_id(), "state_code": person.state_code, "person_id": person.id}
        why = {"curriculum_code": curriculum, "from_on": from_on, "reason": reason}
        entry.keep(TrainerWithdrawal, [row | why | {"withdrawn_by": by.public_id, "withdrawn_at": now}])
    return str(row["public_id"])


def withdrawable(session_id: str, by: Identity) -> Listed:
    """A session that somebody may withdraw: of an institution in their State. Raises Absent."""
    found = listed(TrainingSession.public_id == session_id)
    if not found or not rules.reach(by, "trainers.withdraw").covers(found[0]):
        raise Absent()
    return found[0]


def withdraw_session(session_id: str, *, reason: str, by: Identity, now: datetime) -> str:
    """Put the training of a whole session in doubt; the public id of that. Raises Absent, Refused, AlreadyWithdrawn."""
    session = withdrawable(session_id, by)
    about = {"object_kind": "session", "object_id": session.public_id}
    told = {"session": session.number}
    with journal.entry(act="session.doubt", by=by.public_id, now=now, details=told, **about) as entry:
        if session.status != "completed":
            raise Refused(say("Nothing was recorded from this session yet. If it shall not count, cancel it."))
        row: dict[str, object] = {"public_id": new_id(), "session_id": session.id, "reason": reason}
        with refusing({"uq_session_withdrawal_session_id": AlreadyWithdrawn}):
            entry.keep(SessionWithdrawal, [row | {"withdrawn_by": by.public_id, "withdrawn_at": now}])
    return str(row["public_id"])


def let_stand(cause_id: str, completion_ids: Collection[str], *, reason: str, by: Identity, now: datetime) -> int:
    """Leave completions standing after their review, with the reason; gives how many.

    Each State's part is an act of its own. Raises Absent for one that is not theirs or does not rest on the cause, and
    Conflict for one that was decided meanwhile.
    """
    cause = reviews.cause(cause_id)
    scope = by.scope("trainers.withdraw")
    those = {one.public_id: one for one in reviews.affected([cause])[cause.public_id]}
    chosen = [those[key] for key in completion_ids if key in those and scope.reaches(those[key].state_code)]
    if len(chosen) != len(set(completion_ids)) or not chosen:
        raise Absent()
    for state in sorted({one.state_code for one in chosen}):
        own = [one for one in chosen if one.state_code == state]
        about = {"object_kind": "review", "object_id": cause.public_id, "state_code": state}
        told = {"completions": len(own)}
        with (
            refusing({"uq_review_outcome_completion_id_cause": Conflict}),
            journal.entry(act="review.let_stand", by=by.public_id, now=now, details=told, **about) as entry,
        ):
            if any(one.became != "waiting" for one in own):
                raise Conflict()
            said = {"state_code": state, "cause": cause.public_id, "reason": reason}
            rows: list[dict[str, object]] = [{"public_id": new_id(), "completion_id": one.id, **said} for one in own]
            entry.keep(ReviewOutcome, [row | {"reviewed_by": by.public_id, "reviewed_at": now} for row in rows])
    return len(chosen)


def withdrawal_of(session_key: int) -> str | None:
    """The public id of a session's withdrawal; None when it stands. One statement."""
    return db.session.scalar(select(SessionWithdrawal.public_id).where(SessionWithdrawal.session_id == session_key))
