from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import UnitType
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_
from trainingapp.states.models import Mission

_WHY = N_("What a mission requires of a kind of unit")


class UnitStatement(Sealed, Base):
    """A version of the statement of unit requirements of a mission for a kind of unit (R12).

    It binds the rotations that deploy on or after its first day, until the next version begins; it is never edited.
    """

    __tablename__ = "unit_statement"
    __table_args__ = (
        UniqueConstraint("mission_code", "unit_type_code", "version", name="uq_unit_statement_version"),
        UniqueConstraint("mission_code", "unit_type_code", "effective_from", name="uq_unit_statement_first_day"),
        CheckConstraint("version > 0", name="versions_count"),
        CheckConstraint("headcount > 0", name="has_headcount"),
        CheckConstraint("length(source) > 0", name="has_a_source"),
        impersonal(why=_WHY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    mission_code: Mapped[str] = mapped_column(ForeignKey(Mission.code))
    unit_type_code: Mapped[str] = mapped_column(ForeignKey(UnitType.code))
    version: Mapped[int]
    effective_from: Mapped[date]
    #: Persons.
    headcount: Mapped[int]
    #: The working language of the unit, as the statement says.
    language: Mapped[str] = mapped_column(String(2))
    source: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(400))
    stated_by: Mapped[str] = mapped_column(String(64))
    stated_at: Mapped[datetime] = mapped_column(Moment)


class UnitStatementLine(Sealed, Base):
    """A curriculum that a statement asks for: of everybody in the unit, or of those with certain functions."""

    __tablename__ = "unit_statement_line"
    __table_args__ = (
        UniqueConstraint("statement_id", "curriculum_code", name="uq_unit_statement_line"),
        CheckConstraint("persons IS NULL OR persons > 0", name="some_persons"),
        impersonal(why=_WHY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey(UnitStatement.id))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    #: Function codes separated by spaces; empty: everybody in the unit.
    functions: Mapped[str] = mapped_column(String(400))
    #: How many with these functions the unit must have; empty: not said.
    persons: Mapped[int | None]


for _model in (UnitStatement, UnitStatementLine):
    keep_for_ever(_model)
