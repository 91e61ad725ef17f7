from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_


class Requirement(Sealed, Base):
    """A dated rule: these people, in these missions, must hold this curriculum. What narrows it stands beside it."""

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


class RequirementReach(Sealed, Base):
    """Whom, where and when a rule binds, where it is narrower than category, flag and deployment. One row for a rule.

    Lists are separated by spaces; an empty one binds all.
    """

    __tablename__ = "requirement_reach"
    __table_args__ = (
        CheckConstraint("due IN ('deployment', 'arrival', 'end')", name="due_is_known"),
        CheckConstraint("due_days >= 0", name="due_days_are_days"),
        CheckConstraint("counts_days IS NULL OR counts_days > 0", name="counts_days"),
        impersonal(why=N_("Who must hold which curriculum")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    requirement_code: Mapped[str] = mapped_column(ForeignKey(Requirement.code), unique=True)
    #: military, police.
    components: Mapped[str] = mapped_column(String(40))
    unit_types: Mapped[str] = mapped_column(String(400))
    missions: Mapped[str] = mapped_column(String(400))
    rank_bands: Mapped[str] = mapped_column(String(200))
    functions: Mapped[str] = mapped_column(String(400))
    #: deployment: on every day of the tour and before; arrival: from so many days after deployment; end: in the last
    #: so many days of the tour.
    due: Mapped[str] = mapped_column(String(12))
    due_days: Mapped[int]
    #: A completion counts at most so many days for this rule: 365 for what is done every year. Empty: as it says.
    counts_days: Mapped[int | None]
    #: Labels of the versions that are accepted; empty: every version, as long as it counts.
    versions: Mapped[str] = mapped_column(String(200))


class RequirementEnd(Sealed, Base):
    """The end of a rule: it binds no rotation that deploys after its last day. Those it bound stay bound."""

    __tablename__ = "requirement_end"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal(why=N_("Who must hold which curriculum")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    requirement_code: Mapped[str] = mapped_column(ForeignKey(Requirement.code), unique=True)
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400))
    ended_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime] = mapped_column(Moment)


for _model in (Requirement, RequirementReach, RequirementEnd):
    keep_for_ever(_model)
