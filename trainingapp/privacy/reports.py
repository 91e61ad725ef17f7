"""What is held on one person, whole: every row about them, every text, file and letter that names them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from trainingapp.kit.personal import emptied_columns
from trainingapp.kit.sheets.book import Unreadable
from trainingapp.kit.sheets.reading import read
from trainingapp.letters import envelope
from trainingapp.privacy import queries
from trainingapp.privacy.queries import Mention, Somebody, attached
from trainingapp.privacy.queries.attached import Evidence, Paper
from trainingapp.privacy.rules import Names, is_named, names_a_row

#: Columns that hold nothing anybody could read: keys of rows, what seals them.
UNSAID = frozenset({"salt", "seal"})


@dataclass(frozen=True)
class NamingFile:
    """A file that arrived and was not recorded yet: the rows of it that name the person."""

    id: int
    public_id: str
    name: str
    uploaded_at: datetime
    #: Row as a person counts -> its cells; empty when the file cannot be read any more.
    rows: Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class NamingLetter:
    """A letter that waits, or was given up, and names the person."""

    id: int
    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class NamingDraft:
    """Results that are being typed, with a line for the person or a text that names them."""

    id: int
    #: What stands in the person's cells.
    cells: Sequence[str]
    #: The draft without them: the persons chosen, the cells, the files attached; None when it is about nobody else.
    left: tuple[Sequence[str], Mapping[str, Sequence[str]], Sequence[Mapping[str, Any]]] | None
    #: Names on disk of files whose names name the person.
    stored: Sequence[str]


@dataclass(frozen=True)
class Held:
    """Everything that is held on a person."""

    who: Somebody
    names: Names
    #: Table -> its rows about the person.
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    mentions: Sequence[Mention]
    files: Sequence[NamingFile]
    drafts: Sequence[NamingDraft]
    letters: Sequence[NamingLetter]
    evidence: Sequence[Evidence]
    #: Papers of certifications about this person alone, and those called after them.
    papers: Sequence[Paper]

    @property
    def public_ids(self) -> frozenset[str]:
        """The public ids of everything that is about the person: what the journal and the readings call them."""
        found = {row["public_id"] for rows in self.rows.values() for row in rows if "public_id" in row}
        return frozenset({*found, *self.who.public_ids})


@dataclass(frozen=True)
class Fate:
    """What becomes of the rows of one table when the person is erased: emptied and kept, or taken away."""

    table: str
    what: str
    rows: int
    #: The columns that are emptied; none for rows that go altogether.
    emptied: Sequence[str]
    #: The labelled columns that stay.
    stays: Sequence[str]
    goes: bool


def held(who: Somebody, *, secret: str) -> Held:
    """Everything held on somebody. One statement per table that is about persons or holds typed text, and six."""
    rows = {table.name: found for table, found in queries.rows_about(who.keys) if found}
    names = queries.names_in(rows)
    mentions = [
        one
        for one in queries.mentions(who.state_code, names)
        if all(one.key != row.get("id") for row in rows.get(one.table.name, ()))
    ]
    papers = {row["id"] for row in rows.get(attached.PAPER.name, ())}
    return Held(
        who=who,
        names=names,
        rows=rows,
        mentions=mentions,
        files=files_naming(who.state_code, names),
        drafts=drafts_naming(who, names),
        letters=letters_naming(names, secret=secret),
        evidence=attached.evidence_about(who.keys),
        papers=attached.papers(papers | {one.key for one in mentions if one.table is attached.PAPER}),
    )


def files_naming(state: str, names: Names) -> list[NamingFile]:
    """The files under way in which somebody stands. A file that cannot be read counts: nobody can say who is in it."""
    found = []
    for key, public_id, name, content, uploaded_at in queries.uploads_of(state):
        rows = rows_naming(content, names)
        if rows is None or rows or is_named(name, names):
            found.append(NamingFile(key, public_id, name, uploaded_at, rows or {}))
    return found


def drafts_naming(who: Somebody, names: Names) -> list[NamingDraft]:
    """What is being typed about somebody: their line, cells of others that name them, files called after them."""
    found = []
    for key, *texts in queries.drafts_of(who.state_code):
        chosen, cells, files = map(json.loads, texts)
        mine = [text for person in who.public_ids for text in cells.get(person, ())]
        called = [file for file in files if is_named(file["name"], names)]
        typed = {
            person: ["" if is_named(text, names) else text for text in row]
            for person, row in cells.items()
            if person not in who.public_ids
        }
        others = [person for person in chosen if person not in who.public_ids]
        kept = [file for file in files if file not in called]
        if (others, typed, kept) != (chosen, cells, files):
            # Nobody chosen means everybody: a draft about this person alone must not become one about all.
            alone = bool(chosen) and not others
            gone = files if alone else called
            stored = [file["stored"] for file in gone]
            found.append(NamingDraft(key, mine, None if alone else (others, typed, kept), stored))
    return found


def rows_naming(content: bytes, names: Names) -> dict[int, list[str]] | None:
    """The rows of a file that name somebody, by number; None when it cannot be read as a table."""
    try:
        book = read(content)
        sheets: list[str | None] = [sheet.name for sheet in book.sheets] if book.sheet is None else [None]
        encodings: list[str | None] = [choice.encoding for choice in book.encodings_asked] or [None]
        grids = [read(content, sheet=sheet, encoding=code).rows for sheet in sheets for code in encodings]
    except Unreadable:
        return None
    found: dict[int, list[str]] = {}
    for grid in grids:
        for number, row in enumerate(grid, 1):
            cells = ["" if cell is None else str(cell) for cell in row]
            if names_a_row(cells, names):
                found[number] = cells
    return found


def letters_naming(names: Names, *, secret: str) -> list[NamingLetter]:
    """The letters that still lie in the outbox and name somebody. One that cannot be opened tells nobody anything."""
    found = []
    for key, content in queries.letters():
        try:
            letter = envelope.unlock(content, secret)
        except envelope.Locked:
            continue
        if is_named(letter.text, names) or is_named(letter.to, names):
            found.append(NamingLetter(key, letter.to, letter.subject, letter.text))
    return found


def fates(found: Held) -> list[Fate]:
    """What erasing would do with each table's rows about the person."""
    told = {one.table: one for one in queries.labelled()}
    made = []
    for table in queries.tables_about():
        rows = found.rows.get(table.name, ())
        if not rows:
            continue
        goes = goes_altogether(table)
        emptied = [] if goes else list(emptied_columns(table))
        label = told.get(table.name)
        stays = [] if goes or label is None else [name for name in label.columns if name not in emptied]
        made.append(Fate(table.name, label.what if label else table.name, len(rows), emptied, stays, goes))
    return made


def goes_altogether(table: Table) -> bool:
    """Whether rows about an erased person are taken away: what is no fact, and is made again from facts or not at all.

    `person_now` is made again, with nothing in it.
    """
    return "seal" not in table.columns and table is not queries.NOW


def exported(value: object) -> object:
    """A value as the export writes it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
