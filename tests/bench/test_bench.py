"""The benchmarks measure what they say, each beside a floor. How fast anything is, no test says: machines differ."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import reference
from tests.conftest import migrate, opened, settings_for
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.demo import bench as demo
from trainingapp.demo.bench import grown
from trainingapp.demo.plan import AS_OF
from trainingapp.forces.models import Rotation
from trainingapp.intake import bench as intake
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.readiness.bench import dates as any_date

KEYS = {"name", "figure", "unit", "floor", "ratio", "size"}


@pytest.fixture
def register(new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A register of its own, for a benchmark commits; with hundreds of invented persons instead of thousands."""
    monkeypatch.setattr(demo, "FEW", 450)
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path), TESTING=True) as app:
        reference.load(app)
        yield app


def holds(rows: list[dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    """The rows by name, each whole and beside a floor."""
    for row in rows:
        assert row.keys() == KEYS
        assert row["figure"] > 0, row
        assert row["floor"] > 0, row
    return {row["name"]: row for row in rows}


def test_searches_of_every_kind_are_measured_among_as_many_persons_as_are_said(register: Flask):
    with register.app_context():
        measured = holds(demo.search(quick=True))
        there = db.session.scalar(select(func.count()).select_from(PersonNow))
    assert there == 450
    assert {row["size"] for row in measured.values()} == {"450 persons"}
    assert {f"search.{kind}" for kind in demo.ASKED} < measured.keys()


def test_a_roll_that_is_recorded_and_a_roll_that_is_held_against_all_are_measured(register: Flask):
    with register.app_context():
        measured = holds([*demo.roll(quick=True), *demo.likely(quick=True)])
        there = db.session.scalar(select(func.count()).select_from(PersonNow).where(PersonNow.state_code == "BGD"))
    assert measured.keys() == {"roll.record", "duplicates.with dates of birth", "duplicates.without"}
    assert there is not None
    assert there >= 450


@pytest.fixture
def grown_register(new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The small demonstration, grown a little; child processes find it, too."""
    url = new_database()
    settings = settings_for(url, tmp_path)
    monkeypatch.setenv("TRAININGAPP_DATABASE_URL", url)
    monkeypatch.setenv("TRAININGAPP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRAININGAPP_TODAY", str(settings.today))
    with opened(settings) as app:
        for command in (["init"], ["seed", "--scale", "small"]):
            assert app.test_cli_runner().invoke(args=command).exit_code == 0
        yield app


def test_a_register_is_grown_to_as_many_persons_and_completions_as_are_said(grown_register: Flask):
    with grown_register.app_context():
        rotations = db.session.scalar(select(func.count()).select_from(Rotation))
        made = grown.grow(persons=1_600, completions=9_000)
        assert (made.persons, made.completions) == (1_600, 9_000)
        assert made.rotations > 2 * (rotations or 0)
        kinds = {tuple(row) for row in db.session.execute(select(Completion.result, Completion.evidence).distinct())}
        assert {result for result, _evidence in kinds} == {"pass", "fail", "attended"}
        assert {evidence for _result, evidence in kinds} == {"self_declared", "recorded", "certified", "verified"}
        assert db.session.scalar(select(func.count()).select_from(CompletionWithdrawal))
        assert db.session.scalar(select(func.max(Completion.completed_on))) <= AS_OF
        again = grown.grow(persons=1_600, completions=9_000)
        assert (again.persons, again.completions) == (1_600, 9_000), "what is there is not added again"


def test_any_date_and_what_keeping_it_up_costs_are_measured_and_counted_as_the_bare_statement_counts(
    grown_register: Flask,
):
    with grown_register.app_context():
        size = str(grown.grow(persons=1_600, completions=9_000))
        measured = [*any_date.rebuilding(size), *any_date.dates(True, size)]
        number = iter(range(9))
        measured += any_date.after(lambda: intake.recorded(40, f"READY-{next(number):04}"), True, size)
    rows = holds(measured)
    assert {name.removeprefix("readiness.") for name in rows} == {
        "rebuild",
        "rebuild, processor",
        "rebuild, memory",
        "verify, equal to the byte",
        "any date, p95",
        "any date, slowest of all",
        "24 months by State and curriculum",
        "first answer after a roster",
    }
    assert {row["size"] for row in measured} == {size}
