"""Bringing the dated rules into the register."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.make import NOW
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.requirements import actions, queries, table


def test_the_same_table_again_changes_nothing(session):
    before = db.session.scalar(select(func.count()).select_from(JournalEntry))
    loaded = actions.load(by="tests", now=NOW)
    assert (loaded.added, loaded.unchanged) == (0, len(queries.rules()))
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_the_rules_come_out_as_they_went_in(session):
    wanted, _ = table.read(table.FILE.read_bytes(), known=queries.known())
    assert list(wanted) == list(queries.rules())


def test_a_new_rule_is_added_and_a_rule_that_was_rewritten_is_refused(session, tmp_path: Path):
    content = table.FILE.read_text("utf-8")
    file = tmp_path / "rules.toml"
    more = content.replace('code = "CPTM-ALL"', 'code = "CPTM-MORE"', 1)
    file.write_text(more, "utf-8")
    with pytest.raises(actions.UnusableTable, match=r"CPTM-MORE says the same .* as CPTM-ALL"):
        actions.load(by="tests", now=NOW, file=file)
    file.write_text(more.replace("categories = []", 'categories = ["troops"]', 1), "utf-8")
    assert actions.load(by="tests", now=NOW, file=file).added == 1
    file.write_text(content.replace("holds_from = 2016-01-01", "holds_from = 2015-01-01"), "utf-8")
    with pytest.raises(actions.RuleDiffers, match="CPTM-ALL is already in the register"):
        actions.load(by="tests", now=NOW, file=file)


def test_a_table_with_a_problem_is_refused_whole(session, tmp_path: Path):
    file = tmp_path / "rules.toml"
    file.write_text(table.FILE.read_text("utf-8").replace('curriculum = "BFA"', 'curriculum = "BFX"'), "utf-8")
    with pytest.raises(actions.UnusableTable, match="There is no curriculum with the code BFX"):
        actions.load(by="tests", now=NOW, file=file)
