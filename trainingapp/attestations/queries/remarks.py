"""What was remarked on the lines of a certification, by either side; both read it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.attestations.models import AttestationComment
from trainingapp.kit.db import db


@dataclass(frozen=True, slots=True)
class RemarkFacts:
    """A remark on a line: a curriculum's code, an item of the checklist, or "whole"."""

    public_id: str
    line: str
    side: str
    remark: str
    on: date
    by: str
    at: datetime


def remarks(attestation_id: int) -> list[RemarkFacts]:
    """Every remark on a certification in the order in which they were made. The caller has seen it. One statement."""
    rows = db.session.execute(
        select(
            AttestationComment.public_id,
            AttestationComment.line,
            AttestationComment.side,
            AttestationComment.remark,
            AttestationComment.said_on,
            AttestationComment.said_by,
            AttestationComment.said_at,
        )
        .where(AttestationComment.attestation_id == attestation_id)
        .order_by(AttestationComment.id)
    )
    return [RemarkFacts(*row) for row in rows]
