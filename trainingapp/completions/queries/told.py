"""What was completed: facts only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspensionEnd,
)
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.queries.decisions import validity_decisions
from trainingapp.curricula.rules import Decided, last_day
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import group, listed_keys
from trainingapp.rosters.models import Batch


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
    #: Its last day by its own validity, as decided since, and as copied when it was recorded.
    valid_through: date | None
    kept_through: date | None
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
            Completion.valid_through.label("kept_through"),
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


def _told(row: Any, decisions: Mapping[int, Sequence[Decided]]) -> Told:
    decided = decisions.get(row.version_id, ())
    through = row.kept_through
    if decided and row.result != "fail":
        through = last_day(row.completed_on, row.kept_through, decided)
    return Told(**row._mapping, valid_through=through)


def history_of(person_id: int) -> Sequence[Told]:
    """Everything ever recorded of a person, newest first, withdrawn or not. Two statements."""
    decisions = validity_decisions()
    rows = db.session.execute(
        _telling()
        .where(Completion.person_id.in_(group(person_id)))
        .order_by(Completion.completed_on.desc(), CurriculumVersion.curriculum_code, Completion.id.desc())
    )
    return [_told(row, decisions) for row in rows]


def one(scope: Scope, public_id: str) -> Told:
    """A completion of somebody within the scope. Raises Absent. Two statements."""
    row = db.session.execute(
        _telling().where(Completion.public_id == public_id, forces.people_within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return _told(row, validity_decisions())


def in_its_place(told: Told) -> Told | None:
    """What stands in the place of a completion that was corrected, however often; None when nothing does.

    Two statements.
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
