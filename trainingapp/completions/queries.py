"""What was completed: facts only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person


@dataclass(frozen=True)
class Told:
    """One completion with what became of it."""

    public_id: str
    state_code: str
    person_public_id: str
    curriculum_code: str
    label: str
    title: str
    completed_on: date
    result: str
    score: float | None
    valid_through: date | None
    evidence: str
    row: int | None
    recorded_on: date
    entry_seq: int
    #: Withdrawn, corrected or batch_undone; empty while it stands.
    withdrawn: str | None
    reason: str | None
    withdrawn_at: datetime | None
    replaced_by: str | None


def stands() -> ColumnElement[bool]:
    """The condition under which a completion stands: nobody has withdrawn it."""
    return ~exists().where(CompletionWithdrawal.completion_id == Completion.id)


def _telling() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Completion.public_id,
            Completion.state_code,
            Person.public_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            Completion.completed_on,
            Completion.result,
            Completion.score,
            Completion.valid_through,
            Completion.evidence,
            Completion.row,
            Completion.recorded_on,
            Completion.entry_seq,
            CompletionWithdrawal.kind,
            CompletionWithdrawal.reason,
            CompletionWithdrawal.withdrawn_at,
            CompletionWithdrawal.replaced_by,
        )
        .join(Person, Person.id == Completion.person_id)
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .outerjoin(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
    )


def history_of(person_id: int) -> Sequence[Told]:
    """Everything ever recorded of a person, newest first, withdrawn or not. One statement."""
    rows = db.session.execute(
        _telling()
        .where(Completion.person_id == person_id)
        .order_by(Completion.completed_on.desc(), CurriculumVersion.curriculum_code, Completion.id.desc())
    )
    return [Told(*row) for row in rows]


def one(scope: Scope, public_id: str) -> tuple[Told, Completion]:
    """A completion within the scope, told and as it is kept. Raises Absent. Two statements."""
    condition = (Completion.public_id == public_id) & forces.people_within(scope)
    told = db.session.execute(_telling().where(condition)).one_or_none()
    if told is None:
        raise Absent()
    kept = db.session.scalars(select(Completion).where(Completion.public_id == public_id)).one()
    return Told(*told), kept


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
