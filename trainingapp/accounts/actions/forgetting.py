"""Letting somebody begin anew who has lost every second factor: the one way back in, and never by the person alone."""

from datetime import datetime

from sqlalchemy import update

from trainingapp.accounts import queries
from trainingapp.accounts.actions.factors import forget_factors
from trainingapp.accounts.giving import BeyondOnesState, NotOneself, may_suspend
from trainingapp.accounts.models import SignIn
from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Conflict
from trainingapp.kit.words import say


class NothingToForget(Conflict):
    """Somebody else was faster, or there never was one."""

    sentence = say("This account has no second factor. Look at the page again.")


def forget_all(account_id: str, *, by: Identity, now: datetime) -> int:
    """Remove every second factor and recovery code of an account (its public id), end its sign-ins, and write to it.

    Its owner sets up a new one at the next sign-in, where a role asks for one. Gives how many there were. Raises Absent
    outside the scope, NotOneself, BeyondOnesState, NothingToForget.
    """
    found = queries.account(by.scope("accounts.manage"), account_id)
    if found.public_id == by.public_id:
        raise NotOneself()
    account = queries.kept(account_id)
    if not may_suspend(by, queries.grants_of(account)):
        raise BeyondOnesState()
    with journal.entry(
        act="account.factors_forget",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=account_id,
        state_code=found.only_state,
    ) as entry:
        forgotten = forget_factors(entry, account.id, now=now)
        if not forgotten:
            raise NothingToForget()
        mine = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
        db.session.execute(mine.values(ended_at=now).execution_options(synchronize_session=False))
    return forgotten
