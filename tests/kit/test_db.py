"""One way to commit, and what happens when two want to at once."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert

from tests.conftest import settings_for
from trainingapp.app import create_app
from trainingapp.kit.db import Busy, db, transaction

PATIENCE = 100


def test_who_does_not_want_to_wait_for_another_writer_is_told_so(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path}/one.db", tmp_path), TESTING=True)
    with app.app_context(), db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as other:
        other.exec_driver_sql("CREATE TABLE held (id INTEGER)")
        with pytest.raises(Busy, match="busy"), transaction(patience=PATIENCE):
            db.session.execute(db.text("SELECT 1"))
        other.rollback()
        with transaction(patience=PATIENCE):
            db.session.execute(db.text("CREATE TABLE mine (id INTEGER)"))


def test_an_error_of_the_database_does_not_tell_the_values_it_was_about(app, session):
    with pytest.raises(Exception, match="hide_parameters") as caught:
        db.session.execute(db.text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Alice Uwera"})
    assert "Uwera" not in str(caught.value)


def test_a_table_that_has_grown_at_once_is_read_as_a_large_one(session):
    db.session.execute(db.text("CREATE TABLE grown (number INTEGER)"))
    grown = Table("grown", MetaData(), Column("number", Integer))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("ANALYZE grown"))  # as it is when nothing was recorded yet
    db.session.execute(insert(grown), [{"number": number} for number in range(1_000)])
    explain = "EXPLAIN" if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = " ".join(str(row) for row in db.session.execute(db.text(f"{explain} SELECT number FROM grown")))
    # SQLite reads a table in one way, however large; PostgreSQL says how many rows it expects.
    assert "rows=1000 " in plan or "SCAN grown" in plan
