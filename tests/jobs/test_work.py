"""Long work survives whatever kills its worker (stack fact 29; trust figures: 0 lost, 0 half done)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests import make
from tests.conftest import ROOT, migrate, opened, settings_for
from tests.jobs.worker import KINDS
from trainingapp.jobs import actions, rules, work
from trainingapp.jobs.models import Job
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Absent
from trainingapp.kit.words import say


@pytest.fixture(scope="module")
def workshop(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with a database and a queue of its own, whose rows other processes see."""
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path_factory.mktemp("data"))) as app, app.app_context():
        app.extensions["jobs"].kinds.update(KINDS)
        yield app


@pytest.fixture
def worker(workshop: Flask) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts worker processes, and stops them."""
    started: list[subprocess.Popen[bytes]] = []
    settings = workshop.config["SETTINGS"]

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.jobs.worker", settings.database_url, str(settings.data_dir)]
        started.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def asked(kind: str = "count", **arguments: object) -> str:
    with transaction():
        return actions.ask(kind, arguments, asked_by="alice", total=10, now=make.NOW).public_id


def row(public_id: str) -> Job:
    db.session.rollback()
    return db.session.query(Job).populate_existing().filter_by(public_id=public_id).one()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)


def aged(public_id: str, by: timedelta) -> None:
    with transaction():
        db.session.execute(update(Job).where(Job.public_id == public_id).values(heartbeat_at=datetime.now(UTC) - by))


def test_a_job_is_done_by_a_worker_and_leaves_its_file(workshop, worker):
    public_id = asked(to=5)
    worker()
    work.send(public_id)
    wait_for(lambda: row(public_id).status == "done")
    assert (Path(work.queue().folder) / public_id / "counted.txt").read_text() == "counted"
    assert row(public_id).attempts == 1


def test_a_job_whose_worker_was_killed_is_finished_by_the_next_one(workshop, worker):
    public_id = asked(to=10, pause=0.3)
    first = worker()
    work.send(public_id)
    wait_for(lambda: row(public_id).done >= 2)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left = row(public_id)
    assert (left.status, left.attempts) == ("running", 1)
    assert left.done < 10

    aged(public_id, rules.SILENT_FOR + timedelta(seconds=1))
    worker()  # sweeps when it starts
    wait_for(lambda: row(public_id).status == "done")
    assert (row(public_id).attempts, row(public_id).done) == (2, 10)


def test_a_worker_told_to_stop_in_mid_job_gives_it_back_or_finishes_it(workshop, worker):
    public_id = asked(to=10, pause=0.2)
    first = worker()
    work.send(public_id)
    wait_for(lambda: row(public_id).done >= 1)
    first.terminate()
    assert first.wait(20) == 0
    assert row(public_id).status in ("queued", "done")


def test_a_job_that_was_never_sent_is_found_by_the_sweeper(workshop, worker):
    public_id = asked(to=1)
    worker()
    wait_for(lambda: row(public_id).status == "done")


def test_exactly_one_worker_gets_a_job(workshop):
    public_id = asked()
    with transaction():
        assert actions.claim(public_id, at=datetime.now(UTC)) is not None
    with transaction():
        assert actions.claim(public_id, at=datetime.now(UTC)) is None


def test_a_job_is_begun_three_times_at_most(workshop):
    public_id = asked()
    for _attempt in range(rules.MOST_ATTEMPTS):
        with transaction():
            assert actions.claim(public_id, at=datetime.now(UTC)) is not None
        aged(public_id, rules.SILENT_FOR + timedelta(seconds=1))
        with transaction():
            again = actions.take_back(at=datetime.now(UTC))
    assert public_id not in again
    assert row(public_id).status == "failed"
    assert rules.told(row(public_id).failure or "") == rules.STOPPED


def test_a_worker_thought_dead_changes_nothing_when_it_comes_back(workshop):
    public_id = asked()
    with transaction():
        actions.claim(public_id, at=datetime.now(UTC))
    aged(public_id, rules.SILENT_FOR + timedelta(seconds=1))
    with transaction():
        assert public_id in actions.take_back(at=datetime.now(UTC))
    with transaction():
        actions.finish(public_id, attempt=1, result={}, total=10)
    assert row(public_id).status == "queued"


@pytest.fixture
def inline(workshop: Flask) -> Iterator[None]:
    workshop.config["JOBS_INLINE"] = True
    yield
    workshop.config["JOBS_INLINE"] = False


def test_a_refusal_is_told_to_the_person(workshop, inline):
    public_id = asked("refuse")
    work.send(public_id)
    assert row(public_id).status == "failed"
    assert str(rules.told(row(public_id).failure or "")) == "There is nobody to count in BANBAT-4."


def test_a_job_that_breaks_is_tried_three_times_and_then_failed(workshop, inline):
    public_id = asked("stumble")
    work.send(public_id)
    assert (row(public_id).status, row(public_id).attempts) == ("failed", 3)


def test_a_kind_that_nobody_knows_fails_with_a_sentence(workshop, inline):
    public_id = asked("forgotten")
    work.send(public_id)
    assert rules.told(row(public_id).failure or "") == rules.UNKNOWN


def test_files_are_thrown_away_when_their_days_are_over(workshop, inline):
    old, new = asked(to=1), asked(to=1)
    work.send(old)
    work.send(new)
    long_ago = time.time() - 86_400 * (workshop.config["SETTINGS"].job_days + 1)
    os.utime(work.queue().folder / old, (long_ago, long_ago))
    work.sweep()
    assert not (work.queue().folder / old).exists()
    assert (work.queue().folder / new / "counted.txt").exists()


def test_a_job_belongs_to_whoever_asked(workshop):
    from trainingapp.jobs import queries

    public_id = asked()
    assert queries.job_of(public_id, asked_by="alice").status == "queued"
    with pytest.raises(Absent):
        queries.job_of(public_id, asked_by="bob")


def test_a_sentence_is_kept_with_the_sentences_within_it():
    whole = say("%(count)s rows: %(why)s", count=3, why=say("row %(row)s is empty", row=4))
    assert str(rules.told(rules.kept(whole))) == "3 rows: row 4 is empty"
