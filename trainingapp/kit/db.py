"""The database: one metadata, one session, one way to commit; SQLite and PostgreSQL alike."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
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
    Table,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from trainingapp.kit.errors import Busy, DomainError
from trainingapp.kit.personal import emptied_columns
from trainingapp.kit.words import say

#: Milliseconds that a writer waits for another on SQLite: longer than any file takes to be recorded.
PATIENCE = 20_000
#: Milliseconds that sweeping waits for a table on PostgreSQL; everybody else waits behind it meanwhile.
SCRUB_PATIENCE = 5_000
#: What PostgreSQL answers then.
LOCK_NOT_AVAILABLE = "55P03"
#: Rows that come at once and change how a table is best read.
MANY = 200


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


@event.listens_for(Engine, "after_cursor_execute")
def _count_many(connection: Any, _cursor: Any, _statement: str, rows: Any, context: Any, many: bool) -> None:
    """Tell PostgreSQL's planner that a table has grown at once: it would go on believing what it saw last.

    A table that was empty when it was last looked at is joined row by row with whatever comes in the same transaction:
    minutes for a roll of 850. Nothing waits for this, and once a table is large it never happens again.
    """
    if connection.dialect.name != "postgresql" or not many or not context.isinsert or len(rows) < MANY:
        return
    name = context.compiled.compile_state.dml_table.name
    with connection.connection.cursor() as asking:
        asking.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (name,))
        if asking.fetchone()[0] < len(rows):
            asking.execute(f"ANALYZE (SKIP_LOCKED) {name}")


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


@contextmanager
def one_moment() -> Iterator[None]:
    """The session reads the register as it is at one moment, however long the block takes; nobody waits for it."""
    db.session.rollback()
    try:
        if db.engine.dialect.name == "postgresql":
            # SQLite's readers see one moment in any case.
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield
    finally:
        db.session.rollback()


class Unswept(Busy):
    """Others are using what was to be written anew."""

    sentence = say(
        "What was erased is gone from every page, file and query, but the database’s files could not be swept: others "
        "are using them. Whoever runs the register does it with: trainingapp erasures sweep"
    )


def scrub(tables: Collection[str]) -> None:
    """Let no page of the database's files keep what was deleted or overwritten. Outside of any transaction.

    SQLite writes its file anew and empties its log: some seconds at full scale, during which writers wait; it needs as
    much free space as the file has. PostgreSQL writes these tables and their statistics anew, one after the other, each
    locked meanwhile. Raises Unswept when other readers or writers do not let go in time.
    """
    if db.engine.dialect.name == "sqlite":
        _scrub_file()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = {SCRUB_PATIENCE}")
        try:
            for table in sorted(tables):
                connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table}"')
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
                raise Unswept() from error
            raise
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _scrub_file() -> None:
    driver: Any = db.engine.raw_connection()
    try:
        driver.execute("VACUUM")
        busy, *_rest = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise Unswept() from error
    finally:
        driver.close()
    if busy:
        raise Unswept()


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
    """Let the database itself refuse to change or delete a row of the table (trust rule 7).

    Erasing is let through, which puts into every personal column what its label says, takes the salt away and leaves
    of the seal the fingerprint alone (trust rule 19); and columns may change that the seal does not cover. Call it
    when the table's columns are all there.
    """
    table: Table = model.__table__  # type: ignore[assignment]
    for statement, dialect in kept_for_ever_ddl(table.name, **let_through(table)):
        event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def let_through(table: Table) -> dict[str, Any]:
    """The columns that erasing empties in a kept table, with what it leaves there, and those it must leave alone; and
    where the seal does not cover every column, those that nothing else may change."""
    emptied, found = emptied_columns(table), dict[str, Any]()
    if "seal" not in table.columns:
        return found
    if emptied:
        alone = tuple(column.name for column in table.columns if column.name not in {*emptied, "salt", "seal"})
        found |= {"emptied": emptied, "alone": alone}
    fixed = tuple(column.name for column in table.columns if column.info.get("sealed", True))
    return found if len(fixed) == len(table.columns) else found | {"fixed": fixed}


def kept_for_ever_ddl(
    table: str,
    *,
    emptied: Mapping[str, str | None] = MappingProxyType({}),
    alone: Sequence[str] = (),
    fixed: Sequence[str] = (),
) -> Iterator[tuple[str, str]]:
    """The statements of `keep_for_ever`, each with its dialect; migrations run them with columns of their own."""
    said = f"rows of {table} are kept for ever"
    for verb in ("UPDATE", "DELETE"):
        name = f"keep_{table}_{verb.lower()}"
        some = verb == "UPDATE" and bool(emptied or fixed)
        unless = f" WHEN (NOT ({_let('sqlite', emptied, alone, fixed)}))" if some else ""
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{unless} BEGIN SELECT RAISE(ABORT, '{said}'); END",
            "sqlite",
        )
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END $$",
            "postgresql",
        )
        # One shot per statement, so that even a statement that meets no row is refused; where rows may be erased,
        # each is looked at.
        each = f"ROW WHEN (NOT ({_let('postgresql', emptied, alone, fixed)}))" if some else "STATEMENT"
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
            "postgresql",
        )
        if verb == "DELETE":
            yield (
                f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                "postgresql",
            )


def _let(dialect: str, emptied: Mapping[str, str | None], alone: Sequence[str], fixed: Sequence[str]) -> str:
    """The condition under which a row may change."""
    equals = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    unsealed = " AND ".join(f'NEW."{name}" {equals} OLD."{name}"' for name in fixed)
    ways = [*([_erased(dialect, emptied, alone)] if emptied else []), *([unsealed] if fixed else [])]
    return ways[0] if len(ways) == 1 else " OR ".join(f"({way})" for way in ways)


def _erased(dialect: str, emptied: Mapping[str, str | None], alone: Sequence[str]) -> str:
    """The condition under which a change of a row is its erasing and nothing else."""
    sqlite = dialect == "sqlite"
    equals = "IS" if sqlite else "IS NOT DISTINCT FROM"
    nothing = "x''" if sqlite else "''::bytea"
    fingerprint = "substr(OLD.seal, 1, 32)" if sqlite else "substring(OLD.seal FROM 1 FOR 32)"
    values = {name: "NULL" if left is None else f"'{left}'" for name, left in emptied.items()}
    return " AND ".join(
        (
            *(f'NEW."{name}" {equals} OLD."{name}"' for name in alone),
            *(f'NEW."{name}" {equals} {left}' for name, left in values.items()),
            f"NEW.salt {equals} {nothing}",
            f"NEW.seal {equals} {fingerprint}",
        )
    )
