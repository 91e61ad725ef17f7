"""Roles given and taken away: inside an entry, and as acts of somebody who may."""

from datetime import datetime

from sqlalchemy import select

from trainingapp.accounts import queries
from trainingapp.accounts.actions import note
from trainingapp.accounts.giving import LAST, LastAdministrator, NotOneself, may_give
from trainingapp.accounts.models import Account, AccountGrant, AccountGrantEnd
from trainingapp.accounts.rules import MAY, ROLES, Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class AlreadyEnded(Refused):
    """A grant ends once."""

    sentence = say("This role has been taken away already.")


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
    note(entry, "grants", public_id)
    return public_id


def end_grant(entry: Entry, grant_id: str) -> None:
    """Take a role away: it holds no longer at the account's next request. Raises AlreadyEnded, Refused."""
    key = db.session.scalar(select(AccountGrant.id).where(AccountGrant.public_id == grant_id))
    if key is None:
        raise Refused(say("There is no such role."))
    with refusing({"uq_account_grant_end_grant_id": AlreadyEnded}):
        entry.keep(AccountGrantEnd, [{"grant_id": key}])
    note(entry, "ended", grant_id)


def give_role(account_id: str, role: str, *, kind: str, code: str | None = None, by: Identity, now: datetime) -> str:
    """Give an account (its public id) a role for a State, mission or institution (its code), or for all; the grant.

    Raises Absent for an account outside the scope or a role that is not `by`'s to give, NotOneself, and Refused.
    """
    found = queries.account(by.scope("accounts.manage"), account_id)
    if found.public_id == by.public_id:
        raise NotOneself()
    if not may_give(by, role, kind, code):
        raise Absent()
    with journal.entry(
        act="account.give_role",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=account_id,
        state_code=code if kind == "state" else None,
        details={"role": role, "for": code or kind},
    ) as entry:
        named = {} if kind == "all" else {f"{kind}_code": code}
        return grant(entry, queries.kept(account_id), role, **named)


def end_role(account_id: str, grant_id: str, *, by: Identity, now: datetime) -> None:
    """Take a role away from an account, at its next request.

    Raises Absent for what is not `by`'s to take, NotOneself, LastAdministrator, AlreadyEnded.
    """
    found = queries.account(by.scope("accounts.manage"), account_id)
    held = next((one for one in found.roles if one.public_id == grant_id), None)
    if held is None or not may_give(by, held.role, held.kind, held.code):
        raise Absent()
    if found.public_id == by.public_id:
        raise NotOneself()
    with journal.entry(
        act="account.end_role",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=account_id,
        state_code=held.code if held.kind == "state" else None,
        details={"role": held.role, "for": held.code or held.kind},
    ) as entry:
        # Behind the journal's lock: two administrators who demote each other at once would leave nobody.
        if (held.role, held.kind) == LAST and not queries.other_administrators(account_id):
            raise LastAdministrator()
        end_grant(entry, grant_id)
