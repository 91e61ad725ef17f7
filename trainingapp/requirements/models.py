from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_


class Requirement(Sealed, Base):
    """A dated rule: these people, in these missions, must hold this curriculum."""

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint("holds_through IS NULL OR holds_through >= holds_from", name="days_in_order"),
        impersonal(why=N_("Who must hold which curriculum")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    mandatory: Mapped[bool]
    #: Space-separated person categories it binds; empty: all.
    categories: Mapped[str] = mapped_column(String(120))
    #: Binds only functions designated as tactical decision makers.
    decision_makers_only: Mapped[bool]
    #: Binds only in missions that carry this flag on the day of deployment; empty: in all.
    mission_flag: Mapped[str | None] = mapped_column(String(24))
    phase: Mapped[str] = mapped_column(String(24))
    holds_from: Mapped[date]
    holds_through: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    #: Whether it is a policy setting rather than a sourced rule.
    assumption: Mapped[bool]
    #: What is assumed, in words; empty when nothing is.
    note: Mapped[str | None] = mapped_column(String(400))
