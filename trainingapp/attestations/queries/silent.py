"""Which certifications wait for the Secretariat, and nothing was heard of them for long."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trainingapp.attestations.models import Attestation, AttestationStep
from trainingapp.kit.db import db

#: Steps after which it is the Secretariat's turn.
_ITS_TURN = ("submitted", "taken", "reminded")


def silent_since(day: date, *, most: int) -> list[str]:
    """Public ids of those that wait and took their last step on a day or before, the longest silence first.

    For the register itself, which tells of all of them. One statement.
    """
    last, step = aliased(AttestationStep), AttestationStep
    newest = select(func.max(last.ordinal)).where(last.attestation_id == step.attestation_id).scalar_subquery()
    rows = db.session.scalars(
        select(Attestation.public_id)
        .join(step, step.attestation_id == Attestation.id)
        .where(step.stepped_on <= day, step.kind.in_(_ITS_TURN), step.ordinal == newest)
        .order_by(step.stepped_on, Attestation.id)
        .limit(most)
    )
    return list(rows)
