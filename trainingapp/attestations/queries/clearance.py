"""The technical clearance of medical personnel, an act of the UN: as facts (R14)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, distinct, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import MedicalClearance
from trainingapp.attestations.queries.screening import on_roll
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.forces.queries import within
from trainingapp.forces.reference import load_functions
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson

#: Whoever was cleared under another record than the one on the roll is the same person.
_OTHER = aliased(PersonNow)


class Cleared(NamedTuple):
    """How many of a roll's medical personnel are technically cleared."""

    cleared: int
    medics: int


@dataclass(frozen=True, slots=True)
class Medic:
    """Somebody with a medical function on a roll, and what the UN decided last. `result` None: nothing yet."""

    person: KnownPerson
    person_row: int
    rank: str | None
    function: str | None
    function_code: str
    ordinal: int
    result: str | None
    on: date | None
    remark: str
    by: str | None
    at: datetime | None


def cleared_medics(rotation_ids: Collection[int], *, as_of: date | None = None) -> Mapping[int, Cleared]:
    """Rotation -> how many of its medical personnel are cleared; a rotation without any is left out.

    The roll is that of the day of deployment, or of `as_of`. No names. One statement.
    """
    newest = (
        select(
            MedicalClearance.rotation_id,
            PersonNow.same_as,
            _newest("cleared").label("yes"),
            _newest("not_cleared").label("no"),
        )
        .join(PersonNow, PersonNow.person_id == MedicalClearance.person_id)
        .where(MedicalClearance.rotation_id.in_(sorted(rotation_ids)))
        .group_by(MedicalClearance.rotation_id, PersonNow.same_as)
        .subquery()
    )
    cleared = distinct(case((newest.c.yes > newest.c.no, PersonNow.same_as)))
    rows = db.session.execute(
        select(Assignment.rotation_id, func.count(cleared), func.count(distinct(PersonNow.same_as)))
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .outerjoin(newest, and_(newest.c.rotation_id == Assignment.rotation_id, newest.c.same_as == PersonNow.same_as))
        .where(Assignment.rotation_id.in_(sorted(rotation_ids)), _medical(), on_roll(as_of))
        .group_by(Assignment.rotation_id)
    )
    return {row[0]: Cleared(row[1], row[2]) for row in rows}


def medics(scope: Scope, rotation_id: int, *, as_of: date) -> Sequence[Medic]:
    """Whoever has a medical function on the roll of a day, in the order of the roll, each person once. One statement.

    The scope must be one that may see people by name.
    """
    rows = db.session.execute(
        select(
            Assignment.person_id,
            Assignment.rank,
            Assignment.function,
            Assignment.function_code,
            MedicalClearance.ordinal,
            MedicalClearance.result,
            MedicalClearance.decided_on,
            MedicalClearance.remark,
            MedicalClearance.decided_by,
            MedicalClearance.decided_at,
            *PERSON,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .outerjoin(_OTHER, _OTHER.same_as == PersonNow.same_as)
        .outerjoin(
            MedicalClearance,
            and_(
                MedicalClearance.person_id == _OTHER.person_id, MedicalClearance.rotation_id == Assignment.rotation_id
            ),
        )
        .where(within(scope), Assignment.rotation_id == rotation_id, _medical(), on_roll(as_of))
        .order_by(Assignment.id, func.coalesce(MedicalClearance.id, 0))
    )
    found: dict[int, Medic] = {}
    for row, rank, function, code, ordinal, result, on, remark, by, at, *person in rows:
        known = KnownPerson._make(person)
        before = found.get(known.id)
        if before is not None and result is None:
            continue
        highest = max(-1 if ordinal is None else ordinal, -1 if before is None else before.ordinal)
        found[known.id] = Medic(known, row, rank, function, code or "", highest, result, on, remark or "", by, at)
    return list(found.values())


def _medical() -> ColumnElement[bool]:
    return Assignment.function_code.in_([term.code for term in load_functions() if term.medical])


def _newest(result: str) -> Any:
    return func.max(case((MedicalClearance.result == result, MedicalClearance.id), else_=0))
