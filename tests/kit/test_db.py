"""One way to commit, and what happens when two want to at once."""

import pytest

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
