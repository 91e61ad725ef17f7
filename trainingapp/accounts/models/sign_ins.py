"""Sign-ins that last, and failed ones that are counted. No facts of the register: they change and are swept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_

_SEEN = personal("proof", N_("So that people see whether somebody else uses their account"), "sign-in", erased=STAYS)


class SignIn(Base):
    """A sign-in that lasts: what a cookie points at. Ends when idle, after its hours, or by somebody's word.

    Where its browser was is kept for some days only, so that its owner can look at it.
    """

    __tablename__ = "sign_in"
    __table_args__ = (Index(None, "account_id"), Index(None, "began_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: SHA-256 of the token in the cookie: a stolen database opens no sessions.
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=_SEEN)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    began_at: Mapped[datetime] = mapped_column(Moment, info=_SEEN)
    seen_at: Mapped[datetime] = mapped_column(Moment, info=_SEEN)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, info=_SEEN)
    #: When it was last proved that it is still the same person: by pass phrase, second factor or passkey.
    proved_at: Mapped[datetime] = mapped_column(Moment, info=_SEEN)
    #: When the second factor was shown; empty where none is needed, and as long as one is missing.
    factor_at: Mapped[datetime | None] = mapped_column(Moment, info=_SEEN)
    #: How its owner proved who they are: a word of `rules.WAYS`.
    way: Mapped[str] = mapped_column(String(16), info=_SEEN)
    #: What the browser and the system call themselves, as one word each; empty when they were not understood.
    browser: Mapped[str] = mapped_column(String(24), info=_SEEN)
    system: Mapped[str] = mapped_column(String(24), info=_SEEN)
    #: The network it came from: the first part of the address only.
    network: Mapped[str] = mapped_column(String(40), info=_SEEN)
    #: The first sign-in of this account from that browser.
    from_new_browser: Mapped[bool] = mapped_column(default=False, info=_SEEN)


class SignInFailure(Base):
    """A failed proof of who somebody is, counted to slow guessing down. Holds fingerprints only; swept after a day.

    Counted before the pass phrase or the code is looked at and taken back when it was right: of a hundred guesses sent
    at once, no more are looked at than of a hundred sent one by one.
    """

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "what", "at"), impersonal(why=N_("Fingerprints of failed attempts, kept for a day")))

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The keyed fingerprint of what was tried (an e-mail address, an account's second factor), or of the network
    #: address it came from.
    what: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
