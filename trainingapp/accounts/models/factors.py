"""What an account proves itself with beside the pass phrase, and the browsers it was used from.

None of this is a fact of the register: it changes with every use, and goes when it is removed. The journal tells that
it was added and removed.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_

_PROOF = personal("proof", N_("To know that it is the same person who signs in"), "account", erased=STAYS)
_USED = personal("proof", N_("So that people see whether somebody else uses their account"), "account", erased=STAYS)


class Authenticator(Base):
    """An authenticator app that shows an account's six-digit codes."""

    __tablename__ = "authenticator"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    #: What its owner calls it.
    name: Mapped[str] = mapped_column(String(80), info=_PROOF)
    #: JSON, encrypted with a key that is not in the database.
    secret: Mapped[str] = mapped_column(Text, info=_PROOF)
    #: The half minute of the last code that was taken: neither it nor an earlier one is taken again.
    last_counter: Mapped[int | None] = mapped_column(BigInteger, info=_USED)
    added_at: Mapped[datetime] = mapped_column(Moment, info=_USED)
    used_at: Mapped[datetime | None] = mapped_column(Moment, info=_USED)


class Passkey(Base):
    """A passkey: a key in a telephone, a computer or a stick, of which only the public half is here."""

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(String(80), info=_PROOF)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True, info=_PROOF)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=_PROOF)
    #: How often it says it was used; a copy of a key is told by a number that does not grow. Many keys always say 0.
    sign_count: Mapped[int] = mapped_column(BigInteger, info=_USED)
    added_at: Mapped[datetime] = mapped_column(Moment, info=_USED)
    used_at: Mapped[datetime | None] = mapped_column(Moment, info=_USED)


class RecoveryCode(Base):
    """A code that stands in once for a second factor that was lost. A new set replaces the old one."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    #: Keyed, with a key that is not in the database: the codes cannot be tried out against it.
    fingerprint: Mapped[str] = mapped_column(String(64), info=_PROOF)
    made_at: Mapped[datetime] = mapped_column(Moment, info=_USED)
    used_at: Mapped[datetime | None] = mapped_column(Moment, info=_USED)


class KnownBrowser(Base):
    """A browser that an account signed in from: by the hash of a random cookie that it keeps."""

    __tablename__ = "known_browser"
    __table_args__ = (UniqueConstraint("account_id", "token_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    token_sha256: Mapped[str] = mapped_column(String(64), info=_PROOF)
    seen_at: Mapped[datetime] = mapped_column(Moment, info=_USED)


class SpentChallenge(Base):
    """A question that a passkey has answered. An answer that somebody copied on its way opens nothing. Swept daily."""

    __tablename__ = "spent_challenge"
    __table_args__ = (impersonal(why=N_("Random numbers that were used once")),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
