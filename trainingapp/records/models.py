from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, impersonal
from trainingapp.people.models import Person
from trainingapp.states.models import State


class OwnLink(Sealed, Base):
    """A secret link by which one person reads their own record, for some days and so many times, without an account.

    Only the fingerprint of its token is kept: whoever steals the database opens no record with it. How often it was
    opened is counted from the readings.
    """

    __tablename__ = "own_link"
    __table_args__ = (
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_own_link_person"),
        CheckConstraint("most_openings > 0", name="opens"),
        CheckConstraint("made_at < expires_at", name="lasts"),
        Index(None, "person_id"),
        impersonal("token_sha256", "expires_at", "most_openings"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    #: SHA-256 of 256 random bits.
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    most_openings: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    made_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class OwnLinkEnd(Sealed, Base):
    """A private link that was ended before its days were over."""

    __tablename__ = "own_link_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    link_id: Mapped[int] = mapped_column(ForeignKey(OwnLink.id), unique=True)
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


keep_for_ever(OwnLink)
keep_for_ever(OwnLinkEnd)
