"""The edge at which long work is done: kinds of work, the queue between processes, workers, the sweeper."""

import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from trainingapp.jobs import actions, rules
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import DomainError
from trainingapp.kit.processes import die_with_parent

log = structlog.get_logger(__name__)


class Lost(Exception):
    """The job was given to another worker: this one must stop."""


class Progress:
    """How far a job is. Calling it costs nothing; a thread beside it keeps the number twice a second at most."""

    def __init__(self, total: int) -> None:
        self.done = 0
        self.total = total
        self.lost = False

    def __call__(self, done: int, total: int | None = None) -> None:
        """So much is done now, of so much. Raises Lost when the job is no longer this worker's."""
        self.done = done
        if total is not None:
            self.total = total
        if self.lost:
            raise Lost

    def step(self, count: int = 1) -> None:
        """So much more is done."""
        self(self.done + count)


@dataclass(frozen=True)
class Task:
    """What the function of a kind of work is told."""

    public_id: str
    #: As asked: ids only.
    arguments: Mapping[str, Any]
    #: The public id of the account it works for.
    asked_by: str
    #: Where the files it makes belong. Kept for some days. Emptied before each attempt.
    folder: Path


@dataclass(frozen=True)
class Kind:
    """A kind of long work: what the person sees it called, and the function that does it.

    The function opens its own transactions, and must be able to begin again: its worker may have been killed at any
    point, and then another does all of it once more. It returns what came of it: counts, and `file`, the name of the
    file in the task's folder to download. A DomainError it raises is told to the person.
    """

    title: str
    run: Callable[[Task, Progress], Mapping[str, object] | None]


class Queue:
    """The queue of one application: a file of its own beside SQLite, tables in a schema of their own on PostgreSQL."""

    def __init__(self, app: Flask, kinds: Mapping[str, Kind], chores: Sequence[Callable[[], object]] = ()) -> None:
        self.app = app
        self.kinds = dict(kinds)
        self.chores = tuple(chores)
        self.folder: Path = app.config["SETTINGS"].data_dir / "jobs"

    @cached_property
    def huey(self) -> Huey:
        """Made at first use: it connects, and makes its tables when they are missing."""
        url = make_url(self.app.config["SETTINGS"].url())
        if url.get_backend_name() == "postgresql":
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            huey = PostgresHuey("jobs", connection=lambda: _connect(address), results=False)
        else:
            place = self.app.config["SETTINGS"].data_dir / "queue.db"
            place.parent.mkdir(parents=True, exist_ok=True)
            huey = SqliteHuey("jobs", filename=str(place), results=False, timeout=20)

        @huey.task(name="run")  # type: ignore[untyped-decorator,unused-ignore]
        def work(public_id: str) -> None:
            with self.app.app_context():
                run(public_id)

        @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator,unused-ignore]
        def every_minute() -> None:
            with self.app.app_context():
                sweep()
                do_chores()

        @huey.on_startup()  # type: ignore[untyped-decorator,unused-ignore]
        def begin() -> None:
            # What it was doing waits for the next worker.
            die_with_parent(signal.SIGKILL)
            with self.app.app_context():
                # A connection that was open before the fork belongs to the parent.
                db.engine.dispose(close=False)
                sweep()

        @huey.task(name="chores")  # type: ignore[untyped-decorator,unused-ignore]
        def at_once() -> None:
            with self.app.app_context():
                do_chores()

        self._work = work
        self._chores = at_once
        return huey

    def put(self, public_id: str) -> None:
        """Hand the job's id to the workers, and leave no connection open in the thread that asked."""
        assert self.huey
        try:
            self._work(public_id)
        finally:
            self.huey.storage.close()

    def put_chores(self) -> None:
        """Hand the workers what they else do every minute."""
        assert self.huey
        try:
            self._chores()
        finally:
            self.huey.storage.close()


def _connect(address: str) -> psycopg.Connection:
    connection = psycopg.connect(address, autocommit=True)
    # Its tables are none of the register's: migrations, backups and exports leave them alone.
    connection.execute("CREATE SCHEMA IF NOT EXISTS queue")
    connection.execute("SET search_path TO queue")
    return connection


def init_app(app: Flask, kinds: Mapping[str, Kind], chores: Sequence[Callable[[], object]] = ()) -> None:
    """Give the application its queue, the kinds of work it knows, and what a worker does every minute besides.

    A chore takes nothing, opens its own transactions, and has nothing to do most of the time.
    """
    app.extensions["jobs"] = Queue(app, kinds, chores)


def queue() -> Queue:
    """The queue of this application."""
    found: Queue = current_app.extensions["jobs"]
    return found


def send(public_id: str) -> None:
    """Hand a job that was asked for, and committed, to the workers. With JOBS_INLINE it is done here and now.

    Never fails: a queue that cannot be reached only means that the sweeper sends the job later.
    """
    if current_app.config.get("JOBS_INLINE", False):
        run(public_id)
        return
    try:
        queue().put(public_id)
    except Exception:
        log.warning("a job could not be sent", job=public_id, exc_info=True)


def wake() -> None:
    """Let a worker do its chores now: something was written for them. With JOBS_INLINE they wait for whoever asks.

    Never fails: the next full minute does them in any case.
    """
    if current_app.config.get("JOBS_INLINE", False):
        return
    try:
        queue().put_chores()
    except Exception:
        log.warning("no worker could be woken", exc_info=True)


def run(public_id: str) -> None:
    """Do a job, unless another worker has it or it is over."""
    with transaction():
        job = actions.claim(public_id, at=_moment())
        if job is None:
            return
        attempt, kind, total = job.attempts, queue().kinds.get(job.kind), job.total
        task = Task(public_id, json.loads(job.arguments), job.asked_by, queue().folder / public_id)
    if kind is None:
        with transaction():
            actions.fail(public_id, attempt=attempt, failure=rules.UNKNOWN)
        return
    progress = Progress(total)
    try:
        shutil.rmtree(task.folder, ignore_errors=True)
        task.folder.mkdir(parents=True)
        with _kept_alive(public_id, attempt, progress):
            result = kind.run(task, progress) or {}
    except DomainError as refusal:
        with transaction():
            actions.fail(public_id, attempt=attempt, failure=refusal.sentence)
    except Lost:
        log.warning("a job was taken over by another worker", job=public_id)
    except Exception as error:
        log.error("a job failed", job=public_id, attempt=attempt, exc_info=error)
        with transaction():
            again = actions.give_back(public_id, attempt=attempt)
        if again:
            send(public_id)
    except BaseException:  # the worker is being stopped
        with transaction():
            actions.give_back(public_id, attempt=attempt)
        raise
    else:
        with transaction():
            actions.finish(public_id, attempt=attempt, result=result, total=max(progress.total, progress.done))


@contextmanager
def _kept_alive(public_id: str, attempt: int, progress: Progress) -> Iterator[None]:
    """Keep the job's progress while the block runs; the block never waits for it."""
    if current_app.config.get("JOBS_INLINE", False):
        yield
        return
    engine, over = db.engine, threading.Event()
    thread = threading.Thread(target=_keep_alive, args=(engine, public_id, attempt, progress, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_alive(engine: Engine, public_id: str, attempt: int, progress: Progress, over: threading.Event) -> None:
    kept, at = 0, time.monotonic()
    while not over.wait(0.5):
        if progress.done == kept and time.monotonic() - at < rules.ALIVE_EVERY.total_seconds():
            continue
        done = progress.done
        try:
            with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
                if engine.dialect.name == "sqlite":
                    # The work itself may hold the one lock: then this waits for the next turn, not for the lock.
                    driver = connection.connection.dbapi_connection
                    assert driver is not None
                    driver.execute("PRAGMA busy_timeout = 100")
                with connection.begin():
                    at_now, total = _moment(), max(progress.total, done)
                    mine = actions.say_alive(connection, public_id, attempt=attempt, done=done, total=total, at=at_now)
                progress.lost = not mine
            kept, at = done, time.monotonic()
        except DBAPIError:
            continue


def sweep() -> None:
    """Send again what killed workers left behind; throw away files whose days are over."""
    with transaction():
        again = actions.take_back(at=_moment())
    for public_id in again:
        send(public_id)
    oldest = time.time() - 86_400 * current_app.config["SETTINGS"].job_days
    for folder in queue().folder.glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def do_chores() -> None:
    """What a worker does every minute. One that fails is logged, keeps nobody from the others, and is tried again."""
    for chore in queue().chores:
        try:
            chore()
        except Exception as error:
            log.error("a chore failed", chore=getattr(chore, "__name__", "chore"), exc_info=error)


def _moment() -> datetime:
    """This moment as it is: what tells a killed worker from a slow one must not stand still with TODAY."""
    return datetime.now(UTC)
