"""One search over everything somebody may see, and nothing besides."""

import pytest

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import identity_of
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.kit.db import db


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


@pytest.fixture
def officer(session) -> Account:
    bangladesh, nepal = make.state(), make.state("NPL", "Nepal", "NP")
    rotation = make.rotation(bangladesh, location="Bouar")
    karim = make.person(bangladesh, "BA-0417", None, given_names="Abdul", family_name="Karim", original_name="করিম")
    make.assignment(rotation, karim, rank="Sergeant")
    make.completion(karim, make.version())
    far = make.rotation(nepal, "NEPBAT-2", mission_code=make.mission("UNMISS").code)
    make.assignment(far, make.person(nepal, "NA-1", "Bishnu Karim"))
    return make.account("training_officer", state="BGD")


@pytest.fixture
def browser(client: CheckedClient, officer: Account) -> CheckedClient:
    return client.sign_in(officer.email)


def found(browser: CheckedClient, text: str) -> str:
    return browser.post_form("/search", text=text).text


@pytest.mark.parametrize("text", ["karim", "করিম", "كريم", "KARIM Abdul", "ba 0417", "BA-0417"])
def test_a_person_is_found_in_any_script_and_order(browser, text):
    shown = words(found(browser, text))
    assert "Abdul Karim" in shown
    assert "BANBAT-4" in shown
    assert "Bishnu" not in shown


@pytest.mark.parametrize("text", ["banbat 4", "BANBAT-4", "bouar", "minusca", "bangladesh minusca", "banbat"])
def test_a_rotation_is_found_by_its_name_its_place_its_mission_or_its_state(browser, text):
    page = found(browser, text)
    assert "Rotations found" in page
    assert "BANBAT-4" in words(page)
    assert "NEPBAT" not in page


def test_a_unit_is_found_and_leads_to_its_rotations(browser):
    assert "Units found" in (page := found(browser, "banbat"))
    assert 'href="/rotations?q=BANBAT-4&amp;state=BGD"' in page


def test_a_certificate_is_found_by_its_number_or_a_part_of_it(browser, officer):
    who = identity_of(officer.id)
    assert who
    (completion,) = db.session.scalars(db.text("SELECT public_id FROM completion"))
    letterhead = Letterhead(prefix="UNPKT", base_url="https://register.example")
    certificates.issue_one(completion, letterhead=letterhead, by=who, now=make.NOW)
    db.session.commit()
    number = db.session.scalar(db.text("SELECT number FROM certificate"))
    for text in (number, number.lower(), number[-8:]):
        shown = words(found(browser, text))
        assert number in shown
        assert "Valid" in shown


def test_nothing_typed_and_nothing_found_are_told_apart(browser):
    assert "What do you look for?" in words(browser.get("/search").text)
    assert "Nothing found" in words(found(browser, "Zzyzx"))
    assert "Nothing found" in words(found(browser, "%"))
    empty = browser.post_form("/search", text="  ")
    assert empty.status_code == 422
    assert "Write part of a name" in words(empty.text)


def test_a_name_never_stands_in_an_address(browser):
    """R77."""
    page = found(browser, "Karim")
    assert "Karim" not in "".join(e.get("href") or "" for e in parsed(page).iter())


def test_the_box_stands_at_the_top_of_every_page_of_whoever_may_search(browser, client):
    page = parsed(browser.get("/rotations").text)
    (box,) = [e for e in page.iter() if e.get("id") == "find-all"]
    assert box.get("data-shortcut") == "/"
    assert "find-all" not in client.application.test_client().get("/").text


@pytest.mark.parametrize("role", ["curriculum_editor", "administrator"])
def test_who_may_see_no_rotation_finds_no_search(client, officer, role):
    client.sign_in(make.account(role).email)
    assert client.get("/search").status_code == 404
    assert "find-all" not in client.get("/accounts/me").text


def test_the_analyst_finds_rotations_of_all_states_and_no_name(client, officer):
    client.sign_in(make.account("analyst").email)
    page = client.post_form("/search", text="karim").text
    assert "Nothing found" in words(page)
    shown = words(client.post_form("/search", text="bat").text)
    assert "BANBAT-4" in shown
    assert "NEPBAT-2" in shown


def test_no_more_than_twenty_of_a_kind_are_shown_with_how_to_narrow_at_the_same_cost(browser, statements):
    state = make.state()
    counts = []
    for size in (2, 40):
        for number in range(size):
            make.person(state, f"Z{size}{number:03}", f"Rokeya Dewan {number}")
        token = {"csrf_token": browser_token(browser), "text": "rokeya dewan"}
        with statements() as seen:
            page = browser.post("/search", data=token)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "More than 20 persons fit; these are the nearest." in words(page.text)
    assert page.text.count('<th scope="row">') == 20


def browser_token(browser: CheckedClient) -> str:
    page = parsed(browser.get("/search").text)
    return next(e.get("value") or "" for e in page.iter() if e.get("name") == "csrf_token")
