"""Signing in: Flask-Security judges pass phrases and codes, a row of our own says who is signed in.

Flask-Security hashes with Argon2id, compares, and renews old hashes. Its pages, its commands and its own ways in (a
token in a header or in the address, a cookie that remembers) stay shut: each would be a door beside the policies.

The browser holds one cookie, signed by Flask: `session`, or `__Host-session` over https. It carries the CSRF token,
which a visitor needs before anybody is signed in and for whom no row should be written, and after signing in a random
token of 256 bits. The row of that token (by its SHA-256) decides: ended by its owner, idle for too long, too old, or
the account suspended, and the cookie opens nothing, however well it is signed. Both change at every sign-in, at every
second factor and at every sign-out, so a cookie planted beforehand is worth nothing afterwards.

A second cookie, `browser`, marks the browser for a year: only so that its owner is told when another one is used.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, hash_password, verify_password

from trainingapp.accounts import queries
from trainingapp.accounts.actions import sign_ins
from trainingapp.accounts.actions.sign_ins import Begun, Visit
from trainingapp.accounts.authenticators import Authenticators
from trainingapp.accounts.browsers import browser_of, network_of, system_of
from trainingapp.accounts.identity import Arrival
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
#: How long a browser stays known: what browsers themselves keep a cookie at most.
KNOWN_FOR = timedelta(days=400)

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
    """Set up the cookies, and Flask-Security as a judge of pass phrases and codes only."""
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
    app.extensions["authenticators"] = Authenticators(settings.factor_key())


def _nobody(_: Any) -> None:
    """Flask-Login's own cookies and headers name nobody here."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: right, not right, or to be made again after `wait`."""

    right: bool = False
    #: Whether the person is in: no second factor is to be shown any more.
    complete: bool = False
    wait: timedelta = timedelta()


def sign_in(email: str, password: str, *, address: str, now: datetime) -> Outcome:
    """Try to sign in with what was typed, from a network address.

    An unknown e-mail address costs the same hash as a known one and gets the same answer.
    """
    marks = marks_of("email", email_key(email), address=address)
    with transaction():
        attempt = sign_ins.count_attempt(*marks, throttle=throttle(), now=now)
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
                sign_ins.lock_out(account.public_id if account else None, of="pass phrase", now=now)
        return Outcome()
    renewed = hash_password(phrase) if security.pwd_context.needs_update(account.hashed) else None
    complete = let_in(
        account.account_id, account.public_id, way="phrase", shown=False, attempt=attempt, renewed=renewed, now=now
    )
    return Outcome(right=True, complete=complete)


def let_in(
    account_id: int,
    public_id: str,
    *,
    way: str,
    shown: bool,
    now: datetime,
    attempt: sign_ins.Attempt | None = None,
    renewed: str | None = None,
) -> bool:
    """Sign this browser in to an account that has proved itself, by a way of `rules.WAYS`.

    `shown`: a second factor was shown with it. False when one is still to be shown or set up. In transactions of its
    own.
    """
    identity = queries.identity_of(account_id)
    with transaction():
        begun = sign_ins.begin_sign_in(
            account_id,
            public_id,
            way=way,
            shown=shown,
            needed=identity is not None and identity.needs_second_factor,
            visit=visit(),
            now=now,
            attempt=attempt,
            renewed=renewed,
        )
    session.clear()
    take(begun)
    return begun.complete


def take(begun: Begun) -> None:
    """Give the browser the cookies of a sign-in."""
    session[TOKEN] = begun.token
    if begun.browser_token is None:
        return
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])

    @after_this_request
    def mark(answer: Response) -> Response:
        answer.set_cookie(
            _browser_cookie(),
            begun.browser_token or "",
            max_age=KNOWN_FOR,
            secure=secure,
            httponly=True,
            samesite="Lax",
            path="/",
        )
        return answer


def visit() -> Visit:
    """Where this request comes from."""
    agent = request.headers.get("User-Agent", "")
    token = request.cookies.get(_browser_cookie(), "")
    return Visit(
        browser_of(agent),
        system_of(agent),
        network_of(request.remote_addr or ""),
        token if re.fullmatch(r"[\w-]{43}", token, re.ASCII) else None,
    )


def _browser_cookie() -> str:
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"


def throttle() -> Throttle:
    """How many attempts may fail, in how much time."""
    settings: Settings = current_app.config["SETTINGS"]
    return Throttle(settings.sign_in_failures, timedelta(minutes=settings.sign_in_window_minutes))


def marks_of(kind: str, what: str, *, address: str) -> tuple[str, str]:
    """The fingerprints under which an attempt is counted: of what is tried, and of where it comes from."""
    secret = str(current_app.secret_key)
    return fingerprint(secret, kind, what), fingerprint(secret, "address", address)


def lifetime() -> Lifetime:
    """How long a sign-in lasts."""
    settings: Settings = current_app.config["SETTINGS"]
    return Lifetime(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours))


def sign_out(identity: Identity, *, now: datetime) -> None:
    """End this browser's sign-in."""
    with transaction():
        sign_ins.end_sign_in(session[TOKEN], by=identity.public_id, now=now)
    session.clear()


def read_identity() -> Identity | None:
    """Who the cookie of this request stands for, as the grants stand now. 2 statements, none for a visitor.

    Nobody while the second factor is missing: then `g.arriving` says who is on the way in. `g.sign_in` is the sign-in
    in either case. Once a minute it notes, in a transaction of its own, that the sign-in is in use. A cookie that opens
    nothing any more is emptied.
    """
    g.arriving = g.sign_in = None
    token = session.get(TOKEN)
    if token is None:
        return None
    now = clock.now()
    found = queries.sign_in_of(token_sha256(token))
    if found and lifetime().holds(began_at=found.began_at, seen_at=found.seen_at, now=now):
        identity = queries.identity_of(found.account_id)
        if identity:
            if now - found.seen_at >= SEEN_EVERY:
                # Reading a page must not wait for somebody's long recording: the next request will note it.
                with suppress(Busy), transaction(patience=100):
                    sign_ins.see(found.id, now=now)
            g.sign_in = found
            if found.factor_at is None and (found.has_factor or identity.needs_second_factor):
                g.arriving = Arrival(identity, found.has_factor)
                return None
            return identity
    session.clear()
    session[ENDED] = True
    return None
