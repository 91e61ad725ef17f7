from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.people.models import Person
from trainingapp.states.models import State
from trainingapp.training.models.sessions import TrainingSession


class Nomination(Sealed, Base):
    """A State's wish that a person of its own takes part in a session.

    Personal data: everything here. Purpose: to know who was in the room, and on whose behalf.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", "ordinal"),
        UniqueConstraint("state_code", "id", name="uq_nomination_with_state"),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_nomination_person"),
        Index(None, "person_id"),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    person_id: Mapped[int]
    #: Counts how often the person was nominated here: a second time can only follow a withdrawal.
    ordinal: Mapped[int]
    nominated_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    nominated_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class NominationStep(Sealed, Base):
    """What was decided about a nomination. The step with the highest ordinal holds; none: it waits for a decision."""

    __tablename__ = "nomination_step"
    __table_args__ = (
        UniqueConstraint("nomination_id", "ordinal"),
        ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            [Nomination.state_code, Nomination.id],
            name="fk_nomination_step_nomination",
        ),
        CheckConstraint("kind IN ('accepted', 'waiting', 'declined', 'withdrawn')", name="kind_is_known"),
        CheckConstraint("kind <> 'declined' OR length(reason) > 0", name="declined_with_a_reason"),
        Index(None, "entry_seq"),
        impersonal("kind", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    nomination_id: Mapped[int]
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


keep_for_ever(Nomination)
keep_for_ever(NominationStep)
