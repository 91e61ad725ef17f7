"""What is held: the labels of every column, the rows that are about somebody, the texts that name them.

Which rows are about a person follows from the foreign keys: a row that points at the person, or at a row that does. A
table that is added to the house is found from its keys and labels, and nobody has to remember it here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    Text,
    func,
    or_,
    select,
    union_all,
)

from trainingapp.certificates.models import Certificate
from trainingapp.completions.models import Completion
from trainingapp.curricula.queries.decisions import last_day_in, validity_decisions
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.journal.models import EmptiedRow, JournalEntry, Reading
from trainingapp.kit.db import Base, db
from trainingapp.kit.personal import STAYS, Label, emptied_columns, label_of
from trainingapp.letters.models import Letter
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.queries import group
from trainingapp.privacy.rules import Names, is_named, names_of
from trainingapp.rosters.models import Upload
from trainingapp.rosters.models.by_hand import EvidenceFile, HandDraft
from trainingapp.states.models import State

PERSON: Table = Person.__table__  # type: ignore[assignment]
NOW: Table = PersonNow.__table__  # type: ignore[assignment]
EVIDENCE: Table = EvidenceFile.__table__  # type: ignore[assignment]
DRAFT: Table = HandDraft.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Labelled:
    """A table that holds something about people: its name, what it is, its labelled columns in order."""

    table: str
    #: The first line of the model's own docstring.
    what: str
    columns: Mapping[str, Label]


@dataclass(frozen=True)
class Unlabelled:
    """A table that says nothing about anybody, and why."""

    table: str
    why: str


def labelled() -> list[Labelled]:
    """Every table with something about people, by room from the ground up. No statement."""
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    found = []
    for table in Base.metadata.sorted_tables:
        labels = {column.name: label for column in table.columns if (label := label_of(column)) is not None}
        if labels:
            what = (models[table].__doc__ or "").strip().splitlines()[0]
            found.append(Labelled(table.name, what, labels))
    return found


def unlabelled() -> list[Unlabelled]:
    """The tables that say nothing about anybody. No statement."""
    named = {one.table for one in labelled()}
    return [
        Unlabelled(table.name, str(table.info.get("why", "")))
        for table in Base.metadata.sorted_tables
        if table.name not in named
    ]


def about(table: Table, keys: Collection[int]) -> ColumnElement[bool] | None:
    """The condition under which a row is about one of these persons; None for a table that is about nobody.

    A row that points at another of its own table (a certificate at the one it replaces) is not about that one's person.
    """
    if table is PERSON:
        return table.c.id.in_(sorted(keys))
    found = []
    for constraint in table.foreign_key_constraints:
        parent = constraint.referred_table
        within = None if parent is table else about(parent, keys)
        if within is None:
            continue
        for element in constraint.elements:
            if element.column.name != "state_code":
                pointing = table.c[element.parent.name]
                is_person = parent is PERSON and element.column.name == "id"
                found.append(
                    pointing.in_(sorted(keys)) if is_person else pointing.in_(select(element.column).where(within))
                )
    return or_(*found) if found else None


def tables_about() -> list[Table]:
    """The tables whose rows are about persons, the person first."""
    return [table for table in Base.metadata.sorted_tables if about(table, (0,)) is not None]


@dataclass(frozen=True)
class Somebody:
    """A person as the rooms below know them: every row that is them, and whether they have been erased."""

    public_id: str
    state_code: str
    keys: tuple[int, ...]
    public_ids: tuple[str, ...]
    version: int
    service_number: str
    erased: bool


def somebody(person_id: int) -> Somebody:
    """The person with this key, with everything that was merged into one with them. Two statements."""
    rows = db.session.execute(
        select(Person.id, Person.public_id).where(Person.id.in_(group(person_id))).order_by(Person.id)
    ).all()
    now = db.session.execute(
        select(
            PersonNow.public_id,
            PersonNow.state_code,
            PersonNow.version,
            PersonNow.service_number,
            PersonNow.erased,
        ).where(PersonNow.person_id == person_id)
    ).one()
    return Somebody(
        now.public_id,
        now.state_code,
        tuple(row.id for row in rows),
        tuple(row.public_id for row in rows),
        now.version,
        now.service_number,
        now.erased,
    )


def key_of(public_id: str) -> int | None:
    """The key of the person with this public id, whoever's they are. For the operator. One statement."""
    return db.session.scalar(select(Person.id).where(Person.public_id == public_id))


def rows_about(keys: Collection[int]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Every row about these persons, table by table, without salts and seals. One statement per table that is about
    persons."""
    for table in tables_about():
        condition = about(table, keys)
        assert condition is not None
        columns = [column for column in table.columns if column.name not in ("salt", "seal")]
        rows = db.session.execute(select(*columns).where(condition).order_by(*table.primary_key.columns)).mappings()
        yield table, [dict(row) for row in rows]


def keys_about(table: Table, keys: Collection[int]) -> list[int]:
    """The keys of a sealed table's rows about these persons. One statement."""
    condition = about(table, keys)
    return [] if condition is None else list(db.session.scalars(select(table.c.id).where(condition)))


def names_in(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Names:
    """Everything that persons are or were called, by the rows about them. No statement."""
    found = [row for some in rows.values() for row in some]
    numbers = [str(row["value"]) for row in found if row.get("field") == "service_number"]
    return names_of((row for row in found if "family_name" in row or "service_number" in row), numbers)


@dataclass(frozen=True)
class Mention:
    """A text that names somebody, in a row that may be about others."""

    table: Table
    key: int
    column: str
    text: str

    @property
    def is_of_a_state(self) -> bool:
        """Whether the row belongs to the person's State; else it is about an account, perhaps of another State."""
        return "state_code" in self.table.columns


def texts() -> Iterator[tuple[Table, list[Any]]]:
    """The labelled columns of free text, table by table. What is being typed is looked at by itself: `drafts_of`."""
    for table in Base.metadata.sorted_tables:
        if table is DRAFT:
            continue
        columns = [
            column
            for column in table.columns
            if isinstance(column.type, String | Text)
            and (label := label_of(column)) is not None
            and label.kind in ("text", "file", "training")
            and label.erased is not STAYS
        ]
        if columns:
            yield table, columns


def mentions(state: str, names: Names) -> list[Mention]:
    """Texts that people typed and that name somebody: reasons, remarks, names of files, cells. Of their State only,
    where a row has a State. One statement per table with such texts."""
    if not names.told:
        return []
    found = []
    for table, columns in texts():
        statement = select(table.c.id, *columns).where(or_(*(func.length(column) >= 4 for column in columns)))
        if "state_code" in table.columns:
            statement = statement.where(table.c.state_code == state)
        # Every text is looked at here: no database folds case and accents of all scripts alike.
        for row in db.session.execute(statement.execution_options(yield_per=2_000)):
            for column, text in zip(columns, row[1:], strict=True):
                if text and is_named(text, names):
                    found.append(Mention(table, row[0], column.name, text))
    return found


def uploads_of(state: str) -> list[tuple[int, str, str, bytes, datetime]]:
    """The files of a State that have not been swept: key, public id, name, content, when. One statement."""
    rows = db.session.execute(
        select(Upload.id, Upload.public_id, Upload.name, Upload.content, Upload.uploaded_at)
        .where(Upload.state_code == state)
        .order_by(Upload.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def drafts_of(state: str) -> list[tuple[int, str, str, str]]:
    """What is being typed for a State: key, the persons chosen, their cells, the files attached. One statement."""
    rows = db.session.execute(
        select(HandDraft.id, HandDraft.chosen, HandDraft.cells, HandDraft.files)
        .where(HandDraft.state_code == state)
        .order_by(HandDraft.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def letters() -> list[tuple[int, bytes]]:
    """The letters whose text is still there: key and locked content. One statement."""
    rows = db.session.execute(select(Letter.id, Letter.content).where(Letter.content.is_not(None)).order_by(Letter.id))
    return [(row.id, row.content) for row in rows]


def readings_of(public_ids: Collection[str]) -> list[dict[str, Any]]:
    """Who looked at a page or file about these things. One statement."""
    table: Table = Reading.__table__  # type: ignore[assignment]
    rows = db.session.execute(select(table).where(table.c.object_id.in_(sorted(public_ids))).order_by(table.c.id))
    return [dict(row) for row in rows.mappings()]


def entries_about(public_ids: Collection[str]) -> list[dict[str, Any]]:
    """The journal's entries about these things, as they tell them. One statement."""
    rows = db.session.execute(
        select(
            JournalEntry.seq,
            JournalEntry.at,
            JournalEntry.actor,
            JournalEntry.act,
            JournalEntry.object_kind,
            JournalEntry.object_id,
            JournalEntry.details,
        )
        .where(JournalEntry.object_id.in_(sorted(public_ids)))
        .order_by(JournalEntry.seq)
    )
    return [dict(row) for row in rows.mappings()]


def erasures() -> list[tuple[int, datetime, str, str]]:
    """Every erasing that the journal knows: entry, moment, State, its details. One statement."""
    rows = db.session.execute(
        select(JournalEntry.seq, JournalEntry.at, JournalEntry.state_code, JournalEntry.details)
        .where(JournalEntry.act == "person.erase")
        .order_by(JournalEntry.seq)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def served_long_ago(before: date) -> list[int]:
    """The persons for whom nothing runs any more since before this day: no tour, no certificate, no completion.

    A certificate that no day ends counts from the day it was issued. Keys of those who are kept and not erased. Two
    statements.
    """
    whose = PersonNow.same_as.label("person")
    counted = last_day_in(
        Completion.version_id, Completion.completed_on, Completion.valid_through, validity_decisions()
    )
    ends = union_all(
        select(whose, Rotation.ends_on.label("day"))
        .join(Assignment, Assignment.person_id == PersonNow.person_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id),
        select(whose, func.coalesce(counted, Completion.completed_on).label("day")).join(
            Completion, Completion.person_id == PersonNow.person_id
        ),
        select(whose, func.coalesce(Certificate.valid_through, Certificate.issued_on).label("day")).join(
            Certificate, Certificate.person_id == PersonNow.person_id
        ),
    ).subquery()
    running = select(ends.c.person).where(ends.c.day >= before)
    first_known = (
        select(PersonNow.same_as)
        .join(Person, Person.id == PersonNow.person_id)
        .join(JournalEntry, JournalEntry.seq == Person.entry_seq)
        .where(JournalEntry.at >= datetime.combine(before, datetime.min.time(), UTC))
    )
    statement = (
        select(PersonNow.person_id)
        .where(
            PersonNow.person_id == PersonNow.same_as,
            PersonNow.erased.is_(False),
            PersonNow.person_id.not_in(running),
            PersonNow.person_id.not_in(first_known),
        )
        .order_by(PersonNow.person_id)
    )
    return list(db.session.scalars(statement))


def emptied_count() -> int:
    """How many rows have been emptied. One statement."""
    return db.session.scalar(select(func.count()).select_from(EmptiedRow)) or 0


def sealed(table: Table) -> bool:
    """Whether rows of the table are vouched for, and have something that erasing empties."""
    return "seal" in table.columns and bool(emptied_columns(table))


def swept() -> set[str]:
    """The tables whose pages must keep nothing of what was taken away: those that erasing or retention touches."""
    stay = {JournalEntry.__tablename__, Reading.__tablename__}
    return {one.table for one in labelled()} - stay | {table.name for table in tables_about()}


def state_name(code: str) -> str:
    """What a State is called in English. One statement."""
    return str(db.session.scalar(select(State.name).where(State.code == code)) or code)
