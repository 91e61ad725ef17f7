"""The journal as a feed of changes: what happened since the steps were right."""

import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select, union
from sqlalchemy.orm import aliased

from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspensionEnd,
)
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation, Unit
from trainingapp.journal.models import EmptiedRow, JournalEntry, JournalHead
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonChange, PersonMerge, PersonMergeUndo, PersonNow
from trainingapp.readiness.models import Watermark
from trainingapp.requirements.models import Requirement, RequirementEnd, UnitStatement, Waiver, WaiverEnd


class Act(NamedTuple):
    """An entry of the journal: what it was about, and the tables it kept rows in."""

    object_kind: str
    object_id: str
    tables: frozenset[str]


def behind() -> bool:
    """Whether the journal knows of acts that the steps do not. One statement that touches two rows."""
    mark = select(Watermark.seq).scalar_subquery()
    head = select(JournalHead.seq).scalar_subquery()
    row = db.session.execute(select(mark, head)).one()
    return row[0] is None or row[0] < (row[1] or 0)


def state_of_the_steps() -> tuple[str, int | None, str | None]:
    """What names the steps as they are now: the database, their entry, and the newest entry's hash. One statement."""
    mark = select(Watermark.seq).scalar_subquery()
    head = select(JournalHead.hash).scalar_subquery()
    row = db.session.execute(select(mark, head)).one()
    return str(db.session.get_bind().engine.url), row[0], row[1]


def watermark() -> int | None:
    """The entry up to which the steps are right; None when they were never made. One statement."""
    return db.session.scalar(select(Watermark.seq))


def head() -> int:
    """The number of the newest entry. One statement."""
    return db.session.scalar(select(JournalHead.seq)) or 0


def acts_since(seq: int) -> Iterator[Act]:
    """What the journal tells after this entry, in order. One statement."""
    rows = db.session.execute(
        select(JournalEntry.object_kind, JournalEntry.object_id, JournalEntry.commitments)
        .where(JournalEntry.seq > seq)
        .order_by(JournalEntry.seq)
    )
    return (Act(kind, thing, frozenset(json.loads(commitments))) for kind, thing, commitments in rows)


def rotations_changed_since(seq: int) -> set[int]:
    """The rotations whose roll has new rows after this entry, or of which other things are asked since, and all
    rotations of everybody whose record has new rows.

    Whatever rotation an act was about: who was trained in one may stand on the roll of its successor. One statement.
    """
    trained = select(Completion.person_id).where(Completion.entry_seq > seq)
    taken_back = (
        select(Completion.person_id)
        .join(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(CompletionWithdrawal.entry_seq > seq)
    )
    # Put under review or out of it, and what is carried over from such: it is held with it.
    held = select(CompletionHold.completion_id).outerjoin(
        RecordingSuspensionEnd, RecordingSuspensionEnd.suspension_id == CompletionHold.suspension_id
    )
    held = held.where(or_(CompletionHold.entry_seq > seq, RecordingSuspensionEnd.entry_seq > seq))
    reviewed = select(Completion.person_id).where(or_(Completion.id.in_(held), Completion.carried_from.in_(held)))
    # Whoever was merged, parted again or recorded as of another sex; after a parting each of the two has a group.
    merged = select(PersonMerge.kept_id).where(PersonMerge.entry_seq > seq)
    parted = select(PersonMerge).join(PersonMergeUndo, PersonMergeUndo.merge_id == PersonMerge.id)
    parted = parted.where(PersonMergeUndo.entry_seq > seq)
    changed = select(PersonChange.person_id).where(PersonChange.entry_seq > seq)
    # Of whoever was erased only the sex that was first recorded is left.
    erased = select(EmptiedRow.row_id).where(EmptiedRow.table_name == Person.__tablename__, EmptiedRow.entry_seq > seq)
    persons = trained.union(
        taken_back,
        reviewed,
        merged,
        parted.with_only_columns(PersonMerge.kept_id),
        parted.with_only_columns(PersonMerge.merged_id),
        changed,
        erased,
    )
    of_persons = select(Assignment.rotation_id).where(Assignment.person_id.in_(_rows_of(persons)))
    joined = select(Assignment.rotation_id).where(Assignment.entry_seq > seq)
    left = (
        select(Assignment.rotation_id)
        .join(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(AssignmentEnd.entry_seq > seq)
    )
    waived = select(Waiver.rotation_id).outerjoin(WaiverEnd, WaiverEnd.waiver_id == Waiver.id)
    waived = waived.where(or_(Waiver.entry_seq > seq, WaiverEnd.entry_seq > seq))
    return set(db.session.scalars(union(of_persons, joined, left, waived, *_asked_otherwise(seq))))


def _asked_otherwise(seq: int) -> tuple[Select[int], ...]:
    """The rotations that rules or statements of unit requirements made or ended after this entry may bind."""
    bound = select(Rotation.id)
    made = bound.join(
        Requirement,
        and_(
            Requirement.holds_from <= Rotation.deploys_on,
            or_(Requirement.holds_through.is_(None), Requirement.holds_through >= Rotation.deploys_on),
        ),
    ).where(Requirement.entry_seq > seq)
    ended = bound.join(RequirementEnd, RequirementEnd.last_day < Rotation.deploys_on)
    stated = (
        bound.join(Unit, Unit.id == Rotation.unit_id)
        .join(
            UnitStatement,
            and_(
                UnitStatement.mission_code == Rotation.mission_code,
                UnitStatement.unit_type_code == Unit.unit_type_code,
                UnitStatement.effective_from <= Rotation.deploys_on,
            ),
        )
        .where(UnitStatement.entry_seq > seq)
    )
    return made, ended.where(RequirementEnd.entry_seq > seq), stated


def rotations_named(public_ids: Collection[str], *, persons: Collection[str] = ()) -> set[int]:
    """The rotations with these public ids, and those of the persons with these. One statement."""
    named = select(Rotation.id).where(Rotation.public_id.in_(sorted(public_ids)))
    served = select(Assignment.rotation_id).where(
        Assignment.person_id.in_(_rows_of(select(Person.id).where(Person.public_id.in_(sorted(persons)))))
    )
    return set(db.session.scalars(union(named, served)))


def rotations_of(completions: Select[int]) -> set[int]:
    """The rotations on whose rolls stand the persons of these completions. One statement."""
    persons = select(Completion.person_id).where(Completion.id.in_(completions))
    return set(db.session.scalars(select(Assignment.rotation_id).where(Assignment.person_id.in_(_rows_of(persons)))))


def _rows_of(persons: Any) -> Any:
    """Every row that is one person with any of these."""
    own, other = aliased(PersonNow), aliased(PersonNow)
    return select(other.person_id).join(own, own.same_as == other.same_as).where(own.person_id.in_(persons))
