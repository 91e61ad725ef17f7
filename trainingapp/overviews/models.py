from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, personal
from trainingapp.kit.words import N_

_KEPT = personal("account", N_("To open a page of figures again as it was asked"), "view", erased=STAYS)


class SavedView(Base):
    """A page of figures as an account likes to see it, and how often a letter tells of it. No fact of the register.

    Personal data: which account looks at what. Purpose: to open it again. Kept until its owner deletes it.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint("page IN ('overview', 'forecast')", name="page_is_known"),
        CheckConstraint("schedule IN ('none', 'weekly', 'monthly')", name="schedule_is_known"),
        CheckConstraint("(schedule = 'none') = (next_on IS NULL)", name="due_when_wanted"),
        Index(None, "next_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(String(80), info=_KEPT)
    page: Mapped[str] = mapped_column(String(12), info=_KEPT)
    #: JSON: what the page was asked. Without a day it is asked about the day on which it is opened.
    asked: Mapped[str] = mapped_column(String(800), info=_KEPT)
    schedule: Mapped[str] = mapped_column(String(8), info=_KEPT)
    #: The day from which letters are counted, and the day of the next one.
    begun_on: Mapped[date] = mapped_column(info=_KEPT)
    next_on: Mapped[date | None] = mapped_column(info=_KEPT)
    saved_at: Mapped[datetime] = mapped_column(Moment, info=_KEPT)
