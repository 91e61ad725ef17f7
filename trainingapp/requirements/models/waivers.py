from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.people.models import Person
from trainingapp.states.models import State


class Waiver(Sealed, Base):
    """A dispensation: in one rotation, a requirement need not be met through a last day, on somebody's authority.

    For the whole rotation, or for the persons named. It is counted apart and never as held; when it ends, the gap is
    open again.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_waiver_rotation"
        ),
        UniqueConstraint("state_code", "id", name="uq_waiver_with_state"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("length(authority) > 0 AND length(consent) > 0", name="on_somebodys_authority"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "rotation_id"),
        Index(None, "entry_seq"),
        impersonal("whole_rotation", "first_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    whole_rotation: Mapped[bool]
    first_day: Mapped[date]
    last_day: Mapped[date]
    #: Who grants it, by office.
    authority: Mapped[str] = mapped_column(String(160), info=REASON)
    #: Where the mission's consent is found: the number and date of its letter.
    consent: Mapped[str] = mapped_column(String(200), info=REASON)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    granted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    granted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class WaiverPerson(Sealed, Base):
    """Somebody whom a waiver is for."""

    __tablename__ = "waiver_person"
    __table_args__ = (
        UniqueConstraint("waiver_id", "person_id"),
        ForeignKeyConstraint(["state_code", "waiver_id"], [Waiver.state_code, Waiver.id], name="fk_waiver_person_of"),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_waiver_person_who"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    waiver_id: Mapped[int]
    person_id: Mapped[int]


class WaiverEnd(Sealed, Base):
    """The end of a waiver before its time: on the days after `ended_on` it waives nothing."""

    __tablename__ = "waiver_end"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "entry_seq"),
        impersonal("ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    waiver_id: Mapped[int] = mapped_column(ForeignKey(Waiver.id), unique=True)
    #: The last day on which it waives; before its first day: it never did.
    ended_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (Waiver, WaiverPerson, WaiverEnd):
    keep_for_ever(_model)
