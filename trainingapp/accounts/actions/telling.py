"""Letters to the owner of an account about what happened to it."""

from datetime import datetime

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.accounts.notices import Notice
from trainingapp.kit.db import db
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters


def tell(account_id: int, notice: Notice, *, now: datetime) -> None:
    """Write to the account's own address, in the caller's transaction. Two statements."""
    email, name = db.session.execute(select(Account.email, Account.name).where(Account.id == account_id)).one()
    salutation = say("Dear %(name)s,", name=name)
    letters.write(to=email, subject=notice.subject, body=[salutation, *notice.told], now=now)
