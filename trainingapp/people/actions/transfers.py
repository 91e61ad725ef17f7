"""Offering somebody to the State whose citizen they have become, and the answers that make no new person."""

from datetime import datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people.actions.identity import as_seen
from trainingapp.people.models import PersonTransfer, PersonTransferAnswer
from trainingapp.people.queries import recorded, transfers
from trainingapp.people.queries.transfers import Transfer


class AlreadyOffered(Conflict):
    """An offer of this person waits for an answer."""

    sentence = say("This person has been offered already, and the answer is still to come. Nothing was changed.")


class AlreadyGone(Conflict):
    """Another State has accepted the person, and has not given them back."""

    sentence = say(
        "Another State has accepted this person already: it is for that State to offer them now. Nothing was changed."
    )


class AlreadyAnswered(Conflict):
    """The offer was accepted, declined or withdrawn before."""

    sentence = say("This offer has been answered or withdrawn already, so nothing was changed.")


class OwnState(Refused):
    """One offers people to another State."""

    sentence = say("The person belongs to this State already. Choose the State whose citizen they have become.")


def offer(public_id: str, to_state: str, *, reason: str, version: int, by: Identity, now: datetime) -> str:
    """Offer a person to another State. Nothing changes until that State accepts; returns the offer's public id.

    Raises Absent, ChangedMeanwhile, OwnState, AlreadyOffered, AlreadyGone.
    """
    person = recorded.person_of(by.scope("people.correct"), public_id)
    if person.state_code == to_state:
        raise OwnState()
    made = new_id()
    with journal.entry(
        act="person.offer",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=person.public_id,
        state_code=person.state_code,
        details={"offer": made, "state": to_state},
    ) as entry:
        person = as_seen(by, "people.correct", public_id, version)
        if transfers.open_offer_of(person.id) is not None:
            raise AlreadyOffered()
        if transfers.gone(person.state_code, transfers.transfers_of(person.id)):
            raise AlreadyGone()
        with refusing({"uq_person_transfer_once": AlreadyOffered}):
            entry.keep(
                PersonTransfer,
                [
                    {
                        "public_id": made,
                        "state_code": person.state_code,
                        "person_id": person.id,
                        "ordinal": transfers.times_offered(person.id),
                        "to_state": to_state,
                        "reason": reason,
                        "offered_by": by.public_id,
                        "offered_at": now,
                    }
                ],
            )
    return made


def decline(offer_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Say no to an offer; the person stays what they were. Raises Absent, AlreadyAnswered."""
    transfer = transfers.offer(by.scope("people.merge"), offer_id).transfer
    with journal.entry(
        act="person.decline",
        by=by.public_id,
        now=now,
        object_kind="offer",
        object_id=offer_id,
        state_code=transfer.to_state,
        details={"state": transfer.state_code},
    ) as entry:
        answer(entry, transfer, "declined", state=transfer.to_state, reason=reason, by=by, now=now)


def withdraw_offer(offer_id: str, *, reason: str | None, by: Identity, now: datetime) -> str:
    """Take an offer back before it is answered; returns the person's public id. Raises Absent, AlreadyAnswered."""
    transfer = transfers.offer_made(by.scope("people.correct"), offer_id)
    with journal.entry(
        act="person.withdraw_offer",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=transfer.person_public_id,
        state_code=transfer.state_code,
        details={"offer": offer_id, "state": transfer.to_state},
    ) as entry:
        answer(entry, transfer, "withdrawn", state=transfer.state_code, reason=reason, by=by, now=now)
    return transfer.person_public_id


def answer(
    entry: Entry,
    transfer: Transfer,
    said: str,
    *,
    state: str,
    reason: str | None,
    by: Identity,
    now: datetime,
    person_id: int | None = None,
) -> None:
    """Keep the answer to an offer, within an entry. Raises AlreadyAnswered, also when somebody was faster."""
    if transfers.is_answered(transfer.id):
        raise AlreadyAnswered()
    with refusing({"uq_person_transfer_answer_transfer_id": AlreadyAnswered}):
        entry.keep(
            PersonTransferAnswer,
            [
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "transfer_id": transfer.id,
                    "answer": said,
                    "person_id": person_id,
                    "reason": reason,
                    "answered_by": by.public_id,
                    "answered_at": now,
                }
            ],
        )
