from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import Institution, Mission, State

TAUGHT = N_("To know who stood behind a training, so that a certificate can be traced to who taught")


class TrainingSession(Sealed, Base):
    """One delivery of a version by an institution, or by a mission's training cell. What changes stands in its plan."""

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) = 1",
            name="delivered_by_one",
        ),
        CheckConstraint(
            "kind IN ('delivery', 'trainers', 'mobile_team', 'exercise', 'seminar', 'support', 'bridging')",
            name="kind_is_known",
        ),
        CheckConstraint("(kind = 'bridging') = (bridging_from IS NOT NULL)", name="bridges_from_a_version"),
        Index(None, "version_id"),
        Index(None, "institution_code"),
        Index(None, "mission_code"),
        impersonal("number", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: What people call it, the year and a running number: 2017-0042.
    number: Mapped[str] = mapped_column(String(12), unique=True)
    #: Who delivers it: one of the two.
    institution_code: Mapped[str | None] = mapped_column(ForeignKey(Institution.code))
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    kind: Mapped[str] = mapped_column(String(12))
    #: The earlier version that its participants hold, when only the bridging lessons are taught.
    bridging_from: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    planned_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    planned_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionPlan(Sealed, Base):
    """When, where, in which language, for how many, with whose money. The plan with the highest ordinal holds."""

    __tablename__ = "session_plan"
    __table_args__ = (
        UniqueConstraint("session_id", "ordinal"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("places > 0", name="has_places"),
        CheckConstraint("funding IN ('voluntary', 'national', 'bilateral', 'assessed', 'other')", name="funding_known"),
        CheckConstraint("funding <> 'assessed' OR length(note) > 0", name="assessed_money_needs_a_note"),
        Index(None, "starts_on", "ends_on"),
        impersonal(why=N_("When and where training takes place")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    ordinal: Mapped[int]
    starts_on: Mapped[date]
    #: The last day of it.
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8))
    places: Mapped[int]
    funding: Mapped[str] = mapped_column(String(12))
    #: The component that delivers it, as people call it: the human rights component, a mobile training team.
    component: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(400))
    planned_by: Mapped[str] = mapped_column(String(64))
    planned_at: Mapped[datetime] = mapped_column(Moment)


class SessionStep(Sealed, Base):
    """A step in the life of a session. The one with the highest ordinal says where it stands; none: planned."""

    __tablename__ = "session_step"
    __table_args__ = (
        UniqueConstraint("session_id", "ordinal"),
        CheckConstraint("kind IN ('open', 'confirmed', 'running', 'completed', 'cancelled')", name="kind_is_known"),
        CheckConstraint("kind <> 'cancelled' OR length(reason) > 0", name="cancelled_with_a_reason"),
        Index(None, "entry_seq"),
        impersonal("kind", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    stepped_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    stepped_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionTrainer(Sealed, Base):
    """Who teaches in a session: the lead instructor, or a trainer beside them.

    Personal data: everything here. Purpose: the chain from a certificate back to who taught.
    """

    __tablename__ = "session_trainer"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", "ordinal"),
        ForeignKeyConstraint(
            ["state_code", "person_id"], [Person.state_code, Person.id], name="fk_session_trainer_person"
        ),
        CheckConstraint("role IN ('lead', 'trainer')", name="role_is_known"),
        Index(None, "person_id"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: The State that the trainer is of.
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    person_id: Mapped[int]
    #: Counts how often the person was named: a second time can only follow an end.
    ordinal: Mapped[int]
    role: Mapped[str] = mapped_column(String(8), info=personal("training", TAUGHT, "number", erased=STAYS))
    named_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    named_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionTrainerEnd(Sealed, Base):
    """Somebody who was named and does not teach after all."""

    __tablename__ = "session_trainer_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey(SessionTrainer.id), unique=True)
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (TrainingSession, SessionPlan, SessionStep, SessionTrainer, SessionTrainerEnd):
    keep_for_ever(_model)
