"""What was recorded of who somebody is: names before, changes, merges, offers. And who had a number once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import (
    Person,
    PersonChange,
    PersonDistinct,
    PersonMerge,
    PersonMergeUndo,
    PersonName,
    PersonNow,
)
from trainingapp.people.queries.known import PERSON, KnownPerson, group
from trainingapp.people.rules import display_name


def person_of(scope: Scope, public_id: str) -> KnownPerson:
    """The person with this public id, within the States of a scope. Raises Absent. One statement.

    Whoever was merged is found as the one that is kept, with another public id than was asked for.
    """
    row = db.session.execute(
        select(*PERSON).join(Person, Person.id == PersonNow.person_id).where(Person.public_id == public_id)
    ).one_or_none()
    if row is None or not scope.reaches(row.state_code):
        raise Absent()
    return KnownPerson._make(row)


class Renaming(NamedTuple):
    """A name that was put right: how it is written since, by whom, why; `person` is the row it was recorded of."""

    public_id: str
    person: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    reason: str
    evidence: str | None
    by: str | None
    at: datetime

    @property
    def name(self) -> str:
        """The name as it was given."""
        return display_name(full_name=self.full_name, given_names=self.given_names, family_name=self.family_name)


class FirstName(NamedTuple):
    """How a row was named when it was first recorded, and its number then."""

    person: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    service_number: str
    sex: str
    born_on: date | None

    @property
    def name(self) -> str:
        """The name as it was given."""
        return display_name(full_name=self.full_name, given_names=self.given_names, family_name=self.family_name)


def first_names(person_id: int) -> Sequence[FirstName]:
    """How each row of a person was first recorded, in order. One statement."""
    columns = [getattr(Person, name) for name in FirstName._fields[1:]]
    rows = db.session.execute(
        select(Person.public_id, *columns).where(Person.id.in_(group(person_id))).order_by(Person.id)
    )
    return [FirstName._make(row) for row in rows]


def renamings(person_id: int) -> Sequence[Renaming]:
    """Every name of a person that was put right, the newest first. One statement."""
    rows = db.session.execute(
        select(
            PersonName.public_id,
            Person.public_id,
            PersonName.family_name,
            PersonName.given_names,
            PersonName.full_name,
            PersonName.original_name,
            PersonName.reason,
            PersonName.evidence,
            Account.name,
            PersonName.corrected_at,
        )
        .join(Person, Person.id == PersonName.person_id)
        .outerjoin(Account, Account.public_id == PersonName.corrected_by)
        .where(PersonName.person_id.in_(group(person_id)))
        .order_by(PersonName.id.desc())
    )
    return [Renaming._make(row) for row in rows]


class Change(NamedTuple):
    """Something about a person that became another from a day on."""

    public_id: str
    person: str
    field: str
    value: str
    holds_from: date
    reason: str
    by: str | None
    at: datetime


def changes(person_id: int) -> Sequence[Change]:
    """Every change of a person, what holds from the latest day first. One statement."""
    rows = db.session.execute(
        select(
            PersonChange.public_id,
            Person.public_id,
            PersonChange.field,
            PersonChange.value,
            PersonChange.holds_from,
            PersonChange.reason,
            Account.name,
            PersonChange.changed_at,
        )
        .join(Person, Person.id == PersonChange.person_id)
        .outerjoin(Account, Account.public_id == PersonChange.changed_by)
        .where(PersonChange.person_id.in_(group(person_id)))
        .order_by(PersonChange.holds_from.desc(), PersonChange.id.desc())
    )
    return [Change._make(row) for row in rows]


class Merge(NamedTuple):
    """A merge in which a person has a part, and whether it was undone."""

    public_id: str
    state_code: str
    kept: str
    merged: str
    merged_number: str
    merged_name: str
    reason: str
    by: str | None
    at: datetime
    undone_reason: str | None
    undone_by: str | None
    undone_at: datetime | None


def _merges() -> Any:
    kept, merged = aliased(Person), aliased(Person)
    merger, undoer = aliased(Account), aliased(Account)
    return (
        select(
            PersonMerge.public_id,
            PersonMerge.state_code,
            kept.public_id,
            merged.public_id,
            merged.service_number,
            merged.full_name,
            merged.given_names,
            merged.family_name,
            PersonMerge.reason,
            merger.name,
            PersonMerge.merged_at,
            PersonMergeUndo.reason,
            undoer.name,
            PersonMergeUndo.undone_at,
        )
        .join(kept, kept.id == PersonMerge.kept_id)
        .join(merged, merged.id == PersonMerge.merged_id)
        .outerjoin(PersonMergeUndo, PersonMergeUndo.merge_id == PersonMerge.id)
        .outerjoin(merger, merger.public_id == PersonMerge.merged_by)
        .outerjoin(undoer, undoer.public_id == PersonMergeUndo.undone_by)
    )


def _merge(row: Any) -> Merge:
    name = display_name(full_name=row[5], given_names=row[6], family_name=row[7])
    return Merge._make((*row[:5], name, *row[8:]))


def merges(person_id: int) -> Sequence[Merge]:
    """The merges that any row of a person has a part in, undone ones too, the newest first. One statement."""
    rows = group(person_id)
    found = db.session.execute(
        _merges()
        .where(or_(PersonMerge.kept_id.in_(rows), PersonMerge.merged_id.in_(rows)))
        .order_by(PersonMerge.id.desc())
    )
    return [_merge(row) for row in found]


def merge_to_undo(scope: Scope, public_id: str) -> Merge:
    """A merge of a State in the scope. Raises Absent. One statement."""
    row = db.session.execute(_merges().where(PersonMerge.public_id == public_id)).one_or_none()
    if row is None or not scope.reaches(row.state_code):
        raise Absent()
    return _merge(row)


def keys_of_merge(public_id: str) -> tuple[int, int, int]:
    """The keys of a merge: its own, the kept row's, the merged row's. One statement."""
    row = db.session.execute(
        select(PersonMerge.id, PersonMerge.kept_id, PersonMerge.merged_id).where(PersonMerge.public_id == public_id)
    ).one()
    return row.id, row.kept_id, row.merged_id


def times_merged(person_id: int) -> int:
    """How often this row was merged into another, undone or not. One statement."""
    return int(db.session.scalar(select(func.count()).where(PersonMerge.merged_id == person_id)) or 0)


def are_distinct(one_id: int, other_id: int) -> bool:
    """Whether somebody decided that any rows of these two are two persons. One statement."""
    a, b = group(one_id), group(other_id)
    found = exists().where(
        or_(
            and_(PersonDistinct.one_id.in_(a), PersonDistinct.other_id.in_(b)),
            and_(PersonDistinct.one_id.in_(b), PersonDistinct.other_id.in_(a)),
        )
    )
    return bool(db.session.scalar(select(found)))


def times_kept_apart(one_id: int, other_id: int) -> int:
    """How often these two rows were decided to be two persons. One statement."""
    found = select(func.count()).where(PersonDistinct.one_id == one_id, PersonDistinct.other_id == other_id)
    return int(db.session.scalar(found) or 0)
