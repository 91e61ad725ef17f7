"""What was recorded of some curricula, of everybody on some rolls; and of which component a kind of unit is."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts
from trainingapp.forces.models import Assignment, UnitType
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.readiness.queries.facts import RecordRow


def components() -> Mapping[str, str]:
    """Kind of unit -> its component. One statement."""
    rows = db.session.execute(select(UnitType.code, UnitType.component))
    return {row.code: row.component for row in rows}


def records_of(rotation_ids: Collection[int], version_ids: Collection[int]) -> Iterator[RecordRow]:
    """What counts of these versions, of everybody ever on the rolls of these rotations. One statement.

    Nobody is named; whoever calls answers for the scope of the rotations.
    """
    line = aliased(PersonNow)
    on_rolls = (
        select(line.same_as)
        .join(Assignment, Assignment.person_id == line.person_id)
        .where(Assignment.rotation_id.in_(sorted(rotation_ids)))
    )
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            Completion.version_id,
            Completion.completed_on,
            Completion.valid_through,
            Completion.result,
            Completion.evidence,
        )
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(Completion.version_id.in_(sorted(version_ids)), PersonNow.same_as.in_(on_rolls), counts())
        .order_by(PersonNow.same_as, Completion.id)
    )
    return (RecordRow._make(row) for row in rows)
