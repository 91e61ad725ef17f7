"""Whatever is changed behind the register's back is found and named (trust rules 7 and 20; R61)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Table, func, insert, select, text, update

from tests import make
from trainingapp.completions.models import Completion
from trainingapp.forces.models import Assignment
from trainingapp.journal import reports
from trainingapp.journal.models import JournalEntry
from trainingapp.journal.reports import KnownHead, verify
from trainingapp.kit.db import db
from trainingapp.people.models import Person

ALICE = "Alice Uwera"


@pytest.fixture
def tampering(session) -> Iterator[None]:
    """Somebody with the database's own password: no trigger and no foreign key stands in the way."""
    alice = make.person(make.state(), full_name=ALICE, born_on=date(1990, 2, 28))
    make.assignment(make.rotation(make.state()), alice)
    make.completion(alice, make.version(), score=70)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))


def first_bad(**options):
    wrong = verify(db.session.connection(), **options).first_bad
    assert wrong is not None
    return wrong


#: Where a CHECK of the database allows only some words.
ALLOWED = {"sex": "male", "category": "staff_officer", "result": "fail", "evidence": "certified"}


def another(name: str, value: object) -> object:
    """A different value that the database accepts."""
    if name in ALLOWED:
        return ALLOWED[name]
    match value:
        case None:
            return None
        case bool():
            return not value
        case int() | float():
            return value + 1
        case datetime():
            return value - timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case _:
            return str(value)[:-1] + ("X" if str(value)[-1] != "X" else "Y")


def test_an_untouched_register_is_what_it_was(session):
    make.completion(make.person(make.state()), make.version(), score=70)
    verdict = verify(session.connection())
    assert verdict.ok, verdict.first_bad
    assert verdict.entries == session.scalar(select(func.count()).select_from(JournalEntry))
    assert verdict.records >= 2


@pytest.mark.parametrize("model", [Person, Assignment, Completion], ids=lambda m: m.__tablename__)
def test_a_changed_value_is_named_by_row_and_column(tampering, session, model):
    table: Table = model.__table__
    row = session.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one()
    for name, value in row.items():
        if value is None:
            continue
        changed = "1990-02-2x" if name == "born_on" and session.get_bind().dialect.name == "sqlite" else None
        with session.begin_nested() as savepoint:
            given = {name: changed or another(name, value)} if changed is None else {}
            if changed:
                session.execute(text(f"UPDATE person SET born_on = '{changed}' WHERE id = {row['id']}"))
            else:
                session.execute(update(table).where(table.c.id == row["id"]).values(given))
            wrong = first_bad()
            assert (wrong.table, wrong.column) == (table.name, name), wrong
            assert wrong.id == (given.get("public_id") or row["public_id"])
            savepoint.rollback()
    assert verify(session.connection()).ok


def test_an_emptied_value_is_named_too(tampering, session):
    session.execute(update(Person).where(Person.full_name == ALICE).values(born_on=None))
    assert first_bad().column == "born_on"


def test_a_text_that_is_no_longer_text_is_named_and_stops_nothing(tampering, session):
    damaged = "CAST(x'41ff' AS TEXT)" if session.get_bind().dialect.name == "sqlite" else "'Aÿ'"
    session.execute(text(f"UPDATE person SET full_name = {damaged} WHERE full_name = :name"), {"name": ALICE})
    assert first_bad().column == "full_name"


def test_two_keys_that_were_exchanged_are_noticed(tampering, session):
    """Whoever exchanges two persons' keys has exchanged their trainings, and no other value."""
    bob = make.person(make.state(), service_number="B2", full_name="Bob Okello")
    alice = session.scalar(select(Person.id).where(Person.full_name == ALICE))
    for old, new in ((bob.id, 99999), (alice, bob.id), (99999, alice)):
        session.execute(text(f"UPDATE person SET id = {new} WHERE id = {old}"))
    wrong = first_bad()
    assert (wrong.table, wrong.column) == ("person", "id")


def test_a_whole_row_written_anew_with_its_seal_is_noticed(tampering, session):
    from trainingapp.journal import seals
    from trainingapp.journal.models import sealed_columns

    table: Table = Person.__table__
    row = dict(session.execute(select(table).where(table.c.full_name == ALICE)).mappings().one())
    row["full_name"] = "Alice Other"
    row["seal"] = seals.seal(row["salt"], [row[name] for name in sealed_columns(table)])
    session.execute(update(table).where(table.c.id == row["id"]).values(row))
    wrong = first_bad()
    assert (wrong.seq, wrong.table) == (row["entry_seq"], "person")
    assert "replaced" in str(wrong.reason)


def test_a_missing_row_is_noticed(tampering, session):
    seq = session.scalar(select(Person.entry_seq).where(Person.full_name == ALICE))
    session.execute(text("DELETE FROM assignment"))
    session.execute(text("DELETE FROM completion"))
    session.execute(text("DELETE FROM person WHERE full_name = :name"), {"name": ALICE})
    wrong = first_bad()
    assert (wrong.seq, wrong.table) == (seq, "person")
    assert "1 of the 1 rows" in str(wrong.reason)


@pytest.mark.parametrize("entry_seq", [0, "the same", 10_000_000])
def test_a_row_added_behind_our_back_is_named(tampering, session, entry_seq):
    table: Table = Person.__table__
    row = dict(session.execute(select(table).where(table.c.full_name == ALICE)).mappings().one())
    if entry_seq != "the same":
        row["entry_seq"] = entry_seq
    row |= {"id": row["id"] + 1, "public_id": "added", "service_number": "B2"}
    from trainingapp.journal import seals
    from trainingapp.journal.models import sealed_columns

    row["seal"] = seals.seal(row["salt"], [row[name] for name in sealed_columns(table)])
    session.execute(insert(table).values(row))
    wrong = first_bad()
    assert (wrong.table, wrong.id) == ("person", "added"), wrong


def newest() -> int:
    return db.session.scalar(select(func.max(JournalEntry.seq))) or 0


def test_a_changed_entry_is_named_by_its_field(tampering, session):
    table: Table = JournalEntry.__table__
    seq = newest() - 1
    row = session.execute(select(table).where(table.c.seq == seq)).mappings().one()
    for name, value in row.items():
        if name == "seq":
            continue
        given = {"at": value, "state_code": ""}.get(name) if value is None else another(name, value)
        with session.begin_nested() as savepoint:
            session.execute(update(table).where(table.c.seq == seq).values({name: given}))
            wrong = first_bad()
            assert (wrong.seq, wrong.table, wrong.id, wrong.column) == (seq, "journal_entry", str(seq), name), wrong
            savepoint.rollback()


def test_a_renumbered_entry_is_named(tampering, session):
    seq = newest() - 1
    session.execute(text(f"UPDATE journal_entry SET seq = 99999 WHERE seq = {seq}"))
    wrong = first_bad()
    assert (wrong.seq, wrong.column) == (seq, "seq")


def test_a_removed_entry_is_named(tampering, session):
    seq = newest() - 1
    session.execute(text(f"DELETE FROM journal_entry WHERE seq = {seq}"))
    wrong = first_bad()
    assert (wrong.seq, wrong.table) == (seq, "journal_entry")
    assert "missing" in str(wrong.reason)


def test_reordered_entries_are_named(tampering, session):
    seq = newest()
    for old, new in ((seq, 99999), (seq - 1, seq), (99999, seq - 1)):
        session.execute(text(f"UPDATE journal_entry SET seq = {new} WHERE seq = {old}"))
    wrong = first_bad()
    assert (wrong.seq, wrong.column) == (seq - 1, "seq")


def test_a_journal_cut_short_does_not_match_its_head(tampering, session):
    seq = newest()
    session.execute(text(f"DELETE FROM journal_entry WHERE seq = {seq}"))
    session.execute(text("DELETE FROM completion"))
    wrong = first_bad()
    assert (wrong.seq, wrong.table) == (seq, "journal_entry")


@pytest.mark.parametrize(("change", "column"), [("hash = 'x'", "hash"), ("seq = seq + 1", "seq")])
def test_a_head_that_names_another_entry_is_noticed(tampering, session, change, column):
    session.execute(text(f"UPDATE journal_head SET {change}"))
    wrong = first_bad()
    assert (wrong.table, wrong.column) == ("journal_head", column)


def test_a_journal_cut_short_with_its_head_is_found_by_a_head_that_was_kept(tampering, session):
    seq, kept = session.execute(text("SELECT seq, hash FROM journal_head")).one()
    session.execute(text(f"DELETE FROM journal_entry WHERE seq = {seq}"))
    session.execute(text("DELETE FROM completion"))
    before = session.execute(text("SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1")).one()
    session.execute(text(f"UPDATE journal_head SET seq = {before.seq}, hash = '{before.hash}'"))
    assert verify(session.connection()).ok, "a clean cut cannot be seen from within"
    wrong = first_bad(known=[KnownHead(seq, kept, "31 Dec 2017")])
    assert wrong.seq == seq
    assert "cut short" in str(wrong.reason)


def test_a_journal_written_anew_is_found_by_a_head_that_was_kept(session):
    make.person(make.state())
    wrong = first_bad(known=[KnownHead(newest(), "0" * 64, "31 Dec 2017")])
    assert (wrong.seq, wrong.column) == (newest(), "hash")
    assert "written anew" in str(wrong.reason)


def test_rooms_add_what_else_there_is_to_compare(session, monkeypatch):
    make.person(make.state())
    wrong = reports.Wrong(1, "certificate", "x", "face", reports.say("The face is another."))
    monkeypatch.setattr(reports, "DEEP_CHECKS", [lambda connection: [wrong]])
    assert verify(session.connection()).ok
    assert first_bad(deep=True) == wrong


def test_the_cost_is_a_statement_per_table_however_many_rows(session, statements):
    state = make.state()
    make.person(state)
    with statements() as few:
        verify(session.connection())
    for number in range(20):
        make.person(state, service_number=f"M{number}")
    with statements() as many:
        verify(session.connection())
    assert len(few) == len(many)
