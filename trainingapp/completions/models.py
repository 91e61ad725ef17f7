from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.people.models import Person
from trainingapp.rosters.models import Batch
from trainingapp.states.models import State


class Completion(Sealed, Base):
    """One person, one version of a curriculum, one day, one result. Never edited.

    `ordinal` counts the records of one person, version and day: a second one can only follow a withdrawn first.
    """

    __tablename__ = "completion"
    __table_args__ = (
        UniqueConstraint("person_id", "version_id", "completed_on", "ordinal", name="uq_completion_fact"),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_completion_person"),
        ForeignKeyConstraint(["state_code", "batch_id"], [Batch.state_code, Batch.id], name="fk_completion_batch"),
        CheckConstraint("result IN ('pass', 'fail', 'attended')", name="result_is_known"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_is_a_percentage"),
        CheckConstraint("valid_through IS NULL OR valid_through >= completed_on", name="days_in_order"),
        CheckConstraint("recorded_on >= completed_on", name="not_in_the_future"),
        CheckConstraint("evidence IN ('self_declared', 'recorded', 'certified', 'verified')", name="evidence_is_known"),
        Index(None, "batch_id"),
        Index(None, "version_id", "completed_on"),
        Index(None, "entry_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    completed_on: Mapped[date]
    ordinal: Mapped[int]
    result: Mapped[str] = mapped_column(String(8))
    #: Percent.
    score: Mapped[float | None]
    #: Copied from the version's rule when recorded: the last day it counts; empty for ever, or for no pass.
    valid_through: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(16))
    #: The file it came from, and the row a person sees there; empty when typed by hand.
    batch_id: Mapped[int | None]
    row: Mapped[int | None]
    recorded_on: Mapped[date]


class CompletionWithdrawal(Sealed, Base):
    """A completion taken back: from this moment it never counted."""

    __tablename__ = "completion_withdrawal"
    __table_args__ = (
        CheckConstraint("kind IN ('withdrawn', 'corrected', 'batch_undone')", name="kind_is_known"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "entry_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(400))
    #: The completion that stands in its place, when it was corrected.
    replaced_by: Mapped[str | None] = mapped_column(String(22))
    withdrawn_by: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime] = mapped_column(Moment)


keep_for_ever(Completion)
keep_for_ever(CompletionWithdrawal)
