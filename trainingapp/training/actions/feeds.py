"""Making the private address of a calendar, and ending it: each account has one at most."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict
from trainingapp.kit.ids import new_id
from trainingapp.training.models import CalendarFeed, CalendarFeedEnd
from trainingapp.training.queries import feeds


def make_feed(token_sha256: str, *, by: Identity, now: datetime) -> str:
    """A new address; one that was made before ends. Only the fingerprint of the token is kept. Gives its public id."""
    about: dict[str, Any] = {"object_kind": "account", "object_id": by.public_id}
    with journal.entry(act="calendar.make_feed", by=by.public_id, now=now, **about) as entry:
        _end(entry, by, now)
        account_id = db.session.execute(select(Account.id).where(Account.public_id == by.public_id)).scalar_one()
        row: dict[str, object] = {"public_id": new_id(), "account_id": account_id}
        entry.keep(CalendarFeed, [row | {"token_sha256": token_sha256, "made_at": now}])
    return str(row["public_id"])


def end_feed(*, by: Identity, now: datetime) -> None:
    """End the address now. Raises Conflict when there is none any more."""
    about: dict[str, Any] = {"object_kind": "account", "object_id": by.public_id}
    with journal.entry(act="calendar.end_feed", by=by.public_id, now=now, **about) as entry:
        if not _end(entry, by, now):
            raise Conflict()


def _end(entry: Entry, by: Identity, now: datetime) -> int:
    rows: list[dict[str, object]] = [
        {"public_id": new_id(), "feed_id": key, "ended_at": now} for key, _made in feeds.open_feeds(by.public_id)
    ]
    with refusing({"uq_calendar_feed_end_feed_id": Conflict}):
        entry.keep(CalendarFeedEnd, rows)
    return len(rows)
