"""Keeping somebody out and letting them in again: one account, or all who act for a State. Effective at once."""

from datetime import datetime

from sqlalchemy import func, select, update

from trainingapp.accounts import queries
from trainingapp.accounts.actions import note
from trainingapp.accounts.giving import BeyondOnesState, LastAdministrator, NotOneself, may_suspend
from trainingapp.accounts.models import (
    Account,
    AccountSuspension,
    AccountSuspensionEnd,
    SignIn,
    StateSuspension,
    StateSuspensionEnd,
)
from trainingapp.accounts.models.invitations import InvitationEnd
from trainingapp.accounts.queries import invitations
from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: The longest reason that is kept.
LONGEST_REASON = 400


class AlreadySuspended(Conflict):
    """Somebody else was faster."""

    sentence = say("This is suspended already. Look at the page again.")


class NotSuspended(Conflict):
    """Somebody else was faster."""

    sentence = say("This is not suspended any more. Look at the page again.")


class NoReason(Refused):
    """Whoever is kept out, and whoever looks later, must understand why."""

    sentence = say("Write the reason, at most %(most)s characters.", most=LONGEST_REASON)


def suspend(entry: Entry, account: Account, *, reason: str, by: str, now: datetime) -> str:
    """Let nobody sign in with the account, and end its sign-ins. Its roles stay as they are. The suspension's id.

    The invitations that it sent and nobody has answered are withdrawn: whoever stole the account may have invited
    themselves. Raises AlreadySuspended, NoReason.
    """
    if db.session.scalar(select(Account.id).where(Account.id == account.id, queries.is_suspended())):
        raise AlreadySuspended()
    before = select(func.count()).where(AccountSuspension.account_id == account.id)
    row: dict[str, object] = {
        "public_id": new_id(),
        "account_id": account.id,
        "ordinal": db.session.execute(before).scalar_one(),
        "reason": _checked(reason),
        "suspended_by": by,
        "suspended_at": now,
    }
    with refusing({"uq_account_suspension_account_id_ordinal": AlreadySuspended}):
        entry.keep(AccountSuspension, [row])
    db.session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    withdrawn = invitations.waiting_from(account.public_id, now=now)
    entry.keep(InvitationEnd, [{"public_id": new_id(), "invitation_id": key, "how": "withdrawn"} for key in withdrawn])
    if withdrawn:
        entry.details["invitations_withdrawn"] = len(withdrawn)
    note(entry, "suspended", account.public_id)
    return str(row["public_id"])


def suspend_account(account_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Suspend an account (its public id), effective at its next request.

    Raises Absent outside the scope, NotOneself, BeyondOnesState, LastAdministrator, AlreadySuspended, NoReason.
    """
    found = queries.account(by.scope("accounts.manage"), account_id)
    if found.public_id == by.public_id:
        raise NotOneself()
    account = queries.kept(account_id)
    if not may_suspend(by, queries.grants_of(account)):
        raise BeyondOnesState()
    with journal.entry(
        act="account.suspend",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=account_id,
        state_code=found.only_state,
    ) as entry:
        # Behind the journal's lock: two administrators who suspend each other at once would leave nobody.
        if found.administers and not queries.other_administrators(account_id):
            raise LastAdministrator()
        suspend(entry, account, reason=reason, by=by.public_id, now=now)


def lift_account(account_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Let an account sign in again. Raises Absent, NotOneself, BeyondOnesState, NotSuspended, NoReason."""
    found = queries.account(by.scope("accounts.manage"), account_id)
    if found.public_id == by.public_id:
        raise NotOneself()
    if not may_suspend(by, queries.grants_of(queries.kept(account_id))):
        raise BeyondOnesState()
    with journal.entry(
        act="account.lift",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=account_id,
        state_code=found.only_state,
    ) as entry:
        _keep_end(entry, AccountSuspensionEnd, queries.suspension_of(account_id), reason=reason, by=by, now=now)


def suspend_state(state_code: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Let every role for a State rest, at the next request of whoever holds it. The reason is shown to them.

    Raises Absent for whoever may not, AlreadySuspended, NoReason.
    """
    if not by.scope("states.suspend").reaches(state_code):
        raise Absent()
    with journal.entry(
        act="state.suspend",
        by=by.public_id,
        now=now,
        object_kind="state",
        object_id=state_code,
        state_code=state_code,
        details={"code": state_code},
    ) as entry:
        if queries.suspended_state(state_code) is not None:
            raise AlreadySuspended()
        before = select(func.count()).where(StateSuspension.state_code == state_code)
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": state_code,
            "ordinal": db.session.execute(before).scalar_one(),
            "reason": _checked(reason),
            "suspended_by": by.public_id,
            "suspended_at": now,
        }
        with refusing({"uq_state_suspension_state_code_ordinal": AlreadySuspended}):
            entry.keep(StateSuspension, [row])


def lift_state(state_code: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Let the roles for a State hold again. Raises Absent, NotSuspended, NoReason."""
    if not by.scope("states.suspend").reaches(state_code):
        raise Absent()
    with journal.entry(
        act="state.lift",
        by=by.public_id,
        now=now,
        object_kind="state",
        object_id=state_code,
        state_code=state_code,
        details={"code": state_code},
    ) as entry:
        _keep_end(entry, StateSuspensionEnd, queries.suspended_state(state_code), reason=reason, by=by, now=now)


def _keep_end(
    entry: Entry,
    model: type[AccountSuspensionEnd] | type[StateSuspensionEnd],
    key: int | None,
    *,
    reason: str,
    by: Identity,
    now: datetime,
) -> None:
    if key is None:
        raise NotSuspended()
    row: dict[str, object] = {
        "public_id": new_id(),
        "suspension_id": key,
        "reason": _checked(reason),
        "lifted_by": by.public_id,
        "lifted_at": now,
    }
    with refusing({f"uq_{model.__tablename__}_suspension_id": NotSuspended}):
        entry.keep(model, [row])


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise NoReason()
    return reason
