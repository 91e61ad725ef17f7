"""Whatever is changed in the tables of facts behind the register's back is named: every column of every table that is
sealed, and every row that goes missing (trust rule 7: any change detected and named)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, Table, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.house.objects import build
from tests.intake.story import record_results, record_roll, rotation
from trainingapp.journal.models import JournalEntry
from trainingapp.journal.queries import sealed_tables
from trainingapp.journal.reports import verify


@pytest.fixture
def connection(session) -> Iterator[Connection]:
    """A register with something in most tables, and somebody who has the database's own password."""
    build()
    made = rotation()
    record_roll(made)
    record_results(made)
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
        for column in table.columns if row is not None else ():
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
            if wrong is None or (wrong.table, wrong.column) != (table.name, column.name):
                missed.append(f"{table.name}.{column.name}: {wrong}")
            attempt.rollback()
    assert changed > 120
    assert not missed, "\n".join(missed)
    assert verify(connection).ok


def test_any_row_of_any_table_of_facts_that_is_gone_is_noticed(connection):
    tables: list[Table] = [*sealed_tables(), JournalEntry.__table__]  # type: ignore[list-item]
    gone, missed = 0, []
    for table in tables:
        row = last_row(connection, table)
        if row is None:
            continue
        key = table.primary_key.columns.values()[0]
        attempt = connection.begin_nested()
        connection.execute(delete(table).where(key == getattr(row, key.name)))
        wrong = verify(connection).first_bad
        gone += 1
        if wrong is None or wrong.table != table.name:
            missed.append(f"{table.name}: {wrong}")
        attempt.rollback()
    assert gone > 9
    assert not missed, "\n".join(missed)
