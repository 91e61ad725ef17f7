from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from tests import make
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import transaction
from trainingapp.kit.ids import new_id
from trainingapp.people.models import Person

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)


def test_an_act_and_its_entry_are_kept_together_or_not_at_all(session):
    state = make.state()
    before = len(session.scalars(select(JournalEntry)).all())

    def fail_half_way() -> None:
        with transaction(), journal.entry(act="t", by="t", now=NOW, object_kind="t", object_id="t") as entry:
            row = {"public_id": new_id(), "state_code": state.code, "service_number": "A1", "full_name": "Alice Uwera"}
            entry.keep(Person, [row | {"sex": "female"}])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert session.scalars(select(Person).where(Person.state_code == state.code)).all() == []
    assert len(session.scalars(select(JournalEntry)).all()) == before


@pytest.mark.parametrize("verb", ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_or_delete_an_entry(session, verb):
    make.person(make.state())
    with pytest.raises(DatabaseError, match="kept for ever"):
        session.connection().exec_driver_sql(verb)


def test_each_entry_carries_the_hash_of_the_one_before(session):
    make.person(make.state())
    make.person(make.state(), service_number="A2")
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
    assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]
