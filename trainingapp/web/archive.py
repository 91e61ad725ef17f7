"""Backups: the whole database as one file, checked before it counts as one; and the way back.

SQLite gives a database of its own kind through its backup API. PostgreSQL gives a portable archive: a zip with each
table's rows as JSON lines and a manifest, read in one transaction that sees one moment. Either kind of database can be
restored from the portable archive, which is also the way from the one to the other.
"""

import base64
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import psycopg
from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    NullPool,
    Table,
    create_engine,
    func,
    inspect,
    make_url,
    select,
    text,
)

from trainingapp.journal import reports
from trainingapp.kit import migrations
from trainingapp.kit.db import Base
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE = b"SQLite format 3\0"

Step = Callable[[int], None]


@dataclass(frozen=True)
class Archive:
    """A backup that was made or restored."""

    bytes: int
    verdict: reports.Verdict
    #: The journal's newest entry in it.
    head: int


@contextmanager
def _connected(url: str, **options: Any) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**options)
    finally:
        engine.dispose()


@contextmanager
def _whole(place: Path) -> Iterator[Path]:
    """A file that appears under its name whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.{os.getpid()}.half")
    try:
        yield half
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        half.replace(place)
    finally:
        for left in half.parent.glob(f"{half.name}*"):
            left.unlink()


def back_up(url: str, place: Path, *, portable: bool, step: Step) -> Archive:
    """Write the database into one file, and verify what was written. Raises Refused when it is not worth keeping."""
    sqlite = url.startswith("sqlite")
    with _whole(place) as half:
        if sqlite and not portable:
            with closing(_open(Path(str(make_url(url).database)))) as source, closing(sqlite3.connect(half)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            with _connected(f"sqlite:///{half}") as connection:
                verdict = reports.verify(connection, step=step)
                head = _head(connection)
        else:
            options = {} if sqlite else {"isolation_level": "REPEATABLE READ"}
            with _connected(url, **options) as connection:
                head = _head(connection)
                verdict = reports.verify(connection, step=step)
                _write(connection, half)
        if not verdict.ok:
            raise Refused(_damaged(verdict))
    return Archive(place.stat().st_size, verdict, head)


def restore(url: str, place: Path, *, step: Step) -> Archive:
    """Fill an empty database from a backup, all or nothing, and verify it. Raises Refused when it cannot be."""
    with place.open("rb") as file:
        start = file.read(len(SQLITE))
    sqlite = url.startswith("sqlite")
    if start == SQLITE and not sqlite:
        raise Refused(
            say("This is a backup of an SQLite database. Make a portable one: trainingapp backup --portable.")
        )
    if start != SQLITE and not zipfile.is_zipfile(place):
        raise Refused(say("%(file)s is no backup of this register.", file=place.name))
    if not sqlite:
        return _restore_into(url, place, step=step)
    target = Path(str(make_url(url).database))
    if target.exists():
        with _connected(url) as connection:
            _check_empty(connection)
    with _whole(target) as half:
        made = f"sqlite:///{half}"
        if start == SQLITE:
            shutil.copyfile(place, half)
            with _connected(made) as connection:
                _check_readable(connection)
                verdict, head = reports.verify(connection, step=step), _head(connection)
            archive = Archive(place.stat().st_size, verdict, head)
        else:
            archive = _restore_into(made, place, step=step)
        if not archive.verdict.ok:
            raise Refused(_damaged(archive.verdict))
        migrations.upgrade(made)
        for left in ("-wal", "-shm"):
            target.with_name(target.name + left).unlink(missing_ok=True)
    return archive


def _open(source: Path) -> sqlite3.Connection:
    if not source.is_file():
        raise Refused(say("There is no database yet. Make one with: trainingapp init"))
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


def _head(connection: Connection) -> int:
    return int(connection.execute(text("SELECT coalesce(max(seq), 0) FROM journal_head")).scalar_one())


def _damaged(verdict: reports.Verdict) -> Any:
    wrong = verdict.first_bad
    assert wrong is not None
    return say(
        "This is not worth keeping: in entry %(seq)s, %(table)s, a record is wrong. %(reason)s",
        seq=wrong.seq,
        table=wrong.table,
        reason=wrong.reason,
    )


def _check_empty(connection: Connection) -> None:
    if inspect(connection).has_table("journal_entry") and (entries := _head(connection)):
        said = say(
            "This database already holds a register with %(entries)s entries. Restore into an empty one: name another "
            "with TRAININGAPP_DATA_DIR or TRAININGAPP_DATABASE_URL.",
            entries=entries,
        )
        raise Refused(said)


def _check_readable(connection: Connection) -> None:
    try:
        sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        revision = migrations.revision_of(connection)
    except Exception as error:
        raise Refused(say("The backup is damaged: the database cannot read it.")) from error
    if sound != "ok":
        raise Refused(say("The backup is damaged: %(what)s", what=sound))
    _check_revision(revision)


def _check_revision(revision: str | None) -> None:
    if revision is None or not migrations.is_known(revision):
        said = say("The backup was made by a newer version of the register (revision %(it)s).", it=revision or "–")
        raise Refused(said)


def _write(connection: Connection, place: Path) -> None:
    """Every table of the register, in the order of their keys."""
    tables: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in Base.metadata.sorted_tables:
            count = 0
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                rows = connection.execution_options(yield_per=2_000).execute(
                    select(table).order_by(*table.primary_key.columns)
                )
                for row in rows:
                    out.write(json.dumps([_plain(v) for v in row], ensure_ascii=False).encode() + b"\n")
                    count += 1
            tables[table.name] = {"columns": [column.name for column in table.columns], "rows": count}
        manifest = {"format": FORMAT, "revision": migrations.revision_of(connection), "tables": tables}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _restore_into(url: str, place: Path, *, step: Step) -> Archive:
    """Fill an empty database from a portable archive, in one transaction that is committed only when it verifies."""
    with zipfile.ZipFile(place) as archive:
        try:
            manifest = json.loads(archive.read(MANIFEST))
            revision, tables = str(manifest["revision"]), dict(manifest["tables"])
        except (KeyError, ValueError) as error:
            raise Refused(say("%(file)s is no backup of this register.", file=place.name)) from error
        _check_revision(revision)
        with _connected(url) as connection:
            _check_empty(connection)
        migrations.upgrade(url, revision)
        with _connected(url, sqlite_begin="IMMEDIATE") as connection, connection.begin():
            known = MetaData()
            known.reflect(connection, only=list(tables))
            for name, told in tables.items():
                try:
                    with archive.open(f"{name}.jsonl") as lines:
                        count = _fill(connection, known.tables[name], told["columns"], lines)
                except (zipfile.BadZipFile, ValueError, KeyError) as error:
                    raise Refused(say("The backup is damaged: %(table)s cannot be read.", table=name)) from error
                if count != told["rows"]:
                    raise Refused(say("The backup is damaged: rows of %(table)s are missing.", table=name))
            verdict, head = reports.verify(connection, step=step), _head(connection)
            if not verdict.ok:
                raise Refused(_damaged(verdict))
    migrations.upgrade(url)
    return Archive(place.stat().st_size, verdict, head)


def _fill(connection: Connection, table: Table, columns: list[str], lines: IO[bytes]) -> int:
    """The rows of one table, and where its keys go on from there."""
    readers = [_reader(table.c[name].type) for name in columns]
    rows = (
        [None if v is None else read(v) for read, v in zip(readers, json.loads(line), strict=True)] for line in lines
    )
    if connection.dialect.name != "postgresql":
        count = 0
        while chunk := list(islice(rows, 5_000)):
            connection.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in chunk])
            count += len(chunk)
        return count
    driver: psycopg.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    quoted = ", ".join(f'"{name}"' for name in columns)
    count = 0
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN'.encode()) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    if "id" in columns and count:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        # A column without a sequence has none to set.
        connection.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
    return count


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    return lambda value: value
