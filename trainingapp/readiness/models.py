from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_


class CoverageStep(Base):
    """Derived: on this day, so many more or fewer of a rotation are required to hold a curriculum, and hold it.

    The sum of the steps up to a day is the coverage of that day. People of a contingent train on common days, so the
    steps are few. Thrown away and rebuilt per rotation from the journal's feed.
    """

    __tablename__ = "coverage_change"
    __table_args__ = (
        Index(None, "rotation_id"),
        impersonal(why=N_("Numbers of people, by rotation, curriculum and sex; made again from the facts")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rotation_id: Mapped[int] = mapped_column(ForeignKey(Rotation.id))
    #: Empty: `required` counts the persons on the roll, `held` those who hold everything that is mandatory for them.
    curriculum_code: Mapped[str | None] = mapped_column(ForeignKey(Curriculum.code))
    sex: Mapped[str] = mapped_column(String(12))
    day: Mapped[date]
    required: Mapped[int]
    held: Mapped[int]
    #: Not held, and waived.
    waived: Mapped[int]
    #: Held, and without a break to the end of the tour.
    through: Mapped[int]
    #: Held with evidence at least that strong.
    recorded: Mapped[int]
    certified: Mapped[int]
    verified: Mapped[int]


class CoverageMade(Base):
    """Derived: the entry of the journal at which the steps of a rotation were last computed.

    By it a process that holds them in memory finds those that changed since.
    """

    __tablename__ = "coverage_made"
    __table_args__ = (
        Index(None, "seq"),
        impersonal(why=N_("How far the numbers have been made")),
    )

    rotation_id: Mapped[int] = mapped_column(ForeignKey(Rotation.id), primary_key=True)
    seq: Mapped[int]


class Watermark(Base):
    """Derived: up to which entry of the journal the steps are right, and when they were made so."""

    __tablename__ = "coverage_watermark"
    __table_args__ = (
        CheckConstraint("id = 1", name="is_one_row"),
        impersonal(why=N_("How far the numbers have been made")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
