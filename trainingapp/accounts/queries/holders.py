"""Who holds a role at the moment: for letters to an office, and for handing work to a colleague by name."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.models import Account, AccountGrant
from trainingapp.accounts.queries import grants_in, is_suspended, with_grants
from trainingapp.accounts.rules import Identity
from trainingapp.kit.db import db


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role: who they are with all they may do, and the address for letters."""

    identity: Identity
    email: str


def holders_of(roles: Collection[str], *, state: str | None = None) -> list[Holder]:
    """Whoever may sign in and holds one of these roles, for this State or for any; by name. One statement.

    Roles for a State that is suspended hold for nobody.
    """
    wanted = select(AccountGrant.account_id).where(AccountGrant.role.in_(sorted(roles))).correlate(None)
    if state is not None:
        wanted = wanted.where(AccountGrant.state_code == state)
    # Which of them were ended is seen by what comes back: every grant that was not.
    rows: Any = db.session.execute(
        with_grants(Account.id, Account.public_id, Account.name, Account.email).where(
            Account.id.in_(wanted), ~is_suspended()
        )
    ).all()
    found = []
    for _key, own in groupby(rows, key=lambda row: row[0]):
        lines = list(own)
        held, suspended = grants_in([line[4:] for line in lines])
        if any(grant.role in roles and (state is None or state in grant.states) for grant in held):
            found.append(Holder(Identity(lines[0].public_id, lines[0].name, held, suspended), lines[0].email))
    return sorted(found, key=lambda one: (one.identity.name.casefold(), one.identity.public_id))
