"""What verifies a certification, and what an audit found: kept beside the State's word, never part of it (R57)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, MILITARY, NOW, POLICE, TODAY, TRAINING
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.attestations.actions import deciding, sampling, submitting, verifying
from trainingapp.attestations.models import Verification
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.rolls import roll_of
from trainingapp.attestations.sampling import Finding, Rate, draw, roll_sha256
from trainingapp.attestations.verifying import ITEMS, Answered, Standing
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit

SEED = "5a" * 32
YES, NO = Answered(True), Answered(False, "3 of 20 vehicles")


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh, 6)


def verify(public_id: str, kind: str = "visit", on: date = TODAY, by: Identity = MILITARY, **but: Answered) -> str:
    """A verification that confirms all four items, but for these."""
    answers = dict.fromkeys(ITEMS, YES) | but if kind == "visit" else but
    found = verifying.verify(
        public_id, kind=kind, verified_on=on, answers=answers, remark="", by=by, now=NOW, today=TODAY
    )
    db.session.commit()
    return found


def standing(public_id: str) -> Standing:
    key = made.facts(public_id).id
    return verification.standings([key])[key]


def test_a_visit_that_confirms_three_of_four_leaves_one_item_open(group):
    """R57."""
    public_id = made.under_review(group)
    verify(public_id, functions=NO)
    found = standing(public_id)
    assert (found.confirmed, found.open_items, found.is_verified) == (3, ("functions",), False)
    verify(public_id, "document", functions=YES)
    assert standing(public_id).is_verified


def test_it_is_told_in_the_journal_in_numbers(group):
    public_id = made.under_review(group)
    verify(public_id, functions=NO)
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert (entry.act, entry.object_id, entry.state_code) == ("attestation.verify", public_id, "BGD")
    assert '"confirmed": 3, "items": 4, "kind": "visit"' in entry.details


def test_what_was_sent_again_is_to_be_verified_again(group):
    public_id = made.under_review(group)
    verify(public_id)
    assert standing(public_id).is_verified
    deciding.return_(public_id, remark="Attach the checklist.", by=MILITARY, now=NOW, today=TODAY)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    assert not standing(public_id).is_verified
    verify(public_id, "document", headcount=YES)
    assert standing(public_id).is_verified


def test_a_certification_that_was_accepted_is_verified_in_the_mission_afterwards(group):
    public_id = made.accepted(group)
    assert standing(public_id) == Standing()
    verify(public_id, "in_mission", curricula=YES)
    assert standing(public_id).is_verified


def test_a_verification_that_says_nothing_is_refused_with_every_problem(group):
    public_id = made.under_review(group)
    with pytest.raises(Unfit) as refused:
        verify(public_id, functions=Answered(False), on=date(2017, 10, 29))
    assert set(refused.value.problems) == {"verified_on", "functions_remark"}
    deciding.reject(public_id, remark="Not the unit that was asked for.", by=MILITARY, now=NOW, today=TODAY)
    with pytest.raises(Unfit, match="closed"):
        verify(public_id)
    assert not db.session.query(Verification).count()


@pytest.mark.parametrize("who", [FOCAL, AUTHORITY, POLICE, TRAINING, Identity("a", "a", (Grant("analyst", "all"),))])
def test_who_does_not_review_it_does_not_verify_it_nor_draw_a_sample(group, who):
    """R13: another component; the State itself; figures alone."""
    public_id = made.submitted(group, "readiness")
    with pytest.raises(Absent):
        verify(public_id, by=who)
    with pytest.raises(Absent):
        sample(public_id, by=who)


def test_a_reviewer_who_speaks_for_the_state_verifies_nothing_of_it(group):
    both = Identity("both", "both", (*MILITARY.grants, *FOCAL.grants))
    public_id = made.submitted(group)
    with pytest.raises(deciding.OwnState):
        verify(public_id, by=both)
    with pytest.raises(deciding.OwnState):
        sample(public_id, by=both)


# --- Samples ---------------------------------------------------------------------------------------------------------


def sample(public_id: str, size: int = 3, by: Identity = MILITARY) -> str:
    """A sample of the roll by the seed of the tests."""
    found = sampling.draw_sample(public_id, size=size, seed=SEED, by=by, now=NOW, today=TODAY)
    db.session.commit()
    return found


def find(sample_id: str, *found: Finding) -> int:
    kept = sampling.record_findings(sample_id, found, by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    return kept


def test_who_has_the_seed_and_the_roll_draws_the_same_persons(group):
    public_id = made.submitted(group)
    facts = verification.sample(FOCAL.scope("attestations.see"), sample(public_id))
    roll = [one.public_id for one in group.people]
    assert (facts.seed, facts.size, facts.roll) == (SEED, 3, 6)
    assert facts.roll_sha256 == roll_sha256(roll)
    assert tuple(one.drawn for one in verification.drawn(facts.id)) == draw(SEED, roll, 3)


def test_the_roll_from_which_it_was_drawn_can_be_told_after_it_has_changed(group):
    public_id = made.submitted(group)
    facts = verification.sample(MILITARY.scope("attestations.see"), sample(public_id))
    seq = db.session.scalar(select(JournalEntry.seq).order_by(JournalEntry.seq.desc()).limit(1))
    group.leave([0], "in_error")
    key = made.facts(public_id).rotation_id
    assert len(roll_of(key)) == 5
    assert roll_sha256(roll_of(key, at=seq)) == facts.roll_sha256


def test_more_than_the_roll_has_cannot_be_drawn_nor_anybody_where_no_training_was_certified(group):
    with pytest.raises(Unfit, match="The roll has 6"):
        sample(made.submitted(group), size=7)
    with pytest.raises(sampling.NothingToAudit):
        sample(made.submitted(group, "screening"))


def test_the_newest_finding_of_a_person_and_a_curriculum_holds(group):
    sample_id = sample(made.submitted(group))
    facts = verification.sample(MILITARY.scope("attestations.see"), sample_id)
    one, other, _third = (drawn.drawn for drawn in verification.drawn(facts.id))
    said = Finding(one, "CPTM", "none", "not_proved"), Finding(other, "CPTM", "certificate", "proved")
    assert find(sample_id, *said) == 2
    assert verification.rates()["BGD"] == Rate(1, 2)
    assert find(sample_id, Finding(one, "CPTM", "attendance_sheet", "proved"), said[1]) == 1
    assert verification.rates({"BGD"}) == {"BGD": Rate(0, 2)}
    with pytest.raises(sampling.NothingNew):
        find(sample_id, said[1])


def test_rates_are_of_the_states_that_were_asked_for(group):
    sample_id = sample(made.submitted(group))
    facts = verification.sample(MILITARY.scope("attestations.see"), sample_id)
    find(sample_id, Finding(verification.drawn(facts.id)[0].drawn, "CPTM", "interview", "contradicted", "Never there"))
    assert verification.rates({"NPL"}) == {}
    assert verification.rates(set()) == {}


def test_another_state_finds_no_sample(group):
    sample_id = sample(made.submitted(group))
    with pytest.raises(Absent):
        verification.sample(made.speaking_for("NPL").scope("attestations.see"), sample_id)
    assert verification.sample(POLICE.scope("attestations.see"), sample_id).size == 3
    with pytest.raises(Absent):
        sampling.record_findings(sample_id, [], by=AUTHORITY, now=NOW, today=TODAY)


def test_lists_cost_the_same_with_few_and_with_many(group, statements):
    public_id = made.submitted(group)
    key = made.facts(public_id).id
    with statements() as few:
        verification.standings([key])
    for _ in range(3):
        verify(public_id)
    with statements() as many:
        verification.standings([key, key + 1])
    assert len(few) == len(many) == 2
