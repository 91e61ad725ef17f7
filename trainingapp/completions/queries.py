"""What was completed: facts only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspension,
    RecordingSuspensionEnd,
)
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import group, listed_keys
from trainingapp.rosters.models import Batch
from trainingapp.rosters.models.by_hand import HandOutcome, HandRecord


@dataclass(frozen=True)
class Told:
    """One completion with what became of it. The keys (`id`, `person_id`, `version_id`, `batch_id`) are never shown.

    `person_id` is the row it was recorded of; `person_public_id` is who that is now.
    """

    id: int
    public_id: str
    state_code: str
    person_id: int
    person_public_id: str
    version_id: int
    version_public_id: str
    curriculum_code: str
    label: str
    title: str
    completed_on: date
    result: str
    score: float | None
    valid_through: date | None
    evidence: str
    recorded_on: date
    entry_seq: int
    #: The name of the account that recorded it; None for whoever ran a command on the machine itself.
    recorded_by: str | None
    #: The file it came from: its receipt, the row a person sees there, the rotation it was for. Empty for none.
    batch_id: int | None
    batch_public_id: str | None
    row: int | None
    batch_rotation: str | None
    batch_mission: str | None
    #: Withdrawn, corrected or batch_undone; empty while it stands.
    withdrawn: str | None
    reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_entry_seq: int | None
    #: The completion that was put in its place, when it was corrected.
    replaced_by: str | None
    #: Under review: it stands, and counts on no day while that lasts.
    held: bool


def stands() -> ColumnElement[bool]:
    """The condition under which a completion stands: nobody has withdrawn it."""
    return ~exists().where(CompletionWithdrawal.completion_id == Completion.id)


def is_held() -> ColumnElement[bool]:
    """The condition under which a completion is under review, or the one that it is carried over from."""
    lifted = exists().where(RecordingSuspensionEnd.suspension_id == CompletionHold.suspension_id)
    return exists().where(
        or_(CompletionHold.completion_id == Completion.id, CompletionHold.completion_id == Completion.carried_from),
        ~lifted,
    )


def counts() -> ColumnElement[bool]:
    """The condition under which a completion counts: it stands, and is not under review."""
    return and_(stands(), ~is_held())


def _telling() -> Select[*tuple[Any, ...]]:
    recorder, withdrawer = aliased(Account), aliased(Account)
    return (
        select(
            Completion.id,
            Completion.public_id,
            Completion.state_code,
            Completion.person_id,
            PersonNow.public_id.label("person_public_id"),
            Completion.version_id,
            CurriculumVersion.public_id.label("version_public_id"),
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            Completion.completed_on,
            Completion.result,
            Completion.score,
            Completion.valid_through,
            Completion.evidence,
            Completion.recorded_on,
            Completion.entry_seq,
            recorder.name.label("recorded_by"),
            Completion.batch_id,
            Batch.public_id.label("batch_public_id"),
            Completion.row,
            Rotation.code.label("batch_rotation"),
            Rotation.mission_code.label("batch_mission"),
            CompletionWithdrawal.kind.label("withdrawn"),
            CompletionWithdrawal.reason,
            CompletionWithdrawal.withdrawn_at,
            withdrawer.name.label("withdrawn_by"),
            CompletionWithdrawal.entry_seq.label("withdrawal_entry_seq"),
            CompletionWithdrawal.replaced_by,
            is_held().label("held"),
        )
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .outerjoin(Batch, Batch.id == Completion.batch_id)
        .outerjoin(Rotation, Rotation.id == Batch.rotation_id)
        .outerjoin(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .outerjoin(JournalEntry, JournalEntry.seq == Completion.entry_seq)
        .outerjoin(recorder, recorder.public_id == JournalEntry.actor)
        .outerjoin(withdrawer, withdrawer.public_id == CompletionWithdrawal.withdrawn_by)
    )


def history_of(person_id: int) -> Sequence[Told]:
    """Everything ever recorded of a person, newest first, withdrawn or not. One statement."""
    rows = db.session.execute(
        _telling()
        .where(Completion.person_id.in_(group(person_id)))
        .order_by(Completion.completed_on.desc(), CurriculumVersion.curriculum_code, Completion.id.desc())
    )
    return [Told(**row._mapping) for row in rows]


def one(scope: Scope, public_id: str) -> Told:
    """A completion of somebody within the scope. Raises Absent. One statement."""
    row = db.session.execute(
        _telling().where(Completion.public_id == public_id, forces.people_within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return Told(**row._mapping)


def in_its_place(told: Told) -> Told | None:
    """What stands in the place of a completion that was corrected, however often; None when nothing does.

    One statement.
    """
    known = {found.public_id: found for found in history_of(told.person_id)}
    found: Told | None = told
    while found is not None and found.withdrawn:
        found = known.get(found.replaced_by or "")
    return found


def standing_on_roll(rotation_id: int, version_id: int) -> Mapping[tuple[int, date], tuple[str, float | None]]:
    """What stands recorded of one version for everybody ever on a rotation's roll: (person, day) -> (result, score).

    Two statements, whatever the size of the roll.
    """
    same_as = _on_roll(rotation_id)
    rows = db.session.execute(
        select(Completion.person_id, Completion.completed_on, Completion.result, Completion.score)
        .where(Completion.version_id == version_id, Completion.person_id.in_(listed_keys(same_as)), stands())
        # Of two results of one day, from when there were two rows, the one that passed is the one that counts.
        .order_by(Completion.result == "pass", Completion.id)
    )
    return {(same_as[person_id], day): (result, score) for person_id, day, result, score in rows}


def ordinals_on_roll(rotation_id: int, version_id: int) -> Mapping[tuple[int, date], int]:
    """How often each (person, day) of a version was recorded and withdrawn on a rotation's roll. Two statements."""
    rows = db.session.execute(
        select(Completion.person_id, Completion.completed_on, func.count())
        .join(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(Completion.version_id == version_id, Completion.person_id.in_(listed_keys(_on_roll(rotation_id))))
        .group_by(Completion.person_id, Completion.completed_on)
    )
    return {(person_id, day): count for person_id, day, count in rows}


def _on_roll(rotation_id: int) -> Mapping[int, int]:
    """The rows of everybody ever on a rotation's roll -> who that is. Asked apart: inside the questions above,
    PostgreSQL would look the whole roll through for each line of a roll that it has not counted yet."""
    line = aliased(PersonNow)
    there = select(PersonNow.person_id, PersonNow.same_as).join(line, line.same_as == PersonNow.same_as)
    there = there.join(Assignment, Assignment.person_id == line.person_id)
    return dict(iter(db.session.execute(there.where(Assignment.rotation_id == rotation_id))))


def standing_of_batch(batch_id: int) -> Sequence[tuple[int, str]]:
    """The completions of a batch that still stand: key and State. One statement."""
    rows = db.session.execute(
        select(Completion.id, Completion.state_code)
        .where(Completion.batch_id == batch_id, stands())
        .order_by(Completion.id)
    )
    return [(key, state) for key, state in rows]


def carried_from(keys: Sequence[int]) -> Sequence[tuple[int, str, int]]:
    """What was carried over from these completions to other States, and on from there, as far as it stands: key, State,
    row of the person. One statement for each step."""
    found: list[tuple[int, str, int]] = []
    asked = list(keys)
    while asked:
        rows = db.session.execute(
            select(Completion.id, Completion.state_code, Completion.person_id)
            .where(Completion.carried_from.in_(listed_keys(asked)), stands())
            .order_by(Completion.id)
        )
        step = [(key, state_code, person_id) for key, state_code, person_id in rows]
        found += step
        asked = [key for key, _, _ in step]
    return found


def ordinal_for(person_id: int, version_id: int, completed_on: date) -> int:
    """The place of the next record of this person, version and day. One statement."""
    taken = db.session.scalar(
        select(func.count()).where(
            Completion.person_id == person_id,
            Completion.version_id == version_id,
            Completion.completed_on == completed_on,
        )
    )
    return int(taken or 0)


def another_stands(person_id: int, version_id: int, completed_on: date, *, besides: int) -> bool:
    """Whether a completion of this person, version and day stands, besides the one named. One statement."""
    found = db.session.scalar(
        select(func.count()).where(
            Completion.person_id.in_(group(person_id)),
            Completion.version_id == version_id,
            Completion.completed_on == completed_on,
            Completion.id != besides,
            stands(),
        )
    )
    return bool(found)


# --- Under review ----------------------------------------------------------------------------------------------------


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
