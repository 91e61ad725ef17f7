from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_


class Letter(Base):
    """A letter in the outbox. Changes while it is on its way: it is no fact of the register.

    Personal data: the address and the text, both within `content`. Purpose: to reach the person. Kept until the letter
    is sent, or for some days after it was given up.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'sent', 'given_up')", name="status_is_known"),
        CheckConstraint("status <> 'sent' OR content IS NULL", name="text_goes_once_sent"),
        CheckConstraint("status <> 'waiting' OR content IS NOT NULL", name="text_stays_while_waiting"),
        Index(None, "status", "next_at"),
        impersonal(
            "status", "written_at", "next_at", "first_tried_at", "attempts", "leased_until", "failure", "ended_at"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    written_at: Mapped[datetime] = mapped_column(Moment)
    #: When it is tried next, while it waits.
    next_at: Mapped[datetime] = mapped_column(Moment)
    first_tried_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    #: While a worker has it: until when nobody else takes it.
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    #: What stopped it last, as one of a few words.
    failure: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Address, subject, text and language, under a key that is not in the database: a letter may carry a link that
    #: opens an account, and the table stands in every backup.
    content: Mapped[bytes | None] = mapped_column(
        LargeBinary, info=personal("contact", N_("To reach whoever the letter is for"), "letter", erased=STAYS)
    )
