"""The private addresses at which a calendar program reads the sessions."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Identity
from trainingapp.kit.db import db
from trainingapp.training.models import CalendarFeed, CalendarFeedEnd


def is_open() -> ColumnElement[bool]:
    """The condition under which a feed's address answers: nobody ended it."""
    return ~exists().where(CalendarFeedEnd.feed_id == CalendarFeed.id)


def opened_by(token_sha256: str, now: datetime) -> Identity | None:
    """Whose calendar a token opens; None for one that was never given or is ended, and for an account that may not see
    sessions now. Three statements."""
    account_id = db.session.scalar(
        select(CalendarFeed.account_id).where(CalendarFeed.token_sha256 == token_sha256, is_open())
    )
    found = accounts.identity_of(account_id) if account_id is not None else None
    return found if found is not None and found.can("sessions.see") else None


def open_feeds(account_public_id: str) -> list[tuple[int, datetime]]:
    """The feeds of an account that answer: key, and when it was made. One statement."""
    rows = db.session.execute(
        select(CalendarFeed.id, CalendarFeed.made_at)
        .join(Account, Account.id == CalendarFeed.account_id)
        .where(Account.public_id == account_public_id, is_open())
        .order_by(CalendarFeed.id)
    )
    return [(key, made_at) for key, made_at in rows]


def fingerprint_of(public_id: str) -> str | None:
    """The fingerprint of a feed's token. One statement."""
    return db.session.scalar(select(CalendarFeed.token_sha256).where(CalendarFeed.public_id == public_id))
