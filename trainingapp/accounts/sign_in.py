"""Signing in: Flask-Security judges pass phrases, a row of our own says who is signed in.

Flask-Security hashes with Argon2id, compares, and renews old hashes. Its pages, its commands and its own ways in (a
token in a header or in the address, a cookie that remembers) stay shut: each would be a door beside the policies.

The browser holds one cookie, signed by Flask: `session`, or `__Host-session` over https. It carries the CSRF token,
which a visitor needs before anybody is signed in and for whom no row should be written, and after signing in a random
token of 256 bits. The row of that token (by its SHA-256) decides: ended by its owner, idle for too long, too old, or
the account suspended, and the cookie opens nothing, however well it is signed. Both change at every sign-in and
sign-out, so a cookie planted beforehand is worth nothing afterwards.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, session
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, hash_password, verify_password

from trainingapp.accounts import actions, queries
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Identity, Lifetime, Throttle, email_key, fingerprint, token_sha256
from trainingapp.kit import clock
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Busy
from trainingapp.kit.settings import Settings

#: Where the token stands in the cookie.
TOKEN = "sign_in"
#: Left in the cookie of whoever was signed in for too long, until the sign-in page has said so.
ENDED = "sign_in_ended"
#: How often a sign-in notes that it was used: a page that is read should cost no write.
SEEN_EVERY = timedelta(minutes=1)

#: Argon2id as RFC 9106 recommends where memory is scarce: 64 MiB, three passes. 0.1 to 0.4 seconds.
HASHING = {"argon2__type": "ID", "argon2__time_cost": 3, "argon2__memory_cost": 65536, "argon2__parallelism": 4}
#: For tests, where thousands of sign-ins guard nothing.
HASHING_IN_TESTS = HASHING | {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


class Accounts(SQLAlchemyUserDatastore):
    """Flask-Security's view of our accounts. It has no roles there: grants are ours."""

    def __init__(self) -> None:
        super().__init__(db, Account, RoleMixin)

    def commit(self) -> None:
        """Only edges commit."""
        self.db.session.flush()


def init_app(app: Flask) -> None:
    """Set up the cookie, and Flask-Security as a judge of pass phrases only."""
    settings: Settings = app.config["SETTINGS"]
    secure = settings.base_url.startswith("https://")
    app.config.update(
        # The prefix makes browsers refuse the cookie unless it is Secure, for this host only, and for all its paths.
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # No second secret mixed in: changing SECRET_KEY must end sign-ins, not lock everybody out.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=HASHING_IN_TESTS if app.testing else HASHING,
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
    )
    security = Security(app, Accounts(), register_blueprint=False)
    security.login_manager.user_loader(_nobody)
    security.login_manager.request_loader(_nobody)


def _nobody(_: Any) -> None:
    """Flask-Login's own cookies and headers name nobody here."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: signed in, refused, or to be made again after `wait`."""

    signed_in: bool = False
    wait: timedelta = timedelta()


def sign_in(email: str, password: str, *, address: str, now: datetime) -> Outcome:
    """Try to sign in with what was typed, from a network address.

    An unknown e-mail address costs the same hash as a known one and gets the same answer.
    """
    settings: Settings = current_app.config["SETTINGS"]
    secret = str(current_app.secret_key)
    throttle = Throttle(settings.sign_in_failures, timedelta(minutes=settings.sign_in_window_minutes))
    marks = fingerprint(secret, "email", email_key(email)), fingerprint(secret, "address", address)
    with transaction():
        attempt = actions.count_attempt(*marks, throttle=throttle, now=now)
        account = queries.credentials_of(email_key(email))
    if attempt.wait:
        return Outcome(wait=attempt.wait)
    security = current_app.extensions["security"]
    phrase = security.password_util.normalize(password)
    if account is None:
        hash_password(phrase)  # as long as the comparison would have taken
    if account is None or not verify_password(phrase, account.hashed) or not account.active:
        if attempt.is_last:
            with transaction():
                actions.lock_out(account, now=now)
        return Outcome()
    renewed = hash_password(phrase) if security.pwd_context.needs_update(account.hashed) else None
    with transaction():
        token = actions.begin_sign_in(account, attempt, renewed=renewed, now=now)
    session.clear()
    session[TOKEN] = token
    return Outcome(signed_in=True)


def sign_out(identity: Identity, *, now: datetime) -> None:
    """End this browser's sign-in."""
    with transaction():
        actions.end_sign_in(session[TOKEN], by=identity.public_id, now=now)
    session.clear()


def read_identity() -> Identity | None:
    """Who the cookie of this request stands for, as the grants stand now. 2 statements, none for a visitor.

    Once a minute it notes, in a transaction of its own, that the sign-in is in use. A cookie that opens nothing any
    more is emptied.
    """
    token = session.get(TOKEN)
    if token is None:
        return None
    settings: Settings = current_app.config["SETTINGS"]
    lifetime = Lifetime(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours))
    now = clock.now()
    found = queries.sign_in_of(token_sha256(token))
    if found and lifetime.holds(began_at=found.began_at, seen_at=found.seen_at, now=now):
        identity = queries.identity_of(found.account_id)
        if identity:
            if now - found.seen_at >= SEEN_EVERY:
                # Reading a page must not wait for somebody's long recording: the next request will note it.
                with suppress(Busy), transaction(patience=100):
                    actions.see(found.id, now=now)
            return identity
    session.clear()
    session[ENDED] = True
    return None
