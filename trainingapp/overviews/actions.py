"""What is done with saved views: kept, told of by letter or not, deleted. They are no facts: no entry tells of it."""

from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from trainingapp.accounts.models import Account
from trainingapp.kit.db import db, flush
from trainingapp.kit.errors import Absent
from trainingapp.kit.ids import new_id
from trainingapp.overviews import rules
from trainingapp.overviews.models import SavedView


def save(account_public_id: str, *, name: str, page: str, asked: str, schedule: str, now: datetime, today: date) -> str:
    """Keep a page with what it was asked under a name; its public id. Raises NameTaken and TooManyViews.

    Three statements.
    """
    account_id = db.session.execute(select(Account.id).where(Account.public_id == account_public_id)).scalar_one()
    mine = select(func.count()).select_from(SavedView).where(SavedView.account_id == account_id)
    if db.session.execute(mine).scalar_one() >= rules.MOST:
        raise rules.TooManyViews()
    row = SavedView(
        public_id=new_id(),
        account_id=account_id,
        name=name,
        page=page,
        asked=asked,
        schedule=schedule,
        begun_on=today,
        next_on=rules.next_day(schedule, after=today, begun=today),
        saved_at=now,
    )
    db.session.add(row)
    flush({"uq_saved_view_account_id_name": rules.NameTaken})
    return row.public_id


def schedule(account_public_id: str, view_id: str, wanted: str, *, today: date) -> None:
    """Tell of a view so often from now on. Raises Absent for what is not this account's. Two statements."""
    row = _own(account_public_id, view_id)
    if row.schedule != wanted:
        row.schedule, row.begun_on = wanted, today
        row.next_on = rules.next_day(wanted, after=today, begun=today)
        db.session.flush()


def forget(account_public_id: str, view_id: str) -> None:
    """Delete a view; what was deleted before stays deleted. Raises Absent for what is not this account's."""
    row = _own(account_public_id, view_id)
    db.session.execute(delete(SavedView).where(SavedView.id == row.id))
    db.session.expunge(row)


def take(view_key: int, due_on: date, *, schedule: str, begun: date, today: date) -> bool:
    """Put the next letter of a view off to its day; whether this worker was the first to do so. One statement.

    After days without a worker there is one letter, not one for each week.
    """
    done = db.session.execute(
        update(SavedView)
        .where(SavedView.id == view_key, SavedView.next_on == due_on)
        .values(next_on=rules.next_day(schedule, after=today, begun=begun))
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _own(account_public_id: str, view_id: str) -> SavedView:
    found = db.session.scalars(
        select(SavedView)
        .join(Account, Account.id == SavedView.account_id)
        .where(SavedView.public_id == view_id, Account.public_id == account_public_id)
    ).one_or_none()
    if found is None:
        raise Absent()
    return found
