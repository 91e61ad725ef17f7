"""Second factors as acts: added, removed, shown; recovery codes made and spent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, insert, select, update

from trainingapp.accounts import notices
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.authenticators import Authenticators, bare, is_app_code
from trainingapp.accounts.models import Account, Authenticator, Passkey, RecoveryCode, SpentChallenge
from trainingapp.accounts.passkeys import Made, Party, Unproven, proved, shown
from trainingapp.accounts.rules import token_sha256
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Second factors of one kind that an account may have: each is one more way in.
MOST = 5


class LastFactor(Refused):
    """Somebody's role needs a second factor, and this is the last."""

    sentence = say("Your role needs a second factor, and this is the last one. Add another one first.")


class TooMany(Refused):
    """More ways in than anybody looks after."""

    sentence = say("There are five of this kind already. Remove one that you no longer use.")


class NoFactor(Refused):
    """Recovery codes stand in for something."""

    sentence = say("Recovery codes stand in for a second factor. Set one up first.")


class KnownPasskey(Refused):
    """This key is registered already."""

    sentence = say("This passkey is registered already.")


@dataclass(frozen=True)
class Holder:
    """Whose passkey was shown."""

    account_id: int
    public_id: str


def authenticators() -> Authenticators:
    """What judges codes, with this register's key."""
    found: Authenticators = current_app.extensions["authenticators"]
    return found


def enrol(account_id: int, kind: str, *, by: str, add: Callable[[], str], now: datetime) -> list[str] | None:
    """Let somebody add a second factor to their own account; with the first one come recovery codes, shown this once.

    `add` keeps the factor of this kind inside the entry, and gives its id. None when it is not the first.
    """
    with journal.entry(act="account.factor_add", by=by, now=now, object_kind="account", object_id=by) as entry:
        first = not (_count(Authenticator, account_id) + _count(Passkey, account_id))
        entry.details.update(kind=kind, factor=add())
        tell(account_id, notices.factor_added(kind, at=now), now=now)
        return _new_codes(entry, account_id, now=now) if first else None


def add_authenticator(account_id: int, *, name: str, secret: str, now: datetime, counter: int | None = None) -> str:
    """An authenticator app; `secret` is encrypted, `counter` the half minute of the code that proved it. Its id."""
    _refuse_too_many(Authenticator, account_id)
    row = Authenticator(
        public_id=new_id(), account_id=account_id, name=name, secret=secret, last_counter=counter, added_at=now
    )
    db.session.add(row)
    db.session.flush()
    return row.public_id


def add_passkey(account_id: int, *, name: str, made: Made, challenge: bytes, now: datetime) -> str:
    """A passkey, made in answer to this challenge. Its id. Raises KnownPasskey."""
    _refuse_too_many(Passkey, account_id)
    if not spend(challenge, now=now):
        raise KnownPasskey()
    row = Passkey(
        public_id=new_id(),
        account_id=account_id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        added_at=now,
    )
    db.session.add(row)
    with refusing({"uq_passkey_credential_id": KnownPasskey}):
        db.session.flush()
    return row.public_id


def remove_factor(account_id: int, public_id: str, *, needed: bool, by: str, now: datetime) -> None:
    """Let somebody remove a second factor of their own account. With the last one the recovery codes go.

    Raises Absent when it is not this account's, and LastFactor when the account's roles need one (`needed`). The
    entry's lock keeps the last two from being removed at once.
    """
    with journal.entry(act="account.factor_remove", by=by, now=now, object_kind="account", object_id=by) as entry:
        removed = None
        for kind, model in (("authenticator", Authenticator), ("passkey", Passkey)):
            gone = delete(model).where(model.account_id == account_id, model.public_id == public_id)
            if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
                removed = kind
        if removed is None:
            raise Absent()
        if not _count(Authenticator, account_id) + _count(Passkey, account_id):
            if needed:
                raise LastFactor()
            db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        entry.details.update(kind=removed, factor=public_id)
        tell(account_id, notices.factor_removed(removed, at=now), now=now)


def renew_codes(account_id: int, *, by: str, now: datetime) -> list[str]:
    """A new set of recovery codes, shown this once; the earlier set is void. Raises NoFactor."""
    with journal.entry(act="account.codes_renew", by=by, now=now, object_kind="account", object_id=by) as entry:
        if not _count(Authenticator, account_id) + _count(Passkey, account_id):
            raise NoFactor()
        tell(account_id, notices.codes_renewed(at=now), now=now)
        return _new_codes(entry, account_id, now=now)


def forget_factors(entry: Entry, account_id: int, *, now: datetime) -> int:
    """Remove every second factor of an account whose owner has lost them all; how many. For administrators."""
    counted = _count(Authenticator, account_id) + _count(Passkey, account_id)
    for model in (Authenticator, Passkey, RecoveryCode):
        db.session.execute(delete(model).where(model.account_id == account_id))
    entry.details["factors"] = counted
    tell(account_id, notices.factors_forgotten(at=now), now=now)
    return counted


def take_code(account_id: int, typed: str, *, now: datetime) -> str | None:
    """Take a code of an app, or a recovery code: what it was, or None when it is not right. What is taken is spent."""
    if is_app_code(typed):
        mine = select(Authenticator).where(Authenticator.account_id == account_id).with_for_update()
        for row in db.session.scalars(mine):
            if authenticators().is_right(bare(typed), row.secret, row):
                row.used_at = now
                db.session.flush()
                return "authenticator"
        return None
    unused = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.fingerprint == authenticators().recovery_mark(typed),
        RecoveryCode.used_at.is_(None),
    )
    if not db.session.execute(unused.values(used_at=now)).rowcount:  # type: ignore[attr-defined]
        return None
    left = db.session.scalar(
        select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    tell(account_id, notices.code_used(left or 0, at=now), now=now)
    return "recovery_code"


def take_passkey(answer: str, *, party: Party, challenge: bytes, now: datetime) -> Holder | None:
    """Take a browser's answer: whose passkey it is, or None when it is no proof. An answer is taken once.

    A passkey that is not known, was removed, or is another account's than it says, is answered alike.
    """
    try:
        claimed = shown(answer)
        mine = (
            select(Passkey, Account.public_id)
            .join(Account, Account.id == Passkey.account_id)
            .where(Passkey.credential_id == claimed.credential_id)
            .with_for_update(of=Passkey)
        )
        found = db.session.execute(mine).one_or_none()
        if found is None:
            return None
        row, public_id = found
        if claimed.handle is not None and claimed.handle != public_id.encode():
            return None
        count = proved(party, answer, challenge=challenge, public_key=row.public_key, sign_count=row.sign_count)
    except Unproven:
        return None
    if not spend(challenge, now=now):
        return None
    row.sign_count, row.used_at = count, now
    db.session.flush()
    return Holder(row.account_id, public_id)


def spend(challenge: bytes, *, now: datetime) -> bool:
    """Spend a challenge: False when it was answered before. Yesterday's are swept."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.at < now - timedelta(days=1)))
    mark = token_sha256(challenge.hex())
    if db.session.get(SpentChallenge, mark) is not None:
        return False
    with refusing({"pk_spent_challenge": Absent}):
        db.session.execute(insert(SpentChallenge).values(sha256=mark, at=now))
    return True


def _refuse_too_many(model: type[Authenticator] | type[Passkey], account_id: int) -> None:
    if _count(model, account_id) >= MOST:
        raise TooMany()


def _count(model: type[Authenticator] | type[Passkey], account_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(model.account_id == account_id)) or 0


def _new_codes(entry: Entry, account_id: int, *, now: datetime) -> list[str]:
    """Only fingerprints are kept of them."""
    judge = authenticators()
    codes = judge.new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    rows = [{"account_id": account_id, "fingerprint": judge.recovery_mark(code), "made_at": now} for code in codes]
    db.session.execute(insert(RecoveryCode), rows)
    entry.details["codes"] = len(codes)
    return codes
