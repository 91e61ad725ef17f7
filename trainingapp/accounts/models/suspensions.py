"""What keeps somebody out for a while: of one account, or of everybody who acts for a State."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.states.models import State


class AccountSuspension(Sealed, Base):
    """An account that may not sign in, from this moment until the suspension is lifted. Its roles stay as they are."""

    __tablename__ = "account_suspension"
    __table_args__ = (
        UniqueConstraint("account_id", "ordinal"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    #: Counts the suspensions of one account: a second one can only follow a lifted first.
    ordinal: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    suspended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    suspended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AccountSuspensionEnd(Sealed, Base):
    """The end of an account's suspension."""

    __tablename__ = "account_suspension_end"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    suspension_id: Mapped[int] = mapped_column(ForeignKey(AccountSuspension.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    lifted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    lifted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class StateSuspension(Sealed, Base):
    """A State whose roles hold for nobody, from this moment until the suspension is lifted. The reason is shown to
    those whom it keeps out."""

    __tablename__ = "state_suspension"
    __table_args__ = (
        UniqueConstraint("state_code", "ordinal"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Counts the suspensions of one State: a second one can only follow a lifted first.
    ordinal: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    suspended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    suspended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class StateSuspensionEnd(Sealed, Base):
    """The end of a State's suspension."""

    __tablename__ = "state_suspension_end"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    suspension_id: Mapped[int] = mapped_column(ForeignKey(StateSuspension.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    lifted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    lifted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (AccountSuspension, AccountSuspensionEnd, StateSuspension, StateSuspensionEnd):
    keep_for_ever(_model)
