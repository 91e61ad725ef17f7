"""Accounts as those see them who manage them: lists, one account, each State's managers. Each is told for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

from trainingapp.accounts.giving import LAST
from trainingapp.accounts.models import (
    Account,
    AccountGrant,
    AccountGrantEnd,
    AccountSuspension,
    AccountSuspensionEnd,
    StateSuspension,
    StateSuspensionEnd,
)
from trainingapp.accounts.queries import LIVE, is_suspended
from trainingapp.accounts.queries.factors import without_factor
from trainingapp.accounts.rules import Grant, Scope
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.states.models import Institution, Mission, State


@dataclass(frozen=True)
class Role:
    """A role that an account has and that was not ended. `rests`: all roles for its State are suspended."""

    public_id: str
    role: str
    kind: str
    code: str | None
    #: What people call the State, mission or institution it is for; empty for all.
    name: str
    since: datetime | None = None
    #: The public id of the account that gave it, or who acts without one.
    given_by: str | None = None
    rests: bool = False


@dataclass(frozen=True)
class Filters:
    """Which accounts; an empty filter leaves all. `text` is part of a name or an e-mail address."""

    text: str | None = None
    state: str | None = None
    role: str | None = None
    standing: str | None = None
    #: `none`: no second factor; `missing`: none, though a role asks for one.
    factor: str | None = None


@dataclass(frozen=True)
class AccountFacts:
    """An account as a list shows it: standing is active or suspended; roles are those within the scope."""

    public_id: str
    name: str
    email: str
    standing: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Suspended:
    """A suspension that lasts: since when, by whom (an account's public id), why."""

    since: datetime
    suspended_by: str
    reason: str


@dataclass(frozen=True)
class AccountDetails(AccountFacts):
    """One account as its own page shows it."""

    created_at: datetime
    added_by: str
    suspended: Suspended | None
    #: Whether it has roles that lie outside the scope of whoever looks.
    beyond: bool
    #: Whether it can administer the register.
    administers: bool
    #: How often it signed in, and when last.
    sign_ins: int
    signed_in_at: datetime | None
    #: States it has roles for, of all its roles.
    states: frozenset[str] = field(default_factory=frozenset)

    @property
    def only_state(self) -> str | None:
        """The one State whose journal tells what is done to the account; None when it acts for several or for none."""
        return next(iter(self.states)) if len(self.states) == 1 else None


def _standing() -> ColumnElement[str]:
    return case((is_suspended(), "suspended"), else_="active")


def _in_scope(scope: Scope) -> ColumnElement[bool]:
    """Grants within the scope."""
    if scope.everything:
        return true()
    return or_(AccountGrant.state_code.in_(sorted(scope.states)), AccountGrant.mission_code.in_(sorted(scope.missions)))


def within(scope: Scope) -> ColumnElement[bool]:
    """Accounts within the scope: with a role in it, or without any role and once with one in it.

    Whoever lost the last role can so be given one again by those who took it.
    """
    if scope.everything:
        return true()
    own = exists().where(AccountGrant.account_id == Account.id, _in_scope(scope))
    held = exists().where(AccountGrant.account_id == Account.id, LIVE)
    return or_(own.where(LIVE), and_(~held, own))


def accounts(scope: Scope, filters: Filters | None = None, *, number: int = 1) -> Page[AccountFacts]:
    """One page of the accounts within the scope, by name. 3 statements."""
    asked = filters or Filters()
    statement: Any = select(Account.id, Account.public_id, Account.name, Account.email, _standing().label("standing"))
    statement = statement.where(within(scope))
    if asked.text:
        parts = [column.icontains(asked.text, autoescape=True) for column in (Account.name, Account.email)]
        statement = statement.where(or_(*parts))
    if asked.state or asked.role:
        wanted = exists().where(AccountGrant.account_id == Account.id, LIVE, _in_scope(scope))
        if asked.state:
            wanted = wanted.where(AccountGrant.state_code == asked.state)
        if asked.role:
            wanted = wanted.where(AccountGrant.role == asked.role)
        statement = statement.where(wanted)
    if asked.standing:
        statement = statement.where(_standing() == asked.standing)
    if asked.factor:
        statement = statement.where(without_factor(must=asked.factor == "missing"))
    page = paged(db.session(), statement.order_by(Account.name, Account.id), number=number)
    held = _roles_of(scope, [row.id for row in page.rows])
    return page.each(
        lambda row: AccountFacts(row.public_id, row.name, row.email, row.standing, tuple(held.get(row.id, ())))
    )


def account(scope: Scope, public_id: str) -> AccountDetails:
    """One account within the scope. Raises Absent. 4 statements."""
    added = JournalEntry.__table__.alias("added")
    row = db.session.execute(
        select(
            Account.id,
            Account.name,
            Account.email,
            _standing().label("standing"),
            Account.created_at,
            added.c.actor,
            AccountSuspension.suspended_at,
            AccountSuspension.suspended_by,
            AccountSuspension.reason,
        )
        .join(added, added.c.seq == Account.entry_seq)
        .outerjoin(AccountSuspension, and_(AccountSuspension.account_id == Account.id, ~_lifted()))
        .where(Account.public_id == public_id, within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    every = _told_roles(row.id)
    seen = [role for role in every if scope.everything or _reaches(scope, role)]
    signed = db.session.execute(
        select(func.count(), func.max(JournalEntry.at)).where(
            JournalEntry.object_kind == "account",
            JournalEntry.object_id == public_id,
            JournalEntry.act == "account.sign_in",
        )
    ).one()
    return AccountDetails(
        public_id,
        row.name,
        row.email,
        row.standing,
        tuple(seen),
        created_at=row.created_at,
        added_by=row.actor,
        suspended=Suspended(row.suspended_at, row.suspended_by, row.reason) if row.suspended_at else None,
        beyond=len(seen) < len(every),
        administers=any((role.role, role.kind) == LAST for role in every),
        sign_ins=signed[0],
        signed_in_at=signed[1],
        states=frozenset(role.code for role in every if role.kind == "state" and role.code),
    )


def _reaches(scope: Scope, role: Role) -> bool:
    if role.kind == "mission":
        return role.code in scope.missions
    return role.kind == "state" and role.code in scope.states


def _lifted() -> ColumnElement[bool]:
    return exists().where(AccountSuspensionEnd.suspension_id == AccountSuspension.id)


def _state_lifted() -> ColumnElement[bool]:
    return exists().where(StateSuspensionEnd.suspension_id == StateSuspension.id)


def _rests() -> ColumnElement[bool]:
    return exists().where(StateSuspension.state_code == AccountGrant.state_code, ~_state_lifted())


def _roles() -> Any:
    """A row for each live grant: account, then what `Role` takes, but for the journal's part."""
    return (
        select(
            AccountGrant.account_id,
            AccountGrant.public_id,
            AccountGrant.role,
            case(
                (AccountGrant.state_code.is_not(None), "state"),
                (AccountGrant.mission_code.is_not(None), "mission"),
                (AccountGrant.institution_code.is_not(None), "institution"),
                else_="all",
            ),
            func.coalesce(AccountGrant.state_code, AccountGrant.mission_code, AccountGrant.institution_code),
            func.coalesce(State.name, Mission.code, Institution.name, ""),
        )
        .outerjoin(State, State.code == AccountGrant.state_code)
        .outerjoin(Mission, Mission.code == AccountGrant.mission_code)
        .outerjoin(Institution, Institution.code == AccountGrant.institution_code)
        .where(LIVE)
        .order_by(AccountGrant.account_id, AccountGrant.id)
    )


def _roles_of(scope: Scope, account_ids: Sequence[int]) -> Mapping[int, list[Role]]:
    statement = _roles().add_columns(_rests()).where(AccountGrant.account_id.in_(account_ids), _in_scope(scope))
    found: dict[int, list[Role]] = {}
    for account_id, public_id, role, kind, code, name, rests in db.session.execute(statement):
        found.setdefault(account_id, []).append(Role(public_id, role, kind, code, name, rests=bool(rests)))
    return found


def _told_roles(account_id: int) -> list[Role]:
    statement = (
        _roles()
        .add_columns(JournalEntry.at, JournalEntry.actor, _rests())
        .join(JournalEntry, JournalEntry.seq == AccountGrant.entry_seq)
        .where(AccountGrant.account_id == account_id)
    )
    return [
        Role(public_id, role, kind, code, name, since, given_by, rests=bool(rests))
        for _account, public_id, role, kind, code, name, since, given_by, rests in db.session.execute(statement)
    ]


def ended_roles(public_id: str) -> list[tuple[Role, datetime, str]]:
    """The roles that were taken from an account, the latest first, each with when and by whom. One statement."""
    gone = JournalEntry.__table__.alias("gone")
    statement = (
        select(
            AccountGrant.public_id,
            AccountGrant.role,
            case((AccountGrant.state_code.is_not(None), "state"), else_="other"),
            func.coalesce(AccountGrant.state_code, AccountGrant.mission_code, AccountGrant.institution_code),
            func.coalesce(State.name, Mission.code, Institution.name, ""),
            gone.c.at,
            gone.c.actor,
        )
        .join(Account, Account.id == AccountGrant.account_id)
        .join(AccountGrantEnd, AccountGrantEnd.grant_id == AccountGrant.id)
        .join(gone, gone.c.seq == AccountGrantEnd.entry_seq)
        .outerjoin(State, State.code == AccountGrant.state_code)
        .outerjoin(Mission, Mission.code == AccountGrant.mission_code)
        .outerjoin(Institution, Institution.code == AccountGrant.institution_code)
        .where(Account.public_id == public_id)
        .order_by(AccountGrantEnd.entry_seq.desc(), AccountGrant.id.desc())
    )
    return [(Role(*row[:5]), row[5], row[6]) for row in db.session.execute(statement)]


def kept(public_id: str) -> Account:
    """The row of an account, for an action that has asked whether it may. Raises Absent. One statement."""
    found = db.session.scalars(select(Account).where(Account.public_id == public_id)).one_or_none()
    if found is None:
        raise Absent()
    return found


def grants_of(of: Account) -> list[Grant]:
    """Every live grant of an account, those for a suspended State too. One statement."""
    return [
        Grant(role, kind, code=code or "", name=name)
        for _, _, role, kind, code, name in db.session.execute(_roles().where(AccountGrant.account_id == of.id))
    ]


def other_administrators(public_id: str) -> int:
    """How many accounts besides this one can sign in and administer the register. One statement."""
    role, _kind = LAST
    for_all = and_(
        AccountGrant.state_code.is_(None),
        AccountGrant.mission_code.is_(None),
        AccountGrant.institution_code.is_(None),
    )
    administers = exists().where(AccountGrant.account_id == Account.id, AccountGrant.role == role, for_all, LIVE)
    return db.session.execute(
        select(func.count()).where(Account.public_id != public_id, ~is_suspended(), administers)
    ).scalar_one()


def suspension_of(public_id: str) -> int | None:
    """The key of an account's suspension that lasts. One statement."""
    return db.session.scalar(
        select(AccountSuspension.id)
        .join(Account, Account.id == AccountSuspension.account_id)
        .where(Account.public_id == public_id, ~_lifted())
    )


def suspended_state(code: str) -> int | None:
    """The key of a State's suspension that lasts. One statement."""
    return db.session.scalar(select(StateSuspension.id).where(StateSuspension.state_code == code, ~_state_lifted()))


@dataclass(frozen=True)
class StateAccess:
    """A State with who manages its accounts, how many accounts act for it, and whether all of that is suspended."""

    code: str
    name: str
    managers: tuple[AccountFacts, ...]
    accounts: int
    suspended: Suspended | None

    @property
    def is_unmanaged(self) -> bool:
        """Whether it has accounts and nobody of its own who manages them."""
        return bool(self.accounts) and not self.managers


def state_access(code: str | None = None) -> list[StateAccess]:
    """Every State for which anybody acts or acted, by name; or one State, whoever acts for it. Three statements."""
    acting = (
        select(AccountGrant.state_code, func.count(AccountGrant.account_id.distinct()).label("accounts"))
        .where(LIVE)
        .group_by(AccountGrant.state_code)
        .subquery()
    )
    statement = (
        select(
            State.code,
            State.name,
            func.coalesce(acting.c.accounts, 0),
            StateSuspension.suspended_at,
            StateSuspension.suspended_by,
            StateSuspension.reason,
        )
        .outerjoin(acting, acting.c.state_code == State.code)
        .outerjoin(StateSuspension, and_(StateSuspension.state_code == State.code, ~_state_lifted()))
        .order_by(State.name, State.code)
    )
    ever = exists().where(AccountGrant.state_code == State.code)
    statement = statement.where(State.code == code) if code else statement.where(ever)
    rows = db.session.execute(statement).all()
    managers: dict[str | None, list[AccountFacts]] = {}
    for row in db.session.execute(
        select(AccountGrant.state_code, Account.public_id, Account.name, Account.email, _standing())
        .join(Account, Account.id == AccountGrant.account_id)
        .where(LIVE, AccountGrant.role == "account_manager", AccountGrant.state_code.in_([row.code for row in rows]))
        .order_by(Account.name, Account.id)
    ):
        managers.setdefault(row[0], []).append(AccountFacts(*row[1:], roles=()))
    return [
        StateAccess(
            row.code,
            row.name,
            tuple(managers.get(row.code, ())),
            row[2],
            Suspended(*row[3:]) if row.suspended_at else None,
        )
        for row in rows
    ]


def states_acted_for(scope: Scope) -> dict[str, str]:
    """Code -> name of the States that anybody has a role for, within the scope, by name. One statement."""
    held = exists().where(AccountGrant.state_code == State.code, LIVE, _in_scope(scope))
    rows = db.session.execute(select(State.code, State.name).where(held).order_by(State.name, State.code))
    return {row.code: row.name for row in rows}
