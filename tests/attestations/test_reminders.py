"""Nobody waits for weeks without a word: what waits is told of to both sides, once in a period (issue 6, 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.letters.box import waiting
from trainingapp.attestations import work
from trainingapp.attestations.actions.reminding import Told, remind
from trainingapp.attestations.models import AttestationStep
from trainingapp.attestations.queries.waiting import silent_since
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db

#: The day on which 21 days have passed.
DUE = made.TODAY + timedelta(days=21)


@pytest.fixture
def both_sides(session: object) -> None:
    make.state()
    make.account("focal_point", state="BGD")
    make.account("certifying_authority", state="BGD")
    make.account("reviewer_military")
    make.account("reviewer_police")


@pytest.fixture
def waits(both_sides, bangladesh) -> str:
    """A certification of readiness that was submitted on 2017-10-28."""
    return made.submitted(made.ready(bangladesh, 3), "readiness")


def reminded(public_id: str, day: date) -> bool:
    """Whether both sides are told on a day."""
    now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    try:
        remind(public_id, now=now, today=day, after=21)
    except Told:
        return False
    db.session.commit()
    return True


def test_after_as_many_days_as_the_setting_says_both_sides_are_told_once(waits):
    before = len(waiting())
    assert not reminded(waits, DUE - timedelta(days=1))
    assert reminded(waits, DUE)
    letters = waiting()[before:]
    assert sorted(one.to for one in letters) == [
        "certifying_authority.bgd@example.org",
        "focal_point.bgd@example.org",
        "reviewer_military.un@example.org",
    ]
    assert all("21 days" in one.text for one in letters)
    assert not reminded(waits, DUE)
    assert reminded(waits, DUE + timedelta(days=21))


def test_the_word_is_a_step_that_the_journal_tells_to_the_state(waits):
    reminded(waits, DUE)
    step = db.session.scalars(select(AttestationStep).order_by(AttestationStep.id.desc())).first()
    assert (step.kind, step.stepped_by, step.stepped_on) == ("reminded", "operator", DUE)
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert (entry.act, entry.state_code) == ("attestation.remind", "BGD")


def test_whatever_the_reviewer_does_is_a_word_too(waits):
    made.take_up(waits, for_=made.MILITARY, by=made.MILITARY, now=made.NOW, today=DUE - timedelta(days=1))
    db.session.commit()
    assert not reminded(waits, DUE)
    assert silent_since(DUE - timedelta(days=21), most=10) == []
    assert reminded(waits, DUE + timedelta(days=20))


def test_what_waits_for_nobody_of_the_secretariat_is_not_told_of(both_sides, bangladesh):
    made.accepted(made.ready(bangladesh, 3, code="BANENG-1"))
    made.handed(made.ready(bangladesh, 3, code="BANENG-2"))
    assert silent_since(date(2020, 1, 1), most=10) == []


def test_the_longest_silence_comes_first(waits, bangladesh):
    later = made.submitted(made.ready(bangladesh, 3, code="BANENG-1"))
    assert silent_since(made.TODAY, most=10) == [waits, later]
    assert reminded(waits, DUE)
    assert silent_since(DUE, most=10) == [later, waits]
    assert silent_since(DUE, most=1) == [later]


def test_the_worker_tells_of_everything_that_is_due_in_one_round(waits, bangladesh):
    """The tests' clock stands on 2017-12-31."""
    made.submitted(made.ready(bangladesh, 3, code="BANENG-1"))
    assert work.remind_waiting() == 2
    assert work.remind_waiting() == 0


def test_the_worker_asks_one_statement_when_nothing_is_due(both_sides, statements):
    with statements() as asked:
        assert work.remind_waiting() == 0
    assert len(asked) == 1
