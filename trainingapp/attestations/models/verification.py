from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.attestations.models.words import Attestation
from trainingapp.curricula.models import Curriculum
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import State

_AUDITED = N_("To know whether what a State certified could be proved")


class Verification(Sealed, Base):
    """How somebody of the Secretariat or the mission looked whether it is so, and what was found (R57)."""

    __tablename__ = "verification"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"],
            [Attestation.state_code, Attestation.id],
            name="fk_verification_attestation",
        ),
        UniqueConstraint("state_code", "id", name="uq_verification_with_state"),
        CheckConstraint("kind IN ('document', 'visit', 'spot_check', 'in_mission')", name="kind_is_known"),
        Index(None, "attestation_id"),
        impersonal("attestation_id", "kind", "verified_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    verified_on: Mapped[date]
    remark: Mapped[str] = mapped_column(String(2000), info=REASON)
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class VerificationItem(Sealed, Base):
    """One item that was looked at, and whether it was as certified. Of several, the newest one holds."""

    __tablename__ = "verification_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "verification_id"],
            [Verification.state_code, Verification.id],
            name="fk_verification_item_of",
        ),
        UniqueConstraint("verification_id", "item", name="uq_verification_item"),
        impersonal("verification_id", "item", "confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    verification_id: Mapped[int]
    item: Mapped[str] = mapped_column(String(40))
    confirmed: Mapped[bool]
    remark: Mapped[str] = mapped_column(String(400), info=REASON)


class Sample(Sealed, Base):
    """Persons of a roll drawn by chance for an audit. Whoever knows the seed and the roll draws the same ones."""

    __tablename__ = "audit_sample"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_sample_attestation"
        ),
        UniqueConstraint("state_code", "id", name="uq_audit_sample_with_state"),
        CheckConstraint("size > 0", name="has_a_size"),
        Index(None, "attestation_id"),
        impersonal("attestation_id", "seed", "size", "roll", "roll_sha256", "drawn_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    #: Persons on the roll from which it was drawn, and the fingerprint of their public ids in order.
    roll: Mapped[int]
    roll_sha256: Mapped[str] = mapped_column(String(64))
    drawn_on: Mapped[date]
    drawn_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    drawn_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SamplePerson(Sealed, Base):
    """Somebody who was drawn; `place` is the order of drawing, from 1."""

    __tablename__ = "audit_sample_person"
    __table_args__ = (
        ForeignKeyConstraint(["state_code", "sample_id"], [Sample.state_code, Sample.id], name="fk_sample_person_of"),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_sample_person_who"),
        UniqueConstraint("sample_id", "person_id", name="uq_audit_sample_person"),
        UniqueConstraint("sample_id", "place", name="uq_audit_sample_place"),
        Index(None, "person_id"),
        impersonal("sample_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    sample_id: Mapped[int]
    person_id: Mapped[int]
    place: Mapped[int]


class SampleFinding(Sealed, Base):
    """What the proofs of one person's training in one curriculum showed. A change is a new finding; the last holds."""

    __tablename__ = "audit_finding"
    __table_args__ = (
        UniqueConstraint("sample_person_id", "curriculum_code", "ordinal", name="uq_audit_finding"),
        CheckConstraint("outcome IN ('proved', 'not_proved', 'contradicted')", name="outcome_is_known"),
        CheckConstraint(
            "proof IN ('attendance_sheet', 'results_sheet', 'certificate', 'photograph', 'interview', 'none')",
            name="proof_is_known",
        ),
        impersonal("sample_person_id", "ordinal", "proof"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    sample_person_id: Mapped[int] = mapped_column(ForeignKey(SamplePerson.id))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    ordinal: Mapped[int]
    proof: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(12), info=personal("training", _AUDITED, "number", erased=STAYS))
    remark: Mapped[str] = mapped_column(String(400), info=REASON)
    found_on: Mapped[date] = mapped_column(info=personal("training", _AUDITED, "number", erased=STAYS))
    found_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    found_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (Verification, VerificationItem, Sample, SamplePerson, SampleFinding):
    keep_for_ever(_model)
