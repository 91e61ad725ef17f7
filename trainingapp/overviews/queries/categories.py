"""Persons on rolls by category and sex: what targets for women are held against (R70, R71)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.journal.models import EmptiedRow
from trainingapp.kit.db import db
from trainingapp.people.models import PersonChange, PersonMerge, PersonMergeUndo, PersonNow

#: Rows of these say who is on a roll, as what, and of which sex.
_TOLD_BY = (Assignment, AssignmentEnd, PersonChange, PersonMerge, PersonMergeUndo, EmptiedRow)


class Serving(NamedTuple):
    """So many persons of a rotation who are on its roll after a day (None: from the first on), through another."""

    rotation: str
    category: str
    sex: str
    after: date | None
    last: date | None
    persons: int

    def on(self, day: date) -> int:
        """How many of them are on the roll on a day."""
        there = (self.after is None or self.after < day) and (self.last is None or day <= self.last)
        return self.persons if there else 0


def newest() -> tuple[object, ...]:
    """What names everybody's service as it is now: the database, and the last row of each table that tells of it.

    Rows are only ever added to these. One statement, which reads no table through.
    """
    last = select(*(select(func.max(model.id)).scalar_subquery() for model in _TOLD_BY))
    return str(db.session.get_bind().engine.url), *db.session.execute(last).one()


def serving() -> Sequence[Serving]:
    """Everybody ever on a roll, of all States: who asks for a day's counts looks at the rotations in scope only.

    A line that was made anew counts from the day after the earlier one ended, and not at all while that has no end; so
    nobody is counted twice. One statement.
    """
    before: dict[str, Any] = {
        "partition_by": (Assignment.rotation_id, PersonNow.same_as),
        "order_by": Assignment.id,
        "rows": (None, -1),
    }
    lines = (
        select(
            Assignment.rotation_id,
            Assignment.category,
            PersonNow.sex,
            AssignmentEnd.ended_on,
            func.max(AssignmentEnd.ended_on).over(**before).label("after"),
            (func.count().over(**before) - func.count(AssignmentEnd.ended_on).over(**before)).label("unended"),
        )
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(or_(AssignmentEnd.kind.is_(None), AssignmentEnd.kind != "in_error"))
        .subquery()
    )
    counted = and_(
        lines.c.unended == 0,
        or_(lines.c.after.is_(None), lines.c.ended_on.is_(None), lines.c.after < lines.c.ended_on),
    )
    rows = db.session.execute(
        select(
            Rotation.public_id, lines.c.category, lines.c.sex, lines.c.after, lines.c.ended_on, func.count().label("n")
        )
        .join(Rotation, Rotation.id == lines.c.rotation_id)
        .where(counted)
        .group_by(Rotation.public_id, lines.c.category, lines.c.sex, lines.c.after, lines.c.ended_on)
    )
    return [Serving._make(row) for row in rows]
