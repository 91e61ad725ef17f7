"""What is done to accounts: opened, given roles, suspended, signed in with."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_security import EmailValidateException, hash_password
from sqlalchemy import delete, insert, select, text, update

from trainingapp.accounts import queries
from trainingapp.accounts.models import Account, AccountGrant, AccountGrantEnd, SignIn, SignInFailure
from trainingapp.accounts.queries import Credentials
from trainingapp.accounts.rules import MAY, ROLES, SHARED_LINE, Throttle, email_key, token_sha256
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, flush, refusing
from trainingapp.kit.errors import Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Who acts when nobody is signed in yet.
VISITOR = "visitor"


class EmailTaken(Refused):
    """Two people cannot sign in with one address."""

    sentence = say("There is an account with this e-mail address already.")


class AlreadyEnded(Refused):
    """A grant ends once."""

    sentence = say("This role has been taken away already.")


def add_account(entry: Entry, *, email: str, name: str, password: str, now: datetime) -> Account:
    """An account that can sign in and may do nothing yet.

    Raises Refused for what is no e-mail address or too short a pass phrase, and EmailTaken. Costs an Argon2 hash.
    """
    security = current_app.extensions["security"]
    try:
        email = email_key(security.mail_util.normalize(email))
    except EmailValidateException:
        raise Refused(say("“%(text)s” is no e-mail address.", text=email[:80])) from None
    problems, phrase = security.password_util.validate(password, is_register=True)
    if problems:
        least = current_app.config["SECURITY_PASSWORD_LENGTH_MIN"]
        raise Refused(say("A pass phrase needs at least %(least)s characters.", least=least))
    account = Account(
        public_id=new_id(),
        email=email,
        name=name,
        password=hash_password(phrase),
        active=True,
        fs_uniquifier=new_id(),
        created_at=now,
    )
    db.session.add(account)
    flush({"uq_account_email": EmailTaken})
    _note(entry, "accounts", account.public_id)
    return account


def grant(
    entry: Entry,
    account: Account,
    role: str,
    *,
    state_code: str | None = None,
    mission_code: str | None = None,
    institution_code: str | None = None,
) -> str:
    """Give an account a role, for one State, mission or institution, or for the whole Secretariat; the grant's id.

    Raises Refused for a role and a kind that the permission map does not know together, and for a grant it holds
    already: the entry's lock keeps two officers from giving it at once.
    """
    named = {"state": state_code, "mission": mission_code, "institution": institution_code}
    kinds = [kind for kind, code in named.items() if code] or ["all"]
    if len(kinds) > 1 or (role, kinds[0]) not in MAY:
        raise Refused(say("The role “%(role)s” cannot be given in this way.", role=say(ROLES.get(role, role))))
    wanted = (role, state_code, mission_code, institution_code)
    for held in queries.grants_held(account):
        if (held.role, held.state_code, held.mission_code, held.institution_code) == wanted:
            raise Refused(say("This account has this role already."))
    public_id = new_id()
    row = {"public_id": public_id, "account_id": account.id, "role": role}
    entry.keep(AccountGrant, [row | {f"{kind}_code": code for kind, code in named.items()}])
    _note(entry, "grants", public_id)
    return public_id


def end_grant(entry: Entry, grant_id: str) -> None:
    """Take a role away: it holds no longer at the account's next request. Raises AlreadyEnded, Refused."""
    key = db.session.scalar(select(AccountGrant.id).where(AccountGrant.public_id == grant_id))
    if key is None:
        raise Refused(say("There is no such role."))
    with refusing({"uq_account_grant_end_grant_id": AlreadyEnded}):
        entry.keep(AccountGrantEnd, [{"grant_id": key}])
    _note(entry, "ended", grant_id)


def suspend(entry: Entry, account: Account, *, now: datetime) -> None:
    """Let nobody sign in with the account, and end its sign-ins. Its grants stay as they are."""
    account.active = False
    db.session.flush()
    db.session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    _note(entry, "suspended", account.public_id)


@dataclass(frozen=True)
class Attempt:
    """An attempt to sign in, counted as failed until it proves right. `wait` is not zero when it may not be made."""

    wait: timedelta
    #: It used up what the e-mail address or the network address had left.
    is_last: bool = False
    email_mark: str = ""
    address_key: int = 0


def count_attempt(email_mark: str, address_mark: str, *, throttle: Throttle, now: datetime) -> Attempt:
    """Count an attempt of these fingerprints, or say how long to wait. 6 statements; before any hash is computed."""
    if db.session.get_bind().dialect.name == "postgresql":
        # One counts after the other, for the milliseconds this takes: guesses sent at once do not slip past the count.
        db.session.execute(text("LOCK TABLE sign_in_failure IN SHARE ROW EXCLUSIVE MODE"))
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < now - timedelta(days=1)))
    by_line = Throttle(throttle.failures * SHARED_LINE, throttle.window)
    is_last, wait = False, timedelta()
    for mark, limit in ((email_mark, throttle), (address_mark, by_line)):
        failed_at = queries.failures(mark, after=now - limit.window, at_most=limit.failures)
        wait = max(wait, limit.wait(failed_at, now))
        is_last = is_last or bool(limit.wait([now, *failed_at], now))
    if wait:
        return Attempt(wait)
    rows = [SignInFailure(what=mark, at=now) for mark in (email_mark, address_mark)]
    db.session.add_all(rows)
    db.session.flush()
    return Attempt(wait, is_last, email_mark, rows[1].id)


def lock_out(account: Credentials | None, *, now: datetime) -> None:
    """Tell the journal that guesses at an account were stopped; unknown addresses are told alike, and not named."""
    told = account.public_id if account else "unknown"
    with journal.entry(act="account.lock_out", by=VISITOR, now=now, object_kind="account", object_id=told):
        pass


def begin_sign_in(account: Credentials, attempt: Attempt, *, renewed: str | None, now: datetime) -> str:
    """Sign in: a new token, of which only the SHA-256 is kept. What was counted as failed was not.

    `renewed` is the pass phrase's hash by today's settings, when the kept one is of another day.
    """
    token = secrets.token_urlsafe(32)
    with journal.entry(
        act="account.sign_in", by=account.public_id, now=now, object_kind="account", object_id=account.public_id
    ):
        # The whole line's failures stay: whoever has an account could otherwise guess at others without end.
        mine = (SignInFailure.what == attempt.email_mark) | (SignInFailure.id == attempt.address_key)
        db.session.execute(delete(SignInFailure).where(mine))
        kept = {"token_sha256": token_sha256(token), "account_id": account.account_id, "began_at": now, "seen_at": now}
        db.session.execute(insert(SignIn).values(kept))
        if renewed:
            db.session.execute(update(Account).where(Account.id == account.account_id).values(password=renewed))
    return token


def end_sign_in(token: str, *, by: str, now: datetime) -> None:
    """Sign out: the token opens nothing any more, wherever a copy of the cookie may be."""
    with journal.entry(act="account.sign_out", by=by, now=now, object_kind="account", object_id=by):
        db.session.execute(update(SignIn).where(SignIn.token_sha256 == token_sha256(token)).values(ended_at=now))


def see(sign_in_id: int, *, now: datetime) -> None:
    """Note that a sign-in was used. One statement."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def _note(entry: Entry, what: str, public_id: str) -> None:
    noted = entry.details.setdefault(what, [])
    assert isinstance(noted, list)
    noted.append(public_id)
