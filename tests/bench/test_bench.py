"""The benchmarks measure what they say, each beside a floor. How fast anything is, no test says: machines differ."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import reference
from tests.conftest import migrate, opened, settings_for
from trainingapp.demo import bench as demo
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow

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
