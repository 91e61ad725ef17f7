"""Offers of people from State to State. Each State sees those it made and those made to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person, PersonNow, PersonTransfer, PersonTransferAnswer
from trainingapp.people.queries.known import PERSON, KnownPerson, group


class Transfer(NamedTuple):
    """An offer of a person to another State, and what became of it. `id` and `person_id` are never shown."""

    id: int
    public_id: str
    state_code: str
    to_state: str
    person_id: int
    person_public_id: str
    reason: str
    by: str | None
    at: datetime
    answer: str | None
    answer_reason: str | None
    answered_at: datetime | None
    #: The new row in the new State; only of an offer that was accepted.
    new_person_id: int | None
    new_person_public_id: str | None


def _transfers() -> Any:
    new = aliased(Person)
    return (
        select(
            PersonTransfer.id,
            PersonTransfer.public_id,
            PersonTransfer.state_code,
            PersonTransfer.to_state,
            PersonTransfer.person_id,
            PersonNow.public_id,
            PersonTransfer.reason,
            Account.name,
            PersonTransfer.offered_at,
            PersonTransferAnswer.answer,
            PersonTransferAnswer.reason,
            PersonTransferAnswer.answered_at,
            PersonTransferAnswer.person_id,
            new.public_id,
        )
        .join(PersonNow, PersonNow.person_id == PersonTransfer.person_id)
        .outerjoin(PersonTransferAnswer, PersonTransferAnswer.transfer_id == PersonTransfer.id)
        .outerjoin(new, new.id == PersonTransferAnswer.person_id)
        .outerjoin(Account, Account.public_id == PersonTransfer.offered_by)
    )


def transfers_of(person_id: int) -> Sequence[Transfer]:
    """The offers of a person, to another State and from another, the newest first. One statement."""
    rows = group(person_id)
    found = db.session.execute(
        _transfers()
        .where(or_(PersonTransfer.person_id.in_(rows), PersonTransferAnswer.person_id.in_(rows)))
        .order_by(PersonTransfer.id.desc())
    )
    return [Transfer._make(row) for row in found]


def open_offer_of(person_id: int) -> Transfer | None:
    """The offer of a person that waits for an answer, if there is one. One statement."""
    row = db.session.execute(
        _transfers().where(PersonTransfer.person_id.in_(group(person_id)), PersonTransferAnswer.id.is_(None))
    ).first()
    return None if row is None else Transfer._make(row)


def gone(state: str, told: Sequence[Transfer]) -> Transfer | None:
    """The offer by which somebody of a State went over to another; None for whoever never did, or came back since.

    `told` are the person's offers, the newest first.
    """
    accepted = next((one for one in told if one.answer == "accepted"), None)
    return accepted if accepted and accepted.state_code == state else None


def times_offered(person_id: int) -> int:
    """How often this row was offered to another State. One statement."""
    return int(db.session.scalar(select(func.count()).where(PersonTransfer.person_id == person_id)) or 0)


class Offer(NamedTuple):
    """An offer with the person it is about, as far as the other State may know them before it accepts."""

    transfer: Transfer
    person: KnownPerson

    @property
    def waits(self) -> bool:
        """Whether it can still be answered: whoever was erased goes nowhere."""
        return self.transfer.answer is None and not self.person.erased


def offers(scope: Scope, *, sent: bool = False) -> Sequence[Offer]:
    """The offers to the States of a scope (or, `sent`, from them): those that wait first, then the newest answers.

    At most 200. One statement.
    """
    side = PersonTransfer.state_code if sent else PersonTransfer.to_state
    statement = _transfers().add_columns(*PERSON)
    if not scope.everything:
        statement = statement.where(side.in_(sorted(scope.states)))
    answered = or_(PersonTransferAnswer.id.is_not(None), PersonNow.erased)
    rows = db.session.execute(statement.order_by(answered, PersonTransfer.id.desc()).limit(200))
    size = len(Transfer._fields)
    return [Offer(Transfer._make(row[:size]), KnownPerson._make(row[size:])) for row in rows]


def how_many_offered(scope: Scope) -> int:
    """How many offers to the States of a scope wait for an answer, of people who were not erased. One statement."""
    answered = exists().where(PersonTransferAnswer.transfer_id == PersonTransfer.id)
    statement = (
        select(func.count())
        .select_from(PersonTransfer)
        .join(PersonNow, PersonNow.person_id == PersonTransfer.person_id)
        .where(~answered, PersonNow.erased.is_(False))
    )
    if not scope.everything:
        statement = statement.where(PersonTransfer.to_state.in_(sorted(scope.states)))
    return db.session.scalar(statement) or 0


def offer(scope: Scope, public_id: str) -> Offer:
    """An offer to a State of the scope. Raises Absent. One statement."""
    row = db.session.execute(
        _transfers().add_columns(*PERSON).where(PersonTransfer.public_id == public_id)
    ).one_or_none()
    if row is None or not scope.reaches(row.to_state):
        raise Absent()
    size = len(Transfer._fields)
    return Offer(Transfer._make(row[:size]), KnownPerson._make(row[size:]))


def offer_made(scope: Scope, public_id: str) -> Transfer:
    """An offer by a State of the scope. Raises Absent. One statement."""
    row = db.session.execute(_transfers().where(PersonTransfer.public_id == public_id)).one_or_none()
    if row is None or not scope.reaches(row.state_code):
        raise Absent()
    return Transfer._make(row)


def is_answered(transfer_id: int) -> bool:
    """Whether an offer was answered or taken back. One statement."""
    return bool(db.session.scalar(select(exists().where(PersonTransferAnswer.transfer_id == transfer_id))))
