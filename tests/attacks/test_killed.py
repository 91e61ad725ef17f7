"""Killed at any step, a recording is whole or was never begun, and what was acknowledged is there (trust figures: 0
lost, 0 half applied, 0 orphaned). Real processes, kill -9, before and after every statement and every commit."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import make, reference
from tests.conftest import ROOT, migrate, opened, settings_for
from trainingapp.certificates.models import Certificate
from trainingapp.jobs import actions as jobs
from trainingapp.jobs.models import Job
from trainingapp.journal.models import JournalEntry
from trainingapp.journal.queries import sealed_tables
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db, transaction
from trainingapp.rosters.models import Batch

PERSONS = 12
ROTATION = ("--rotation", "BGD:BANBAT-4")
CURRICULUM = ("--curriculum", "CPTM")


@dataclass
class Register:
    """A rotation without a roll on a database of its own, and the process whose children are killed as they write."""

    rotation: str
    officer: str
    victim: "subprocess.Popen[str]"
    folder: Path

    def send(self, **asked: object) -> dict[str, object]:
        assert self.victim.stdin
        assert self.victim.stdout
        self.victim.stdin.write(json.dumps(asked) + "\n")
        self.victim.stdin.flush()
        answer: dict[str, object] = json.loads(self.victim.stdout.readline())
        return answer

    def counts(self) -> dict[str, int]:
        """How many rows each table of facts holds, and how many entries vouch for them."""
        tables = [*sealed_tables(), JournalEntry.__table__]
        with db.engine.connect() as connection:
            return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}

    def column(self, column: Any, *conditions: Any) -> list[Any]:
        """What a column holds, as the database stands now."""
        with db.engine.connect() as connection:
            return list(connection.scalars(select(column).where(*conditions).order_by(column)))

    def is_what_it_was(self) -> bool:
        with db.engine.connect() as connection:
            return verify(connection, deep=True).ok


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    url, folder = new_database(), tmp_path_factory.mktemp("killed")
    migrate(url)
    with opened(settings_for(url, folder), TESTING=True) as app, app.app_context():
        reference.load(app)
        command = [sys.executable, "-m", "tests.attacks.victim", url, str(folder)]
        victim = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        rotation = make.rotation(make.state()).public_id
        officer = make.account("training_officer", "officer@example.org", state="BGD").public_id
        db.session.remove()
        yield Register(rotation, officer, victim, folder)
        victim.communicate(timeout=20)


def roll(folder: Path) -> str:
    lines = [f"BA-{n:04},Person Number{chr(65 + n)},Private" for n in range(PERSONS)]
    return written(folder / "roll.csv", "Service number,Full name,Rank", lines)


def results(folder: Path, day: str) -> str:
    lines = [f"BA-{n:04},pass,{day}" for n in range(PERSONS)]
    return written(folder / f"results {day}.csv", "Service number,Result,Date of completion", lines)


def written(place: Path, header: str, lines: list[str]) -> str:
    place.write_text("\n".join([header, *lines]) + "\n")
    return str(place)


def killed_at_every_step(register: Register, made: dict[str, int], *command: str) -> int:
    """Send the command with one key, killed at its first step, its second, and so on until it comes to its end.

    Returns how often it was killed. `made` are the rows that the whole act adds.
    """
    begun, step = register.counts(), 0
    whole = {name: count + made.get(name, 0) for name, count in begun.items()}
    while True:
        step += 1
        answer = register.send(command=[*command, "--key", f"key of {command[0]}"], step=step)
        now = register.counts()
        assert now in (begun, whole), f"half done at step {step}"
        if not answer["killed"]:
            assert answer["status"] == 0, answer
            assert now == whole
            return step - 1
        assert now == whole or "ACK" not in str(answer["said"]), f"acknowledged and lost at step {step}"


def test_a_recording_killed_at_any_step_is_whole_or_was_never_begun(register):
    of_roll = {"person": PERSONS, "assignment": PERSONS, "batch": 1, "journal_entry": 1}
    of_results = {"completion": PERSONS, "batch": 1, "journal_entry": 1}
    kills = killed_at_every_step(register, of_roll, "roll", "record", roll(register.folder), *ROTATION)
    file = results(register.folder, "2017-09-25")
    kills += killed_at_every_step(register, of_results, "roster", "record", file, *ROTATION, *CURRICULUM)
    assert kills > 30
    assert register.is_what_it_was()


def test_a_recording_killed_at_any_moment_is_whole_or_was_never_begun(register):
    register.send(command=["roll", "record", roll(register.folder), *ROTATION])
    for number in range(12):
        begun = register.counts()
        command = ["roster", "record", results(register.folder, f"2017-10-{number + 1:02}"), *ROTATION, *CURRICULUM]
        answer = register.send(command=command, after=0.01 + number * 0.02)
        grown = {name: count - begun[name] for name, count in register.counts().items() if count != begun[name]}
        assert grown in ({}, {"completion": PERSONS, "batch": 1, "journal_entry": 1}), grown
        said = str(answer["said"])
        if "ACK" in said:
            batch = said.split("ACK ")[1].split()[0]
            assert register.column(Batch.recorded, Batch.public_id == batch) == [PERSONS]
    assert register.is_what_it_was()


def test_certificates_issued_by_a_worker_killed_at_any_step_are_all_there_once(register):
    register.send(command=["roll", "record", roll(register.folder), *ROTATION])
    register.send(command=["roster", "record", results(register.folder, "2017-11-01"), *ROTATION, *CURRICULUM])
    arguments = {"rotation": register.rotation, "curriculum": "CPTM", "form": "zip", "back": "/"}
    step = 0
    while True:
        step += 1
        with transaction():
            job = jobs.ask("certificates.issue", arguments, asked_by=register.officer, now=make.NOW).public_id
        answer = register.send(job=job, step=step)
        assert register.counts()["certificate"] in (0, PERSONS), f"half issued at step {step}"
        if not answer["killed"]:
            break
        with transaction():
            jobs.take_back(at=datetime.now(UTC) + timedelta(hours=1))
    assert step > 15
    # The last that was killed is finished by another worker, and nobody's certificate is issued twice.
    left = register.column(Job.public_id, Job.status == "queued")[-1]
    for public_id in (job, left):
        register.send(job=public_id)
        with zipfile.ZipFile(register.folder / "jobs" / str(public_id) / "BANBAT-4-CPTM.zip") as archive:
            assert sum(name.endswith(".pdf") for name in archive.namelist()) == PERSONS
    assert [number[-7:-1] for number in register.column(Certificate.number)] == [
        f"{n:06}" for n in range(1, PERSONS + 1)
    ]
    assert register.is_what_it_was()
