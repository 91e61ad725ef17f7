from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.completions.models import Completion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.states.models import State
from trainingapp.training.models.nominations import Nomination
from trainingapp.training.models.sessions import TrainingSession


class SessionClosing(Sealed, Base):
    """The word of who ran a session that its results are complete. Completions wait for a second person's word."""

    __tablename__ = "session_closing"
    __table_args__ = (
        UniqueConstraint("session_id", "ordinal"),
        impersonal("ordinal", "content_sha256", "passed", "failed", "absent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    #: Counts closings of the session: a second one can only follow one that was sent back.
    ordinal: Mapped[int]
    #: Of what was closed: attendance, checks and results as they stood. Any change of them asks for a new closing.
    content_sha256: Mapped[str] = mapped_column(String(64))
    passed: Mapped[int]
    failed: Mapped[int]
    absent: Mapped[int]
    closed_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    closed_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionClosingOutcome(Sealed, Base):
    """A second person's word on a closing: confirmed, and completions are recorded; or sent back, with what to mend."""

    __tablename__ = "session_closing_outcome"
    __table_args__ = (
        CheckConstraint("kind IN ('confirmed', 'sent_back')", name="kind_is_known"),
        CheckConstraint("kind <> 'sent_back' OR length(reason) > 0", name="sent_back_with_a_reason"),
        # The database itself refuses one person who closes and confirms.
        CheckConstraint("decided_by <> closed_by", name="by_a_second_person"),
        impersonal("kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey(SessionClosing.id), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    closed_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SessionCompletion(Sealed, Base):
    """The session that stands behind a completion, and the nomination it came from: the chain of trust."""

    __tablename__ = "session_completion"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            [Nomination.state_code, Nomination.id],
            name="fk_session_completion_nomination",
        ),
        Index(None, "nomination_id"),
        Index(None, "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    nomination_id: Mapped[int]
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id), unique=True)


for _model in (SessionClosing, SessionClosingOutcome, SessionCompletion):
    keep_for_ever(_model)
