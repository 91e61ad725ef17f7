from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
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
    #: As its file said it when it was loaded: the day another version took its place, and the last day on which this
    #: one still counts. What was decided since stands in `VersionStep`.
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


class VersionStep(Sealed, Base):
    """What was decided about a version after it came: a pilot published, superseded by another, or withdrawn.

    Once of each. The version itself never changes.
    """

    __tablename__ = "version_step"
    __table_args__ = (
        UniqueConstraint("version_id", "kind"),
        CheckConstraint("kind IN ('published', 'superseded', 'withdrawn')", name="kind_is_known"),
        CheckConstraint("counts_through IS NULL OR kind <> 'published'", name="only_an_end_has_a_transition"),
        CheckConstraint("counts_through IS NULL OR counts_through >= from_on", name="transition_after_the_day"),
        CheckConstraint("kind <> 'withdrawn' OR length(reason) > 0", name="withdrawn_with_a_reason"),
        impersonal(why=N_("What became of versions of curricula")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    kind: Mapped[str] = mapped_column(String(12))
    #: The first day on which it is so.
    from_on: Mapped[date]
    #: The last day on which completions of it still count; empty: through the eve of `from_on`.
    counts_through: Mapped[date | None]
    #: The version that takes its place.
    successor_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    reason: Mapped[str] = mapped_column(String(400))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)


keep_for_ever(CurriculumVersion)
keep_for_ever(VersionStep)
