"""The one way to keep a fact: inside an entry of the journal, in the caller's transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Float, Table, func, insert, literal_column, select, text, update

from trainingapp.journal import queries, seals
from trainingapp.journal.models import EmptiedRow, JournalEntry, JournalHead, Reading, Sealed, sealed_columns
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.kit.personal import emptied_columns

#: Rows sent to the database at a time, so that a large file does not stand in memory twice.
CHUNK = 5_000
START = "0" * 64


class Entry:
    """An open entry: `keep` rows through it; they are sealed with its number and vouched for when it closes."""

    def __init__(self, seq: int, details: dict[str, object]) -> None:
        self.seq = seq
        #: What the entry tells beside its rows. May grow until the entry closes. No personal data.
        self.details = details
        self._seals: dict[str, list[bytes]] = {}

    def keep(self, model: type[Sealed], rows: Sequence[dict[str, object]]) -> None:
        """Insert the rows, sealed. A column that a row does not name is kept as empty; `id` is given here.

        The given dictionaries are completed in place: afterwards each carries its `id`. Two statements per 5,000 rows.
        """
        table: Table = model.__table__  # type: ignore[attr-defined]
        columns = sealed_columns(table)
        # The database gives back 70.0 for 70, and the seal would be another.
        floats = [column.name for column in table.columns if isinstance(column.type, Float)]
        made = self._seals.setdefault(table.name, [])
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            for row, salt, key in zip(chunk, seals.salts(len(chunk)), _keys(table, len(chunk)), strict=True):
                row["id"] = key
                row["entry_seq"] = self.seq
                for name in columns:
                    row.setdefault(name)
                for name in floats:
                    row[name] = None if row[name] is None else float(row[name])  # type: ignore[arg-type]
                row["salt"] = salt
                row["seal"] = fingerprint = seals.seal(salt, [row[name] for name in columns])
                made.append(fingerprint[: seals.DIGEST])
            db.session.execute(insert(table), chunk)

    def empty(self, model: type[Sealed], keys: Iterable[int]) -> int:
        """Empty the personal columns of kept rows, as their labels say, for ever (trust rule 19).

        What the rows' own entries vouch for stays provable: each keeps the fingerprint of its seal, and this entry
        vouches for what is left. Rows emptied before are left alone. Gives how many were emptied. Three statements per
        5,000 rows, and `keep`'s.
        """
        table: Table = model.__table__  # type: ignore[attr-defined]
        left, columns, wanted = emptied_columns(table), sealed_columns(table), sorted(set(keys))
        count = 0
        for start in range(0, len(wanted), CHUNK):
            chosen = table.c.id.in_(wanted[start : start + CHUNK])
            rows = db.session.execute(select(table).where(chosen, table.c.salt != b"")).mappings().all()
            if not rows:
                continue
            db.session.execute(
                update(table)
                .where(chosen, table.c.salt != b"")
                .values({**left, "salt": b"", "seal": func.substr(table.c.seal, 1, seals.DIGEST)})
            )
            kept: list[dict[str, object]] = []
            for row, salt in zip(rows, seals.salts(len(rows)), strict=True):
                rest = seals.seal(salt, [left.get(name, row[name]) for name in columns])
                kept.append(
                    {
                        "public_id": new_id(),
                        "table_name": table.name,
                        "row_id": row["id"],
                        "was": row["seal"][: seals.DIGEST],
                        "rest_salt": salt,
                        "rest": rest,
                    }
                )
            self.keep(EmptiedRow, kept)
            count += len(kept)
        # What the session remembers of these rows is no longer so.
        db.session.expire_all()
        return count

    def commitments(self) -> Mapping[str, list[object]]:
        """What the entry vouches for: per table, how many rows and their common fingerprint."""
        return {name: [len(made), seals.commitment(made)] for name, made in sorted(self._seals.items()) if made}


def _keys(table: Table, count: int) -> Sequence[int]:
    """Keys for new rows, taken beforehand so that the seals cover them: whoever swapped two keys would otherwise have
    swapped two persons' trainings."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        return db.session.scalars(
            select(func.nextval(sequence)).select_from(func.generate_series(literal_column("1"), count))
        ).all()
    # SQLite's own rule for new keys; the head's lock lets nobody else in between.
    last: int = db.session.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return range(last + 1, last + count + 1)


@contextmanager
def entry(
    *,
    act: str,
    by: str,
    now: datetime,
    object_kind: str,
    object_id: str,
    state_code: str | None = None,
    details: Mapping[str, object] | None = None,
) -> Iterator[Entry]:
    """An entry of the journal around what it vouches for; written when the block ends, lost if the block fails.

    `by` is the public id of the account that acts. Takes the journal's head first: acts are numbered in the order in
    which they commit, and on PostgreSQL one act waits here for the other. Three statements beside the block's own.
    """
    # The row's lock, taken before anything else of the act, is what numbers entries in commit order.
    taken = db.session.execute(update(JournalHead).where(JournalHead.id == 1).values(seq=JournalHead.seq + 1)).rowcount  # type: ignore[attr-defined]
    if not taken:
        db.session.execute(insert(JournalHead).values(id=1, seq=1, hash=START))
    seq, previous = db.session.execute(select(JournalHead.seq, JournalHead.hash).where(JournalHead.id == 1)).one()
    opened = Entry(seq, dict(details or {}))
    yield opened
    row = JournalEntry(
        seq=seq,
        at=now,
        actor=by,
        act=act,
        object_kind=object_kind,
        object_id=object_id,
        state_code=state_code,
        details=json.dumps(opened.details, sort_keys=True, ensure_ascii=False),
        commitments=json.dumps(opened.commitments(), sort_keys=True),
        previous_hash=previous,
    )
    fields = fields_of(row)
    row.hash = seals.chained(previous, fields)
    row.marks = seals.marks(fields)
    db.session.add(row)
    db.session.flush()
    db.session.execute(update(JournalHead).where(JournalHead.id == 1).values(hash=row.hash))


def fields_of(row: JournalEntry) -> dict[str, str]:
    """What an entry's hash covers, as text."""
    return {
        "seq": str(row.seq),
        "at": seals.as_text(row.at),
        "actor": row.actor,
        "act": row.act,
        "object_kind": row.object_kind,
        "object_id": row.object_id,
        "state_code": seals.as_text(row.state_code),
        "details": row.details,
        "commitments": row.commitments,
    }


def note_readings(rows: Sequence[dict[str, object]]) -> None:
    """Keep who was shown whose people. Each row names every column of `Reading` but its key. One statement.

    Not sealed one by one: a page that is read would else wait for the journal's head. `seal_readings` does it.
    """
    if rows:
        db.session.execute(insert(Reading), list(rows))


def seal_readings(*, now: datetime) -> int:
    """Vouch in the journal for all readings since the last time: how many they were. Without any, nothing is written.

    Reads each of them once. Three statements, six more when there is something to seal.
    """
    if not _unsealed():
        return 0
    with entry(act="readings.seal", by="operator", now=now, object_kind="journal", object_id="readings") as opened:
        if db.session.get_bind().dialect.name == "postgresql":
            # Keys are not given out in the order of commits there: wait for those under way, and let none in between,
            # or a reading would come to stand among those that were sealed before it.
            db.session.execute(text("LOCK TABLE reading IN SHARE MODE"))
        connection = db.session.connection()
        last = queries.readings_seals(connection, newest=True)
        after = through = last[0].through if last else 0
        running = seals.Running()
        for row in queries.reading_rows(connection, after=after):
            running.add(row)
            through = int(str(row[0]))
        opened.details |= {"after": after, "through": through, "readings": running.count, "sha256": running.sha256}
    return running.count


def _unsealed() -> bool:
    last = queries.readings_seals(db.session.connection(), newest=True)
    newest = db.session.execute(select(func.max(Reading.id))).scalar_one()
    return newest is not None and (not last or newest > last[0].through)
