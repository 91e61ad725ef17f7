from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.rosters.models import Batch
from trainingapp.states.models import State

TRAINED = N_("To know who was trained in what, and until when it counts")
FOUND_AGAIN = N_("To find the row of the file that a result came from")


class Completion(Sealed, Base):
    """One person, one version of a curriculum, one day, one result. Never edited.

    Personal data: everything here. Purpose: to know who is trained. Once somebody is erased, the result stays for the
    counts, of a person without a name.

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
        Index(None, "carried_from"),
        impersonal("ordinal", "recorded_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    completed_on: Mapped[date] = mapped_column(info=personal("training", TRAINED, "number", erased=STAYS))
    ordinal: Mapped[int]
    result: Mapped[str] = mapped_column(String(8), info=personal("training", TRAINED, "number", erased=STAYS))
    #: Percent.
    score: Mapped[float | None] = mapped_column(info=personal("training", TRAINED, "person"))
    #: Copied from the version's rule when recorded: the last day it counts; empty for ever, or for no pass.
    valid_through: Mapped[date | None] = mapped_column(info=personal("training", TRAINED, "number", erased=STAYS))
    evidence: Mapped[str] = mapped_column(String(16), info=personal("training", TRAINED, "number", erased=STAYS))
    #: The file it came from, and the row a person sees there; empty when typed by hand.
    batch_id: Mapped[int | None]
    row: Mapped[int | None] = mapped_column(info=personal("training", FOUND_AGAIN, "person"))
    recorded_on: Mapped[date]
    #: The completion of another State's row that this is carried over from, for whoever changed States; withdrawing
    #: that one withdraws this one.
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))


class CompletionWithdrawal(Sealed, Base):
    """A completion taken back: from this moment it never counted."""

    __tablename__ = "completion_withdrawal"
    __table_args__ = (
        CheckConstraint("kind IN ('withdrawn', 'corrected', 'batch_undone')", name="kind_is_known"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "entry_seq"),
        impersonal("kind", "replaced_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    #: The completion that stands in its place, when it was corrected.
    replaced_by: Mapped[str | None] = mapped_column(String(22))
    withdrawn_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    withdrawn_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class RecordingSuspension(Sealed, Base):
    """What an account recorded for a State since a moment, put under review by one act until that is lifted.

    It holds the rows that `CompletionHold` names, and the certificates that the room above names; nothing that the
    account recorded afterwards.
    """

    __tablename__ = "recording_suspension"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("since <= suspended_at", name="not_in_the_future"),
        Index(None, "account_id"),
        impersonal("by_the_register"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Whose recordings.
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    since: Mapped[datetime] = mapped_column(Moment, info=ACTED)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    #: Whether the register's administration did it, and not the State itself: then only it can lift it.
    by_the_register: Mapped[bool]
    suspended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    suspended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class RecordingSuspensionEnd(Sealed, Base):
    """The end of such a review: everything that it held counts again as before."""

    __tablename__ = "recording_suspension_end"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"), Index(None, "entry_seq"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    suspension_id: Mapped[int] = mapped_column(ForeignKey(RecordingSuspension.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    lifted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    lifted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class CompletionHold(Sealed, Base):
    """A completion under review: while any suspension that holds it lasts, it counts on no day, as if withdrawn."""

    __tablename__ = "completion_hold"
    __table_args__ = (
        UniqueConstraint("suspension_id", "completion_id"),
        Index(None, "completion_id"),
        Index(None, "entry_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    suspension_id: Mapped[int] = mapped_column(ForeignKey(RecordingSuspension.id))
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id))


keep_for_ever(Completion)
keep_for_ever(CompletionWithdrawal)
keep_for_ever(RecordingSuspension)
keep_for_ever(RecordingSuspensionEnd)
keep_for_ever(CompletionHold)
