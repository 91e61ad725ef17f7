"""What can be asked about letters: how many wait, were sent, were given up, and what stopped them. Never their text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from trainingapp.kit.db import db
from trainingapp.letters.models import Letter


@dataclass(frozen=True)
class Stopped:
    """Letters stopped by one kind of failure: still waiting, or given up."""

    failure: str
    waiting: int
    given_up: int
    #: How many of those given up can still be sent: their text is there.
    can_be_sent: int
    #: The earliest of their next tries, while any waits.
    next_at: datetime | None


@dataclass(frozen=True)
class Outbox:
    """The outbox in numbers."""

    waiting: int
    sent: int
    given_up: int
    last_sent_at: datetime | None
    stopped: Sequence[Stopped]


def outbox() -> Outbox:
    """How the letters stand. Two statements, however many there are."""
    waits, gone = Letter.status == "waiting", Letter.status == "given_up"
    counted = {
        row.status: row
        for row in db.session.execute(
            select(Letter.status, func.count().label("letters"), func.max(Letter.ended_at).label("last")).group_by(
                Letter.status
            )
        )
    }
    stopped = db.session.execute(
        select(
            Letter.failure,
            func.count().filter(waits),
            func.count().filter(gone),
            func.count().filter(gone & Letter.content.is_not(None)),
            func.min(Letter.next_at).filter(waits),
        )
        .where(waits | gone, Letter.failure.is_not(None))
        .group_by(Letter.failure)
        .order_by(Letter.failure)
    )

    def count(status: str) -> int:
        return counted[status].letters if status in counted else 0

    last = counted["sent"].last if "sent" in counted else None
    return Outbox(
        count("waiting"), count("sent"), count("given_up"), last, [Stopped(str(row[0]), *row[1:]) for row in stopped]
    )


def given_up(failure: str) -> int:
    """How many letters were given up for this, and can still be sent. One statement."""
    asked = select(func.count()).where(
        Letter.status == "given_up", Letter.failure == failure, Letter.content.is_not(None)
    )
    return db.session.scalar(asked) or 0
