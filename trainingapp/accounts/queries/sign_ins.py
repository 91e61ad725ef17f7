"""Sign-ins that last, and failed ones, as facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from trainingapp.accounts.models import Account, Authenticator, Passkey, SignIn, SignInFailure
from trainingapp.accounts.rules import Lifetime
from trainingapp.kit.db import db

#: Sign-ins shown at once: nobody has so many in twelve hours.
MOST = 100


@dataclass(frozen=True)
class SignInFacts:
    """A sign-in that was not ended; whether it still lasts is for the rules."""

    id: int
    public_id: str
    account_id: int
    began_at: datetime
    seen_at: datetime
    proved_at: datetime
    #: When the second factor was shown, if it was.
    factor_at: datetime | None
    #: Whether the account has a second factor now.
    has_factor: bool


@dataclass(frozen=True)
class OwnSignIn:
    """A sign-in as its owner sees it."""

    public_id: str
    began_at: datetime
    seen_at: datetime
    way: str
    browser: str
    system: str
    network: str
    from_new_browser: bool


def sign_in_of(token_sha256: str) -> SignInFacts | None:
    """The sign-in that a cookie's token points at. One statement."""
    has_factor = or_(
        exists().where(Authenticator.account_id == SignIn.account_id),
        exists().where(Passkey.account_id == SignIn.account_id),
    )
    found = db.session.execute(
        select(
            SignIn.id,
            SignIn.public_id,
            SignIn.account_id,
            SignIn.began_at,
            SignIn.seen_at,
            SignIn.proved_at,
            SignIn.factor_at,
            has_factor,
        ).where(SignIn.token_sha256 == token_sha256, SignIn.ended_at.is_(None))
    ).one_or_none()
    return found and SignInFacts(*found)


def phrase_of(account_id: int) -> str | None:
    """The hash of an account's pass phrase; None when it signs in without one. One statement."""
    return db.session.scalar(select(Account.password).where(Account.id == account_id))


def email_of(account_id: int) -> str:
    """The e-mail address of an account. One statement."""
    return str(db.session.scalar(select(Account.email).where(Account.id == account_id)))


def public_id_of(email_key: str) -> str | None:
    """The public id of the account with an e-mail address, suspended or not. One statement."""
    return db.session.scalar(select(Account.public_id).where(Account.email == email_key))


def own_sign_ins(account_public_id: str, *, lifetime: Lifetime, now: datetime) -> Sequence[OwnSignIn]:
    """The sign-ins of an account that still last, the newest first. One statement."""
    rows = db.session.execute(
        select(
            SignIn.public_id,
            SignIn.began_at,
            SignIn.seen_at,
            SignIn.way,
            SignIn.browser,
            SignIn.system,
            SignIn.network,
            SignIn.from_new_browser,
        )
        .join(Account, Account.id == SignIn.account_id)
        .where(
            Account.public_id == account_public_id,
            SignIn.ended_at.is_(None),
            SignIn.began_at > now - lifetime.total,
            SignIn.seen_at > now - lifetime.idle,
        )
        .order_by(SignIn.began_at.desc(), SignIn.id.desc())
        .limit(MOST)
    )
    return [OwnSignIn(*row) for row in rows]


def failures(what: str, *, after: datetime, at_most: int) -> list[datetime]:
    """When proofs with this fingerprint failed, newest first. One statement."""
    return list(
        db.session.scalars(
            select(SignInFailure.at)
            .where(SignInFailure.what == what, SignInFailure.at > after)
            .order_by(SignInFailure.at.desc(), SignInFailure.id.desc())
            .limit(at_most)
        )
    )
