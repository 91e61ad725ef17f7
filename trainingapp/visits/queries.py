"""Whether somebody is here for the first time."""

from sqlalchemy import exists, select

from trainingapp.accounts.models import Account
from trainingapp.kit.db import db
from trainingapp.visits.models import FirstVisit


def has_ended_visit(account_public_id: str) -> bool:
    """Whether an account has ended its first visit. One statement."""
    found = exists().where(FirstVisit.account_id == Account.id, Account.public_id == account_public_id)
    return bool(db.session.scalar(select(found)))
