"""Signing in and out as acts: attempts counted, sign-ins begun, completed, proved again, ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, text, update

from trainingapp.accounts import notices, queries
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.models import Account, KnownBrowser, SignIn, SignInFailure
from trainingapp.accounts.rules import SHARED_LINE, Throttle, token_sha256
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.ids import new_id, new_token

#: Who acts when nobody is signed in yet.
VISITOR = "visitor"


@dataclass(frozen=True)
class Attempt:
    """An attempt at a proof, counted as failed until it is right. `wait` is not zero when it may not be made."""

    wait: timedelta
    #: It used up what was left for what is tried or for the network address.
    is_last: bool = False
    mark: str = ""
    address_key: int = 0


@dataclass(frozen=True)
class Visit:
    """Where a sign-in comes from: browser, system and network as `browsers` reads them, and the browser's own token."""

    browser: str = ""
    system: str = ""
    network: str = ""
    token: str | None = None


@dataclass(frozen=True)
class Begun:
    """A sign-in as its browser needs it: the token of the cookie, and what marks the browser as known from now on."""

    token: str
    #: False: the second factor is still to be shown.
    complete: bool
    browser_token: str | None = None


def count_attempt(mark: str, address_mark: str, *, throttle: Throttle, now: datetime) -> Attempt:
    """Count an attempt of these fingerprints, or say how long to wait. 6 statements; before anything is compared."""
    if db.session.get_bind().dialect.name == "postgresql":
        # One counts after the other, for the milliseconds this takes: guesses sent at once do not slip past the count.
        db.session.execute(text("LOCK TABLE sign_in_failure IN SHARE ROW EXCLUSIVE MODE"))
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < now - timedelta(days=1)))
    by_line = Throttle(throttle.failures * SHARED_LINE, throttle.window)
    is_last, wait = False, timedelta()
    for what, limit in ((mark, throttle), (address_mark, by_line)):
        failed_at = queries.failures(what, after=now - limit.window, at_most=limit.failures)
        wait = max(wait, limit.wait(failed_at, now))
        is_last = is_last or bool(limit.wait([now, *failed_at], now))
    if wait:
        return Attempt(wait)
    rows = [SignInFailure(what=what, at=now) for what in (mark, address_mark)]
    db.session.add_all(rows)
    db.session.flush()
    return Attempt(wait, is_last, mark, rows[1].id)


def forgive(attempt: Attempt) -> None:
    """The attempt was right: neither it nor those before it count as failed. One statement.

    The whole line's other failures stay: whoever has an account could otherwise guess at others without end.
    """
    mine = (SignInFailure.what == attempt.mark) | (SignInFailure.id == attempt.address_key)
    db.session.execute(delete(SignInFailure).where(mine))


def lock_out(account_public_id: str | None, *, of: str, now: datetime) -> None:
    """Tell the journal that guesses at an account were stopped; unknown addresses are told alike, and not named.

    `of` is what was guessed at: pass phrase, second factor.
    """
    told = account_public_id or "unknown"
    with journal.entry(
        act="account.lock_out", by=VISITOR, now=now, object_kind="account", object_id=told, details={"of": of}
    ):
        pass


def begin_sign_in(
    account_id: int,
    public_id: str,
    *,
    way: str,
    shown: bool,
    needed: bool,
    visit: Visit,
    now: datetime,
    attempt: Attempt | None = None,
    renewed: str | None = None,
) -> Begun:
    """Sign in: a new token, of which only the SHA-256 is kept. What was counted as failed was not.

    `shown` says that the second factor was shown with it, `needed` that the account's roles ask for one. Where one is
    needed or there, and it was not shown, the sign-in opens nothing until `arrive`. `renewed` is the pass phrase's hash
    by today's settings, when the kept one is of another day.
    """
    token = new_token()
    if attempt is not None:
        forgive(attempt)
    complete = shown or not (needed or queries.has_factor(account_id))
    row = SignIn(
        public_id=new_id(),
        token_sha256=token_sha256(token),
        account_id=account_id,
        began_at=now,
        seen_at=now,
        proved_at=now,
        factor_at=now if shown else None,
        way=way,
        browser=visit.browser,
        system=visit.system,
        network=visit.network,
    )
    db.session.add(row)
    db.session.flush()
    if renewed:
        db.session.execute(update(Account).where(Account.id == account_id).values(password=renewed))
    browser_token = _arrived(row.id, account_id, public_id, way=way, visit=visit, now=now) if complete else None
    return Begun(token, complete, browser_token)


def arrive(sign_in_id: int, account_id: int, public_id: str, *, way: str, visit: Visit, now: datetime) -> Begun:
    """The second factor was shown: the sign-in opens what its roles allow, under a new token."""
    token = new_token()
    kept = {"token_sha256": token_sha256(token), "factor_at": now, "proved_at": now, "seen_at": now, "way": way}
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(kept))
    return Begun(token, True, _arrived(sign_in_id, account_id, public_id, way=way, visit=visit, now=now))


def prove(sign_in_id: int, *, now: datetime) -> None:
    """Note that it was proved anew that it is still the same person. One statement."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(proved_at=now))


def show(sign_in_id: int, *, now: datetime) -> None:
    """Note that this sign-in showed a second factor: its owner has just added the first one. One statement."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(factor_at=now))


def see(sign_in_id: int, *, now: datetime) -> None:
    """Note that a sign-in was used. One statement."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def end_sign_in(token: str, *, by: str, now: datetime) -> None:
    """Sign out: the token opens nothing any more, wherever a copy of the cookie may be."""
    with journal.entry(act="account.sign_out", by=by, now=now, object_kind="account", object_id=by):
        db.session.execute(update(SignIn).where(SignIn.token_sha256 == token_sha256(token)).values(ended_at=now))


def abandon(sign_in_id: int, *, now: datetime) -> None:
    """End a sign-in whose second factor was never shown: nobody came in, so there is nothing to tell."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(ended_at=now))


def end_one(account_id: int, sign_in_public_id: str, *, by: str, now: datetime) -> None:
    """End one sign-in of an account, wherever its browser is. Raises Absent when it is not this account's."""
    with journal.entry(act="account.sign_in_end", by=by, now=now, object_kind="account", object_id=by) as entry:
        ended = _end(account_id, SignIn.public_id == sign_in_public_id, now=now)
        if not ended:
            raise Absent()
        entry.details["ended"] = ended


def end_others(account_id: int, *, but: Collection[int], by: str, now: datetime) -> int:
    """End the sign-ins of an account but these; how many there were."""
    with journal.entry(act="account.sign_in_end", by=by, now=now, object_kind="account", object_id=by) as entry:
        ended = _end(account_id, SignIn.id.not_in(but), now=now)
        entry.details["ended"] = ended
    return ended


def _end(account_id: int, condition: object, *, now: datetime) -> int:
    mine = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), condition)  # type: ignore[arg-type]
    done = db.session.execute(mine.values(ended_at=now).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _arrived(sign_in_id: int, account_id: int, public_id: str, *, way: str, visit: Visit, now: datetime) -> str | None:
    """Journal the sign-in; from a browser that was never used, write to the account's owner.

    Gives the token by which the browser is known from now on, when it is not known yet.
    """
    with journal.entry(
        act="account.sign_in", by=public_id, now=now, object_kind="account", object_id=public_id, details={"way": way}
    ):
        token = visit.token or new_token()
        mark = token_sha256(token)
        mine = (KnownBrowser.account_id == account_id) & (KnownBrowser.token_sha256 == mark)
        if db.session.execute(update(KnownBrowser).where(mine).values(seen_at=now)).rowcount:  # type: ignore[attr-defined]
            return token
        db.session.execute(insert(KnownBrowser).values(account_id=account_id, token_sha256=mark, seen_at=now))
        db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(from_new_browser=True))
        seen = notices.new_browser(browser=visit.browser, system=visit.system, network=visit.network, at=now)
        tell(account_id, seen, now=now)
    return token
