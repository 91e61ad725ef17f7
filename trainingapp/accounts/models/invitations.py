"""Invitations, and the links that open an account's pass phrase: secrets are kept as SHA-256 only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.accounts.models import Account
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.states.models import Institution, Mission, State

_REACHES = personal("contact", N_("To invite somebody to an account"), "invitation", erased=STAYS)
_OFFERED = personal("account", N_("To know who offered which role, and whether it was taken"), "journal", erased=STAYS)


class Invitation(Sealed, Base):
    """Somebody is offered an account with some roles. Who offered it, and when, says its entry of the journal.

    Personal data: e-mail, name. Purpose: to reach the person, and to give the account its name. Kept until some days
    after the invitation was answered, withdrawn or ran out; then the columns are emptied. The seal covers a salted mark
    of them, so that nobody can put another address into an invitation behind the register's back.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "email"), impersonal("mark"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), info={"sealed": False} | _REACHES)
    name: Mapped[str | None] = mapped_column(String(200), info={"sealed": False} | _REACHES)
    #: Random; goes with the address, and then the mark says nothing any more.
    mark_salt: Mapped[str | None] = mapped_column(String(22), info={"sealed": False} | _REACHES)
    #: SHA-256 of the salt, the address and the name.
    mark: Mapped[str] = mapped_column(String(64))


class InvitationRole(Sealed, Base):
    """A role that an invitation offers, for one State, mission or institution, or for the whole Secretariat."""

    __tablename__ = "invitation_role"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END) <= 1",
            name="for_one_of_them",
        ),
        Index(None, "invitation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id))
    role: Mapped[str] = mapped_column(String(24), info=_OFFERED)
    state_code: Mapped[str | None] = mapped_column(ForeignKey(State.code))
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    institution_code: Mapped[str | None] = mapped_column(ForeignKey(Institution.code))


class InvitationEnd(Sealed, Base):
    """An invitation was accepted, with the account that took its roles, or withdrawn."""

    __tablename__ = "invitation_end"
    __table_args__ = (
        CheckConstraint("how IN ('accepted', 'withdrawn')", name="how_is_known"),
        CheckConstraint("(how = 'accepted') = (account_id IS NOT NULL)", name="accepted_by_somebody"),
        impersonal("how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id), unique=True)
    how: Mapped[str] = mapped_column(String(9))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))


class InvitationLink(Base):
    """The link of an invitation that was sent last: sending it again makes the earlier one worthless."""

    __tablename__ = "invitation_link"
    __table_args__ = (impersonal("token_sha256", "sent_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id), unique=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class PhraseReset(Base):
    """A link by which the owner of an account chooses a new pass phrase. Swept a day after it was asked for.

    Somebody who asks for an address that nobody has gets a row too, which opens nothing: it takes as long.
    """

    __tablename__ = "phrase_reset"
    __table_args__ = (Index(None, "asked_at"), impersonal("token_sha256", "asked_at", "expires_at", "used_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


keep_for_ever(Invitation)
keep_for_ever(InvitationRole)
keep_for_ever(InvitationEnd)
