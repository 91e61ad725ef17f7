"""A certification on its way: two persons of the State, one of the Secretariat, and never on evidence that changed."""

from datetime import date

import pytest

from tests import make
from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, MILITARY, NOW, POLICE, TODAY, TRAINING
from tests.attestations.screened import screened
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations import reports
from trainingapp.attestations.actions import deciding, submitting
from trainingapp.attestations.actions.steps import NotNow
from trainingapp.attestations.figures import Stood
from trainingapp.attestations.models import LateCaveat
from trainingapp.attestations.queries.words import attestations
from trainingapp.attestations.reports.figures import stood_then
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit
from trainingapp.privacy import actions as privacy
from trainingapp.readiness.work import keep_up
from trainingapp.states.models import Listing


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh)


def word(public_id, by=MILITARY):
    db.session.commit()
    keep_up()
    return reports.word(by.scope("attestations.see"), public_id)


def withdraw_training(group, which):
    group.withdraw(make.version("CPTM"), which)


def test_a_rotation_goes_from_draft_to_accepted_by_named_persons(group):
    public_id = made.accepted(group)
    found = word(public_id)
    assert found.status == "accepted"
    assert found.stands
    assert [step.kind for step in found.facts.steps] == ["handed", "submitted", "taken", "accepted"]
    assert [step.by for step in found.facts.steps] == [FOCAL.public_id, AUTHORITY.public_id, *[MILITARY.public_id] * 2]
    assert found.facts.number == "PDT-BGD-2017-0001"


def test_a_submission_is_frozen_with_its_counts(group):
    found = word(made.submitted(group)).facts.submission
    assert found is not None
    assert found.face["headcount"] == {"persons": 8, "women": 2, "men": 6, "unspecified": 0}
    line = found.face["lines"][0]
    assert (line["curriculum"], line["required"], line["held"], line["claimed"]) == ("CPTM", 8, 8, 8)
    assert line["by_sex"] == {"required": [2, 6, 0], "held": [2, 6, 0]}
    assert "Soldier" not in str(found.face)


def test_a_draft_belongs_to_the_state_and_nobody_else_sees_it(group):
    public_id = made.handed(group)
    assert made.facts(public_id, AUTHORITY).public_id == public_id
    for other in (MILITARY, TRAINING, made.speaking_for("NPL")):
        with pytest.raises(Absent):
            made.facts(public_id, other)
        assert attestations(other.scope("attestations.see")) == []


def test_whoever_wrote_it_does_not_sign_it(group):
    public_id = made.opened(group)
    made.written(public_id, by=AUTHORITY)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    with pytest.raises(submitting.TwoPersons):
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    another = made.speaking_for("BGD", "certifying_authority", "another")
    assert submitting.submit(public_id, by=another, now=NOW, today=TODAY) == "PDT-BGD-2017-0001"


def test_a_focal_point_does_not_sign_and_another_states_authority_finds_nothing(group):
    public_id = made.handed(group)
    for other in (FOCAL, MILITARY, made.speaking_for("NPL", "certifying_authority")):
        with pytest.raises(Absent):
            submitting.submit(public_id, by=other, now=NOW, today=TODAY)


def test_what_was_given_back_is_signed_only_after_it_is_handed_on_again(group):
    public_id = made.handed(group)
    submitting.give_back(public_id, remark="Name the function.", by=AUTHORITY, now=NOW, today=TODAY)
    with pytest.raises(NotNow):
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert word(public_id).status == "submitted"


def test_nothing_is_submitted_twice(group):
    public_id = made.submitted(group)
    with pytest.raises(NotNow):
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)


def test_who_is_not_screened_holds_the_signature_up(bangladesh):
    group = battalion(bangladesh, 8, women=2)
    made.trained(group, CPTM=8)
    screened(group, range(7))
    public_id = made.handed(group)
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert [str(one) for one in refused.value.problems["screening"]] == [
        "Not screened: 1. Record what their screening came to, or take them off the roll."
    ]


def test_a_gap_without_a_reason_holds_the_signature_up(bangladesh):
    group = battalion(bangladesh, 8, women=2)
    made.trained(group, CPTM=6)
    screened(group, range(8))
    public_id = made.handed(group)
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert [str(one) for one in refused.value.problems["line:CPTM"]] == [
        "CPTM: 2 of 8 do not hold it, and no reason says why they deploy without it."
    ]


def test_all_trained_is_not_believed_when_the_records_say_otherwise(bangladesh):
    """R02: 812 of 850 with a claim of 850 is refused, or the 38 are named."""
    group = battalion(bangladesh, 8, women=2)
    made.trained(group, CPTM=6)
    screened(group, range(8))
    public_id = made.handed(group, claims={"CPTM": 8})
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert "CPTM: you claim 8 and 6 are recorded. Record the others, or name them as exceptions." in [
        str(one) for one in refused.value.problems["line:CPTM"]
    ]


def test_it_is_not_dated_before_the_training_it_rests_on_nor_after_today(group):
    for dated, said in (("2017-09-24", "cannot be signed before that"), ("2017-10-29", "a day that has not come")):
        public_id = made.opened(group, ordinal=7 if dated.endswith("29") else 1)
        made.written(public_id, dated=dated)
        submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
        db.session.commit()
        with pytest.raises(Unfit) as refused:
            submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
        db.session.rollback()
        assert said in str(refused.value.problems["dated"][0])


def test_an_unanswered_item_holds_a_readiness_certification_up(group):
    """R05."""
    public_id = made.handed(group, "readiness", answers={})
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert sum(place.startswith("item:") for place in refused.value.problems) == 8


def test_before_2017_no_checklist_is_asked(bangladesh):
    group = made.ready(bangladesh, deploys_on=date(2016, 11, 1), ends_on=date(2017, 11, 1))
    public_id = made.handed(group, "readiness", answers={})
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert not any(place.startswith("item:") for place in refused.value.problems)


def test_both_papers_go_with_one_persons_certification(group):
    public_id = made.opened(group, person=3)
    made.written(public_id)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert refused.value.problems.keys() == {"paper:note_verbale", "paper:own_word"}


def test_police_review_police_and_the_training_service_reviews_training(bangladesh):
    """R13."""
    fpu = made.ready(bangladesh, code="BANFPU-1", unit_id=_police_unit(bangladesh))
    training, readiness = made.submitted(fpu, "training"), made.submitted(fpu, "readiness")
    with pytest.raises(Absent):
        deciding.take_up(readiness, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    with pytest.raises(Absent):
        deciding.take_up(readiness, for_=TRAINING, by=TRAINING, now=NOW, today=TODAY)
    deciding.take_up(training, for_=TRAINING, by=TRAINING, now=NOW, today=TODAY)
    deciding.take_up(readiness, for_=POLICE, by=POLICE, now=NOW, today=TODAY)
    with pytest.raises(deciding.CannotReview):
        deciding.take_up(readiness, for_=MILITARY, by=POLICE, now=NOW, today=TODAY)


def _police_unit(state):
    from trainingapp.forces.models import Unit

    unit = make._keep(
        Unit, state_code=state.code, designation="BANFPU-1", unit_type_code=make.unit_type("FPU", "police").code
    )
    return unit.id


@pytest.mark.parametrize("wrote", [True, False])
def test_whoever_submitted_or_speaks_for_the_state_never_reviews(group, wrote):
    """A submitter who becomes a reviewer is refused on the next request."""
    grants = (Grant("reviewer_military", "all"),)
    if not wrote:
        grants += (Grant("training_officer", "state", frozenset({"BGD"}), code="BGD"),)
    turned = Identity(AUTHORITY.public_id if wrote else "somebody", "Turned", grants)
    public_id = made.under_review(group)
    for act in (deciding.accept, deciding.reject):
        with pytest.raises(deciding.OwnState):
            act(public_id, remark="As I said.", by=turned, now=NOW, today=TODAY)
    with pytest.raises(deciding.OwnState):
        deciding.take_up(public_id, for_=turned, by=turned, now=NOW, today=TODAY)
    with pytest.raises(deciding.CannotReview):
        deciding.take_up(public_id, for_=turned, by=MILITARY, now=NOW, today=TODAY)


def test_nothing_of_a_listed_state_is_accepted(group):
    """R07."""
    public_id = made.under_review(group)
    make._keep(
        Listing,
        state_code="BGD",
        report="CRSV",
        listed_from=TODAY,
        source="S/2017/1",
        recorded_by="tests",
        recorded_at=NOW,
    )
    with pytest.raises(Unfit) as refused:
        deciding.accept(public_id, by=MILITARY, now=NOW, today=TODAY)
    assert "listed since" in str(refused.value.problems[0])


def test_evidence_that_changed_since_is_not_accepted(group):
    """E3, trust rule 11."""
    public_id = made.under_review(group)
    withdraw_training(group, [0, 1])
    with pytest.raises(Unfit) as refused:
        deciding.accept(public_id, by=MILITARY, now=NOW, today=TODAY)
    said = [str(one) for one in refused.value.problems]
    assert "Persons whose completions were withdrawn: 2." in said
    assert "CPTM: 6 of 8, 75.0\u00a0%, where 8 of 8 were recorded." in said


def test_evidence_that_changes_afterwards_reopens_the_approval(group):
    public_id = made.accepted(group)
    withdraw_training(group, [0])
    found = word(public_id)
    assert found.status == "reopened"
    assert found.stands
    assert [str(one) for one in found.told] == [
        "Persons whose completions were withdrawn: 1.",
        "CPTM: 7 of 8, 87.5\u00a0%, where 8 of 8 were recorded.",
    ]
    assert reports.exactly(found.facts).told == found.told
    deciding.return_(public_id, remark="Certify anew.", by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    assert word(public_id).status == "returned"
    assert not word(public_id).stands


def test_training_taken_back_and_recorded_anew_is_other_evidence(group):
    public_id = made.accepted(group)
    withdraw_training(group, [0])
    make.completion(group.people[0], make.version("CPTM"), ordinal=1)
    found = word(public_id)
    assert found.status == "reopened"
    assert [one.kind for one in found.changes] == ["withdrawn"]
    assert not found.moved


def test_more_training_changes_nothing_for_the_worse(group):
    public_id = made.accepted(group)
    make.completion(group.people[0], make.version("UNSOC"))
    assert word(public_id).status == "accepted"


def test_somebody_new_on_the_roll_reopens_it(group):
    public_id = made.accepted(group)
    late = make.person(make.state(), "LATE-1", "Latecomer")
    make.assignment(group.rotation, late)
    found = word(public_id)
    assert found.status == "reopened"
    assert [one.kind for one in found.changes] == ["joined"]


def test_a_later_certification_supersedes_the_earlier_one_once_it_is_accepted(group):
    first = made.accepted(group)
    second = made.opened(group, ordinal=2)
    made.written(second)
    submitting.hand_on(second, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(second, by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    assert word(first).status == "accepted"
    deciding.take_up(second, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    deciding.accept(second, by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    assert word(first).status == "superseded"
    assert not word(first).stands
    assert word(second).facts.number == "PDT-BGD-2017-0002"


def test_a_state_withdraws_its_word_with_a_reason(group):
    public_id = made.accepted(group)
    with pytest.raises(Absent):
        deciding.withdraw(public_id, remark="No.", by=FOCAL, now=NOW, today=TODAY)
    deciding.withdraw(public_id, remark="The rotation is put off.", by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    assert word(public_id).status == "withdrawn"
    assert not word(public_id).stands


def test_a_caveat_declared_after_acceptance_is_told_as_late(group):
    """R15."""
    public_id = made.accepted(group)
    deciding.declare_caveat(public_id, caveat="No night patrols.", by=AUTHORITY, now=NOW, today=TODAY)
    assert db.session.query(LateCaveat.caveat).scalar() == "No night patrols."


def test_a_list_takes_as_many_statements_for_many_as_for_few(group, bangladesh, statements):
    made.accepted(group)
    keep_up()
    with statements() as few:
        reports.words(MILITARY.scope("attestations.see"))
    for n in range(3):
        made.accepted(made.ready(bangladesh, 3, code=f"BANENG-{n}"))
    keep_up()
    with statements() as many:
        assert len(reports.words(MILITARY.scope("attestations.see"))) == 4
    assert len(few) == len(many) or len(many) <= 12


def test_the_attestation_of_screening_says_nothing_about_training(bangladesh):
    group = battalion(bangladesh, 8, women=2)
    made.trained(group, CPTM=6)
    screened(group, range(8))
    public_id = made.accepted(group, "screening", dated="2017-09-20")
    group.withdraw(make.newest("CPTM"), [0])
    assert word(public_id).status == "accepted"
    assert not reports.with_changes([word(public_id).facts])[0].is_changed


def test_a_resubmission_does_not_hide_that_what_stands_has_changed(group):
    public_id = made.accepted(group, "readiness")
    withdraw_training(group, [0])
    made.written(public_id)
    made.excused(public_id, group, "CPTM", 0)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    keep_up()
    assert stood_then("readiness", date(2017, 12, 1)) == {group.rotation.public_id: Stood(True, False)}


def test_what_took_the_place_of_another_and_was_taken_back_leaves_nothing(group):
    made.accepted(group, "readiness")
    second = made.opened(group, "readiness", ordinal=2)
    made.written(second)
    submitting.hand_on(second, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(second, by=AUTHORITY, now=NOW, today=TODAY)
    deciding.take_up(second, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    deciding.accept(second, by=MILITARY, now=NOW, today=TODAY)
    deciding.withdraw(second, remark="An error.", by=AUTHORITY, now=NOW, today=date(2017, 11, 20))
    db.session.commit()
    keep_up()
    assert group.rotation.public_id in stood_then("readiness", date(2017, 11, 19))
    assert group.rotation.public_id not in stood_then("readiness", date(2017, 11, 20))


def test_erasing_a_person_takes_what_was_typed_and_leaves_the_figures(group):
    name = group.people[3].full_name
    public_id = made.accepted(group, remark=f"{name} commands the advance party.")
    privacy.erase(group.people[3].id, reason="asked", by=OPERATOR, now=NOW, secret="test")
    found = word(public_id).facts.submission
    assert found is not None
    assert name not in str(found.face)
    assert (found.face["remark"], found.face["signatory"]) == ("–", "–")
    assert found.face["headcount"]["persons"] == 8
    assert found.face["lines"][0]["held"] == 8
