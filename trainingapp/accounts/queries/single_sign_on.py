"""Accounts as an identity provider knows them, as facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, exists, func, literal, select, union_all

from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account, AccountGrant
from trainingapp.accounts.models.single_sign_on import SingleSignOnGrant, SingleSignOnLink
from trainingapp.accounts.queries import LIVE, is_suspended
from trainingapp.kit.db import db
from trainingapp.states.models import Institution, Mission, State


@dataclass(frozen=True)
class Known:
    """An account, and whether it may sign in at all."""

    account_id: int
    public_id: str
    suspended: bool


def known_as(issuer: str, subject: str) -> Known | None:
    """The account that a provider knows by this subject. One statement."""
    row = db.session.execute(
        select(Account.id, Account.public_id, is_suspended())
        .join(SingleSignOnLink, SingleSignOnLink.account_id == Account.id)
        .where(SingleSignOnLink.issuer == issuer, SingleSignOnLink.subject == subject)
    ).one_or_none()
    return row and Known(*row)


def with_address(email: str) -> Known | None:
    """The account with this e-mail address. One statement."""
    row = db.session.execute(
        select(Account.id, Account.public_id, is_suspended()).where(Account.email == email)
    ).one_or_none()
    return row and Known(*row)


def is_linked(account_id: int, issuer: str) -> bool:
    """Whether a provider knows this account already. One statement."""
    found = exists().where(SingleSignOnLink.account_id == account_id, SingleSignOnLink.issuer == issuer)
    return bool(db.session.scalar(select(found)))


@dataclass(frozen=True)
class Held:
    """The live roles of an account -> the grant's public id: all of them, and those that a provider gave."""

    every: Mapping[Offered, str]
    given: Mapping[Offered, str]


def held(account_id: int) -> Held:
    """The live roles of an account. One statement."""
    kind = case(
        (AccountGrant.state_code.is_not(None), "state"),
        (AccountGrant.mission_code.is_not(None), "mission"),
        (AccountGrant.institution_code.is_not(None), "institution"),
        else_="all",
    )
    code = func.coalesce(AccountGrant.state_code, AccountGrant.mission_code, AccountGrant.institution_code)
    rows = db.session.execute(
        select(AccountGrant.public_id, AccountGrant.role, kind, code, SingleSignOnGrant.id.is_not(None))
        .outerjoin(SingleSignOnGrant, SingleSignOnGrant.grant_id == AccountGrant.id)
        .where(AccountGrant.account_id == account_id, LIVE)
        .order_by(AccountGrant.id)
    ).all()
    return Held(
        {Offered(role, kind, code): public_id for public_id, role, kind, code, _ in rows},
        {Offered(role, kind, code): public_id for public_id, role, kind, code, given in rows if given},
    )


def known_places() -> frozenset[tuple[str, str | None]]:
    """Kind and code of every State, mission and institution: a few hundred. One statement."""
    rows = union_all(
        *(select(literal(kind), model.code) for kind, model in (("state", State), ("mission", Mission))),
        select(literal("institution"), Institution.code),
    )
    return frozenset((kind, code) for kind, code in db.session.execute(rows))


def grant_key(public_id: str) -> int:
    """The key of a grant. One statement."""
    return db.session.execute(select(AccountGrant.id).where(AccountGrant.public_id == public_id)).scalar_one()
