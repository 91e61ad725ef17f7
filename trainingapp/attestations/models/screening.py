from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import State

_SCREENED = N_("To know whether the State has screened somebody for human rights before they deploy")
_CLEARED = N_("To know whether medical personnel are technically cleared")


class Screening(Sealed, Base):
    """What a State's human-rights screening of somebody for one rotation came to; the newest one holds (R06).

    Who was not cleared is excluded from that rotation for good.
    """

    __tablename__ = "screening"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_screening_rotation"
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_screening_person"),
        UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_screening"),
        CheckConstraint("result IN ('cleared', 'not_cleared', 'pending')", name="result_is_known"),
        Index(None, "person_id"),
        Index(None, "entry_seq"),
        impersonal("rotation_id", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    person_id: Mapped[int]
    ordinal: Mapped[int]
    result: Mapped[str] = mapped_column(String(12), info=personal("service", _SCREENED, "number", erased=STAYS))
    screened_on: Mapped[date] = mapped_column(info=personal("service", _SCREENED, "number", erased=STAYS))
    remark: Mapped[str] = mapped_column(String(400), info=REASON)
    screened_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    screened_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class UnitConcern(Sealed, Base):
    """A concern about a whole unit, raised by the Secretariat (S ¶126)."""

    __tablename__ = "unit_concern"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_concern_rotation"
        ),
        CheckConstraint("length(concern) > 0", name="says_something"),
        Index(None, "rotation_id"),
        impersonal("rotation_id", "raised_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    concern: Mapped[str] = mapped_column(String(2000), info=REASON)
    raised_on: Mapped[date]
    raised_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    raised_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class UnitMitigation(Sealed, Base):
    """What was done about a concern: it holds no acceptance up any more."""

    __tablename__ = "unit_mitigation"
    __table_args__ = (
        CheckConstraint("length(measure) > 0", name="says_something"),
        impersonal("concern_id", "taken_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    concern_id: Mapped[int] = mapped_column(ForeignKey(UnitConcern.id), unique=True)
    measure: Mapped[str] = mapped_column(String(2000), info=REASON)
    taken_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class MedicalClearance(Sealed, Base):
    """The UN's technical clearance of a medical member of a rotation: an act of the UN, not of the State (R14)."""

    __tablename__ = "medical_clearance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_clearance_rotation"
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_clearance_person"),
        UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_medical_clearance"),
        CheckConstraint("result IN ('cleared', 'not_cleared')", name="result_is_known"),
        Index(None, "person_id"),
        impersonal("rotation_id", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    person_id: Mapped[int]
    ordinal: Mapped[int]
    result: Mapped[str] = mapped_column(String(12), info=personal("service", _CLEARED, "number", erased=STAYS))
    decided_on: Mapped[date] = mapped_column(info=personal("service", _CLEARED, "number", erased=STAYS))
    remark: Mapped[str] = mapped_column(String(400), info=REASON)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class Rehatting(Sealed, Base):
    """A rotation that comes over from another organisation's operation, with its days (R52)."""

    __tablename__ = "rehatting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_rehatting_rotation"
        ),
        UniqueConstraint("rotation_id"),
        CheckConstraint("deadline_on >= transfer_on", name="days_in_order"),
        CheckConstraint("length(organisation) > 0", name="comes_from_somewhere"),
        impersonal("rotation_id", "organisation", "transfer_on", "deadline_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(120))
    #: The day on which authority is transferred.
    transfer_on: Mapped[date]
    #: By then everything that remains must be there.
    deadline_on: Mapped[date]
    remark: Mapped[str] = mapped_column(String(400), info=REASON)
    opened_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    opened_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (Screening, UnitConcern, UnitMitigation, MedicalClearance, Rehatting):
    keep_for_ever(_model)
