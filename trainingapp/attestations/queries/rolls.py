"""Who stands on a roll on the day of deployment, by public id alone: what a sample is drawn from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.queries import listed_keys, merged_at


def roll_of(rotation_id: int, *, at: int | None = None) -> Mapping[str, int]:
    """Public id -> key of everybody on the roll on the day of deployment, each person once, by public id.

    As it is now, or as it was at an entry of the journal, by number: with the lines, their ends and the merges of that
    moment. The caller has seen the rotation. One statement, three for a moment.
    """
    if at is not None:
        return _as_it_was(rotation_id, at)
    end, kept = AssignmentEnd, aliased(PersonNow)
    statement = _lines(select(kept.public_id, kept.person_id), rotation_id, end.assignment_id == Assignment.id)
    rows = db.session.execute(
        statement.join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .join(kept, kept.person_id == PersonNow.same_as)
        .order_by(kept.public_id)
        .distinct()
    )
    return {row.public_id: row.person_id for row in rows}


def _as_it_was(rotation_id: int, at: int) -> Mapping[str, int]:
    end = AssignmentEnd
    ended = and_(end.assignment_id == Assignment.id, end.entry_seq <= at)
    lines = _lines(select(Assignment.state_code, Assignment.person_id), rotation_id, ended)
    stood = db.session.execute(lines.where(Assignment.entry_seq <= at)).all()
    kept = merged_at({row.state_code for row in stood}, at)
    keys = {kept.get(row.person_id, row.person_id) for row in stood}
    # Whoever is kept may stand on no line of this roll.
    named = select(Person.public_id, Person.id).where(Person.id.in_(listed_keys(keys))).order_by(Person.public_id)
    return {row.public_id: row.id for row in db.session.execute(named)}


def _lines(asked: Any, rotation_id: int, ended: Any) -> Any:
    return (
        asked.select_from(Assignment)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .outerjoin(AssignmentEnd, ended)
        .where(
            Assignment.rotation_id == rotation_id,
            or_(
                AssignmentEnd.id.is_(None),
                and_(AssignmentEnd.kind == "left", AssignmentEnd.ended_on >= Rotation.deploys_on),
            ),
        )
    )
