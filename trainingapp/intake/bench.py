"""How fast a file of results becomes completions, beside `csv` and a bare `executemany` into an equal table.

Both run in one register made for the measuring: same rows, same columns, same indexes, same durable commit.
"""

import csv
import gc
import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import ColumnElement, MetaData, Table, func, quoted_name, select

from trainingapp.accounts.rules import OPERATOR
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.forces import actions as forces_actions
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import NewRotation
from trainingapp.intake import actions
from trainingapp.intake.hints import read_file
from trainingapp.journal import actions as journal
from trainingapp.kit.db import Base, db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.rosters.bench import TODAY, results_file

NOW = datetime.combine(TODAY, datetime.min.time(), UTC)
ROUNDS = 3


def bench(quick: bool) -> list[dict[str, object]]:
    """Seconds for 50,000 rows (5,000 when quick), read, checked and recorded; the best of three rounds of each."""
    size = 5_000 if quick else 50_000
    data = results_file(size)
    ours = [_recorded(data, size, f"BENCH-{number}-{new_id()[:4]}") for number in range(ROUNDS)]
    floor = _floor(data, size)
    figure = min(ours)
    return [
        {
            "name": "roster.record",
            "figure": round(figure, 3),
            "unit": "s",
            "floor": round(floor, 3),
            "ratio": round(figure / floor, 2),
            "size": size,
        }
    ]


def recorded(size: int, code: str) -> float:
    """Seconds in which so many results of a new rotation are read, checked and recorded."""
    return _recorded(results_file(size), size, code)


def _recorded(data: bytes, size: int, code: str) -> float:
    """Seconds from the bytes to the commit. Each round has a rotation and people of its own."""
    data = data.replace(b"BA-", f"{code[-4:]}-".encode())
    rotation = _rotation(code, size)
    version = curricula.version("CPTM", "2017")
    db.session.remove()

    def record() -> None:
        reading = read_file(data, name="results.csv")
        with transaction():
            receipt = actions.record_results(
                reading, rotation, version, by=OPERATOR, now=NOW, today=TODAY, good_rows=False
            )
        if receipt.recorded != size:
            raise RuntimeError(f"{receipt.recorded} of {size} rows were recorded")

    return _seconds(record)


def _rotation(code: str, size: int) -> forces.RotationFacts:
    """A rotation whose roll names everybody of the file."""
    public_id = new_rotation(code, size)
    with (
        transaction(),
        journal.entry(act="bench", by="bench", now=NOW, object_kind="rotation", object_id=public_id) as entry,
    ):
        key = forces.rotation(OPERATOR.scope("rotations.see"), public_id, as_of=TODAY).id
        names = [
            {
                "service_number": f"{code[-4:]}-{n:06}",
                "full_name": f"Given{n % 997} Middle{n % 31} Family{n % 4001}",
                "sex": "unspecified",
            }
            for n in range(size)
        ]
        known = people.add_people(entry, "BGD", names)
        lines = [{"person_id": person, "category": "troops"} for person, _ in known.values()]
        forces_actions.assign(entry, state="BGD", rotation_id=key, rows=lines)
    return forces.rotation(OPERATOR.scope("rotations.see"), public_id, as_of=TODAY)


def new_rotation(code: str, size: int) -> str:
    """A battalion of its own, with nobody on its roll yet; gives its public id."""
    public_id = new_id()
    with (
        transaction(),
        journal.entry(act="bench", by="bench", now=NOW, object_kind="rotation", object_id=public_id) as entry,
    ):
        unit = forces_actions.add_unit(entry, state="BGD", designation=code, unit_type="INF_BN")
        new = NewRotation(
            state="BGD",
            designation=code,
            unit_type="INF_BN",
            code=code,
            mission="MINUSCA",
            location=None,
            deploys_on=TODAY,
            ends_on=TODAY + timedelta(days=364),
            strength=size,
        )
        forces_actions.add_rotation(entry, new, unit_id=unit, public_id=public_id)
    return public_id


def _floor(data: bytes, size: int) -> float:
    """Seconds for `csv` and one `executemany` of the rows that were recorded, into an equal table, committed."""
    newest = select(func.max(Completion.id)).scalar_subquery() - size
    return bare([(Completion, Completion.id > newest)], data)


def bare(wanted: Sequence[tuple[type[Base], ColumnElement[bool]]], data: bytes) -> float:
    """Seconds for `csv` over the bytes, and one `executemany` for each table of these rows into an equal one, committed
    together; the best of three rounds."""
    sqlite = db.engine.dialect.name == "sqlite"
    inserts: list[tuple[str, list[tuple[Any, ...]]]] = []
    sources: list[Table] = []
    for model, which in wanted:
        source: Table = model.__table__  # type: ignore[assignment]
        columns = [column for column in source.columns if column.name != "id"]
        rows = [tuple(row) for row in db.session.execute(select(*columns).where(which))]
        if sqlite:
            rows = [tuple(c.isoformat() if isinstance(c, date) else c for c in row) for row in rows]
        marks = ", ".join(["?" if sqlite else "%s"] * len(columns))
        named = ", ".join(c.name for c in columns)
        inserts.append((f"INSERT INTO bench_{source.name} ({named}) VALUES ({marks})", rows))
        sources.append(source)
    db.session.remove()
    times = []
    for _ in range(ROUNDS):
        with db.engine.begin() as connection:
            for source in sources:
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS bench_{source.name}")
                _equal(source).create(connection)
        raw = db.engine.raw_connection()
        try:
            times.append(_seconds(lambda: _bare(raw, inserts, data)))  # noqa: B023
        finally:
            raw.close()
    with db.engine.begin() as connection:
        for source in sources:
            connection.exec_driver_sql(f"DROP TABLE bench_{source.name}")
    return min(times)


def _equal(source: Table) -> Table:
    """The same table under another name: columns, constraints, indexes, keys into the same tables."""
    metadata = MetaData()
    for table in source.metadata.tables.values():
        table.to_metadata(metadata)
    equal = source.to_metadata(metadata, name=f"bench_{source.name}")
    # PostgreSQL wants every name but once, and some of these have none yet.
    for number, constraint in enumerate(equal.constraints):
        constraint.name = f"bench_{source.name}_{number}"
    for number, index in enumerate(equal.indexes):
        index.name = quoted_name(f"bench_{source.name}_index_{number}", None)
    return equal


def _bare(connection: Any, inserts: Sequence[tuple[str, list[tuple[Any, ...]]]], data: bytes) -> None:
    list(csv.reader(io.StringIO(data.decode(), newline="")))
    cursor = connection.cursor()
    if db.engine.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    for insert, rows in inserts:
        cursor.executemany(insert, rows)
    cursor.execute("COMMIT")
    cursor.close()


def _seconds(work: Callable[[], None]) -> float:
    gc.collect()
    began = perf_counter()
    work()
    return perf_counter() - began
