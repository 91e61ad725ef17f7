"""The steps of coverage as they are kept, and the rotations they belong to."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import select

from trainingapp.forces.models import Rotation, Unit, UnitType
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.readiness.coverage import Deployment
from trainingapp.readiness.models import CoverageMade, CoverageStep
from trainingapp.readiness.steps import Step
from trainingapp.states.models import State

#: Rotations whose steps are asked for one by one; of more, all are read.
MANY: Final = 500


def deployments() -> Mapping[int, Deployment]:
    """Every rotation by its key, as a table speaks of it, in the language of its State. One statement.

    Of all States: whoever shows any of it must ask whether it is in scope.
    """
    rows = db.session.execute(
        select(
            Rotation.id,
            Rotation.public_id,
            Rotation.code,
            Rotation.state_code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Rotation.strength,
            Unit.unit_type_code,
            UnitType.component,
            State.own_language,
        )
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .join(State, State.code == Rotation.state_code)
        .order_by(Rotation.id)
    )
    return {row[0]: Deployment(*row[1:8], 0, *row[8:]) for row in rows}


def steps_of(rotation_ids: Collection[int] | None) -> Mapping[int, list[Step]]:
    """The steps as they are kept, by rotation, of these or of all. One statement."""
    statement = select(
        CoverageStep.rotation_id,
        CoverageStep.curriculum_code,
        CoverageStep.sex,
        CoverageStep.day,
        CoverageStep.required,
        CoverageStep.held,
        CoverageStep.waived,
        CoverageStep.through,
        CoverageStep.recorded,
        CoverageStep.certified,
        CoverageStep.verified,
    )
    if rotation_ids is not None:
        statement = statement.where(CoverageStep.rotation_id.in_(sorted(rotation_ids)))
    found: dict[int, list[Step]] = {}
    for rotation_id, curriculum, sex, day, *changes in db.session.execute(statement.order_by(CoverageStep.id)):
        found.setdefault(rotation_id, []).append(Step(curriculum, sex, day, tuple(changes)))
    return found


def made_since(seq: int) -> Collection[int]:
    """The rotations whose steps were computed at a later entry of the journal. One statement."""
    return db.session.scalars(select(CoverageMade.rotation_id).where(CoverageMade.seq > seq)).all()


def is_entry(seq: int, entry_hash: str) -> bool:
    """Whether the journal's entry of this number has this hash: what was read then was read of this register."""
    return db.session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == seq)) == entry_hash
