from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment
from trainingapp.states.models import Institution, Mission, State


class Account(Base, UserMixin):
    """A person's sign-in. Flask-Security keeps the password; the person's e-mail and name are held to know who acted.

    Personal data: e-mail, name. Purpose: to sign in, and to answer for what was done. Kept as long as the journal.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(255))
    #: A suspended account ends at its next request.
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class AccountGrant(Sealed, Base):
    """A role given to an account, for one State, mission or institution, or for the whole Secretariat. Never edited."""

    __tablename__ = "account_grant"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END) <= 1",
            name="for_one_of_them",
        ),
        Index(None, "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    role: Mapped[str] = mapped_column(String(24))
    state_code: Mapped[str | None] = mapped_column(ForeignKey(State.code))
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    institution_code: Mapped[str | None] = mapped_column(ForeignKey(Institution.code))


class AccountGrantEnd(Sealed, Base):
    """The end of a grant."""

    __tablename__ = "account_grant_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey(AccountGrant.id), unique=True)


class SignIn(Base):
    """A sign-in that lasts: what a cookie points at. Ends when idle, after its hours, or by signing out."""

    __tablename__ = "sign_in"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token in the cookie: a stolen database opens no sessions.
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInFailure(Base):
    """A failed sign-in, counted to slow guessing down. Holds fingerprints only; swept after a day.

    Counted before the pass phrase is looked at and taken back when it was right: of a hundred guesses sent at once, no
    more are looked at than of a hundred sent one by one.
    """

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "what", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The keyed fingerprint of the e-mail address that was tried, or of the network address it came from.
    what: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
