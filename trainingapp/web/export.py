"""Every fact of the register as open files: one CSV per table, and a dictionary of what each column means.

Whoever holds them can recompute every figure of readiness without the register.
"""

import csv
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Float, Integer, LargeBinary, Table, func, select

from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.db import Base, Moment
from trainingapp.kit.sheets.writing import escaped
from trainingapp.people import ranks
from trainingapp.requirements.rules import COMPONENT_OF

#: Tables that hold no fact of the register, each with why it stays behind.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "coverage_change": "derived from the facts, and made again from them",
        "coverage_made": "derived from the facts, and made again from them",
        "coverage_watermark": "derived from the facts, and made again from them",
        "likely_duplicate": "derived from the facts; what was decided about pairs is a fact, and is there",
        "person_now": "derived from the facts, and made again from them",
        "person_word": "derived from the facts, and made again from them",
        "sign_in": "who is signed in at the moment",
        "sign_in_failure": "counted for a day to slow guessing down",
        "request_key": "keeps a double click from being two acts",
        "job": "work in progress",
        "invitation_link": "which link of an invitation holds at the moment",
        "phrase_reset": "links for a new pass phrase, swept after a day",
        "letter": "on its way; its text is nobody's but the addressee's",
        "hand_draft": "results while they are typed: nothing of them is a fact yet",
        "saved_view": "pages of figures that accounts keep for themselves: no fact rests on them",
        "upload": "files before they are recorded: nothing of them is a fact yet",
    }
)

#: What would let somebody sign in.
SECRETS = frozenset({("account", "password"), ("account", "fs_uniquifier")})

#: What a column means wherever it has this name and the model says nothing else.
EVERYWHERE: Mapping[str, str] = MappingProxyType(
    {
        "id": "The row's key in this register: what other tables point at.",
        "public_id": "The row's name outside: what stands in links. 128 random bits.",
        "state_code": "The State it belongs to, ISO 3166-1 alpha-3.",
        "entry_seq": "The entry of the journal that kept the row and vouches for it.",
        "salt": "Random; makes the seal say nothing about what it covers.",
        "seal": "SHA-256 over the row's values, and four bytes per column that name what was changed.",
    }
)

DICTIONARY = "dictionary.csv"


@dataclass(frozen=True)
class Reference:
    """What requirements look at and no table of the register holds: a file of its own, so that coverage can be
    recomputed from the export alone."""

    name: str
    meaning: str
    #: Column -> what it means.
    columns: Mapping[str, str]
    rows: Callable[[], Iterable[Sequence[object]]]


REFERENCES: Sequence[Reference] = (
    Reference(
        "person_category",
        "The categories of persons, and the component each belongs to.",
        {"code": "As in assignment.category.", "component": "military or police.", "label": "In words."},
        lambda: ((code, COMPONENT_OF[code], label) for code, label in CATEGORIES.items()),
    ),
    Reference(
        "rank_band",
        "What a rank means in a component, where that is certain: requirements may bind a band. Others have no band.",
        {
            "rank": "In small letters, without accents of Latin letters; full stops, hyphens and spaces as one space.",
            "component": "military or police.",
            "band": "As in requirement_reach.rank_bands.",
        },
        lambda: ranks.certain(sorted(set(COMPONENT_OF.values()))),
    ),
)

NOTE = """\
Each file holds one table of the Peacekeeping Training Register: UTF-8, commas, one line of headings, RFC 4180.
dictionary.csv says what each table and column means. Dates are written 2017-09-25, moments 2017-09-25T14:05:00+00:00;
bytes are hexadecimal; an empty cell is an empty value.
person_category.csv and rank_band.csv are no tables: they say what requirements look at beside them.
A text that begins with = + - @ or a tab has an apostrophe before it, so that no spreadsheet takes it for a formula:
take that apostrophe away before you compare.
"""


@dataclass(frozen=True)
class Written:
    """A file that was written, and how many rows it holds."""

    name: str
    rows: int


def tables() -> list[Table]:
    """The tables whose rows are facts, in the order of their keys."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def row_count(connection: Connection) -> int:
    """How many rows there are to write."""
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables())


def write(connection: Connection, folder: Path) -> Iterator[Written]:
    """Write every table into the folder, file by file. One statement each, streamed."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables():
        columns = [column for column in table.columns if (table.name, column.name) not in SECRETS]
        rows = connection.execution_options(yield_per=2_000).execute(
            select(*columns).order_by(*table.primary_key.columns)
        )
        yield _write(folder / f"{table.name}.csv", [c.name for c in columns], ([cell(v) for v in row] for row in rows))
    for one in REFERENCES:
        yield _write(folder / f"{one.name}.csv", list(one.columns), ([escaped(v) for v in row] for row in one.rows()))
    yield _write(folder / DICTIONARY, ["table", "column", "type", "may_be_empty", "points_at", "meaning"], dictionary())
    (folder / "README.txt").write_text(NOTE)


def _write(place: Path, heading: Sequence[str], rows: Iterator[Sequence[object]]) -> Written:
    count = 0
    half = place.with_name(f".{place.name}.half")
    with half.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(heading)
        for row in rows:
            writer.writerow(row)
            count += 1
    half.replace(place)
    return Written(place.name, count)


def cell(value: object) -> object:
    """A value as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date | datetime) else escaped(value)


def dictionary() -> Iterator[Sequence[object]]:
    """A row per table, and a row per column: what it is, from the words that stand beside it in the models."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    for table in tables():
        model = models[table.name]
        told = meanings(model)
        yield [table.name, "", "", "", "", escaped(" ".join((inspect.getdoc(model) or "").split()))]
        for column in table.columns:
            if (table.name, column.name) in SECRETS:
                continue
            points = " ".join(sorted(key.target_fullname for key in column.foreign_keys))
            empty = "yes" if column.nullable else "no"
            yield [
                table.name,
                column.name,
                kind_of(column),
                empty,
                points,
                escaped(told.get(column.name) or EVERYWHERE.get(column.name, "")),
            ]

    for one in REFERENCES:
        yield [one.name, "", "", "", "", one.meaning]
        yield from ([one.name, column, "text", "no", "", meaning] for column, meaning in one.columns.items())


def meanings(model: type) -> dict[str, str]:
    """Column -> what the `#:` lines above it in the model say."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if part.__module__.startswith("trainingapp."):
            told: list[str] = []
            for line in inspect.getsource(part).splitlines():
                if said := re.match(r"\s+#: ?(.*)", line):
                    told.append(said[1])
                    continue
                if told and (named := re.match(r"\s+(\w+): Mapped", line)):
                    found[named[1]] = " ".join(told)
                told = []
    return found


_KINDS = (
    (Boolean, "true or false"),
    (Integer, "whole number"),
    (Float, "number"),
    (Moment, "moment in UTC"),
    (DateTime, "moment in UTC"),
    (Date, "date"),
    (LargeBinary, "bytes"),
)


def kind_of(column: Column[object]) -> str:
    """What a column holds, in plain words."""
    return next((word for kind, word in _KINDS if isinstance(column.type, kind)), "text")
