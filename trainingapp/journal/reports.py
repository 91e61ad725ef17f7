"""Whether the register is what it was: every entry, every commitment and every sealed row derived anew."""

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from trainingapp.journal import queries, seals
from trainingapp.journal.models import sealed_columns
from trainingapp.kit.words import Sentence, say

START = "0" * 64
#: The fields that an entry's hash covers, in order of name.
FIELDS = ("act", "actor", "at", "commitments", "details", "object_id", "object_kind", "seq", "state_code")


@dataclass(frozen=True)
class Wrong:
    """A record that is not what the journal vouches for."""

    seq: int
    table: str
    #: The row's public id; an entry's number. Empty when the record is gone.
    id: str | None
    #: The column, when it can be named.
    column: str | None
    reason: Sentence


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and the first wrong record, if there is one."""

    entries: int
    records: int
    first_bad: Wrong | None

    @property
    def ok(self) -> bool:
        """Nothing wrong was found."""
        return self.first_bad is None


@dataclass(frozen=True)
class KnownHead:
    """What the journal's head was once seen to be."""

    seq: int
    hash: str
    #: When and where it was written down, for people.
    told: str


DeepCheck = Callable[[Connection], Iterable[Wrong]]

#: What rooms above have to compare beside the seals: a face with its hash, what is derived with what it derives from.
DEEP_CHECKS: list[DeepCheck] = []


def verify(
    connection: Connection,
    *,
    known: Sequence[KnownHead] = (),
    deep: bool = False,
    step: Callable[[int], None] = lambda entries: None,
) -> Verdict:
    """Derive everything anew and name the first wrong record (trust rule 7).

    One statement per sealed table and two more, however many rows; memory for one entry's rows. The connection should
    see one moment of the database. `step` is told of entries done.
    """
    seen: Counter[str] = Counter()
    wrongs = _Reading(connection, seen, {head.seq: head for head in known}, step).wrongs()
    checks = chain.from_iterable(check(connection) for check in DEEP_CHECKS) if deep else ()
    with queries.undecoded(connection), closing(wrongs):
        try:
            first = next(chain(wrongs, unsealed_readings(connection), checks), None)
        except DBAPIError as error:
            said = say("The database cannot read this: %(error)s.", error=str(error.orig).strip())
            first = Wrong(seen["entries"] + 1, "journal_entry", None, None, said)
    return Verdict(seen["entries"], seen["records"], first)


def unsealed_readings(connection: Connection) -> Iterator[Wrong]:
    """What is wrong with the readings that the journal has sealed: each seal's own are counted and compared."""
    try:
        made = queries.readings_seals(connection)
    except (ValueError, KeyError, TypeError):
        return  # the entry itself was changed, and is named for it
    rows = queries.reading_rows(connection)
    with closing(rows):
        waiting = next(rows, None)
        through = 0
        for seal in made:
            running = seals.Running()
            while waiting is not None and _number(waiting[0]) <= seal.through:
                running.add(waiting)
                waiting = next(rows, None)
            told = {"seq": seal.seq, "count": seal.readings, "found": running.count}
            if running.count != seal.readings or seal.after != through:
                said = say("Entry %(seq)s sealed %(count)s readings, and there are %(found)s.", **told)
                yield Wrong(seal.seq, "reading", None, None, said)
            elif running.sha256 != seal.sha256:
                said = say("These are not the %(count)s readings that entry %(seq)s sealed: one was changed.", **told)
                yield Wrong(seal.seq, "reading", None, None, said)
            through = seal.through


class _Rows:
    """One sealed table, read along with the journal."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.connection = connection
        self.table = table
        self.columns = sealed_columns(table)
        self._entry_seq = self.columns.index("entry_seq")
        #: Where the seal stands in a row.
        self.seal = len(self.columns) + 1
        self._key = self.columns.index("public_id" if "public_id" in self.columns else "id")
        self._rows = queries.sealed_rows(connection, table)
        self._next = next(self._rows, None)

    def take(self, through: float) -> Iterator[tuple[object, ...]]:
        """The rows of the entries up to this number that were not taken yet."""
        while self._next is not None and _number(self._next[self._entry_seq]) <= through:
            row, self._next = self._next, next(self._rows, None)
            yield row

    def wrong(self, seq: int, row: tuple[object, ...], column: str | None, reason: Sentence) -> Wrong:
        return Wrong(seq, self.table.name, str(row[self._key]), column, reason)

    def fault(self, row: tuple[object, ...]) -> tuple[list[str], Sentence] | None:
        """The columns that are no longer what was sealed, and what to say; "salt" or "seal" when those were changed."""
        *values, salt, kept, was, rest_salt, rest = row
        if was is not None:
            return self._fault_of_emptied(values, salt, kept, was, rest_salt, rest)
        if not isinstance(salt, bytes):
            return ["salt"], _changed(["salt"])
        if not isinstance(kept, bytes):
            return ["seal"], _changed(["seal"])
        if not salt:
            return ["salt"], say("This row was emptied, and no entry of the journal says that somebody was erased.")
        columns = self._unsealed(salt, values, kept)
        return (columns, _changed(columns)) if columns else None

    def _fault_of_emptied(
        self, values: Sequence[object], salt: object, kept: object, was: object, rest_salt: object, rest: object
    ) -> tuple[list[str], Sentence] | None:
        """What is wrong with a row that was emptied because somebody was erased."""
        if salt != b"":
            return ["salt"], say("This row was erased, and there is something in it again.")
        if kept != was:
            return ["seal"], _changed(["seal"])
        if not isinstance(rest_salt, bytes) or not isinstance(rest, bytes):
            return None  # `emptied_row` itself was changed, and is named for it
        columns = self._unsealed(rest_salt, values, rest)
        return (columns, _changed(columns)) if columns else None

    def _unsealed(self, salt: bytes, values: Sequence[object], kept: bytes) -> list[str]:
        made = seals.seal(salt, values)
        if made == kept:
            return []
        places = seals.changed(kept, made)
        if made[: seals.DIGEST] == kept[: seals.DIGEST] or not places:
            return ["seal"]
        # Every mark is salted: all of them differ when the salt does.
        return ["salt"] if len(places) == len(values) else [self.columns[place] for place in places]

    def moved_from(self, seq: int) -> tuple[object, ...] | None:
        """A row that was sealed under this entry and now names another. Reads the whole table: only when one lacks."""
        with closing(queries.sealed_rows(self.connection, self.table)) as rows:
            for row in rows:
                fault = self.fault(row)
                if fault is not None and fault[0] == ["entry_seq"]:
                    *values, salt, kept, was, rest_salt, rest = row
                    values[self._entry_seq] = seq
                    # What vouches for the row, or for what is left of it.
                    made = (salt, kept) if was is None else (rest_salt, rest)
                    if seals.seal(made[0], values) == made[1]:  # type: ignore[arg-type]
                        return row
        return None

    def close(self) -> None:
        """End the reading on the database's side too."""
        self._rows.close()


def _number(value: object) -> float:
    """The entry a row names; what is no number comes after all of them."""
    return value if isinstance(value, int) else float("inf")


class _Reading:
    """One reading of the whole journal beside the rows it vouches for."""

    def __init__(
        self,
        connection: Connection,
        seen: Counter[str],
        known: Mapping[int, KnownHead],
        step: Callable[[int], None],
    ) -> None:
        self.connection = connection
        self.seen = seen
        self.known = known
        self.step = step

    def wrongs(self) -> Generator[Wrong]:
        """What is wrong, the first first. What comes after a break in the chain may be wrong only for that."""
        with ExitStack() as reading:
            entries = reading.enter_context(closing(queries.entry_rows(self.connection)))
            self.tables = [_Rows(self.connection, table) for table in queries.sealed_tables()]
            for rows in self.tables:
                reading.callback(rows.close)
            yield from self._all(entries)

    def _all(self, entries: Iterator[Mapping[str, object]]) -> Iterator[Wrong]:
        seq, previous = 0, START
        for entry in entries:
            seq += 1
            yield from self._entry(seq, previous, entry)
            yield from self._vouched(seq, str(entry["commitments"]))
            previous = str(entry["hash"])
            self.seen["entries"] += 1
            self.step(1)
        yield from self._end(seq, previous)

    def _entry(self, seq: int, previous: str, entry: Mapping[str, object]) -> Iterator[Wrong]:
        def wrong(column: str | None, reason: Sentence) -> Wrong:
            return Wrong(seq, "journal_entry", str(seq), column, reason)

        fields = fields_as_they_stand(entry)
        marks, kept = seals.marks(fields), str(entry["marks"])
        made = seals.chained(previous, fields)
        if entry["seq"] != seq:
            if self._renumbered(seq, previous):
                yield wrong("seq", say("Entry %(seq)s carries another number.", seq=seq))
            yield Wrong(seq, "journal_entry", None, None, say("Entry %(seq)s is missing.", seq=seq))
        if made != entry["hash"]:
            changed = [name for i, name in enumerate(FIELDS) if marks[8 * i : 8 * i + 8] != kept[8 * i : 8 * i + 8]]
            if not changed and entry["previous_hash"] != previous:
                yield wrong("previous_hash", say("Entry %(seq)s does not follow the entry before it.", seq=seq))
            column = changed[0] if changed else "hash"
            yield wrong(column, say("Entry %(seq)s is no longer what was written.", seq=seq))
        if entry["previous_hash"] != previous:
            yield wrong("previous_hash", say("Entry %(seq)s does not follow the entry before it.", seq=seq))
        if kept != marks:
            yield wrong("marks", say("The marks of entry %(seq)s are no longer what was written.", seq=seq))
        head = self.known.get(seq)
        if head is not None and head.hash != entry["hash"]:
            said = say(
                "Entry %(seq)s is not the one that was the head when it was written down (%(told)s): the journal was "
                "written anew.",
                seq=seq,
                told=head.told,
            )
            yield wrong("hash", said)

    def _renumbered(self, seq: int, previous: str) -> bool:
        """Whether an entry under another number was this one. Reads the whole journal: only when one lacks."""
        with closing(queries.entry_rows(self.connection)) as entries:
            return any(
                seals.chained(previous, {**fields_as_they_stand(entry), "seq": str(seq)}) == entry["hash"]
                for entry in entries
            )

    def _vouched(self, seq: int, commitments: str) -> Iterator[Wrong]:
        """The rows of one entry against what it vouches for."""
        vouched: dict[str, tuple[int, str]] = json.loads(commitments)
        for rows in self.tables:
            count, fingerprint = vouched.pop(rows.table.name, (0, ""))
            digests: list[bytes] = []
            last = None
            for row in rows.take(seq):
                self.seen["records"] += 1
                if fault := rows.fault(row):
                    yield rows.wrong(seq, row, fault[0][0], fault[1])
                elif row[rows.columns.index("entry_seq")] != seq or not count:
                    yield rows.wrong(seq, row, None, say("No entry of the journal vouches for this row."))
                digests.append(row[rows.seal][: seals.DIGEST])  # type: ignore[index]
                last = row
            if len(digests) == count and (not count or seals.commitment(digests) == fingerprint):
                continue
            if len(digests) < count:
                moved = rows.moved_from(seq)
                if moved is not None:
                    yield rows.wrong(seq, moved, "entry_seq", _changed(["entry_seq"]))
                gone = {"seq": seq, "count": count, "missing": count - len(digests)}
                said = say("%(missing)s of the %(count)s rows that entry %(seq)s vouches for are missing.", **gone)
                yield Wrong(seq, rows.table.name, None, None, said)
            elif len(digests) > count and last is not None:
                # Keys grow: the newest of them is the one that came later.
                said = say("Entry %(seq)s vouches for %(count)s rows, and there are more.", seq=seq, count=count)
                yield rows.wrong(seq, last, None, said)
            else:
                said = say("These are not the rows that entry %(seq)s vouches for: one was replaced.", seq=seq)
                yield Wrong(seq, rows.table.name, None, None, said)
        for name in vouched:
            yield Wrong(seq, name, None, None, say("The whole table is missing."))

    def _end(self, seq: int, last: str) -> Iterator[Wrong]:
        """The head against the last entry, rows that no entry vouches for, heads that were known once."""
        head = queries.head(self.connection)
        if head is None and seq:
            yield Wrong(seq, "journal_head", None, None, say("The journal's head is missing."))
        elif head is not None and head[0] > seq and head[1] != last:
            said = say("The journal ends at entry %(seq)s, and its head is entry %(head)s.", seq=seq, head=head[0])
            yield Wrong(seq + 1, "journal_entry", None, None, said)
        elif head is not None and head != (seq, last):
            said = say("The head does not name the last entry, %(seq)s.", seq=seq)
            yield Wrong(seq, "journal_head", "1", "hash" if head[0] == seq else "seq", said)
        for rows in self.tables:
            for row in rows.take(float("inf")):
                columns, reason = rows.fault(row) or (
                    ["entry_seq"],
                    say("No entry of the journal vouches for this row."),
                )
                yield rows.wrong(seq, row, columns[0], reason)
        for known in self.known.values():
            if known.seq > seq:
                said = say(
                    "The journal ends at entry %(seq)s, but entry %(head)s was its head once (%(told)s): it was cut "
                    "short, or an older backup was restored.",
                    seq=seq,
                    head=known.seq,
                    told=known.told,
                )
                yield Wrong(known.seq, "journal_entry", None, None, said)


def fields_as_they_stand(entry: Mapping[str, object]) -> dict[str, str]:
    """What an entry's hash covers, as text, from values that may have been tampered with."""
    fields = {name: str(entry[name]) for name in FIELDS}
    return fields | {name: seals.as_text(entry[name]) for name in ("at", "state_code")}


def _changed(columns: Sequence[str]) -> Sentence:
    if len(columns) == 1:
        return say("“%(column)s” is no longer what was recorded.", column=columns[0])
    return say("%(columns)s are no longer what was recorded.", columns=", ".join(f"“{name}”" for name in columns))
