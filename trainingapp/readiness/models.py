from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import Base


class CoverageStep(Base):
    """Derived: on this day, so many more or fewer of a rotation are required to hold a curriculum, and hold it.

    The sum of the steps up to a day is the coverage of that day. People of a contingent train on common days, so the
    steps are few. Thrown away and rebuilt per rotation from the journal's feed.
    """

    __tablename__ = "coverage_step"
    __table_args__ = (Index(None, "rotation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rotation_id: Mapped[int] = mapped_column(ForeignKey(Rotation.id))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    sex: Mapped[str] = mapped_column(String(12))
    day: Mapped[date]
    required: Mapped[int]
    held: Mapped[int]


class Watermark(Base):
    """Derived: up to which entry of the journal the steps are right."""

    __tablename__ = "coverage_watermark"
    __table_args__ = (CheckConstraint("id = 1", name="is_one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
