"""What can be asked about long work."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from trainingapp.jobs import rules
from trainingapp.jobs.models import Job
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.words import Sentence


@dataclass(frozen=True)
class Shows:
    """Whom a file that long work made shows by name: how many of each State, and what the file is about."""

    persons: Mapping[str, int]
    object_kind: str
    object_id: str


@dataclass(frozen=True)
class JobFacts:
    """A job as its page shows it."""

    public_id: str
    kind: str
    status: str
    done: int
    total: int
    created_at: datetime
    arguments: Mapping[str, object]
    result: Mapping[str, object]
    failure: Sentence | None

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to it."""
        return self.status in ("done", "failed")

    @property
    def file(self) -> str | None:
        """The name of the file it made, when it made one."""
        name = self.result.get("file")
        return name if isinstance(name, str) else None

    @property
    def shows(self) -> Shows | None:
        """Whom its file shows by name, as the work said under `shown`; None when nobody."""
        said: Any = self.result.get("shown")
        return Shows(**said) if said else None


def job_of(public_id: str, *, asked_by: str) -> JobFacts:
    """A job of this account. One statement. Raises Absent when there is none, or it is another's."""
    row = db.session.execute(
        select(
            Job.public_id,
            Job.kind,
            Job.status,
            Job.done,
            Job.total,
            Job.created_at,
            Job.arguments,
            Job.result,
            Job.failure,
        ).where(Job.public_id == public_id, Job.asked_by == asked_by)
    ).one_or_none()
    if row is None:
        raise Absent()
    facts = row._asdict()
    facts["arguments"] = json.loads(row.arguments)
    facts["result"] = json.loads(row.result or "{}")
    facts["failure"] = rules.told(row.failure) if row.failure else None
    return JobFacts(**facts)


@dataclass(frozen=True)
class LeftBehind:
    """A job that is not over, as the sweeper sees it."""

    public_id: str
    status: str
    attempts: int
    heartbeat_at: datetime


def unfinished() -> Iterator[LeftBehind]:
    """The jobs that are not over, oldest first. One statement."""
    for row in db.session.execute(
        select(Job.public_id, Job.status, Job.attempts, Job.heartbeat_at)
        .where(Job.status.in_(("queued", "running")))
        .order_by(Job.id)
    ):
        yield LeftBehind(*row)
