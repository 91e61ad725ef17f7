"""Which certifications wait for the Secretariat: how many in each queue, and of which nothing was heard for long."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from trainingapp.attestations.models import Attestation, AttestationStep, AttestationSubmission
from trainingapp.forces.models import Rotation, Unit, UnitType
from trainingapp.kit.db import db

#: Steps after which it is the Secretariat's turn.
_ITS_TURN = ("submitted", "taken", "reminded")


@dataclass(frozen=True, slots=True)
class Queued:
    """How many certifications of a kind and component wait, and since when the first of them does."""

    kind: str
    component: str
    count: int
    oldest: date


def _newest() -> ColumnElement[int]:
    last = aliased(AttestationStep)
    return select(func.max(last.ordinal)).where(last.attestation_id == AttestationStep.attestation_id).scalar_subquery()


def numbers() -> list[Queued]:
    """What waits in every queue, in numbers: who may review which is for the caller to say. One statement."""
    sent = select(
        AttestationSubmission.attestation_id, func.max(AttestationSubmission.submitted_on).label("on")
    ).group_by(AttestationSubmission.attestation_id)
    last = sent.subquery()
    rows = db.session.execute(
        select(Attestation.kind, UnitType.component, func.count(), func.min(last.c.on))
        .join(AttestationStep, AttestationStep.attestation_id == Attestation.id)
        .join(last, last.c.attestation_id == Attestation.id)
        .join(Rotation, Rotation.id == Attestation.rotation_id)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .where(AttestationStep.kind.in_(_ITS_TURN), AttestationStep.ordinal == _newest())
        .group_by(Attestation.kind, UnitType.component)
    )
    return [Queued(*row) for row in rows]


def rotations_waiting() -> frozenset[int]:
    """Keys of the rotations of which a certification waits, so that only theirs are read. One statement."""
    rows = db.session.scalars(
        select(Attestation.rotation_id)
        .join(AttestationStep, AttestationStep.attestation_id == Attestation.id)
        .where(AttestationStep.kind.in_(_ITS_TURN), AttestationStep.ordinal == _newest())
    )
    return frozenset(rows)


def silent_since(day: date, *, most: int) -> list[str]:
    """Public ids of those that wait and took their last step on a day or before, the longest silence first.

    For the register itself, which tells of all of them. One statement.
    """
    step = AttestationStep
    rows = db.session.scalars(
        select(Attestation.public_id)
        .join(step, step.attestation_id == Attestation.id)
        .where(step.stepped_on <= day, step.kind.in_(_ITS_TURN), step.ordinal == _newest())
        .order_by(step.stepped_on, Attestation.id)
        .limit(most)
    )
    return list(rows)
