from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_


class Curriculum(Base):
    """A course by its stable code, whatever its version."""

    __tablename__ = "curriculum"
    __table_args__ = impersonal(why=N_("Curricula"))

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))


class CurriculumVersion(Sealed, Base):
    """One published state of a curriculum. What it says never changes; the file it came from is kept by its hash."""

    __tablename__ = "curriculum_version"
    __table_args__ = (
        UniqueConstraint("curriculum_code", "label"),
        CheckConstraint("status IN ('pilot', 'published')", name="status_is_known"),
        CheckConstraint("validity_kind IN ('months', 'unlimited', 'rotation')", name="validity_kind_is_known"),
        CheckConstraint("minutes > 0", name="has_minutes"),
        impersonal(why=N_("What is taught in each curriculum")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    label: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    effective_from: Mapped[date]
    #: The day another version took its place, and the last day on which this one still counts.
    superseded_on: Mapped[date | None]
    transition_until: Mapped[date | None]
    minutes: Mapped[int]
    lesson_count: Mapped[int]
    pass_kind: Mapped[str] = mapped_column(String(16))
    #: Percent; empty when there is no mark.
    pass_mark: Mapped[int | None]
    validity_kind: Mapped[str] = mapped_column(String(12))
    validity_months: Mapped[int | None]
    #: Space-separated codes: topics covered, languages it exists in.
    topics: Mapped[str] = mapped_column(String(200))
    languages: Mapped[str] = mapped_column(String(60))
    #: JSON: the whole file as checked: modules, lessons, audience, sources, assumptions, titles in other languages.
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))


class Lesson(Base):
    """A lesson of a version. Its key is its identity across versions; its number is where it stands in this one."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        UniqueConstraint("version_id", "number"),
        impersonal(why=N_("The lessons of curricula")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    topics: Mapped[str] = mapped_column(String(120))
