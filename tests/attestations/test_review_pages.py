"""The pages of whoever reviews, verifies and audits; each tried by those who may not (R01, R13, R57, issue 6)."""

import re

import pytest
from sqlalchemy import func, select

from tests import make
from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, MILITARY, NOW, TODAY
from tests.attestations.reviewing import ITEMS, at, last_step, taken_up, words
from tests.client import CheckedClient
from trainingapp.attestations.actions import deciding, submitting
from trainingapp.attestations.models import AttestationComment, AttestationFile, AttestationStep, Verification
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.states.models import Listing


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh, 6)


@pytest.fixture
def waits(group) -> str:
    """A certification of readiness that nobody has taken up."""
    return made.submitted(group, "readiness")


@pytest.fixture
def military(client) -> CheckedClient:
    return client.sign_in(make.account("reviewer_military").email)


# --- The queue -------------------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_and_what_to_know_of_it(military, waits):
    page = military.get("/certifications/queue")
    assert page.status_code == 200
    said = words(page.text)
    # The tests' clock stands on 2017-12-31: 64 days after it was submitted.
    assert "ORC-BGD-2017-0001" in said
    assert "64 days" in said
    assert "Nobody yet" in said
    assert "Not verified" in said
    assert f'href="{at(waits)}"' in page.text


def test_the_queue_is_narrowed_and_says_when_nothing_fits(military, waits, group):
    made.submitted(group)
    both = words(military.get("/certifications/queue?mark=late").text)
    assert "ORC-BGD-2017-0001" in both
    assert "PDT-BGD-2017-0001" in both
    one = words(military.get("/certifications/queue?kind=readiness&whose=nobody").text)
    assert "ORC-BGD-2017-0001" in one
    assert "PDT-BGD-2017-0001" not in one
    assert "None is like that" in words(military.get("/certifications/queue?whose=me").text)
    assert "PDT-BGD-2017-0001" in words(military.get("/certifications/queue?kind=nonsense").text)


def test_an_empty_queue_says_so(military):
    assert "Nothing waits for you" in words(military.get("/certifications/queue").text)


def test_the_queue_costs_the_same_with_few_and_with_many(military, bangladesh, waits, statements):
    military.get("/certifications/queue")
    with statements() as few:
        military.get("/certifications/queue")
    for number in range(3):
        made.under_review(made.ready(bangladesh, 3, code=f"MORE-{number}"), "readiness")
    military.get("/certifications/queue")
    with statements() as many:
        military.get("/certifications/queue")
    assert len(many) - len(few) in (0, 1)


@pytest.mark.parametrize(
    ("role", "state"),
    [("focal_point", "BGD"), ("certifying_authority", "BGD"), ("training_officer", "BGD"), ("analyst", None)],
)
def test_nobody_else_has_a_queue(client, waits, role, state):
    client.sign_in(make.account(role, state=state).email)
    assert client.get("/certifications/queue").status_code == 404


# --- Wrong people ----------------------------------------------------------------------------------------------------

ACTS = ("/take", "/decide", "/verify", "/sample")


@pytest.mark.parametrize(
    ("role", "state"),
    [
        ("reviewer_police", None),
        ("reviewer_training", None),
        ("analyst", None),
        ("focal_point", "BGD"),
        ("certifying_authority", "BGD"),
        ("training_officer", "BGD"),
        ("focal_point", "NPL"),
    ],
)
def test_who_does_not_review_it_finds_none_of_the_acts(client, waits, role, state):
    """R13: a battalion is no business of the police; and nobody decides about their own State."""
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, state=state).email)
    assert [client.get(at(waits, act)).status_code for act in ACTS] == [404] * 4
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/me").text)[1]
    sent = {"csrf_token": token, "key": new_id(), "decision": "accepted", "seen": "2", "size": "1", "line": "whole"}
    assert [client.post(at(waits, act), data=sent).status_code for act in ACTS] == [404] * 4
    assert last_step().kind == "submitted"


def test_a_reviewer_of_another_component_reads_it_and_finds_no_form(client, waits):
    client.sign_in(make.account("reviewer_police").email)
    page = client.get(at(waits))
    assert page.status_code == 200
    assert not any(f"{waits}{act}" in page.text for act in (*ACTS, "/remark"))
    assert client.get(at(waits, "/remark")).status_code == 404


def test_a_reviewer_who_speaks_for_the_state_is_told_why_they_may_not(client, waits):
    from trainingapp.accounts.actions import grant
    from trainingapp.journal import actions as journal

    both = make.account("reviewer_military")
    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        grant(entry, both, "training_officer", state_code="BGD")
    db.session.commit()
    client.sign_in(both.email)
    assert "somebody else must review it" in words(client.get(at(waits)).text)
    assert "You speak for this State" in words(client.get("/certifications/queue").text)
    assert f"{waits}/decide" not in client.get(at(waits)).text
    assert client.get(at(waits, "/decide")).status_code in (403, 409, 422)


# --- Taking up, deciding ---------------------------------------------------------------------------------------------


def test_a_review_is_taken_up_with_one_press_or_handed_to_a_colleague_by_name(military, waits):
    colleague = make.account("reviewer_military", "second@example.org")
    make.account("reviewer_police")
    assert military.post_form(at(waits), action="/take").status_code == 302
    assert "Reviewed by: reviewer_military" in words(military.get(at(waits)).text)
    page = military.get(at(waits, "/take"))
    assert page.text.count("<option") == 2
    assert military.post_form(at(waits, "/take"), reviewer=colleague.public_id).status_code == 302
    assert last_step().assigned_to == colleague.public_id
    page = military.post_form(at(waits, "/take"), reviewer="somebody")
    assert page.status_code == 422


def test_nothing_is_decided_before_somebody_has_taken_it_up(military, waits):
    assert "takes it up first" in words(military.get(at(waits, "/decide")).text)
    assert f"{waits}/decide" not in military.get(at(waits)).text


def test_it_is_accepted_and_told_apart_as_not_verified(military, waits):
    taken_up(waits)
    answer = military.post_form(at(waits, "/decide"), decision="accepted", remark="")
    assert answer.status_code == 302, words(answer.text)
    assert last_step().kind == "accepted"
    assert "Accepted without verification" in words(military.get(at(waits)).text)


def test_it_is_returned_with_reasons_and_without_reasons_not(military, waits):
    taken_up(waits)
    page = military.post_form(at(waits, "/decide"), decision="returned", remark=" ")
    assert page.status_code == 422
    assert "Write why" in words(page.text)
    assert last_step().kind == "taken"
    military.post_form(at(waits, "/decide"), decision="returned", remark="Attach the checklist.")
    assert (last_step().kind, last_step().remark) == ("returned", "Attach the checklist.")


def test_a_decision_clicked_twice_is_one_step(military, waits):
    taken_up(waits)
    before = db.session.scalar(select(func.count()).select_from(AttestationStep))
    page = military.get(at(waits, "/decide")).text
    sent = {
        name: re.search(rf'name="{name}"[^>]* value="([^"]+)"', page)[1] for name in ("csrf_token", "key", "seen")
    } | {"decision": "rejected", "remark": "Another unit was asked for."}
    assert [military.post(at(waits, "/decide"), data=sent).status_code for _ in range(2)] == [302, 302]
    assert db.session.scalar(select(func.count()).select_from(AttestationStep)) == before + 1


def test_whoever_decides_has_seen_every_step(military, waits):
    """The page was open while a colleague returned it and the State sent it again."""
    taken_up(waits)
    page = military.get(at(waits, "/decide")).text
    sent = {name: re.search(rf'name="{name}"[^>]* value="([^"]+)"', page)[1] for name in ("csrf_token", "key", "seen")}
    deciding.return_(waits, remark="Attach the checklist.", by=MILITARY, now=NOW, today=TODAY)
    submitting.hand_on(waits, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(waits, by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    taken_up(waits)
    answer = military.post(at(waits, "/decide"), data=sent | {"decision": "accepted", "remark": ""})
    assert answer.status_code == 409
    assert last_step().kind == "taken"


def test_a_listed_state_is_not_accepted_and_the_page_says_since_when(military, waits):
    """R07."""
    taken_up(waits)
    about = {"report": "CRSV", "source": "A/1", "action_plan": None, "recorded_by": "tests", "recorded_at": NOW}
    make._keep(Listing, state_code="BGD", listed_from=TODAY, **about)
    for page in (military.get(at(waits)), military.get(at(waits, "/decide"))):
        assert "It cannot be accepted now" in words(page.text)
        assert "The State is listed since" in words(page.text)
    assert re.search(r'value="accepted"[^>]* disabled|disabled[^>]* value="accepted"', page.text)
    answer = military.post_form(at(waits, "/decide"), decision="accepted", remark="")
    assert answer.status_code == 422
    assert last_step().kind == "taken"


# --- Remarks ---------------------------------------------------------------------------------------------------------


def test_both_sides_remark_line_by_line_and_read_the_same(client, waits):
    client.sign_in(make.account("reviewer_military").email)
    answer = client.post_form(at(waits), action="/remark", line="CPTM", remark="Which course was it?")
    assert answer.status_code == 302
    client.post("/sign-out")
    other = client.application.test_client().sign_in(make.account("focal_point", state="BGD").email)
    said = words(other.get(at(waits)).text)
    assert "Which course was it?" in said
    other.post_form(at(waits), action="/remark", line="CPTM", remark="The one of 25 September.")
    both = db.session.execute(select(AttestationComment.side, AttestationComment.line)).all()
    assert [tuple(one) for one in both] == [("secretariat", "CPTM"), ("state", "CPTM")]
    assert "The one of 25 September." in words(other.get(at(waits)).text)


def test_a_remark_says_something_about_a_line_that_was_submitted(military, waits):
    for sent in ({"line": "CPTM", "remark": "  "}, {"line": "nonsense", "remark": "Why?"}):
        page = military.post_form(at(waits, "/remark"), **sent)
        assert page.status_code == 422
    assert not db.session.scalar(select(func.count()).select_from(AttestationComment))


@pytest.mark.parametrize(("role", "state"), [("focal_point", "NPL"), ("analyst", None), ("training_officer", "BGD")])
def test_nobody_else_remarks(client, waits, role, state):
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, state=state).email)
    assert client.get(at(waits, "/remark")).status_code == 404


# --- Verification ----------------------------------------------------------------------------------------------------


def test_a_visit_that_confirms_three_of_four_leaves_one_item_open(military, waits):
    """R57."""
    said = dict.fromkeys(ITEMS, "confirmed") | {"functions": "not_confirmed", "functions_remark": "No medics"}
    answer = military.post_form(at(waits, "/verify"), kind="visit", verified_on="2017-11-02", remark="", **said)
    assert answer.status_code == 302, words(answer.text)
    said_then = words(military.get(at(waits)).text)
    assert "3 of 4" in said_then
    assert "1 open" in said_then
    assert "No medics" in said_then
    last = words(military.get(at(waits, "/verify")).text)
    assert "Last answer: Not confirmed No medics" in last


def test_what_is_missing_is_told_beside_its_item_and_nothing_typed_is_lost(military, waits):
    sent = {"headcount": "not_confirmed", "language": "confirmed", "remark": "Seen in the camp"}
    page = military.post_form(at(waits, "/verify"), kind="visit", verified_on="2018-03-01", **sent)
    assert page.status_code == 422
    said = words(page.text)
    assert "the day is today or earlier" in said
    assert "Write what was found instead" in said
    assert said.count("A visit answers every item: confirmed, or not") == 4
    assert "Seen in the camp" in page.text
    assert not db.session.scalar(select(func.count()).select_from(Verification))


def test_the_statement_in_force_on_the_day_of_deployment_says_what_is_asked(military, waits):
    assert "No statement of unit requirements is known" in words(military.get(at(waits, "/verify")).text)
    statement = make.unit_statement("MINUSCA", "fr")
    page = military.get(at(waits, "/verify"))
    assert f"/requirements/statements/{statement}" in page.text
    assert "French" in words(page.text)
    assert "850 persons" in words(page.text)


def test_one_persons_certification_has_no_headcount_and_no_sample(military, group):
    public_id = made.opened(group, "readiness", person=3)
    made.written(public_id)
    for paper in ("note_verbale", "own_word"):
        about = {"name": f"{paper}.pdf", "kind": "pdf", "bytes": 5, "sha256": "0" * 64, "stored": new_id()}
        by = {"state_code": "BGD", "attestation_id": made.facts(public_id).id}
        make._keep(AttestationFile, **by, **about, paper=paper, attached_by="tests", attached_at=NOW)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    assert "one person" in words(military.get("/certifications/queue").text)
    page = military.get(at(public_id, "/verify"))
    assert 'name="headcount"' not in page.text
    said = dict.fromkeys(ITEMS[1:], "confirmed")
    answer = military.post_form(at(public_id, "/verify"), kind="visit", verified_on="2017-11-02", remark="", **said)
    assert answer.status_code == 302, words(answer.text)
    assert "Draw persons" not in military.get(at(public_id)).text
    assert military.get(at(public_id, "/sample")).status_code == 422


def test_the_page_that_both_sides_read_costs_the_same_however_much_was_said(military, waits, statements):
    def everything() -> None:
        military.post_form(at(waits, "/remark"), line="CPTM", remark="Which course was it?")
        said = dict.fromkeys(ITEMS, "confirmed")
        military.post_form(at(waits, "/verify"), kind="visit", verified_on="2017-11-02", remark="", **said)
        sample = military.post_form(at(waits, "/sample"), size="2").location
        military.post_form(f"{sample}/1", outcome_0="proved", proof_0="interview", remark_0="")

    everything()
    military.get(at(waits))
    with statements() as few:
        military.get(at(waits))
    for _ in range(3):
        everything()
    military.get(at(waits))  # brings coverage up to the journal
    with statements() as many:
        military.get(at(waits))
    assert len(many) == len(few)


def test_a_reviewer_whose_role_was_taken_is_refused_on_the_next_request(military, waits):
    from trainingapp.accounts.actions import end_grant
    from trainingapp.accounts.queries import grants_held
    from trainingapp.journal import actions as journal

    taken_up(waits)
    page = military.get(at(waits, "/decide")).text
    sent = {name: re.search(rf'name="{name}"[^>]* value="([^"]+)"', page)[1] for name in ("csrf_token", "key", "seen")}
    account = db.session.scalars(select(make.Account).where(make.Account.email.startswith("reviewer_military"))).one()
    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        end_grant(entry, grants_held(account)[0].public_id)
    db.session.commit()
    assert military.post(at(waits, "/decide"), data=sent | {"decision": "accepted", "remark": ""}).status_code == 404
    assert last_step().kind == "taken"
