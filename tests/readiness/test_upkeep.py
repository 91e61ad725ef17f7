"""What readiness keeps for speed can be thrown away and made anew, and is what the facts give, to the byte."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests import make, reference
from tests.conftest import migrate, opened, settings_for
from tests.readiness.conftest import Battalion, battalion
from trainingapp.kit.db import db, transaction
from trainingapp.readiness.models import CoverageStep, Watermark
from trainingapp.readiness.queries import feed


@pytest.fixture
def register(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """A register of its own, for the commands commit."""
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path), TESTING=True) as app:
        reference.load(app)
        yield app


@pytest.fixture
def group(register: Flask) -> Iterator[Battalion]:
    """40 of whom 36 passed on 25 September."""
    with register.app_context():
        group = battalion(make.state(), 40, women=4)
        group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(36))
        yield group


def run(app: Flask, *arguments: str, status: int = 0) -> Any:
    result = app.test_cli_runner().invoke(args=["readiness", *arguments, "--json"])
    assert result.exit_code == status, (result.output, result.exception)
    return json.loads(result.stdout)


def test_what_is_kept_is_what_the_facts_give_to_the_byte(register: Flask, group: Battalion):
    told = run(register, "verify")
    assert told["equal"] is True
    assert told["kept_sha256"] == told["facts_sha256"]
    assert (told["rotations"], told["differing"]) == (1, None)
    assert told["steps"] > 0


def test_it_is_brought_up_to_the_journal_before_it_is_compared(register: Flask, group: Battalion):
    before = run(register, "verify")
    group.withdraw(make.version("CPTM", "2017"), range(3))
    assert feed.behind()
    db.session.rollback()
    after = run(register, "verify")
    assert after["equal"] is True
    assert after["facts_sha256"] != before["facts_sha256"]


def test_a_step_that_is_not_what_the_facts_give_is_named_and_ends_with_1(register: Flask, group: Battalion):
    run(register, "rebuild")
    with transaction():
        key = db.session.scalar(select(CoverageStep.id).where(CoverageStep.curriculum_code == "CPTM").limit(1))
        db.session.execute(update(CoverageStep).where(CoverageStep.id == key).values(held=CoverageStep.held + 1))
    told = run(register, "verify", status=1)
    assert told["equal"] is False
    assert told["kept_sha256"] != told["facts_sha256"]
    assert (told["differing"]["state"], told["differing"]["code"]) == ("BGD", "BANBAT-4")
    assert told["differing"]["kept"].startswith("CPTM ")
    assert told["differing"]["kept"] != told["differing"]["facts"]
    said = register.test_cli_runner().invoke(args=["readiness", "verify"])
    assert said.exit_code == 1
    assert "BGD BANBAT-4 differs. Kept: CPTM " in said.output
    assert "trainingapp readiness rebuild" in said.output


def test_it_may_be_thrown_away_and_is_made_anew_as_it_was(register: Flask, group: Battalion):
    before = run(register, "verify")
    with transaction():
        db.session.execute(delete(CoverageStep))
        db.session.execute(delete(Watermark))
    told = run(register, "rebuild")
    assert told["rotations"] == 1
    assert told["megabytes"] >= told["megabytes_before"] > 0
    assert told["seconds"] >= 0
    assert run(register, "verify")["kept_sha256"] == before["kept_sha256"]


def test_a_rebuilding_is_told_in_words(register: Flask, group: Battalion):
    said = register.test_cli_runner().invoke(args=["readiness", "rebuild"])
    assert said.output.startswith("Rotations made anew: 1, in ")
    said = register.test_cli_runner().invoke(args=["readiness", "verify"])
    assert "equal to the byte. SHA-256 " in said.output
