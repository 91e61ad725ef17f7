"""What an account has seen of its first visit."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, personal
from trainingapp.kit.words import N_

_SEEN = personal("act", N_("So that the first visit is shown once"), "account", erased=STAYS)


class FirstVisit(Base):
    """An account has ended its first visit. No fact of the register: nothing depends on it."""

    __tablename__ = "first_visit"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=_SEEN)
