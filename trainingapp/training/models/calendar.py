from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, impersonal


class CalendarFeed(Sealed, Base):
    """A secret address at which a calendar program reads the sessions that an account may see, until it is ended.

    Only the fingerprint of its token is kept. The feed names nobody.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (Index(None, "account_id"), impersonal("token_sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    #: SHA-256 of 256 random bits.
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class CalendarFeedEnd(Sealed, Base):
    """A calendar's address that was ended: it answers nobody any more."""

    __tablename__ = "calendar_feed_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey(CalendarFeed.id), unique=True)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


keep_for_ever(CalendarFeed)
keep_for_ever(CalendarFeedEnd)
