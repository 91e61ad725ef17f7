"""Second factors, as facts: what an account proves itself with, and when it last did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, true, union_all

from trainingapp.accounts.models import Account, AccountGrant, Authenticator, Passkey, RecoveryCode
from trainingapp.accounts.queries import LIVE, is_suspended
from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.kit.db import db


@dataclass(frozen=True)
class Factor:
    """A second factor: `kind` is authenticator or passkey."""

    public_id: str
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class FactorFacts:
    """What an account can prove itself with beside its pass phrase."""

    factors: Sequence[Factor] = field(default_factory=tuple)
    #: Recovery codes that were not used, of how many, and when they were made.
    codes_left: int = 0
    codes: int = 0
    codes_made_at: datetime | None = None

    def has(self, kind: str) -> bool:
        """Whether one of this kind is there."""
        return any(factor.kind == kind for factor in self.factors)


def factors_of(account_public_id: str) -> FactorFacts:
    """The second factors of an account, the oldest first, and what is left of its recovery codes. Two statements."""
    mine = Account.public_id == account_public_id
    found = union_all(
        *(
            select(model.public_id, literal(kind).label("kind"), model.name, model.added_at, model.used_at)
            .join(Account, Account.id == model.account_id)
            .where(mine)
            for kind, model in (("authenticator", Authenticator), ("passkey", Passkey))
        )
    ).subquery()
    rows = db.session.execute(select(found).order_by(found.c.added_at, found.c.public_id))
    left, count, made_at = db.session.execute(
        select(func.count() - func.count(RecoveryCode.used_at), func.count(), func.max(RecoveryCode.made_at))
        .join(Account, Account.id == RecoveryCode.account_id)
        .where(mine)
    ).one()
    return FactorFacts([Factor(*row) for row in rows], left, count, made_at)


def has_factor(account_id: int) -> bool:
    """Whether an account has a second factor. One statement."""
    found = or_(
        exists().where(Authenticator.account_id == account_id),
        exists().where(Passkey.account_id == account_id),
    )
    return bool(db.session.scalar(select(found)))


def without_factor(*, must: bool) -> ColumnElement[bool]:
    """Accounts that sign in with a pass phrase alone; `must`: those that will be asked for a second factor next time.

    Whoever is suspended signs in with nothing, and is left out.
    """
    kinds = (exists().where(model.account_id == Account.id) for model in (Authenticator, Passkey))
    asked_for = exists().where(AccountGrant.account_id == Account.id, LIVE, AccountGrant.role.in_(SECOND_FACTOR))
    return and_(~or_(*kinds), ~is_suspended(), asked_for if must else true())


def passkey_ids(account_public_id: str) -> list[bytes]:
    """The credential ids of an account's passkeys. One statement."""
    return list(
        db.session.scalars(
            select(Passkey.credential_id)
            .join(Account, Account.id == Passkey.account_id)
            .where(Account.public_id == account_public_id)
            .order_by(Passkey.id)
        )
    )
