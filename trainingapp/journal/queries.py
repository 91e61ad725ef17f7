"""What can be asked of the journal, and of the rows it vouches for, as they really stand in the database."""

import json
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Select,
    Table,
    and_,
    case,
    func,
    literal_column,
    select,
)

from trainingapp.journal.models import EmptiedRow, JournalEntry, JournalHead, Reading, sealed_columns
from trainingapp.kit.db import Base, Moment, db
from trainingapp.kit.pages import Page, paged

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
    statement = select(*table.columns).order_by(table.c.seq)
    with closing(_as_they_stand(connection, statement, table.columns)) as rows:
        for row in rows:
            yield dict(zip(names, row, strict=True))


def sealed_rows(connection: Connection, table: Table) -> Generator[tuple[object, ...]]:
    """Every row of a sealed table: its sealed columns, salt and seal; in order of the entry that kept it.

    Three values follow: the fingerprint, the salt and the seal with which it was emptied; None when it was not.
    """
    emptied = EmptiedRow.__table__.alias("emptied_one")
    # Compiled as text below, where a parameter would be lost.
    named = and_(emptied.c.table_name == literal_column(f"'{table.name}'"), emptied.c.row_id == table.c.id)
    columns = [table.c[name] for name in (*sealed_columns(table), "salt", "seal")]
    statement = (
        select(*columns, emptied.c.was, emptied.c.rest_salt, emptied.c.rest)
        .select_from(table.outerjoin(emptied, named))
        .order_by(table.c.entry_seq, table.c.id)
    )
    return _as_they_stand(connection, statement, columns)


def reading_rows(connection: Connection, *, after: int = 0) -> Generator[tuple[object, ...]]:
    """Every reading with a key above `after`, in order of key, its key first."""
    table: Table = Reading.__table__  # type: ignore[assignment]
    statement = select(*table.columns).order_by(table.c.id)
    if after:
        # Compiled as text below, where a parameter would be lost.
        statement = statement.where(table.c.id > literal_column(str(int(after))))
    return _as_they_stand(connection, statement, table.columns)


@dataclass(frozen=True)
class ReadingsSeal:
    """What one entry says of the readings it seals: those with keys after one and through another."""

    seq: int
    at: datetime
    after: int
    through: int
    readings: int
    sha256: str


def readings_seals(connection: Connection, *, newest: bool = False) -> list[ReadingsSeal]:
    """The seals of readings in the order in which they were made, or the newest only. One statement.

    Raises ValueError or KeyError when an entry's details are not what `seal_readings` wrote.
    """
    statement = (
        select(JournalEntry.seq, JournalEntry.at, JournalEntry.details)
        .where(JournalEntry.object_kind == "journal", JournalEntry.object_id == "readings")
        .order_by(JournalEntry.seq.desc() if newest else JournalEntry.seq)
    )
    found = []
    for seq, at, details in connection.execute(statement.limit(1) if newest else statement):
        said = json.loads(details)
        found.append(ReadingsSeal(seq, at, said["after"], said["through"], said["readings"], said["sha256"]))
    return found


def _as_they_stand(
    connection: Connection, statement: Select[Any], columns: Iterable[ColumnElement[Any]]
) -> Generator[tuple[object, ...]]:
    """The rows, streamed, past SQLAlchemy's reading of them: a date that is none must be found, not raise.

    `columns` are the first that the statement selects; what comes after them is given as the driver gives it.
    """
    sqlite = connection.dialect.name == "sqlite"
    readers = [(i, _day if isinstance(column.type, Date) else _moment) for i, column in enumerate(columns)
               if sqlite and isinstance(column.type, Date | DateTime | Moment)]  # fmt: skip
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
    only: ColumnElement[bool] | None = None,
) -> list[Told]:
    """Entries about these States (None: about anything), newest first, those numbered below `before`.

    `only`: a condition of a room above. One statement.
    """
    asked = [
        None if states is None else JournalEntry.state_code.in_(sorted(states)),
        None if act is None else JournalEntry.act == act,
        None if object_id is None else JournalEntry.object_id == object_id,
        None if before is None else JournalEntry.seq < before,
        only,
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


def newest_readings_seal() -> ReadingsSeal | None:
    """The last time that readings were sealed. One statement."""
    return next(iter(readings_seals(db.session.connection(), newest=True)), None)


def entry_count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(JournalEntry)).scalar_one()


@dataclass(frozen=True)
class Looked:
    """A reading as a page shows it."""

    id: int
    at: datetime
    actor: str
    role: str
    page: str
    kind: str
    state_code: str
    persons: int
    object_kind: str
    object_id: str


@dataclass(frozen=True)
class ReadingsAsked:
    """Which readings: between two days, both included; empty filters leave all."""

    first: date
    last: date
    kind: str | None = None
    actor: str | None = None
    object_id: str | None = None


def readings_page(states: Collection[str], asked: ReadingsAsked, *, number: int = 1) -> Page[Looked]:
    """One page of the readings of these States' people, newest first. Two statements."""
    return paged(db.session(), _readings(states, asked), number=number).each(lambda row: Looked(*row))


def how_many_readings(states: Collection[str], asked: ReadingsAsked) -> int:
    """How many readings there are of those asked for. One statement."""
    return db.session.scalar(select(func.count()).select_from(Reading).where(*_asked(states, asked))) or 0


def readings_all(states: Collection[str], asked: ReadingsAsked) -> Iterator[Looked]:
    """All of them, newest first. One statement, streamed."""
    for row in db.session.execute(_readings(states, asked).execution_options(yield_per=AT_A_TIME)):
        yield Looked(*row)


def readings_by_day(
    states: Collection[str], asked: ReadingsAsked, days: Sequence[date]
) -> Mapping[date, tuple[int, int]]:
    """Day -> how many pages and how many files of those asked for. One statement, however many readings."""
    columns = [
        func.coalesce(func.sum(case((and_(_on(day), Reading.kind == kind), 1), else_=0)), 0)
        for day in days
        for kind in ("page", "export")
    ]
    counts = db.session.execute(select(*columns).where(*_asked(states, asked))).one() if columns else ()
    return {day: (int(counts[2 * i]), int(counts[2 * i + 1])) for i, day in enumerate(days)}


def _readings(states: Collection[str], asked: ReadingsAsked) -> Select[*tuple[Any, ...]]:
    columns = [getattr(Reading, name) for name in Looked.__dataclass_fields__]
    return select(*columns).where(*_asked(states, asked)).order_by(Reading.at.desc(), Reading.id.desc())


def _asked(states: Collection[str], asked: ReadingsAsked) -> list[ColumnElement[bool]]:
    begin = datetime.combine(asked.first, time(), UTC)
    end = datetime.combine(asked.last, time(), UTC) + timedelta(days=1)
    found = [Reading.state_code.in_(sorted(states)), Reading.at >= begin, Reading.at < end]
    chosen = ((Reading.kind, asked.kind), (Reading.actor, asked.actor), (Reading.object_id, asked.object_id))
    return found + [column == value for column, value in chosen if value is not None]


def _on(day: date) -> ColumnElement[bool]:
    begin = datetime.combine(day, time(), UTC)
    return and_(Reading.at >= begin, Reading.at < begin + timedelta(days=1))


# --- What one account did --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """How often an account did the same, and about how many things; and when first and last."""

    act: str
    times: int
    things: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class DoneTo:
    """How often an account did the same to one thing, and when last."""

    act: str
    object_kind: str
    object_id: str
    state_code: str | None
    times: int
    last: datetime


def _acts_of(actor: str, since: datetime, states: Collection[str] | None) -> list[ColumnElement[bool]]:
    found = [JournalEntry.actor == actor, JournalEntry.at >= since]
    return found if states is None else [*found, JournalEntry.state_code.in_(sorted(states))]


def done_by(actor: str, *, since: datetime, states: Collection[str] | None) -> list[Done]:
    """What an account did since a moment about these States (None: about anything), the most frequent first.

    One statement.
    """
    things = func.count(JournalEntry.object_id.distinct())
    rows = db.session.execute(
        select(JournalEntry.act, func.count(), things, func.min(JournalEntry.at), func.max(JournalEntry.at))
        .where(*_acts_of(actor, since, states))
        .group_by(JournalEntry.act)
        .order_by(func.count().desc(), JournalEntry.act)
    )
    return [Done(*row) for row in rows]


def done_to(actor: str, *, since: datetime, states: Collection[str] | None, number: int = 1) -> Page[DoneTo]:
    """One page of what an account did since a moment, by act and by the thing it was about; the latest first.

    Two statements.
    """
    of = (JournalEntry.act, JournalEntry.object_kind, JournalEntry.object_id, JournalEntry.state_code)
    statement = (
        select(*of, func.count(), func.max(JournalEntry.at))
        .where(*_acts_of(actor, since, states))
        .group_by(*of)
        .order_by(func.max(JournalEntry.seq).desc())
    )
    return paged(db.session(), statement, number=number).each(lambda row: DoneTo(*row))


def has_acted(actor: str, states: Collection[str]) -> bool:
    """Whether an account ever did anything about these States. One statement."""
    acted = select(JournalEntry.seq).where(JournalEntry.actor == actor, JournalEntry.state_code.in_(sorted(states)))
    return db.session.scalar(acted.limit(1)) is not None
