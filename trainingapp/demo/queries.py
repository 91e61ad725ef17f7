"""What the demonstration tells of itself."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import exists, select

from trainingapp.accounts.models import Account, Authenticator
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db


class Listed(NamedTuple):
    """A rotation, as `trainingapp seed` lists it."""

    code: str
    state: str
    mission: str
    strength: int


def rotations() -> Sequence[Listed]:
    """Every rotation. One statement."""
    rows = db.session.execute(
        select(Rotation.code, Rotation.state_code, Rotation.mission_code, Rotation.strength).order_by(
            Rotation.state_code, Rotation.code
        )
    )
    return [Listed(*row) for row in rows]


def is_in() -> bool:
    """Whether the demonstration is in this register. One statement."""
    return bool(db.session.scalar(select(exists().where(JournalEntry.act == "demo.seed"))))


def last_counters(email: str) -> Sequence[int | None]:
    """The half minute of the last code of each app of an account, the demonstration's own first. One statement."""
    return db.session.scalars(
        select(Authenticator.last_counter)
        .join(Account, Account.id == Authenticator.account_id)
        .where(Account.email == email)
        .order_by(Authenticator.id)
    ).all()
