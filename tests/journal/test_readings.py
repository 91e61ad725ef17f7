"""Who looked at people is kept for ever, sealed in numbers, and a seal that no longer fits is named (R71, rule 19)."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from trainingapp.journal import actions, queries
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)


def reading(**more: object) -> dict[str, object]:
    usual: dict[str, object] = {"at": NOW, "actor": "nasrin", "role": "focal_point state BGD", "page": "forces.roll"}
    usual |= {"kind": "page", "state_code": "BGD", "persons": 50, "object_kind": "rotation", "object_id": "banbat"}
    return usual | more


@pytest.fixture
def three(session) -> None:
    actions.note_readings([reading(), reading(state_code="NPL", persons=1), reading(kind="export", persons=850)])


@pytest.fixture
def unguarded(session) -> None:
    """Somebody with the database's own password."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))


def first_bad():
    return verify(db.session.connection()).first_bad


@pytest.mark.parametrize("verb", ["UPDATE reading SET persons = 1", "DELETE FROM reading"])
def test_the_database_refuses_to_change_or_delete_a_reading(session, three, verb):
    with pytest.raises(DatabaseError, match="kept for ever"):
        session.connection().exec_driver_sql(verb)


def test_a_seal_says_how_many_readings_it_vouches_for_and_the_next_begins_where_it_ended(session, three):
    assert actions.seal_readings(now=NOW) == 3
    first = queries.newest_readings_seal()
    actions.note_readings([reading()])
    assert actions.seal_readings(now=NOW) == 1
    second = queries.newest_readings_seal()
    assert first is not None
    assert second is not None
    assert second.after == first.through
    assert (first.readings, second.readings) == (3, 1)
    assert verify(session.connection()).ok


def test_without_readings_nothing_is_written(session, three):
    assert actions.seal_readings(now=NOW) == 3
    entries = session.scalar(select(func.count()).select_from(JournalEntry))
    assert actions.seal_readings(now=NOW) == 0
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == entries


def test_a_seal_holds_nothing_about_anybody(session, three):
    actions.seal_readings(now=NOW)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    assert json.loads(entry.details).keys() == {"after", "through", "readings", "sha256"}


@pytest.mark.parametrize(
    "change",
    [
        update(Reading).where(Reading.persons == 850).values(persons=8),
        update(Reading).where(Reading.kind == "export").values(kind="page"),
        update(Reading).where(Reading.state_code == "NPL").values(actor="somebody else"),
    ],
    ids=["how many", "what", "who"],
)
def test_a_sealed_reading_that_was_changed_is_found(session, three, unguarded, change):
    actions.seal_readings(now=NOW)
    assert first_bad() is None
    session.execute(change)
    wrong = first_bad()
    assert wrong.table == "reading"
    assert "one was changed" in str(wrong.reason)


def test_a_sealed_reading_that_is_gone_or_was_put_in_is_found(session, three, unguarded):
    actions.seal_readings(now=NOW)
    kept = session.execute(select(Reading.__table__).where(Reading.state_code == "NPL")).mappings().one()
    session.execute(delete(Reading).where(Reading.state_code == "NPL"))
    assert "sealed 3 readings, and there are 2" in str(first_bad().reason)
    session.execute(insert(Reading).values(**kept))
    assert first_bad() is None
    session.execute(insert(Reading).values(**{**reading(), "id": kept["id"] - 2}))
    assert "sealed 3 readings, and there are 4" in str(first_bad().reason)


def test_readings_that_wait_for_their_seal_are_not_wrong(session, three):
    assert first_bad() is None
