"""Letters about certifications: to the other side, at each step, naming nobody (issue 6, 4)."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests import make
from tests.attestations import made
from tests.letters.box import waiting
from trainingapp.attestations import notices
from trainingapp.attestations.actions.commenting import remark_on
from trainingapp.attestations.actions.telling import tell
from trainingapp.attestations.queries.words import AttestationFacts, StepFacts, SubmissionFacts
from trainingapp.kit.ids import new_id
from trainingapp.letters.rules import may_be_a_subject

AT = datetime(2017, 10, 28, 9, tzinfo=UTC)
SENT = SubmissionFacts(1, new_id(), 1, "PDT-BGD-2017-0001", 1, {}, "0" * 64, AT.date(), "authority", AT, 1)


def facts(**more: Any) -> AttestationFacts:
    """A certification of a Bangladeshi battalion, as it was submitted."""
    said: dict[str, Any] = dict.fromkeys(one.name for one in fields(AttestationFacts))
    said |= {"component": "military", "kind": "readiness", "submission": SENT, "steps": (), "superseded": False}
    said |= {
        "id": -1,
        "public_id": new_id(),
        "state_code": "BGD",
        "state_name": "Bangladesh",
        "ordinal": 1,
        "rotation_id": -1,
        "rotation": new_id(),
        "rotation_code": "BANBAT-4",
        "designation": "BANBAT-4",
        "unit_type_code": "infantry_battalion",
        "unit_type": "Infantry battalion",
        "mission": "MINUSCA",
        "deploys_on": date(2017, 11, 15),
        "ends_on": date(2018, 11, 14),
        "opened_by": "focal",
        "opened_at": AT,
    }
    return AttestationFacts(**(said | more))


@pytest.fixture
def people(session: object) -> dict[str, str]:
    """Everybody who may have to do with it, and some who have not: role -> public id."""
    make.state()
    make.state("NPL", "Nepal", "NP")
    found = {
        f"{role}@{state}": make.account(role, state=state).public_id
        for role in ("focal_point", "certifying_authority", "training_officer")
        for state in ("BGD", "NPL")
    }
    for role in ("reviewer_military", "reviewer_police", "reviewer_training", "analyst"):
        found[role] = make.account(role).public_id
    return found


def told() -> list[str]:
    """The addresses to which letters are under way."""
    return sorted(one.to.removesuffix("@example.org") for one in waiting())


def test_a_decision_of_the_secretariat_is_told_to_the_states_own_people(people):
    assert tell(facts(), "returned", by=people["reviewer_military"], now=AT) == 2
    assert told() == ["certifying_authority.bgd", "focal_point.bgd"]


def test_what_was_submitted_is_told_to_the_reviewers_of_its_queue(people):
    tell(facts(), "submitted", by=people["certifying_authority@BGD"], now=AT)
    assert told() == ["reviewer_military.un"]


def test_formed_police_are_told_to_the_police_and_training_to_those_who_review_training(people):
    tell(facts(component="police"), "submitted", by="somebody", now=AT)
    assert told() == ["reviewer_police.un"]
    tell(facts(kind="training"), "submitted", by="somebody", now=AT)
    assert told() == ["reviewer_military.un", "reviewer_police.un", "reviewer_training.un"]


def test_once_it_was_taken_up_only_that_reviewer_is_told(people):
    other = make.account("reviewer_military", "second@example.org").public_id
    taken = StepFacts("taken", other, AT.date(), AT, "", other, 1)
    tell(facts(steps=(taken,)), "withdrawn", by="somebody", now=AT)
    assert told() == ["second"]


def test_whoever_it_was_handed_to_is_told_and_whoever_acts_is_not(people):
    make.account("reviewer_military", "second@example.org")
    mine = people["reviewer_military"]
    tell(facts(), "taken", by="a colleague", assigned_to=mine, now=AT)
    assert told() == ["certifying_authority.bgd", "focal_point.bgd", "reviewer_military.un"]
    letter = next(one for one in waiting() if one.to.startswith("reviewer"))
    assert "given to you" in letter.subject
    assert tell(facts(), "taken", by=mine, assigned_to=mine, now=AT) == 2


def test_what_was_never_submitted_is_nothing_the_secretariat_is_told_of(people):
    draft = facts(submission=None)
    assert tell(draft, "withdrawn", by="somebody", now=AT) == 0
    assert tell(draft, "handed", by=people["focal_point@BGD"], now=AT) == 1
    assert told() == ["certifying_authority.bgd"]
    assert tell(draft, "submitted", number="PDT-BGD-2017-0001", by="somebody", now=AT) == 1


def test_whoever_wrote_for_the_state_once_is_told_nothing_as_a_reviewer(people):
    make.account("focal_point", "both@example.org", state="BGD")
    both = make.account("reviewer_military", "was@example.org")
    from trainingapp.accounts.actions import grant
    from trainingapp.journal import actions as journal

    with journal.entry(act="test", by="tests", now=AT, object_kind="test", object_id="test") as entry:
        grant(entry, both, "training_officer", state_code="BGD")
    tell(facts(), "submitted", by="somebody", now=AT)
    assert told() == ["reviewer_military.un"]


@pytest.mark.parametrize("step", notices.TOLD)
def test_every_step_is_told_in_words_that_name_no_person(people, step):
    tell(facts(), step, by="somebody", days=21, now=AT)
    for letter in waiting():
        assert "PDT-BGD-2017-0001: BANBAT-4, Bangladesh." in letter.text.replace("\n", " ")
        assert "/certifications/" in letter.text
        assert not any(part in letter.subject for part in ("BANBAT", "Bangladesh", "PDT"))
    notice = notices.about(step, kind="readiness", number="ORC-1", rotation="B", state="S", link="/", days=21)
    assert may_be_a_subject(notice.subject)


def test_remarks_are_told_to_the_other_side_once_a_day(people, bangladesh):
    public_id = made.submitted(made.ready(bangladesh, 3), "readiness")
    before = len(waiting())

    def remark(by: made.Identity, day: int) -> list[str]:
        known = len(waiting())
        on = date(2017, 11, day)
        remark_on(public_id, line="whole", remark="Which course was it?", by=by, now=AT, today=on)
        return sorted(one.to.removesuffix("@example.org") for one in waiting()[known:])

    assert remark(made.MILITARY, 1) == ["certifying_authority.bgd", "focal_point.bgd"]
    assert remark(made.MILITARY, 1) == []
    assert remark(made.FOCAL, 1) == ["reviewer_military.un"]
    assert remark(made.MILITARY, 2) == ["certifying_authority.bgd", "focal_point.bgd"]
    assert len(waiting()) - before == 5


def test_a_letter_costs_one_statement_whoever_else_there_is(people, statements):
    with statements() as few:
        assert tell(facts(), "reminded", by="the register", days=21, now=AT) == 3
    for number in range(5):
        make.account("focal_point", f"other{number}@example.org", state="BGD")
    with statements() as many:
        assert tell(facts(), "reminded", by="the register", days=21, now=AT) == 8
    assert len(many) - len(few) == 5
