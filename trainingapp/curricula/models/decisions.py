from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models.versions import Curriculum, CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_


class ValidityDecision(Sealed, Base):
    """A dated decision that completions of a version count for another time than its text says.

    It reaches completions made from its day on, or all that still counted on it; of several, the latest `from_on`
    that reaches a completion holds.
    """

    __tablename__ = "validity_decision"
    __table_args__ = (
        UniqueConstraint("version_id", "from_on", "reaches", name="uq_validity_decision_on_a_day"),
        CheckConstraint("kind IN ('months', 'unlimited', 'rotation')", name="kind_is_known"),
        CheckConstraint("(kind = 'unlimited' AND months IS NULL) OR kind <> 'unlimited'", name="unlimited_has_none"),
        CheckConstraint("kind <> 'months' OR months > 0", name="months_are_said"),
        CheckConstraint("reaches IN ('new', 'all')", name="reach_is_known"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal(why=N_("For how long completions count, as decided later")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    kind: Mapped[str] = mapped_column(String(12))
    months: Mapped[int | None]
    reaches: Mapped[str] = mapped_column(String(4))
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class Equivalence(Sealed, Base):
    """Training that stands for a curriculum: all of its parts together, on the days it holds, on somebody's authority.

    Earlier training of another organisation (re-hatting, R52) is a part like any other: its course is in the catalogue.
    """

    __tablename__ = "equivalence"
    __table_args__ = (
        CheckConstraint("holds_through IS NULL OR holds_through >= holds_from", name="days_in_order"),
        CheckConstraint("length(authority) > 0 AND length(reference) > 0", name="on_somebodys_authority"),
        impersonal(why=N_("Which training stands for another")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: What the parts stand for.
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    holds_from: Mapped[date]
    #: The last day; empty: until it is ended.
    holds_through: Mapped[date | None]
    authority: Mapped[str] = mapped_column(String(160))
    reference: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(400))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class EquivalencePart(Sealed, Base):
    """A curriculum that must be held for the equivalence; in one version of it, or in any."""

    __tablename__ = "equivalence_part"
    __table_args__ = (
        UniqueConstraint("equivalence_id", "curriculum_code"),
        impersonal(why=N_("Which training stands for another")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    equivalence_id: Mapped[int] = mapped_column(ForeignKey(Equivalence.id))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    #: Empty: any version.
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))


class EquivalenceEnd(Sealed, Base):
    """The end of an equivalence before its time, or its taking back: from its first day on, it stands for nothing."""

    __tablename__ = "equivalence_end"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal(why=N_("Which training stands for another no more")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    equivalence_id: Mapped[int] = mapped_column(ForeignKey(Equivalence.id), unique=True)
    #: The first day on which it holds no more.
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)


for _model in (ValidityDecision, Equivalence, EquivalencePart, EquivalenceEnd):
    keep_for_ever(_model)
