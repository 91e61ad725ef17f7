"""Who stands on a roll on the day of deployment, by public id alone: what a sample is drawn from."""

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow


def roll_of(rotation_id: int, *, at: int | None = None) -> Mapping[str, int]:
    """Public id -> key of everybody on the roll on the day of deployment, each person once, by public id.

    As it is now, or as it was at an entry of the journal, by number. The caller has seen the rotation. One statement.
    """
    line, end, kept = Assignment, AssignmentEnd, aliased(PersonNow)
    ended = and_(end.assignment_id == line.id, end.entry_seq <= at) if at is not None else end.assignment_id == line.id
    statement = (
        select(kept.public_id, kept.person_id)
        .select_from(line)
        .join(Rotation, Rotation.id == line.rotation_id)
        .join(PersonNow, PersonNow.person_id == line.person_id)
        .join(kept, kept.person_id == PersonNow.same_as)
        .outerjoin(end, ended)
        .where(
            line.rotation_id == rotation_id,
            or_(end.id.is_(None), and_(end.kind == "left", end.ended_on >= Rotation.deploys_on)),
        )
        .order_by(kept.public_id)
        .distinct()
    )
    if at is not None:
        statement = statement.where(line.entry_seq <= at)
    return {row.public_id: row.person_id for row in db.session.execute(statement)}
