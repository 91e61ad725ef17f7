"""From State to State: offered, seen as far as must be, accepted, declined, taken back, by their pages."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts.rules import OPERATOR
from trainingapp.completions.models import Completion
from trainingapp.journal.models import Reading
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonNow, PersonTransfer, PersonTransferAnswer
from trainingapp.privacy.actions import erase


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def value_of(html: str, name: str) -> str | None:
    return next(e.get("value") for e in parsed(html).iter() if e.get("name") == name)


@pytest.fixture
def karim(session) -> Person:
    """Abdul Karim of Bangladesh, a sergeant with a roll and a completion."""
    make.state("NPL", "Nepal", "NP")
    person = make.person(make.state(), "BA-0417", "Abdul Karim", born_on=date(1990, 5, 3), original_name="আব্দুল করিম")
    make.assignment(make.rotation(make.state()), person, rank="Sergeant")
    make.completion(person, make.version())
    return person


@pytest.fixture
def bangladesh(app, karim) -> CheckedClient:
    client = CheckedClient(app, app.response_class, use_cookies=True)
    return client.sign_in(make.account("focal_point", state="BGD").email)


@pytest.fixture
def nepal(app, karim) -> CheckedClient:
    client = CheckedClient(app, app.response_class, use_cookies=True)
    return client.sign_in(make.account("focal_point", state="NPL").email)


def offered(bangladesh, karim) -> str:
    answer = bangladesh.post_form(f"/people/{karim.public_id}/transfer", to_state="NPL", reason="Became a citizen.")
    assert answer.status_code == 302, words(answer.text)
    return str(db.session.scalars(select(PersonTransfer.public_id).order_by(PersonTransfer.id.desc())).first())


def test_whoever_offers_sees_what_the_other_state_will_see(bangladesh, karim):
    shown = words(bangladesh.get(f"/people/{karim.public_id}/transfer").text)
    for text in ("What the other State sees", "CPTM 2017", "Not the service number"):
        assert text in shown


def test_an_offer_waits_and_stands_on_both_lists(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    page = words(bangladesh.get(f"/people/{karim.public_id}/transfer").text)
    assert "Offered to Nepal" in page
    assert "Waiting" in page
    assert "Abdul Karim" in words(bangladesh.get("/people/transfers").text)
    shown = nepal.get("/people/transfers").text
    assert f"/people/transfers/{offer}" in shown
    assert "Abdul Karim" in words(shown)


def test_the_number_of_offers_that_wait_leads_to_them(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    assert "1 person offered to your State" in words(nepal.get("/people").text)
    assert "offered to your State" not in words(bangladesh.get("/people").text)
    nepal.post_form(f"/people/transfers/{offer}", "decline", reason="Not one of ours.")
    assert "offered to your State" not in words(nepal.get("/people").text)


def test_the_other_state_sees_name_birth_and_training_and_no_more(bangladesh, nepal, karim):
    page = nepal.get(f"/people/transfers/{offered(bangladesh, karim)}")
    shown = words(page.text)
    for text in ("Abdul Karim", "আব্দুল করিম", "3 May 1990", "CPTM 2017", "Became a citizen.", "Bangladesh"):
        assert text in shown
    for text in ("BA-0417", "Sergeant", "BANBAT-4", karim.public_id):
        assert text not in page.text
    assert nepal.get(f"/people/{karim.public_id}").status_code == 404
    noted = db.session.scalars(select(Reading).where(Reading.page == "records.offer")).one()
    assert (noted.state_code, noted.object_id, noted.persons) == ("BGD", karim.public_id, 1)


def test_accepted_the_person_is_one_of_the_new_state_with_what_they_completed(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    answer = nepal.post_form(f"/people/transfers/{offer}", "accept", service_number="NP-1")
    assert answer.status_code == 302
    shown = words(nepal.get(answer.location).text)
    for text in ("Abdul Karim", "NP-1", "CPTM 2017", "1 completion came along.", "Taken over from another State"):
        assert text in shown
    old, new = db.session.scalars(select(Completion).order_by(Completion.id))
    assert (new.carried_from, new.state_code) == (old.id, "NPL")
    assert "Accepted" in words(bangladesh.get(f"/people/{karim.public_id}/transfer").text)
    assert "The record in your State" in words(nepal.get("/people/transfers").text)


def test_whoever_went_over_is_not_offered_again_by_the_old_state(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    before = bangladesh.get("/people").text
    nepal.post_form(f"/people/transfers/{offer}", "accept", service_number="NP-1")
    page = bangladesh.get(f"/people/{karim.public_id}/transfer").text
    assert "Moved to Nepal" in words(page)
    assert "Offer the person" not in words(page)
    version = db.session.scalar(select(PersonNow.version).where(PersonNow.public_id == karim.public_id))
    sent = {"csrf_token": value_of(before, "csrf_token"), "key": "k" * 22, "version": str(version)}
    late = bangladesh.post(f"/people/{karim.public_id}/transfer", data=sent | {"to_state": "NPL", "reason": "Again."})
    assert late.status_code == 409
    assert "has accepted this person already" in words(late.text)


def test_an_offer_accepted_twice_by_one_form_makes_one_person(bangladesh, nepal, karim):
    url = f"/people/transfers/{offered(bangladesh, karim)}"
    page = nepal.get(url).text
    sent = {"csrf_token": value_of(page, "csrf_token"), "key": "k" * 22, "service_number": "NP-1"}
    first, second = (nepal.post(f"{url}/accept", data=sent) for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    late = nepal.post(f"{url}/accept", data=sent | {"key": "m" * 22, "service_number": "NP-2"})
    assert late.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(PersonNow).where(PersonNow.state_code == "NPL")) == 1


def test_a_number_that_is_taken_in_the_new_state_names_whose_it_is(bangladesh, nepal, karim):
    make.person(make.state("NPL"), "NP-1", "Maya Gurung")
    offer = offered(bangladesh, karim)
    answer = nepal.post_form(f"/people/transfers/{offer}", "accept", service_number="NP-1")
    assert answer.status_code == 409
    assert "NP-1 is the service number of Maya Gurung now." in words(answer.text)
    assert value_of(answer.text, "service_number") == "NP-1"
    assert db.session.scalar(select(func.count()).select_from(PersonTransferAnswer)) == 0


def test_whoever_may_be_the_same_person_in_the_new_state_is_shown_before(bangladesh, nepal, karim):
    twin = make.person(make.state("NPL"), "NP-77", "KARIM Abdul", born_on=date(1990, 5, 3))
    make.person(make.state("NPL"), "NP-78", "Maya Gurung", born_on=date(1991, 5, 3))
    page = nepal.get(f"/people/transfers/{offered(bangladesh, karim)}")
    shown = words(page.text)
    assert "You may know this person already" in shown
    assert "NP-77" in shown
    assert "NP-78" not in shown
    assert f"/people/{twin.public_id}" in page.text


def test_no_number_no_acceptance(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    answer = nepal.post_form(f"/people/transfers/{offer}", "accept", service_number=" ")
    assert answer.status_code == 422
    assert "Write the service number that your State gives" in words(answer.text)


def test_declined_with_a_reason_the_person_stays_and_is_not_shown_any_more(bangladesh, nepal, karim):
    url = f"/people/transfers/{offered(bangladesh, karim)}"
    refused = nepal.post_form(url, "decline", reason=" ")
    assert refused.status_code == 422
    assert "Write why you decline." in words(refused.text)
    assert nepal.post_form(url, "decline", reason="Not one of ours.").location == "/people/transfers"
    for page in (url, "/people/transfers"):
        assert "Karim" not in nepal.get(page).text
    assert "Not one of ours." in words(bangladesh.get(f"/people/{karim.public_id}/transfer").text)
    assert "Not one of ours." in words(bangladesh.get(f"/people/{karim.public_id}").text)


def test_an_offer_taken_back_is_closed_to_the_other_state(bangladesh, nepal, karim):
    offer = offered(bangladesh, karim)
    page = nepal.get(f"/people/transfers/{offer}").text
    answer = bangladesh.post_form(f"/people/{karim.public_id}/transfer", "withdraw", remark="A mistake.")
    assert answer.location == f"/people/{karim.public_id}/transfer"
    sent = {"csrf_token": value_of(page, "csrf_token"), "key": "k" * 22, "service_number": "NP-1"}
    late = nepal.post(f"/people/transfers/{offer}/accept", data=sent)
    assert late.status_code == 409
    assert "Karim" not in late.text
    assert db.session.scalar(select(func.count()).select_from(PersonNow).where(PersonNow.state_code == "NPL")) == 0


def test_the_offer_of_somebody_who_was_erased_waits_for_nobody_and_cannot_be_accepted(bangladesh, nepal, karim):
    """R71: no nameless person comes into being in the other State from a page that was still open."""
    offer = offered(bangladesh, karim)
    page = nepal.get(f"/people/transfers/{offer}").text
    erase(karim.id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")
    db.session.commit()
    sent = {"csrf_token": value_of(page, "csrf_token"), "key": "k" * 22, "service_number": "NP-1"}
    late = nepal.post(f"/people/transfers/{offer}/accept", data=sent)
    assert late.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(PersonNow).where(PersonNow.state_code == "NPL")) == 0
    assert db.session.scalar(select(func.count()).select_from(PersonTransferAnswer)) == 0
    assert "offered to your State" not in words(nepal.get("/people").text)
    assert "Nobody is offered" in words(nepal.get("/people/transfers?show=waiting").text)
    for client in (bangladesh, nepal):
        shown = client.get("/people/transfers").text
        assert "Ended: the person was erased" in words(shown)
        assert "Waiting" not in words(shown)
        assert f"/people/{karim.public_id}/transfer" not in shown


def test_somebody_is_offered_once_at_a_time(bangladesh, karim):
    page = bangladesh.get(f"/people/{karim.public_id}/transfer").text
    offered(bangladesh, karim)
    sent = {name: value_of(page, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    answer = bangladesh.post(
        f"/people/{karim.public_id}/transfer", data=sent | {"to_state": "NPL", "reason": "Became a citizen."}
    )
    assert answer.status_code == 409
    assert "has been offered already" in words(answer.text)
    assert db.session.scalar(select(func.count()).select_from(PersonTransfer)) == 1


def test_an_offer_of_who_changed_meanwhile_is_looked_at_again(bangladesh, karim):
    page = bangladesh.get(f"/people/{karim.public_id}/transfer").text
    bangladesh.post_form(
        f"/people/{karim.public_id}/name", full_name="Abdul KARIM", original_name="", reason="The passport."
    )
    sent = {name: value_of(page, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    answer = bangladesh.post(
        f"/people/{karim.public_id}/transfer", data=sent | {"to_state": "NPL", "reason": "Became a citizen."}
    )
    assert answer.status_code == 409
    shown = words(answer.text)
    assert "Somebody else changed this person" in shown
    assert "Became a citizen." in answer.text
    assert db.session.scalar(select(func.count()).select_from(PersonTransfer)) == 0


@pytest.mark.parametrize(("typed", "said"), [({"to_state": ""}, "Choose the State."), ({"reason": " "}, "Write why")])
def test_an_offer_without_a_state_or_a_reason_is_refused(bangladesh, karim, typed, said):
    answer = bangladesh.post_form(
        f"/people/{karim.public_id}/transfer", **{"to_state": "NPL", "reason": "Became a citizen."} | typed
    )
    assert answer.status_code == 422
    assert said in words(answer.text)


def test_the_own_state_is_not_among_those_to_choose(bangladesh, karim):
    answer = bangladesh.post_form(f"/people/{karim.public_id}/transfer", to_state="BGD", reason="Became a citizen.")
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(PersonTransfer)) == 0


def test_a_training_officer_offers_and_does_not_answer(app, bangladesh, karim):
    offer = offered(bangladesh, karim)
    client = CheckedClient(app, app.response_class, use_cookies=True)
    client.sign_in(make.account("training_officer", state="NPL").email)
    assert client.get(f"/people/transfers/{offer}").status_code == 404
    assert "Karim" not in client.get("/people/transfers").text


def test_the_offer_is_nothing_to_a_third_state_nor_to_the_one_that_made_it(app, bangladesh, karim):
    offer = offered(bangladesh, karim)
    make.state("XCA", "Carana", "XC")
    third = CheckedClient(app, app.response_class, use_cookies=True)
    third.sign_in(make.account("focal_point", state="XCA").email)
    for client in (third, bangladesh):
        assert client.get(f"/people/transfers/{offer}").status_code == 404
    assert "Karim" not in third.get("/people/transfers").text
    assert third.get(f"/people/{karim.public_id}/transfer").status_code == 404
