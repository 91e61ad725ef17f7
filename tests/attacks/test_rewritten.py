"""Whatever is changed in the tables of facts behind the register's back is named: every column of every table that is
sealed, and every row that goes missing (trust rule 7: any change detected and named)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, Table, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.attacks import filled
from tests.house.objects import build
from tests.intake.story import record_results, record_roll, rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.journal.queries import sealed_tables
from trainingapp.journal.reports import verify
from trainingapp.kit.db import Base

#: What may change while its row stays what it is -> whether `verify --deep` compares it with what is sealed.
OPEN = {
    "account.password": False,
    "account.fs_uniquifier": False,
    "invitation.email": True,
    "invitation.name": True,
    "invitation.mark_salt": True,
}


#: What it says is held against the row that was emptied: that row may be the one that is named.
EMPTIED = "emptied_row"


@pytest.fixture
def connection(session) -> Iterator[Connection]:
    """A register with something in every sealed table, and somebody who has the database's own password."""
    filled.erase()
    build()
    made = rotation()
    record_roll(made)
    record_results(made)
    filled.fill()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    assert verify(connection).ok
    yield connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))


def another(value: Any) -> Any:
    """A value that differs by as little as can be."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case int():
            return value + 1_000_000
        case float():
            return value + 0.5
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
        case _:
            return value[:-1] + ("a" if value[-1:] != "a" else "b")


def last_row(connection: Connection, table: Table) -> Row[Any] | None:
    return connection.execute(select(table).order_by(table.primary_key.columns.values()[0].desc()).limit(1)).first()


def test_any_value_of_any_table_of_facts_that_is_changed_is_named(connection):
    tables: list[Table] = [*sealed_tables(), JournalEntry.__table__]  # type: ignore[list-item]
    changed, missed = 0, []
    for table in tables:
        row = last_row(connection, table)
        assert row is not None, table.name
        for column in table.columns:
            if f"{table.name}.{column.name}" in OPEN:
                continue
            old = getattr(row, column.name)
            new = another(old)
            if new is None:
                continue
            key = table.primary_key.columns.values()[0]
            attempt = connection.begin_nested()
            try:
                connection.execute(update(table).where(key == getattr(row, key.name)).values({column.name: new}))
            except DBAPIError:
                attempt.rollback()  # the database itself refuses it
                continue
            wrong = verify(connection).first_bad
            changed += 1
            if wrong is None or (table.name != EMPTIED and (wrong.table, wrong.column) != (table.name, column.name)):
                missed.append(f"{table.name}.{column.name}: {wrong}")
            attempt.rollback()
    assert changed > 300
    assert not missed, "\n".join(missed)
    assert verify(connection).ok


def test_any_row_of_any_table_of_facts_that_is_gone_is_noticed(connection):
    tables: list[Table] = [*sealed_tables(), JournalEntry.__table__]  # type: ignore[list-item]
    gone, missed = 0, []
    for table in tables:
        row = last_row(connection, table)
        assert row is not None, table.name
        key = table.primary_key.columns.values()[0]
        attempt = connection.begin_nested()
        connection.execute(delete(table).where(key == getattr(row, key.name)))
        wrong = verify(connection).first_bad
        gone += 1
        if wrong is None or (table.name != EMPTIED and wrong.table != table.name):
            missed.append(f"{table.name}: {wrong}")
        attempt.rollback()
    assert gone == len(tables)
    assert not missed, "\n".join(missed)


def test_what_no_seal_covers_is_only_what_is_told_here():
    tables = [table for table in sealed_tables() if isinstance(table, Table)]
    open_columns = {str(column) for table in tables for column in table.columns if not column.info.get("sealed", True)}
    assert open_columns == OPEN.keys()


@pytest.mark.parametrize("name", [name for name, compared in OPEN.items() if compared])
def test_what_no_seal_covers_but_a_sealed_mark_does_is_named_too(connection, name):
    table = Base.metadata.tables[name.partition(".")[0]]
    row = last_row(connection, table)
    assert row is not None
    column = table.columns[name.partition(".")[2]]
    old = row._mapping[column]
    connection.execute(update(table).where(table.c.id == row.id).values({column.name: another(old)}))
    wrong = verify(connection, deep=True).first_bad
    assert wrong is not None
    assert (wrong.table, wrong.id) == (table.name, row.public_id)
