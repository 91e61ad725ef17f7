"""What waits for the Secretariat: each reviewer's own, the longest wait first (R01, R13, issue 6, 4)."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.attestations import made
from tests.attestations.made import MILITARY, NOW, POLICE, TODAY, TRAINING
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.attestations.actions import deciding, submitting
from trainingapp.attestations.reports.queue import Waiting, numbers_for, queue, waiting
from trainingapp.kit.db import db
from trainingapp.readiness.work import keep_up
from trainingapp.states.models import Listing


def seen(identity: Identity, today: date = TODAY) -> list[Waiting]:
    """What somebody finds in their queue."""
    keep_up()
    return list(queue(identity, today=today))


def ids(identity: Identity) -> list[str]:
    return [one.word.facts.public_id for one in seen(identity)]


@pytest.fixture
def police(bangladesh):
    make.unit_type("formed_police_unit", "police")
    unit = make._keep(make.Unit, state_code="BGD", designation="BANFPU-1", unit_type_code="formed_police_unit")
    return made.ready(bangladesh, 3, code="BANFPU-1", unit_id=unit.id)


def test_formed_police_wait_for_the_police_and_a_battalion_for_the_military(bangladesh, police):
    """R13."""
    formed = made.submitted(police, "readiness")
    battalion = made.submitted(made.ready(bangladesh, 3), "readiness")
    assert ids(POLICE) == [formed]
    assert ids(MILITARY) == [battalion]
    assert ids(TRAINING) == []


def test_whoever_reviews_training_sees_it_of_every_component_and_nothing_else(bangladesh, police):
    battalion = made.ready(bangladesh, 3)
    trained = made.submitted(police), made.submitted(battalion)
    made.submitted(battalion, "readiness")
    assert ids(TRAINING) == list(trained)


def test_only_what_waits_for_a_decision_stands_in_the_queue(bangladesh):
    made.handed(made.ready(bangladesh, 3, code="ONE"))
    made.accepted(made.ready(bangladesh, 3, code="TWO"))
    waits = made.submitted(made.ready(bangladesh, 3, code="THREE"))
    reviewed = made.under_review(made.ready(bangladesh, 3, code="FOUR"))
    assert ids(MILITARY) == [waits, reviewed]


def test_the_longest_wait_comes_first_and_is_counted_from_the_last_submission(bangladesh):
    first = made.under_review(made.ready(bangladesh, 3, code="ONE"))
    second = made.submitted(made.ready(bangladesh, 3, code="TWO"))
    assert ids(MILITARY) == [first, second]
    later = TODAY + timedelta(days=5)
    deciding.return_(first, remark="Attach the checklist.", by=MILITARY, now=NOW, today=TODAY)
    submitting.hand_on(first, by=made.FOCAL, now=NOW, today=later)
    submitting.submit(first, by=made.AUTHORITY, now=NOW, today=later)
    db.session.commit()
    assert ids(MILITARY) == [second, first]
    found = seen(MILITARY, later + timedelta(days=2))[1]
    assert (found.since, found.days, found.silent, found.returned) == (later, 2, 2, 1)
    # Whoever had taken it up before it was returned has not taken it up again.
    assert found.assigned_to is None


def test_a_reviewers_step_is_a_word_and_the_wait_goes_on(bangladesh):
    public_id = made.submitted(made.ready(bangladesh, 3))
    deciding.take_up(public_id, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY + timedelta(days=10))
    db.session.commit()
    (found,) = seen(MILITARY, TODAY + timedelta(days=30))
    assert (found.days, found.silent, found.assigned_to) == (30, 20, MILITARY.public_id)


def test_to_take_up_the_same_again_is_no_step_and_hides_no_silence(bangladesh):
    public_id = made.under_review(made.ready(bangladesh, 3))
    with pytest.raises(deciding.ReviewsAlready):
        deciding.take_up(public_id, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY + timedelta(days=20))
    db.session.rollback()
    (found,) = seen(MILITARY, TODAY + timedelta(days=20))
    assert found.silent == 20


def test_it_tells_that_evidence_changed_that_the_state_is_listed_and_how_far_it_is_verified(bangladesh):
    group = made.ready(bangladesh, 3)
    made.submitted(group)
    (before,) = seen(MILITARY)
    assert (before.word.is_changed, before.listed, before.verified.is_verified) == (False, None, False)
    assert not before.is_own
    group.withdraw(make.version("CPTM"), [0])
    make._keep(
        Listing,
        state_code="BGD",
        report="CRSV",
        listed_from=TODAY,
        source="A/1",
        action_plan=None,
        recorded_by="tests",
        recorded_at=NOW,
    )
    (after,) = seen(MILITARY)
    assert after.word.is_changed
    assert after.listed.listed_from == TODAY


def test_a_reviewer_who_speaks_for_the_state_sees_that_somebody_else_must_review_it(bangladesh):
    made.submitted(made.ready(bangladesh, 3))
    both = Identity("both", "both", (*MILITARY.grants, Grant("training_officer", "state", frozenset({"BGD"}))))
    assert [one.is_own for one in seen(both)] == [True]


def test_the_first_page_tells_how_many_wait_and_since_when_in_one_statement(bangladesh, police, statements):
    made.submitted(police, "readiness")
    made.under_review(made.ready(bangladesh, 3))
    made.handed(made.ready(bangladesh, 3, code="DRAFT"))
    made.accepted(made.ready(bangladesh, 3, code="DONE"))
    for identity, count in ((MILITARY, 1), (POLICE, 1), (TRAINING, 1), (made.FOCAL, 0)):
        found = numbers_for(identity)
        assert (
            (found.count, found.oldest) == (count, TODAY if count else None) == (len(waiting(identity)), found.oldest)
        )
    with statements() as asked:
        numbers_for(MILITARY)
    assert len(asked) == 1


def test_nobody_else_has_a_queue(bangladesh):
    made.submitted(made.ready(bangladesh, 3))
    for nobody in (made.FOCAL, made.AUTHORITY, Identity("a", "a", (Grant("analyst", "all"),))):
        assert not waiting(nobody)


def test_it_costs_the_same_with_few_and_with_many(bangladesh, statements):
    made.submitted(made.ready(bangladesh, 3, code="ONE"))
    seen(MILITARY)
    with statements() as few:
        queue(MILITARY, today=TODAY)
    for number in range(3):
        made.submitted(made.ready(bangladesh, 3, code=f"MORE-{number}"))
    seen(MILITARY)
    with statements() as many:
        assert len(queue(MILITARY, today=TODAY)) == 4
    assert len(few) == len(many) <= 11
    assert waiting(POLICE) == []
