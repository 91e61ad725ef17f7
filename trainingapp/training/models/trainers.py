from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.completions.models import Completion
from trainingapp.curricula.models import Curriculum
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.people.models import Person
from trainingapp.states.models import State
from trainingapp.training.models.sessions import TAUGHT, TrainingSession


class TrainerWithdrawal(Sealed, Base):
    """A trainer's qualification taken back from a day on, for one curriculum or for all."""

    __tablename__ = "trainer_withdrawal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "person_id"], [Person.state_code, Person.id], name="fk_trainer_withdrawal_person"
        ),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    #: Empty: all curricula.
    curriculum_code: Mapped[str | None] = mapped_column(ForeignKey(Curriculum.code))
    #: The first day on which the person was no longer qualified.
    from_on: Mapped[date] = mapped_column(info=personal("training", TAUGHT, "number", erased=STAYS))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    withdrawn_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    withdrawn_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionWithdrawal(Sealed, Base):
    """A session whose training is in doubt. Nothing is revoked by it: each completion behind it is reviewed."""

    __tablename__ = "session_withdrawal"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    withdrawn_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    withdrawn_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class ReviewOutcome(Sealed, Base):
    """Somebody looked at a completion whose trainer or session was withdrawn, and lets it stand, with the reason.

    Taking it back is a withdrawal of the completion itself.
    """

    __tablename__ = "review_outcome"
    __table_args__ = (
        UniqueConstraint("completion_id", "cause"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal("cause"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id))
    #: The public id of the withdrawal that asked for the review.
    cause: Mapped[str] = mapped_column(String(22))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    reviewed_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    reviewed_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (TrainerWithdrawal, SessionWithdrawal, ReviewOutcome):
    keep_for_ever(_model)
