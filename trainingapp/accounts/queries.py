"""Who may sign in, as facts: identities, accounts with their grants, and sign-ins that last."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select

from trainingapp.accounts.models import Account, AccountGrant, AccountGrantEnd, SignIn, SignInFailure
from trainingapp.accounts.rules import Grant, Identity, Scope
from trainingapp.kit.db import db
from trainingapp.kit.pages import Page, paged
from trainingapp.states.models import Institution, InstitutionState, Mission, State

_LIVE = ~exists().where(AccountGrantEnd.grant_id == AccountGrant.id)


@dataclass(frozen=True)
class AccountFacts:
    """An account as a list shows it."""

    public_id: str
    name: str
    email: str
    active: bool
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Credentials:
    """What an account signs in with: plain values, so that no transaction is open while a hash is computed."""

    account_id: int
    public_id: str
    hashed: str
    active: bool


@dataclass(frozen=True)
class SignInFacts:
    """A sign-in that was not ended by its owner; whether it still lasts is for the rules."""

    id: int
    account_id: int
    began_at: datetime
    seen_at: datetime


def identity_of(account_id: int) -> Identity | None:
    """The account with its grants as they stand now; None when it is suspended or does not exist. One statement."""
    rows = db.session.execute(
        _with_grants(Account.public_id, Account.name).where(Account.id == account_id, Account.active)
    ).all()
    if not rows:
        return None
    return Identity(rows[0].public_id, rows[0].name, _grants([row[2:] for row in rows]))


def accounts(scope: Scope, *, number: int = 1) -> Page[AccountFacts]:
    """One page of the accounts that hold a live grant within the scope, by name; for everything, all. 3 statements."""
    statement: Any = select(Account.id, Account.public_id, Account.name, Account.email, Account.active)
    if not scope.everything:
        within = AccountGrant.state_code.in_(scope.states) | AccountGrant.mission_code.in_(scope.missions)
        statement = statement.where(exists().where(AccountGrant.account_id == Account.id, _LIVE, within))
    page = paged(db.session(), statement.order_by(Account.name, Account.id), number=number)
    held = _grants_of([row.id for row in page.rows])
    return page.each(lambda row: AccountFacts(row.public_id, row.name, row.email, row.active, held.get(row.id, ())))


def names_of(public_ids: Collection[str]) -> dict[str, str]:
    """Public id -> name of these accounts, suspended ones too: the journal tells who acted. One statement."""
    rows = db.session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(public_ids)))
    return {row.public_id: row.name for row in rows}


def grants_held(account: Account) -> list[AccountGrant]:
    """The live grants of an account, oldest first. One statement."""
    return list(
        db.session.scalars(
            select(AccountGrant).where(AccountGrant.account_id == account.id, _LIVE).order_by(AccountGrant.id)
        )
    )


def credentials_of(email_key: str) -> Credentials | None:
    """What an account signs in with, by its e-mail address; suspended or not. One statement."""
    found = db.session.execute(
        select(Account.id, Account.public_id, Account.password, Account.active).where(Account.email == email_key)
    ).one_or_none()
    return found and Credentials(*found)


def sign_in_of(token_sha256: str) -> SignInFacts | None:
    """The sign-in that a cookie's token points at. One statement."""
    found = db.session.execute(
        select(SignIn.id, SignIn.account_id, SignIn.began_at, SignIn.seen_at).where(
            SignIn.token_sha256 == token_sha256, SignIn.ended_at.is_(None)
        )
    ).one_or_none()
    return found and SignInFacts(*found)


def failures(what: str, *, after: datetime, at_most: int) -> list[datetime]:
    """When sign-ins with this fingerprint failed, newest first. One statement."""
    return list(
        db.session.scalars(
            select(SignInFailure.at)
            .where(SignInFailure.what == what, SignInFailure.at > after)
            .order_by(SignInFailure.at.desc(), SignInFailure.id.desc())
            .limit(at_most)
        )
    )


def _with_grants(*columns: Any) -> Any:
    """A row for each account, live grant and State that the grant's institution may record for."""
    return (
        select(
            *columns,
            AccountGrant.id,
            AccountGrant.role,
            AccountGrant.state_code,
            AccountGrant.mission_code,
            AccountGrant.institution_code,
            func.coalesce(State.name, Mission.code, Institution.name, ""),
            InstitutionState.state_code,
        )
        .select_from(Account)
        .outerjoin(AccountGrant, and_(AccountGrant.account_id == Account.id, _LIVE))
        .outerjoin(State, State.code == AccountGrant.state_code)
        .outerjoin(Mission, Mission.code == AccountGrant.mission_code)
        .outerjoin(Institution, Institution.code == AccountGrant.institution_code)
        .outerjoin(InstitutionState, InstitutionState.institution_code == AccountGrant.institution_code)
        .order_by(Account.id, AccountGrant.id, InstitutionState.state_code)
    )


def _grants_of(account_ids: Sequence[int]) -> dict[int, tuple[Grant, ...]]:
    rows: dict[int, list[Sequence[object]]] = {}
    for row in db.session.execute(_with_grants(Account.id).where(Account.id.in_(account_ids))):
        rows.setdefault(row[0], []).append(row[1:])
    return {account_id: _grants(lines) for account_id, lines in rows.items()}


def _grants(rows: Iterable[Sequence[object]]) -> tuple[Grant, ...]:
    """Grants from rows of (key, role, State, mission, institution, name, State the institution may record for)."""
    made: dict[object, Grant] = {}
    reached: dict[object, set[str]] = {}
    for key, role, state, mission, institution, name, recorded_for in rows:
        if key is None:
            continue  # an account without a grant
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
    return tuple(made.values())
