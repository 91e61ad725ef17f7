"""Saved views, of one account, or those whose letter is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.overviews.models import SavedView
from trainingapp.overviews.rules import asked_of


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as its owner sees it. `asked` are the arguments of the page's address."""

    public_id: str
    name: str
    page: str
    asked: dict[str, str]
    schedule: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """A saved view whose letter is due, and for whom."""

    id: int
    view: View
    account_id: int
    email: str
    begun_on: date


def views_of(account_public_id: str) -> Sequence[View]:
    """What an account has saved, by name. One statement."""
    rows = db.session.execute(
        select(*_VIEW)
        .join(Account, Account.id == SavedView.account_id)
        .where(Account.public_id == account_public_id)
        .order_by(SavedView.name, SavedView.id)
    )
    return [_view(row) for row in rows]


def own_view(account_public_id: str, view_id: str) -> View:
    """One view of an account. Raises Absent for what is not this account's, as for what is nobody's. One statement."""
    row = db.session.execute(
        select(*_VIEW)
        .join(Account, Account.id == SavedView.account_id)
        .where(Account.public_id == account_public_id, SavedView.public_id == view_id)
    ).one_or_none()
    if row is None:
        raise Absent()
    return _view(row)


def due(today: date, *, most: int) -> Sequence[Due]:
    """The views whose letter is due, the longest waiting first. One statement."""
    rows = db.session.execute(
        select(*_VIEW, SavedView.id, SavedView.account_id, Account.email, SavedView.begun_on)
        .join(Account, Account.id == SavedView.account_id)
        .where(SavedView.next_on <= today)
        .order_by(SavedView.next_on, SavedView.id)
        .limit(most)
    )
    return [Due(row.id, _view(row), row.account_id, row.email, row.begun_on) for row in rows]


_VIEW: Any = (
    SavedView.public_id,
    SavedView.name,
    SavedView.page,
    SavedView.asked,
    SavedView.schedule,
    SavedView.next_on,
)


def _view(row: Any) -> View:
    return View(row.public_id, row.name, row.page, asked_of(row.asked), row.schedule, row.next_on)
