"""Papers that went with a certification, those taken out since among them; restrictions that were declared late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import Attestation, AttestationFile, LateCaveat
from trainingapp.attestations.queries.words import (
    AttestationFacts,
    FileFacts,
    SubmissionFacts,
    attestation,
    files,
    submissions_of,
)
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent

_FILE: Final[tuple[Any, ...]] = (
    AttestationFile.id,
    AttestationFile.public_id,
    AttestationFile.paper,
    AttestationFile.name,
    AttestationFile.kind,
    AttestationFile.bytes,
    AttestationFile.sha256,
    AttestationFile.stored,
    AttestationFile.attached_by,
    AttestationFile.attached_at,
)


def papers_of(attestation_id: int, sent: SubmissionFacts) -> list[FileFacts]:
    """The papers that were submitted, also those taken out since; not those of whoever was erased. One statement."""
    named = {(one["paper"], one["sha256"]) for one in sent.face.get("papers", ())}
    rows = db.session.execute(
        select(*_FILE)
        .where(
            AttestationFile.attestation_id == attestation_id,
            AttestationFile.attached_at <= sent.submitted_at,
            AttestationFile.salt != b"",
        )
        .order_by(AttestationFile.id)
    )
    # Taken out and attached again, it is the same paper.
    found = {(one.paper, one.sha256): one for one in (FileFacts(*row) for row in rows)}
    return [one for key, one in found.items() if key in named]


def paper(scope: Scope, public_id: str) -> tuple[FileFacts, AttestationFacts]:
    """A paper with its certification. Raises Absent, also for one that the State has not sent, unless it is one's own.

    And for one that was about somebody who was erased. Six statements.
    """
    row = db.session.execute(
        select(Attestation.public_id, *_FILE)
        .join(Attestation, Attestation.id == AttestationFile.attestation_id)
        .where(AttestationFile.public_id == public_id, AttestationFile.salt != b"")
    ).one_or_none()
    if row is None:
        raise Absent()
    found = attestation(scope, row[0])
    asked = FileFacts(*row[1:])
    if found.state_code in scope.states:
        sent = asked.public_id in {one.public_id for one in files(found.id)} or _was_sent(found.id, asked)
    else:
        sent = _was_sent(found.id, asked)
    if not sent:
        raise Absent()
    return asked, found


def _was_sent(attestation_id: int, asked: FileFacts) -> bool:
    return any(
        (asked.paper, asked.sha256) == (one["paper"], one["sha256"]) and asked.attached_at <= sent.submitted_at
        for sent in submissions_of(attestation_id)
        for one in sent.face.get("papers", ())
    )


def stored_names() -> frozenset[str]:
    """The names on disk of all papers that a row speaks of, those of whoever was erased left out. One statement."""
    return frozenset(db.session.scalars(select(AttestationFile.stored).where(AttestationFile.salt != b"")))


@dataclass(frozen=True, slots=True)
class CaveatFacts:
    """A national restriction that was made known only after acceptance (R15)."""

    caveat: str
    declared_on: date
    declared_by: str
    declared_at: datetime


def late_caveats(attestation_id: int) -> Sequence[CaveatFacts]:
    """What was declared after acceptance, in order. One statement."""
    rows = db.session.execute(
        select(LateCaveat.caveat, LateCaveat.declared_on, LateCaveat.declared_by, LateCaveat.declared_at)
        .where(LateCaveat.attestation_id == attestation_id)
        .order_by(LateCaveat.id)
    )
    return [CaveatFacts(*row) for row in rows]
