from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models.versions import Curriculum, CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.states.models import Mission, State


class FieldPriority(Sealed, Base):
    """What a force commander or a contributor asks training to teach (R24)."""

    __tablename__ = "field_priority"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) = 1",
            name="from_one_of_them",
        ),
        CheckConstraint("rank BETWEEN 1 AND 5", name="rank_is_known"),
        CheckConstraint("length(title) > 0", name="has_a_title"),
        impersonal("title", "rank", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    state_code: Mapped[str | None] = mapped_column(ForeignKey(State.code))
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(String(4000), info=REASON)
    #: 1 is the most urgent of its author's.
    rank: Mapped[int]
    asked_on: Mapped[date]
    submitted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    submitted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PriorityStep(Sealed, Base):
    """What became of a priority. It is reflected by a version that teaches it, and by nothing else."""

    __tablename__ = "priority_step"
    __table_args__ = (
        UniqueConstraint("priority_id", "ordinal"),
        CheckConstraint("kind IN ('accepted', 'merged', 'refused', 'reflected')", name="kind_is_known"),
        CheckConstraint("(kind = 'merged') = (into_id IS NOT NULL)", name="merged_into_one"),
        CheckConstraint("(kind = 'reflected') = (version_id IS NOT NULL)", name="reflected_by_a_version"),
        CheckConstraint("kind <> 'refused' OR length(reason) > 0", name="refused_with_a_reason"),
        impersonal("ordinal", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey(FieldPriority.id))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    into_id: Mapped[int | None] = mapped_column(ForeignKey(FieldPriority.id))
    #: The curriculum that is to teach it, when that is known already.
    curriculum_code: Mapped[str | None] = mapped_column(ForeignKey(Curriculum.code))
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (FieldPriority, PriorityStep):
    keep_for_ever(_model)
