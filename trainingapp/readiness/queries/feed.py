"""The journal as a feed of changes: what happened since the steps were right."""

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import select, union

from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.journal.models import JournalEntry, JournalHead
from trainingapp.kit.db import db
from trainingapp.people.models import Person
from trainingapp.readiness.models import Watermark


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
    """The rotations whose roll has new rows after this entry, and all rotations of everybody whose record has.

    Whatever rotation an act was about: who was trained in one may stand on the roll of its successor. One statement.
    """
    trained = select(Completion.person_id).where(Completion.entry_seq > seq)
    taken_back = (
        select(Completion.person_id)
        .join(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(CompletionWithdrawal.entry_seq > seq)
    )
    of_persons = select(Assignment.rotation_id).where(Assignment.person_id.in_(trained.union(taken_back)))
    joined = select(Assignment.rotation_id).where(Assignment.entry_seq > seq)
    left = (
        select(Assignment.rotation_id)
        .join(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(AssignmentEnd.entry_seq > seq)
    )
    return set(db.session.scalars(union(of_persons, joined, left)))


def rotations_named(public_ids: Collection[str], *, persons: Collection[str] = ()) -> set[int]:
    """The rotations with these public ids, and those of the persons with these. One statement."""
    named = select(Rotation.id).where(Rotation.public_id.in_(sorted(public_ids)))
    served = (
        select(Assignment.rotation_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Person.public_id.in_(sorted(persons)))
    )
    return set(db.session.scalars(union(named, served)))
