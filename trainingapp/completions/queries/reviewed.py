"""What was put under review, by whom, and what an account recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import Completion, CompletionHold, RecordingSuspension, RecordingSuspensionEnd
from trainingapp.completions.queries.told import is_held, stands
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.queries import group
from trainingapp.rosters.models import Batch
from trainingapp.rosters.models.by_hand import HandOutcome, HandRecord


@dataclass(frozen=True)
class Suspension:
    """What an account recorded for a State since a moment, put under review; `lifted_at` is None while that lasts.

    `completions` is how many it holds, whether or not another one holds them too.
    """

    id: int
    public_id: str
    account_id: str
    account_name: str
    state_code: str
    since: datetime
    reason: str
    by_the_register: bool
    suspended_by: str
    suspended_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_because: str | None
    completions: int


def _suspensions() -> Select[*tuple[Any, ...]]:
    suspended, lifted = aliased(Account), aliased(Account)
    # Named anew, so that the statement this becomes part of may join the same table for its own ends.
    hold = aliased(CompletionHold)
    held = select(func.count()).where(hold.suspension_id == RecordingSuspension.id)
    end = RecordingSuspensionEnd
    return (
        select(
            RecordingSuspension.id,
            RecordingSuspension.public_id,
            Account.public_id.label("account_id"),
            Account.name.label("account_name"),
            RecordingSuspension.state_code,
            RecordingSuspension.since,
            RecordingSuspension.reason,
            RecordingSuspension.by_the_register,
            func.coalesce(suspended.name, RecordingSuspension.suspended_by).label("suspended_by"),
            RecordingSuspension.suspended_at,
            func.coalesce(lifted.name, end.lifted_by).label("lifted_by"),
            end.lifted_at,
            end.reason.label("lifted_because"),
            held.scalar_subquery().label("completions"),
        )
        .join(Account, Account.id == RecordingSuspension.account_id)
        .outerjoin(end, end.suspension_id == RecordingSuspension.id)
        .outerjoin(suspended, suspended.public_id == RecordingSuspension.suspended_by)
        .outerjoin(lifted, lifted.public_id == end.lifted_by)
        .order_by(RecordingSuspension.id.desc())
    )


def _suspended_within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.everything else RecordingSuspension.state_code.in_(sorted(scope.states))


def suspensions_of(scope: Scope, account_public_id: str) -> Sequence[Suspension]:
    """Every review that what an account recorded was put under, the newest first. One statement."""
    rows = db.session.execute(_suspensions().where(Account.public_id == account_public_id, _suspended_within(scope)))
    return [Suspension(**row._mapping) for row in rows]


def suspension(scope: Scope, public_id: str) -> Suspension:
    """One of them. Raises Absent. One statement."""
    row = db.session.execute(
        _suspensions().where(RecordingSuspension.public_id == public_id, _suspended_within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return Suspension(**row._mapping)


def holds_of(person_id: int) -> Mapping[int, Sequence[Suspension]]:
    """The reviews that a person's completions were put under: completion -> reviews, the newest first.

    One statement.
    """
    statement = (
        _suspensions()
        .join(CompletionHold, CompletionHold.suspension_id == RecordingSuspension.id)
        .join(
            Completion,
            or_(Completion.id == CompletionHold.completion_id, Completion.carried_from == CompletionHold.completion_id),
        )
        .where(Completion.person_id.in_(group(person_id)))
        .add_columns(Completion.id.label("of"))
    )
    found: dict[int, list[Suspension]] = {}
    for row in db.session.execute(statement):
        told = dict(row._mapping)
        found.setdefault(told.pop("of"), []).append(Suspension(**told))
    return found


def under_review(completion_id: int) -> bool:
    """Whether a completion is under review now. One statement."""
    return bool(db.session.scalar(select(func.count()).where(Completion.id == completion_id, is_held())))


def acts_of(account_public_id: str, since: datetime) -> Select[int]:
    """The entries of the journal that an account made since a moment, as a statement to look within."""
    return select(JournalEntry.seq).where(JournalEntry.actor == account_public_id, JournalEntry.at >= since)


def recorded_by(account_public_id: str, since: datetime, *, state_codes: Collection[str] | None = None) -> Select[int]:
    """The completions that stand and that an account recorded since a moment, as a statement to look within.

    A row of one of its files that a colleague corrected is among them, and what it typed and a colleague confirmed:
    the file and what was typed are what is looked into. So is what it confirmed for a colleague.
    """
    acts = acts_of(account_public_id, since)
    files = select(Batch.id).where(Batch.entry_seq.in_(acts))
    typed = (
        select(HandOutcome.batch_id)
        .join(HandRecord, HandRecord.id == HandOutcome.hand_record_id)
        .where(HandRecord.recorded_by == account_public_id, HandRecord.recorded_at >= since)
        .where(HandOutcome.batch_id.is_not(None))
    )
    own = or_(Completion.entry_seq.in_(acts), Completion.batch_id.in_(files), Completion.batch_id.in_(typed))
    statement = select(Completion.id).where(own, stands())
    return statement if state_codes is None else statement.where(Completion.state_code.in_(sorted(state_codes)))


def states_and_counts(chosen: Select[int]) -> Mapping[str, int]:
    """State -> how many of these completions are of its people. One statement."""
    rows = db.session.execute(
        select(Completion.state_code, func.count())
        .where(Completion.id.in_(chosen))
        .group_by(Completion.state_code)
        .order_by(Completion.state_code)
    )
    return {row[0]: row[1] for row in rows}
