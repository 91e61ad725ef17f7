"""What was completed: facts only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person
from trainingapp.rosters.models import Batch


@dataclass(frozen=True)
class Told:
    """One completion with what became of it. The keys (`id`, `person_id`, `version_id`, `batch_id`) are never shown."""

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


def stands() -> ColumnElement[bool]:
    """The condition under which a completion stands: nobody has withdrawn it."""
    return ~exists().where(CompletionWithdrawal.completion_id == Completion.id)


def _telling() -> Select[*tuple[Any, ...]]:
    recorder, withdrawer = aliased(Account), aliased(Account)
    return (
        select(
            Completion.id,
            Completion.public_id,
            Completion.state_code,
            Completion.person_id,
            Person.public_id.label("person_public_id"),
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
        )
        .join(Person, Person.id == Completion.person_id)
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
        .where(Completion.person_id == person_id)
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

    One statement, whatever the size of the roll.
    """
    rows = db.session.execute(
        select(Completion.person_id, Completion.completed_on, Completion.result, Completion.score).where(
            Completion.version_id == version_id,
            Completion.person_id.in_(select(Assignment.person_id).where(Assignment.rotation_id == rotation_id)),
            stands(),
        )
    )
    return {(person_id, day): (result, score) for person_id, day, result, score in rows}


def ordinals_on_roll(rotation_id: int, version_id: int) -> Mapping[tuple[int, date], int]:
    """How often each (person, day) of a version has been recorded and withdrawn on a rotation's roll. One statement."""
    rows = db.session.execute(
        select(Completion.person_id, Completion.completed_on, func.count())
        .join(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(
            Completion.version_id == version_id,
            Completion.person_id.in_(select(Assignment.person_id).where(Assignment.rotation_id == rotation_id)),
        )
        .group_by(Completion.person_id, Completion.completed_on)
    )
    return {(person_id, day): count for person_id, day, count in rows}


def standing_of_batch(batch_id: int) -> Sequence[tuple[int, str]]:
    """The completions of a batch that still stand: key and State. One statement."""
    rows = db.session.execute(
        select(Completion.id, Completion.state_code)
        .where(Completion.batch_id == batch_id, stands())
        .order_by(Completion.id)
    )
    return [(key, state) for key, state in rows]


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
            Completion.person_id == person_id,
            Completion.version_id == version_id,
            Completion.completed_on == completed_on,
            Completion.id != besides,
            stands(),
        )
    )
    return bool(found)
