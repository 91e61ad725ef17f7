"""The database: one metadata, one session, one way to commit; SQLite and PostgreSQL alike."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    CheckConstraint,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from trainingapp.kit.errors import Busy, DomainError

#: Milliseconds that a writer waits for another on SQLite: longer than any file takes to be recorded.
PATIENCE = 20_000


class Base(DeclarativeBase):
    # Every constraint has a name, so that a migration can drop it and `flush` can recognise it.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone; this gives it back, and refuses a moment that has none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@event.listens_for(Engine, "connect")
def _connect(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        # Left alone, sqlite3 opens no transaction before a SELECT or a SAVEPOINT; `_begin` opens them all.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL lost acknowledged commits in a replayed power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        connection.execute("PRAGMA cache_size = -64000")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        if "sqlite_patience" in options:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {options['sqlite_patience']}")
        connection.exec_driver_sql("BEGIN " + options.get("sqlite_begin", "DEFERRED"))


def take_write_lock(patience: int = PATIENCE) -> None:
    """Begin the session's transaction as a writing one, waiting so many milliseconds for another writer on SQLite.

    Without it SQLite refuses a transaction that reads first and asks for the lock later, however long it waits, if
    another has written in between.
    """
    try:
        db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE", "sqlite_patience": patience})
    except OperationalError as error:
        if "database is locked" in str(error.orig):
            raise Busy() from error
        raise


@contextmanager
def transaction(*, patience: int = PATIENCE) -> Iterator[None]:
    """Commit what the block did, all of it or nothing. Only the edges (views, CLI, API, jobs) open one.

    Raises Busy when another writer takes longer than `patience` milliseconds (SQLite).
    """
    db.session.rollback()  # end the reading transaction
    try:
        take_write_lock(patience)
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the broken constraint. SQLite names a CHECK, but for a UNIQUE only its columns."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named is not None:
        return str(named)
    said = str(error.orig)
    for table in Base.metadata.tables.values():
        for rule in (*table.constraints, *table.indexes):
            if isinstance(rule, CheckConstraint) and said == f"CHECK constraint failed: {rule.name}":
                return str(rule.name)
            if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique):
                columns = ", ".join(f"{table.name}.{column.name}" for column in rule.columns)
                if said in (f"UNIQUE constraint failed: {columns}", f"UNIQUE constraint failed: index '{rule.name}'"):
                    return str(rule.name)
    return None


@contextmanager
def refusing(refusals: Mapping[str, type[DomainError]]) -> Iterator[None]:
    """Turn a broken constraint into the domain error named for it, so that a race gets the sentence that validation
    would have given. The caller's transaction is lost all the same."""
    try:
        yield
    except IntegrityError as error:
        refusal = refusals.get(constraint_of(error) or "")
        if refusal is not None:
            raise refusal() from error
        raise


def flush(refusals: Mapping[str, type[DomainError]]) -> None:
    """Send pending writes, turning a broken constraint into the domain error named for it."""
    with refusing(refusals):
        db.session.flush()


def keep_for_ever(model: type[Base]) -> None:
    """Let the database itself refuse to change or delete a row of the table (trust rule 7)."""
    for statement, dialect in kept_for_ever_ddl(model.__tablename__):
        event.listen(model.__table__, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def kept_for_ever_ddl(table: str) -> Iterator[tuple[str, str]]:
    """The statements of `keep_for_ever`, each with its dialect; migrations run the same ones."""
    for verb in ("UPDATE", "DELETE"):
        name = f"keep_{table}_{verb.lower()}"
        said = f"rows of {table} are kept for ever"
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END",
            "sqlite",
        )
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END $$",
            "postgresql",
        )
        # One shot per statement, so that even a statement that meets no row is refused.
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            "postgresql",
        )
        if verb == "DELETE":
            yield (
                f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                "postgresql",
            )
