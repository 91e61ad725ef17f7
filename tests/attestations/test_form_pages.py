"""The State's side in the browser: begun, filled in, handed on, signed by a second person (issue 6, 1 to 5)."""

import re
from datetime import date

import pytest

from tests import make
from tests.attestations.made import MILITARY, NOW, TODAY, accepted, opened, ready, submitted
from tests.attestations.screened import screened
from tests.attestations.typed import begin, problems, sheet, written
from tests.client import X, form_of
from trainingapp.accounts.actions import grant
from trainingapp.attestations import rules
from trainingapp.attestations.actions.deciding import return_, take_up
from trainingapp.attestations.checklist import checklist
from trainingapp.attestations.models import Attestation, AttestationSubmission
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db


@pytest.fixture
def group(bangladesh):
    return ready(bangladesh)


def test_a_certification_goes_from_the_form_to_the_secretariat_through_two_persons(group, people):
    focal, authority = people["focal"], people["authority"]
    here = begin(focal, group)
    page = focal.get(f"{here}/write").text
    assert "100\u00a0%" in page
    assert "Nothing is saved yet" in page
    assert focal.post_form(f"{here}/write", **sheet()).location == f"{here}/write"
    assert "Nothing stands against a signature" in focal.get(f"{here}/write").text
    assert people["military"].get(here).status_code == 404, "a draft belongs to the State"
    assert focal.post_form(here, f"{here}/hand-on").location == here
    assert "Awaits signature" in authority.get(here).text
    assert authority.post_form(here, f"{here}/sign").location == here
    for reader in ("focal", "authority", "military"):
        text = people[reader].get(here).text
        assert "Submitted" in text
        assert "PDT-BGD-2017-0001" in text
        assert "Brigadier Kamal Uddin" in text
    assert "Handed on for signature" in focal.get(here).text
    assert "Handed on for signature" not in people["military"].get(here).text
    assert people["nepal"].get(here).status_code == 404


def test_begun_twice_leads_to_the_one_that_is_open(group, people):
    focal = people["focal"]
    new = f"/certifications/new/{group.rotation.public_id}"
    page = focal.get(new)
    here = begin(focal, group)
    again = form_of(page.text)
    fields = {i.get("name"): i.get("value", "") for i in again.iter(f"{X}input") if i.get("type") == "hidden"}
    told = people["colleague"].get(new).text
    assert "What there is already" in told
    assert "Pre-deployment training certification" in told
    twice = focal.post(new, data=fields | {"kind": "training", "key": "a" * 22})
    assert twice.status_code in (302, 422)
    assert db.session.query(Attestation).count() == 1
    assert focal.get(here).status_code == 200


def test_the_wrong_person_finds_no_form(group, people):
    here = f"/certifications/{opened(group)}"
    for who in ("nepal", "military", "authority"):
        assert people[who].get(f"{here}/write").status_code == 404, who
        assert people[who].get(f"/certifications/new/{group.rotation.public_id}").status_code == 404, who
    for who in ("nepal", "military"):
        assert people[who].get(here).status_code == 404, who
        assert people[who].get(f"{here}/exceptions/CPTM").status_code == 404, who
    assert people["authority"].get(here).status_code == 200


def test_everything_that_stands_against_a_signature_is_told_with_a_link_to_its_cure(group, people):
    here = written(people, group, caveats="some", dated="2018-01-01", signatory="", **{"state-gender": ""})
    page = people["focal"].get(f"{here}/write").text
    told = problems(page)
    for said in ("Say which restrictions", "Say who signs", "has not come: 1\u00a0Jan\u00a02018", "Gender is part of"):
        assert any(said in one for one in told), (said, told)
    for cure in ("#caveats-0", "#signatory", "#dated", "#state-gender"):
        assert f'href="{cure}"' in page
        assert f'id="{cure[1:]}"' in page, "the cure is on this page"
    people["focal"].post_form(here, f"{here}/hand-on")
    signed = people["authority"].get(here)
    assert len(problems(signed.text)) == len(told)
    assert "Sign, and send" not in signed.text


def test_what_was_not_recorded_or_not_screened_leads_to_the_pages_where_it_is(group, people):
    ill, rotation = group.people[3], group.rotation
    group.withdraw(make.newest("SEA-ELEARN"), [3])
    screened(group, [4], "pending", ordinal=1)
    here = written(people, group)
    page = people["focal"].get(f"{here}/write").text
    assert any("SEA-ELEARN: 1 of 8 do not hold it" in one for one in problems(page))
    assert f'href="{here}/exceptions/SEA-ELEARN"' in page
    assert any("Not screened: 1" in one for one in problems(page))
    assert f'href="/rotations/{rotation.public_id}/screening"' in page
    assert any("you claim 8 and 7 are recorded" in one for one in problems(page))
    assert ill.full_name in page
    fields = {f"reason-{ill.public_id}": "Higher qualification"}
    assert people["focal"].post_form(f"{here}/exceptions/SEA-ELEARN", **fields).status_code == 302
    screened(group, [4], ordinal=2)
    again = people["focal"].get(f"{here}/write")
    assert [one for one in problems(again.text) if "claim" not in one] == []
    people["focal"].post_form(f"{here}/write", **sheet(do="recorded"))
    assert not problems(people["focal"].get(f"{here}/write").text)


def test_whoever_wrote_it_is_told_that_another_signs(group, people, app):
    account = make.account("certifying_authority", "both@example.org", state="BGD")
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        grant(entry, account, "focal_point", state_code="BGD")
    db.session.commit()
    both = app.test_client().sign_in("both@example.org")
    here = begin(both, group)
    assert (
        "Whoever begins a certification, saves this form or attaches a paper does not sign it"
        in both.get(f"{here}/write").text
    )
    assert "does not sign it" not in people["focal"].get(f"{here}/write").text
    both.post_form(f"{here}/write", **sheet())
    both.post_form(here, f"{here}/hand-on")
    page = both.get(here).text
    assert "Somebody else must sign it for the State" in page
    assert "Sign, and send" not in page
    form = form_of(page, f"{here}/give-back")
    sent = {i.get("name"): i.get("value") for i in form.iter(f"{X}input") if i.get("name") in ("csrf_token", "seen")}
    refused = both.post(f"{here}/sign", data=sent | {"key": "k" * 22})
    assert refused.status_code == 422
    assert "You prepared this certification yourself" in refused.text


def test_given_back_with_what_to_mend_it_is_written_on_again(group, people):
    here = written(people, group)
    people["focal"].post_form(here, f"{here}/hand-on")
    assert people["focal"].get(f"{here}/write").status_code == 302, "it waits for its signature"
    empty = people["authority"].post_form(here, f"{here}/give-back", remark="  ")
    assert empty.status_code == 422
    assert "Say what to mend" in empty.text
    people["authority"].post_form(here, f"{here}/give-back", remark="The day is wrong.")
    page = people["focal"].get(here).text
    assert "The day is wrong." in page
    assert people["focal"].get(f"{here}/write").status_code == 200


def test_of_two_editors_the_later_gets_both_texts_and_loses_nothing(group, people):
    here = written(people, group)
    mine = form_of(people["focal"].get(f"{here}/write").text, f"{here}/write")
    hidden = {i.get("name"): i.get("value", "") for i in mine.iter(f"{X}input") if i.get("type") == "hidden"}
    people["colleague"].post_form(f"{here}/write", **sheet(signatory="General Aziz", remark="From the colleague"))
    late = people["focal"].post(f"{here}/write", data=hidden | sheet(signatory="Colonel Rahman", remark="Mine"))
    assert late.status_code == 409
    for text in ("General Aziz", "From the colleague", "Colonel Rahman", "Mine", "Typed by you"):
        assert text in late.text
    again = form_of(late.text, f"{here}/write")
    fields = {i.get("name"): i.get("value", "") for i in again.iter(f"{X}input") if i.get("type") == "hidden"}
    value = next(i.get("value") for i in again.iter(f"{X}input") if i.get("name") == "signatory")
    assert value == "Colonel Rahman"
    kept = people["focal"].post(f"{here}/write", data=fields | sheet(signatory="Colonel Rahman", remark="Both"))
    assert kept.status_code == 302
    assert "Colonel Rahman" in people["colleague"].get(f"{here}/write").text


def test_two_who_name_exceptions_get_both_reasons_side_by_side(group, people):
    ill = group.people[3]
    group.withdraw(make.newest("BFA"), [3])
    here = written(people, group)
    page = people["focal"].get(f"{here}/exceptions/BFA").text
    hidden = {
        i.get("name"): i.get("value", "") for i in form_of(page, None).iter(f"{X}input") if i.get("type") == "hidden"
    }
    name = f"reason-{ill.public_id}"
    people["colleague"].post_form(f"{here}/exceptions/BFA", **{name: "On leave"})
    late = people["focal"].post(f"{here}/exceptions/BFA", data=hidden | {name: "Ill", "do": "save"})
    assert late.status_code == 409
    assert "On leave" in late.text
    assert 'value="Ill"' in late.text


def test_one_reason_is_given_to_all_others_and_whoever_holds_it_by_now_is_taken_out_visibly(group, people):
    group.withdraw(make.newest("BFA"), [1, 2, 3])
    here = written(people, group)
    there = f"{here}/exceptions/BFA"
    first = f"reason-{group.people[1].public_id}"
    nothing = people["focal"].post_form(there, **{first: "Ill", "do": "others"})
    assert nothing.status_code == 422
    assert 'value="Ill"' in nothing.text, "what was typed stands in its field"
    people["focal"].post_form(there, **{first: "Ill", "others": "Medics, higher qualification", "do": "others"})
    page = people["authority"].get(there).text
    assert page.count("Medics, higher qualification") == 2
    assert page.count("Ill") == 1
    assert f'name="{first}"' not in page, "whoever signs reads, and does not write"
    group.pass_all(make.newest("BFA"), date(2017, 9, 30), [2])
    told = people["focal"].get(there).text
    assert "These persons hold it by now" in told
    assert group.people[2].full_name in told
    saved = people["focal"].post_form(there)
    assert "1 exception was taken out" in people["focal"].get(saved.location).text
    assert "These persons hold it by now" not in people["focal"].get(there).text


def test_exceptions_of_what_is_not_required_are_nowhere(group, people):
    here = written(people, group)
    assert people["focal"].get(f"{here}/exceptions/NOTHING").status_code == 404
    hidden = "\u202eIll"
    group.withdraw(make.newest("BFA"), [1])
    name = f"reason-{group.people[1].public_id}"
    for wrong, said in ((hidden, "cannot be seen"), ("x" * 401, "longer than 400")):
        refused = people["focal"].post_form(f"{here}/exceptions/BFA", **{name: wrong})
        assert refused.status_code == 422
        assert said in refused.text


def test_a_double_click_makes_one_submission(group, people):
    here = written(people, group)
    people["focal"].post_form(here, f"{here}/hand-on")
    page = people["authority"].get(here).text
    form = form_of(page, f"{here}/sign")
    fields = {i.get("name"): i.get("value", "") for i in form.iter(f"{X}input")}
    first, second = (people["authority"].post(f"{here}/sign", data=fields) for _click in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    other_tab = people["authority"].post(f"{here}/sign", data=fields | {"key": "z" * 22})
    assert other_tab.status_code == 409
    assert "since you opened the page: nothing was done" in other_tab.text
    assert db.session.query(AttestationSubmission).count() == 1


def test_what_was_sent_before_stays_readable_beside_what_was_sent_anew(group, people):
    public_id = submitted(group, remark="First text")
    here = f"/certifications/{public_id}"
    assert people["focal"].get(f"{here}/compare").status_code == 404, "there is nothing before it"
    take_up(public_id, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    return_(public_id, remark="Attach the checklist.", by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    page = people["focal"].get(here).text
    assert "Attach the checklist." in page
    assert "Returned for correction" in page
    people["focal"].post_form(f"{here}/write", **sheet(remark="Second text"))
    assert "First text" in people["focal"].get(here).text, "what changed since it was sent"
    assert "Second text" not in people["military"].get(here).text, "until it is signed it stays the State's own"
    people["focal"].post_form(here, f"{here}/hand-on")
    assert "Returned for correction" in people["military"].get(here).text
    people["authority"].post_form(here, f"{here}/sign")
    for reader in ("focal", "authority", "military"):
        compared = people[reader].get(f"{here}/compare").text
        assert "First text" in compared
        assert "Second text" in compared
    assert people["nepal"].get(f"{here}/compare").status_code == 404


def test_evidence_that_changes_is_told_to_both_sides_with_the_new_figure(group, people):
    public_id = accepted(group)
    group.withdraw(make.newest("CPTM"), [0, 1])
    for reader in ("focal", "authority", "military"):
        page = people[reader].get(f"/certifications/{public_id}").text
        assert "Accepted, evidence changed" in page
        assert "CPTM: 6 of 8, 75.0\u00a0%, where 8 of 8 were recorded." in page
    rotation = people["focal"].get(f"/rotations/{group.rotation.public_id}").text
    assert "Pre-deployment training certification: Accepted, evidence changed." in rotation


def test_a_late_restriction_is_shown_as_declared_after_acceptance_and_a_withdrawal_says_why(group, people):
    public_id = accepted(group)
    here = f"/certifications/{public_id}"
    people["authority"].post_form(here, f"{here}/caveat", caveat="No night patrols.")
    for reader in ("focal", "military"):
        page = people[reader].get(here).text
        assert "declared after acceptance" in page
        assert "No night patrols." in page
    assert people["authority"].post_form(here, f"{here}/withdraw", remark="").status_code == 422
    people["authority"].post_form(here, f"{here}/withdraw", remark="The unit stays at home.")
    page = people["military"].get(here).text
    assert "Withdrawn" in page
    assert "The unit stays at home." in page
    assert f"{here}/withdraw" not in people["focal"].get(here).text


def test_a_number_or_a_day_that_cannot_be_read_is_shown_again(group, people):
    here = begin(people["focal"], group)
    wrong = people["focal"].post_form(f"{here}/write", **sheet(**{"claim-CPTM": "all", "dated": "28/10/17"}))
    assert wrong.status_code == 422
    assert 'value="all"' in wrong.text
    assert 'value="28/10/17"' in wrong.text
    more = people["focal"].post_form(f"{here}/write", **sheet(**{"claim-CPTM": "-1"}))
    assert more.status_code == 422


def test_the_form_takes_a_fixed_number_of_statements(group, people, statements):
    here = written(people, group)
    group.withdraw(make.newest("BFA"), range(1))
    browser = people["focal"]
    pages = (f"{here}/write", f"{here}/exceptions/BFA", here)
    for page in pages:
        browser.get(page)
    counts = []
    for turn in range(2):
        for page in pages:
            with statements() as seen:
                assert browser.get(page).status_code == 200
            counts.append(len(seen))
        if not turn:
            group.withdraw(make.newest("BFA"), range(1, 7))
            for page in pages:
                browser.get(page)
    assert counts[:3] == counts[3:]
    assert max(counts) < 60, counts


def test_the_secretariat_reads_the_exceptions_that_were_sent_by_name_and_no_later_ones(group, people):
    group.withdraw(make.newest("BFA"), [1, 2])
    here = written(people, group)
    there, names = f"{here}/exceptions/BFA", [group.people[n].full_name for n in (1, 2)]
    people["focal"].post_form(there, others="Holds a higher qualification", do="others")
    people["focal"].post_form(f"{here}/write", **sheet(do="recorded"))
    people["focal"].post_form(here, f"{here}/hand-on")
    people["authority"].post_form(here, f"{here}/sign")
    page = people["military"].get(here).text
    assert "2 persons: <bdi>Holds a higher qualification</bdi>" in page
    read = people["military"].get(there).text
    assert read.count("Holds a higher qualification") == 2
    assert all(name in read for name in names)
    assert 'name="reason-' not in read
    public_id = here.rpartition("/")[2]
    take_up(public_id, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    return_(public_id, remark="Say more.", by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    people["focal"].post_form(there, **{f"reason-{group.people[1].public_id}": "A nurse for ten years"})
    assert "A nurse for ten years" in people["authority"].get(there).text
    assert "A nurse for ten years" not in people["military"].get(there).text, "until it is sent"
    for stranger, expected in (("nepal", 404), ("authority", 404), ("military", 404)):
        page = people[stranger].get("/accounts/me").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        sent = people[stranger].post(there, data={"csrf_token": token, "key": "q" * 22, "edition": "3"})
        assert sent.status_code == expected, stranger


@pytest.mark.parametrize("kind", ["training", "readiness", "screening"])
def test_each_kind_has_its_own_form_and_goes_its_way(group, people, kind):
    fields = sheet(**{"state-screening": "y"} if kind == "screening" else {})
    if kind == "screening":
        fields = {name: said for name, said in fields.items() if not name.startswith("claim-")}
        fields = {name: said for name, said in fields.items() if name not in ("state-gender", "state-human_rights")}
    if kind == "readiness":
        fields |= {f"answer-{item.code}": "yes" for item in checklist().items}
    here = begin(people["focal"], group, kind)
    assert people["focal"].post_form(f"{here}/write", **fields).status_code == 302
    page = people["focal"].get(f"{here}/write").text
    assert problems(page) == []
    assert ("What is known, and what you certify" in page) == (kind != "screening")
    assert (checklist().items[0].text in page) == (kind == "readiness")
    people["focal"].post_form(here, f"{here}/hand-on")
    assert people["authority"].post_form(here, f"{here}/sign").status_code == 302
    assert rules.PREFIXES[kind] in people["military"].get(here).text


def test_a_no_on_the_checklist_says_why(group, people):
    here = begin(people["focal"], group, "readiness")
    fields = {f"answer-{item.code}": "yes" for item in checklist().items} | {"answer-fitness": "no"}
    people["focal"].post_form(f"{here}/write", **sheet(**fields))
    told = problems(people["focal"].get(f"{here}/write").text)
    (one,) = told
    assert "fit for the mission area" in one
    assert "Say why not, and what is done about it." in one
    people["focal"].post_form(f"{here}/write", **sheet(**fields, **{"why-fitness": "Vaccinated in May."}))
    assert problems(people["focal"].get(f"{here}/write").text) == []
    other = people["focal"].post_form(f"{here}/write", **sheet(**fields | {"answer-fitness": "perhaps"}))
    assert other.status_code == 422
