"""What can be done with long work: ask for it, take it, finish it, take it back from a worker that was killed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from trainingapp.jobs import queries, rules
from trainingapp.jobs.models import Job
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence


def ask(kind: str, arguments: Mapping[str, object], *, asked_by: str, total: int = 0, now: datetime) -> Job:
    """Ask for a piece of long work, in the transaction of whatever it follows from. One statement.

    `arguments` hold ids, and `back`: the address of the page to go back to. After the commit the edge calls
    `jobs.work.send(job.public_id)`; if it is killed before it can, the sweeper does.
    """
    job = Job(
        public_id=new_id(),
        kind=kind,
        asked_by=asked_by,
        arguments=json.dumps(dict(arguments)),
        status="queued",
        done=0,
        total=total,
        attempts=0,
        created_at=now,
        heartbeat_at=now,
    )
    db.session.add(job)
    db.session.flush()
    return job


def claim(public_id: str, *, at: datetime) -> Job | None:
    """Take a queued job; None when another worker was faster or it is over. Exactly one of many gets it."""
    taken = db.session.execute(
        update(Job)
        .where(Job.public_id == public_id, Job.status == "queued")
        .values(status="running", attempts=Job.attempts + 1, done=0, heartbeat_at=at)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return taken.scalar_one_or_none()


def say_alive(connection: Connection, public_id: str, *, attempt: int, done: int, total: int, at: datetime) -> bool:
    """Keep how far a job is. False when it is no longer this worker's: the sweeper gave it to another."""
    values = {"done": min(done, total), "total": total, "heartbeat_at": at}
    return connection.execute(_of(public_id, attempt).values(values)).rowcount == 1


def finish(public_id: str, *, attempt: int, result: Mapping[str, object], total: int) -> None:
    """The work is done."""
    _end(public_id, attempt, status="done", result=json.dumps(dict(result)), done=total, total=total)


def fail(public_id: str, *, attempt: int, failure: Sentence) -> None:
    """The work cannot be done, and the person is told why."""
    _end(public_id, attempt, status="failed", failure=rules.kept(failure))


def give_back(public_id: str, *, attempt: int) -> bool:
    """The worker could not finish: the job waits for another attempt, or has failed when it had its last one.

    True when it waits.
    """
    if attempt >= rules.MOST_ATTEMPTS:
        fail(public_id, attempt=attempt, failure=rules.BROKEN)
        return False
    _end(public_id, attempt, status="queued")
    return True


def take_back(*, at: datetime) -> list[str]:
    """Queue again what killed workers left, and name what must be sent once more. At most three attempts each."""
    again = []
    for left in queries.unfinished():
        if left.status == "queued":
            if rules.is_not_taken(heartbeat_at=left.heartbeat_at, at=at) and _seen(left, heartbeat_at=at):
                again.append(left.public_id)
        elif rules.is_silent(heartbeat_at=left.heartbeat_at, at=at):
            if left.attempts >= rules.MOST_ATTEMPTS:
                _seen(left, status="failed", failure=rules.kept(rules.STOPPED))
            elif _seen(left, status="queued", heartbeat_at=at):
                again.append(left.public_id)
    return again


def begin_again(*, at: datetime) -> None:
    """Let work that is under way begin anew: what it has read so far must not come to stand in a file any more.

    Its workers notice that it is no longer theirs; the sweeper sends it once more. One statement.
    """
    statement = update(Job).where(Job.status == "running").values(status="queued", heartbeat_at=at)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _of(public_id: str, attempt: int) -> Any:
    """The job while it is this worker's: a worker that was thought dead and is not changes nothing any more."""
    return update(Job).where(Job.public_id == public_id, Job.status == "running", Job.attempts == attempt)


def _end(public_id: str, attempt: int, **values: object) -> None:
    statement = _of(public_id, attempt).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _seen(left: queries.LeftBehind, **values: object) -> bool:
    """Change a job if nobody has touched it since it was looked at."""
    statement = update(Job).where(
        Job.public_id == left.public_id,
        Job.status == left.status,
        Job.attempts == left.attempts,
        Job.heartbeat_at == left.heartbeat_at,
    )
    done = db.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
