from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base, Moment
from trainingapp.kit.personal import STAYS, impersonal, personal
from trainingapp.kit.words import N_

ASKED = personal("act", N_("To do the work, and to give its file to whoever asked for it"), "job", erased=STAYS)


class Job(Base):
    """A piece of long work and how far it is. Changes while it runs: it is no fact of the register."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status_is_known"),
        CheckConstraint("done >= 0 AND done <= total", name="done_within_total"),
        Index(None, "status", "heartbeat_at"),
        impersonal("kind", "status", "done", "total", "attempts", "heartbeat_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    #: The public id of the account it works for: nobody else sees it.
    asked_by: Mapped[str] = mapped_column(String(64), info=ASKED)
    #: JSON: ids only.
    arguments: Mapped[str] = mapped_column(Text, info=ASKED)
    status: Mapped[str] = mapped_column(String(8), default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, info=ASKED)
    heartbeat_at: Mapped[datetime] = mapped_column(Moment)
    #: JSON: counts; the name of the file it made, when it made one.
    result: Mapped[str | None] = mapped_column(Text, info=ASKED)
    #: A sentence for the person, when it failed.
    failure: Mapped[str | None] = mapped_column(Text, info=ASKED)
