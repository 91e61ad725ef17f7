"""The same request twice has one effect (trust rule 9): the key of a form, kept in the act's own transaction."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base, Moment, db
from trainingapp.kit.errors import Conflict
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_

ONCE = personal("act", N_("To do what was asked for once, however often it is clicked"), "key", erased=STAYS)


class RequestKey(Base):
    """A request that was carried out, by whom it was asked, and what it was answered."""

    __tablename__ = "request_key"
    __table_args__ = (UniqueConstraint("asked_by", "key"), impersonal("key", "act", "answer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(64), info=ONCE)
    key: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment, info=ONCE)


def once(key: str | None, *, asked_by: str, act: str, now: datetime, do: Callable[[], str]) -> str:
    """Do it, and keep its answer; or give the answer it gave before. Without a key it is simply done.

    `answer` is a short text the edge understands: a public id or an address. Runs inside the caller's transaction:
    of two that come at the same moment, one waits for the other's lock and then finds the answer. One statement more
    than `do`, two when it is new. A key used for another act is a Conflict.
    """
    if not key:
        return do()
    if db.session.get_bind().dialect.name == "postgresql":
        # SQLite's one writer waits here already; PostgreSQL's second click must wait for the first one's commit.
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{asked_by} {key}"))))
    known = db.session.execute(
        select(RequestKey.act, RequestKey.answer).where(RequestKey.asked_by == asked_by, RequestKey.key == key[:64])
    ).one_or_none()
    if known is not None:
        if known.act != act:
            raise Conflict()
        return str(known.answer)
    answer = do()
    db.session.add(RequestKey(asked_by=asked_by, key=key[:64], act=act, answer=answer, at=now))
    db.session.flush()
    return answer
