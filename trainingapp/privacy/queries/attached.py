"""What was attached and may show somebody: evidence of their training, papers of certifications about them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Table, func, select

from trainingapp.attestations.models import AttestationFile
from trainingapp.kit.db import db
from trainingapp.people.models import Person
from trainingapp.rosters.models.by_hand import EvidenceFile, HandRow
from trainingapp.rosters.queries.by_hand import rests_on_it

PAPER: Table = AttestationFile.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Evidence:
    """A file of evidence for results by hand in which somebody stands. `stored` is its name on disk."""

    id: int
    public_id: str
    name: str
    kind: str
    sha256: str
    stored: str
    #: How many persons the same record is about beside them, who were not erased: the file may show them too, and
    #: their results rest on it.
    others: int


def evidence_about(keys: Collection[int]) -> list[Evidence]:
    """The files of evidence for results of these persons, those that went before left out. One statement."""
    records = select(HandRow.hand_record_id).where(HandRow.person_id.in_(sorted(keys)))
    others = (
        select(func.count())
        .select_from(HandRow)
        .join(Person, Person.id == HandRow.person_id)
        .where(
            HandRow.hand_record_id == EvidenceFile.hand_record_id,
            HandRow.person_id.not_in(sorted(keys)),
            func.length(Person.salt) > 0,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            EvidenceFile.id,
            EvidenceFile.public_id,
            EvidenceFile.name,
            EvidenceFile.kind,
            EvidenceFile.sha256,
            EvidenceFile.stored,
            others,
        )
        .where(EvidenceFile.hand_record_id.in_(records), rests_on_it())
        .order_by(EvidenceFile.id)
    )
    return [Evidence(*row) for row in rows]


@dataclass(frozen=True)
class Paper:
    """A paper of a certification that is about one person alone, or that is called after them. `stored` is its name on
    disk."""

    id: int
    public_id: str
    name: str
    kind: str
    sha256: str
    stored: str


def papers(ids: Collection[int]) -> list[Paper]:
    """These papers of certifications, those that went before left out. One statement."""
    rows = db.session.execute(
        select(
            *(AttestationFile.id, AttestationFile.public_id, AttestationFile.name, AttestationFile.kind),
            *(AttestationFile.sha256, AttestationFile.stored),
        )
        .where(AttestationFile.id.in_(sorted(ids)), AttestationFile.salt != b"")
        .order_by(AttestationFile.id)
    )
    return [Paper(*row) for row in rows]
