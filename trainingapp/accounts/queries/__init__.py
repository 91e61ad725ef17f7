"""Who may sign in, as facts: identities, accounts with their grants, and sign-ins that last."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import (
    Account,
    AccountGrant,
    AccountGrantEnd,
    AccountSuspension,
    AccountSuspensionEnd,
    StateSuspension,
    StateSuspensionEnd,
)
from trainingapp.accounts.rules import Grant, Identity, SuspendedState
from trainingapp.kit.db import db
from trainingapp.states import queries as states
from trainingapp.states.models import Institution, InstitutionConsent, Mission, State

#: The condition under which a grant was not ended.
LIVE = ~exists().where(AccountGrantEnd.grant_id == AccountGrant.id)


@dataclass(frozen=True)
class Credentials:
    """What an account signs in with: plain values, so that no transaction is open while a hash is computed."""

    account_id: int
    public_id: str
    hashed: str
    active: bool


def identity_of(account_id: int) -> Identity | None:
    """The account with its grants as they stand now; None when it is suspended or does not exist. One statement."""
    rows = db.session.execute(
        with_grants(Account.public_id, Account.name).where(Account.id == account_id, ~is_suspended())
    ).all()
    if not rows:
        return None
    held, suspended = grants_in([row[2:] for row in rows])
    return Identity(rows[0].public_id, rows[0].name, held, suspended)


def is_suspended() -> ColumnElement[bool]:
    """The condition under which an account is suspended."""
    # Of its own name: a statement around it may ask for the suspension itself, too.
    one = aliased(AccountSuspension)
    lifted = exists().where(AccountSuspensionEnd.suspension_id == one.id)
    return exists().where(one.account_id == Account.id, ~lifted)


def names_of(public_ids: Collection[str]) -> dict[str, str]:
    """Public id -> name of these accounts, suspended ones too: the journal tells who acted. One statement."""
    rows = db.session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(public_ids)))
    return {row.public_id: row.name for row in rows}


def grants_held(account: Account) -> list[AccountGrant]:
    """The live grants of an account, oldest first. One statement."""
    return list(
        db.session.scalars(
            select(AccountGrant).where(AccountGrant.account_id == account.id, LIVE).order_by(AccountGrant.id)
        )
    )


def credentials_of(email_key: str) -> Credentials | None:
    """What an account signs in with, by its e-mail address; suspended or not. One statement.

    None also for whoever has no pass phrase and signs in elsewhere.
    """
    found = db.session.execute(
        select(Account.id, Account.public_id, Account.password, ~is_suspended()).where(
            Account.email == email_key, Account.password.is_not(None)
        )
    ).one_or_none()
    return found and Credentials(*found)  # type: ignore[arg-type]


def with_grants(*columns: Any) -> Any:
    """A row for each account, live grant, and State that the grant's institution may record for; for `grants_in`."""
    kept_out = ~exists().where(StateSuspensionEnd.suspension_id == StateSuspension.id)
    return (
        select(
            *columns,
            AccountGrant.id,
            AccountGrant.role,
            AccountGrant.state_code,
            AccountGrant.mission_code,
            AccountGrant.institution_code,
            func.coalesce(State.name, Mission.code, Institution.name, ""),
            InstitutionConsent.state_code,
            StateSuspension.suspended_at,
            StateSuspension.reason,
        )
        .select_from(Account)
        .outerjoin(AccountGrant, and_(AccountGrant.account_id == Account.id, LIVE))
        .outerjoin(State, State.code == AccountGrant.state_code)
        .outerjoin(Mission, Mission.code == AccountGrant.mission_code)
        .outerjoin(Institution, Institution.code == AccountGrant.institution_code)
        .outerjoin(InstitutionConsent, states.lets_record(AccountGrant.institution_code))
        .outerjoin(StateSuspension, and_(StateSuspension.state_code == AccountGrant.state_code, kept_out))
        .order_by(Account.id, AccountGrant.id, InstitutionConsent.state_code)
    )


def grants_in(rows: Iterable[Sequence[Any]]) -> tuple[tuple[Grant, ...], tuple[SuspendedState, ...]]:
    """The grants of one account that hold, and the States for which it has others that do not hold now.

    Rows of (key, role, State, mission, institution, name, State the institution may record for, since when the State
    is suspended, why).
    """
    made: dict[object, Grant] = {}
    reached: dict[object, set[str]] = {}
    suspended: dict[str, SuspendedState] = {}
    for key, role, state, mission, institution, name, recorded_for, since, reason in rows:
        if key is None:
            continue  # an account without a grant
        if since is not None:
            suspended[state] = SuspendedState(state, name, since, reason)
            continue
        kind = "state" if state else "mission" if mission else "institution" if institution else "all"
        reaches = reached.setdefault(key, set())
        reaches.update(str(code) for code in (state, recorded_for) if code)
        made[key] = Grant(
            role=str(role),
            kind=kind,
            states=frozenset(reaches),
            missions=frozenset({str(mission)} if mission else ()),
            code=str(state or mission or institution or ""),
            name=str(name),
        )
    return tuple(made.values()), tuple(suspended.values())


from trainingapp.accounts.queries.administration import (  # noqa: E402 - they use what stands above
    AccountDetails,
    AccountFacts,
    Filters,
    Role,
    StateAccess,
    Suspended,
    account,
    accounts,
    ended_roles,
    grants_of,
    kept,
    other_administrators,
    state_access,
    states_acted_for,
    suspended_state,
    suspension_of,
)
from trainingapp.accounts.queries.factors import FactorFacts, factors_of, has_factor, passkey_ids  # noqa: E402
from trainingapp.accounts.queries.sign_ins import (  # noqa: E402
    OwnSignIn,
    SignInFacts,
    email_of,
    failures,
    own_sign_ins,
    phrase_of,
    public_id_of,
    sign_in_of,
)

__all__ = [
    "LIVE",
    "AccountDetails",
    "AccountFacts",
    "Credentials",
    "FactorFacts",
    "Filters",
    "OwnSignIn",
    "Role",
    "SignInFacts",
    "StateAccess",
    "Suspended",
    "account",
    "accounts",
    "credentials_of",
    "email_of",
    "ended_roles",
    "factors_of",
    "failures",
    "grants_held",
    "grants_in",
    "grants_of",
    "has_factor",
    "identity_of",
    "is_suspended",
    "kept",
    "names_of",
    "other_administrators",
    "own_sign_ins",
    "passkey_ids",
    "phrase_of",
    "public_id_of",
    "sign_in_of",
    "state_access",
    "states_acted_for",
    "suspended_state",
    "suspension_of",
    "with_grants",
]
