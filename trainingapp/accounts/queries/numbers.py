"""What a first page says of accounts and invitations: the lists of their pages, counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true

from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import is_suspended
from trainingapp.accounts.queries.administration import within
from trainingapp.accounts.queries.factors import without_factor
from trainingapp.accounts.queries.invitations import counted
from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db


@dataclass(frozen=True)
class Numbers:
    """Of a scope: accounts, those suspended, those without a second factor; invitations that wait, and that ran out."""

    accounts: int
    suspended: int
    without_factor: int
    #: Of those without, the ones whose role asks for a second factor.
    lacking_factor: int
    invited: int
    ran_out: int


def numbers(scope: Scope, *, now: datetime) -> Numbers:
    """How many there are of each. One statement."""

    def accounts(*wanted: ColumnElement[bool]) -> ScalarSelect[int]:
        return select(func.count()).select_from(Account).where(within(scope), *wanted).scalar_subquery()

    columns: list[Any] = [
        accounts(true()),
        accounts(is_suspended()),
        accounts(without_factor(must=False)),
        accounts(without_factor(must=True)),
        counted(scope, now=now, standing="waiting"),
        counted(scope, now=now, standing="expired"),
    ]
    return Numbers(*db.session.execute(select(*columns)).one())
