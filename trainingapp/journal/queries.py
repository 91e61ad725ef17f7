"""What can be asked of the journal, and of the rows it vouches for, as they really stand in the database."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, Date, DateTime, Table, and_, func, select

from trainingapp.journal.models import JournalEntry, JournalHead, sealed_columns
from trainingapp.kit.db import Base, Moment, db

#: Rows fetched at a time: enough to be quick, few enough for a small machine.
AT_A_TIME = 2_000


def sealed_tables() -> list[Table]:
    """Every table whose rows are sealed, by name: found from the metadata, so that none can be forgotten."""
    return [table for name, table in sorted(Base.metadata.tables.items()) if "seal" in table.columns]


def head(connection: Connection) -> tuple[int, str] | None:
    """The newest entry's number and hash, as the head keeps them."""
    row = connection.execute(select(JournalHead.seq, JournalHead.hash)).one_or_none()
    return None if row is None else (row.seq, row.hash)


def entry_rows(connection: Connection) -> Generator[dict[str, object]]:
    """Every entry in order of number, column by column, undigested."""
    table: Table = JournalEntry.__table__  # type: ignore[assignment]
    names = [column.name for column in table.columns]
    with closing(_as_they_stand(connection, table, names, ["seq"])) as rows:
        for row in rows:
            yield dict(zip(names, row, strict=True))


def sealed_rows(connection: Connection, table: Table) -> Generator[tuple[object, ...]]:
    """Every row of a sealed table: its sealed columns, salt and seal; in order of the entry that kept it."""
    return _as_they_stand(connection, table, [*sealed_columns(table), "salt", "seal"], ["entry_seq", "id"])


def _as_they_stand(
    connection: Connection, table: Table, names: Sequence[str], order: Sequence[str]
) -> Generator[tuple[object, ...]]:
    """The rows, streamed, past SQLAlchemy's reading of them: a date that is none must be found, not raise."""
    statement = select(*(table.c[name] for name in names)).order_by(*(table.c[name] for name in order))
    sqlite = connection.dialect.name == "sqlite"
    readers = [(i, _day if isinstance(kind, Date) else _moment) for i, name in enumerate(names)
               if sqlite and isinstance(kind := table.c[name].type, Date | DateTime | Moment)]  # fmt: skip
    rows = connection.exec_driver_sql(
        str(statement.compile(dialect=connection.dialect)),
        execution_options={"stream_results": True, "yield_per": AT_A_TIME},
    )
    try:
        for row in rows:
            if readers:
                values = list(row)
                for i, read in readers:
                    values[i] = read(values[i])
                yield tuple(values)
            else:
                yield tuple(row)
    finally:
        rows.close()


def _day(value: object) -> object:
    return _read(value, date.fromisoformat)


def _moment(value: object) -> object:
    return _read(value, lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC))


def _read(value: object, read: Callable[[str], date]) -> object:
    """What a text of SQLite stands for; the text itself when it stands for nothing, or is not how we write it."""
    if not isinstance(value, str):
        return value
    try:
        meant = read(value)
    except ValueError:
        return value
    written = f"{meant:%Y-%m-%d %H:%M:%S.%f}" if isinstance(meant, datetime) else meant.isoformat()
    return meant if written == value else value


@contextmanager
def undecoded(connection: Connection) -> Iterator[None]:
    """Let SQLite hand over texts that are no longer UTF-8, to be found instead of stopping the reading."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    assert driver is not None
    kept = driver.text_factory
    driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = kept


@dataclass(frozen=True)
class Told:
    """An entry as a page shows it."""

    seq: int
    at: datetime
    actor: str
    act: str
    object_kind: str
    object_id: str
    state_code: str | None
    details: str


def entries(
    *,
    states: Collection[str] | None,
    act: str | None = None,
    on: date | None = None,
    object_id: str | None = None,
    before: int | None = None,
    most: int,
) -> list[Told]:
    """Entries about these States (None: about anything), newest first, those numbered below `before`. One statement."""
    asked = [
        None if states is None else JournalEntry.state_code.in_(sorted(states)),
        None if act is None else JournalEntry.act == act,
        None if object_id is None else JournalEntry.object_id == object_id,
        None if before is None else JournalEntry.seq < before,
    ]
    if on is not None:
        day = datetime.combine(on, time(), UTC)
        asked += [JournalEntry.at >= day, JournalEntry.at < day + timedelta(days=1)]
    columns = [getattr(JournalEntry, name) for name in Told.__dataclass_fields__]
    statement = select(*columns).where(and_(True, *(condition for condition in asked if condition is not None)))
    rows = db.session.execute(statement.order_by(JournalEntry.seq.desc()).limit(most))
    return [Told(*row) for row in rows]


def newest() -> tuple[int, str] | None:
    """The newest entry's number and hash. One statement."""
    return head(db.session.connection())


def entry_count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(JournalEntry)).scalar_one()
