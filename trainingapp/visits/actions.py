"""Ending a first visit."""

from datetime import datetime

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.kit.db import db
from trainingapp.visits.models import FirstVisit


def end_visit(account_public_id: str, now: datetime) -> None:
    """Show the first visit no more unless it is asked for. Again, it changes nothing. Two statements."""
    account_id = db.session.execute(select(Account.id).where(Account.public_id == account_public_id)).scalar_one()
    if db.session.get(FirstVisit, account_id) is None:
        db.session.add(FirstVisit(account_id=account_id, ended_at=now))
        db.session.flush()
