"""Whom an identity provider knows as which account, and which roles it gave."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account, AccountGrant
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, keep_for_ever
from trainingapp.kit.personal import STAYS, personal
from trainingapp.kit.words import N_

_KNOWN = personal("proof", N_("To know that it is the same person who signs in"), "account", erased=STAYS)


class SingleSignOnLink(Sealed, Base):
    """An account as an identity provider knows it: its issuer's address, and the subject it never gives to another.

    One each: an address that the provider gives to a new person next year opens no account of the old one.
    """

    __tablename__ = "single_sign_on_link"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    issuer: Mapped[str] = mapped_column(String(255), info=_KNOWN)
    subject: Mapped[str] = mapped_column(String(255), info=_KNOWN)


class SingleSignOnGrant(Sealed, Base):
    """A grant that was given because the identity provider said so, and ends when it says so no more."""

    __tablename__ = "single_sign_on_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey(AccountGrant.id), unique=True)


keep_for_ever(SingleSignOnLink)
keep_for_ever(SingleSignOnGrant)
