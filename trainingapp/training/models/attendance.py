from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.states.models import State
from trainingapp.training.models.nominations import Nomination
from trainingapp.training.models.sessions import TrainingSession

SAT_THERE = N_("To know who was really in the room, and what they could do at the end")
_KEPT = personal("training", SAT_THERE, "number", erased=STAYS)


class SignInSheet(Sealed, Base):
    """A sheet printed for one day of a session, by its number. Its QR code leads to the attendance of that day."""

    __tablename__ = "sign_in_sheet"
    __table_args__ = (UniqueConstraint("session_id", "day", "ordinal"), impersonal("number", "day", "ordinal"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id))
    day: Mapped[date]
    ordinal: Mapped[int]
    #: What stands on the paper: 2017-0042/3-1 is the first sheet of the third day.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    printed_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    printed_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttendanceMark(Sealed, Base):
    """Whether somebody was there on a day, or in a lesson of it. The mark with the highest ordinal holds."""

    __tablename__ = "attendance_mark"
    __table_args__ = (
        UniqueConstraint("nomination_id", "day", "lesson", "ordinal", name="uq_attendance_mark"),
        ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            [Nomination.state_code, Nomination.id],
            name="fk_attendance_mark_nomination",
        ),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    nomination_id: Mapped[int]
    day: Mapped[date] = mapped_column(info=_KEPT)
    #: The key of a lesson; empty for the whole day.
    lesson: Mapped[str] = mapped_column(String(60), info=_KEPT)
    ordinal: Mapped[int]
    present: Mapped[bool] = mapped_column(info=_KEPT)
    marked_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    marked_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class CheckMark(Sealed, Base):
    """A practical check of one element: passed or not. The mark with the highest ordinal holds."""

    __tablename__ = "check_mark"
    __table_args__ = (
        UniqueConstraint("nomination_id", "lesson", "ordinal"),
        ForeignKeyConstraint(
            ["state_code", "nomination_id"], [Nomination.state_code, Nomination.id], name="fk_check_mark_nomination"
        ),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    nomination_id: Mapped[int]
    #: The key of the lesson that is checked.
    lesson: Mapped[str] = mapped_column(String(60), info=_KEPT)
    ordinal: Mapped[int]
    passed: Mapped[bool] = mapped_column(info=_KEPT)
    marked_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    marked_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class ResultMark(Sealed, Base):
    """What came of it for one participant: a result, and a score where there is one. The highest ordinal holds."""

    __tablename__ = "result_mark"
    __table_args__ = (
        UniqueConstraint("nomination_id", "ordinal"),
        ForeignKeyConstraint(
            ["state_code", "nomination_id"], [Nomination.state_code, Nomination.id], name="fk_result_mark_nomination"
        ),
        CheckConstraint("result IN ('pass', 'fail', 'attended', 'no_show')", name="result_is_known"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_is_a_percentage"),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    nomination_id: Mapped[int]
    ordinal: Mapped[int]
    result: Mapped[str] = mapped_column(String(8), info=_KEPT)
    #: Percent.
    score: Mapped[float | None] = mapped_column(info=personal("training", SAT_THERE, "person"))
    marked_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    marked_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (SignInSheet, AttendanceMark, CheckMark, ResultMark):
    keep_for_ever(_model)
