from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import STAYS, personal
from trainingapp.kit.words import N_
from trainingapp.states.models import Institution, Mission, State

_WORKS = personal("account", N_("To sign in, and to answer for what was done"), "account", erased=STAYS)
_PROVES = personal("proof", N_("To know that it is the same person who signs in"), "account", erased=STAYS)


class Account(Sealed, Base, UserMixin):
    """A person's sign-in. Flask-Security keeps the password; the person's e-mail and name are held to know who acted.

    Who it is is sealed; what it proves itself with changes, and is not. Whether it may sign in is told by the facts of
    `AccountSuspension`.

    Personal data: e-mail, name. Purpose: to sign in, and to answer for what was done. Kept as long as the journal.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True, info=_WORKS)
    name: Mapped[str] = mapped_column(String(200), info=_WORKS)
    #: The pass phrase's hash; empty for whoever signs in elsewhere.
    password: Mapped[str | None] = mapped_column(String(255), info={"sealed": False} | _PROVES)
    #: Flask-Security's own name for the account; changes when its sign-ins shall end.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, info={"sealed": False} | _PROVES)
    created_at: Mapped[datetime] = mapped_column(Moment, info=_WORKS)


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
    role: Mapped[str] = mapped_column(String(24), info=_WORKS)
    state_code: Mapped[str | None] = mapped_column(ForeignKey(State.code))
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    institution_code: Mapped[str | None] = mapped_column(ForeignKey(Institution.code))


class AccountGrantEnd(Sealed, Base):
    """The end of a grant."""

    __tablename__ = "account_grant_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey(AccountGrant.id), unique=True)


keep_for_ever(Account)
keep_for_ever(AccountGrant)
keep_for_ever(AccountGrantEnd)

from trainingapp.accounts.models.factors import (  # noqa: E402 - they point at Account
    Authenticator,
    KnownBrowser,
    Passkey,
    RecoveryCode,
    SpentChallenge,
)
from trainingapp.accounts.models.invitations import (  # noqa: E402 - they point at Account
    Invitation,
    InvitationEnd,
    InvitationLink,
    InvitationRole,
    PhraseReset,
)
from trainingapp.accounts.models.sign_ins import SignIn, SignInFailure  # noqa: E402 - they point at Account
from trainingapp.accounts.models.single_sign_on import (  # noqa: E402 - they point at Account
    SingleSignOnGrant,
    SingleSignOnLink,
)
from trainingapp.accounts.models.suspensions import (  # noqa: E402 - they point at Account
    AccountSuspension,
    AccountSuspensionEnd,
    StateSuspension,
    StateSuspensionEnd,
)

__all__ = [
    "Account",
    "AccountGrant",
    "AccountGrantEnd",
    "AccountSuspension",
    "AccountSuspensionEnd",
    "Authenticator",
    "Invitation",
    "InvitationEnd",
    "InvitationLink",
    "InvitationRole",
    "KnownBrowser",
    "Passkey",
    "PhraseReset",
    "RecoveryCode",
    "SignIn",
    "SignInFailure",
    "SingleSignOnGrant",
    "SingleSignOnLink",
    "SpentChallenge",
    "StateSuspension",
    "StateSuspensionEnd",
]
