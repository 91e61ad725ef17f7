"""Institutions: the administration adds and ends them, a State itself says whether they record for its people (R76)."""

import pytest

from tests import make
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db

NEW = {"code": "BIPSOT", "name": "Institute of Peace Support", "kind": "national", "state": "BGD"}


@pytest.fixture
def browser(app, session):
    def made(role: str, **more):
        make.state()
        account = make.account(role, **more)
        return app.test_client().sign_in(account.email)

    return made


@pytest.fixture
def administrator(browser):
    return browser("administrator")


def test_an_institution_records_from_the_consent_to_its_end_and_not_a_click_longer(administrator, browser):
    assert administrator.post_form("/institutions/new", **NEW).location == "/institutions/BIPSOT"
    focal = browser("focal_point", state="BGD")
    instructor = browser("training_officer", email="i@example.org", institution_code="BIPSOT")
    rotation = f"/rotations/{make.rotation(make.state()).public_id}"
    assert instructor.get(rotation).status_code == 404
    assert focal.post_form("/institutions/BIPSOT/let", state="BGD").status_code == 302
    assert instructor.get(rotation).status_code == 200
    assert focal.post_form("/institutions/BIPSOT/end-consent", state="BGD").status_code == 302
    assert instructor.get(rotation).status_code == 404
    focal.post_form("/institutions/BIPSOT/let", state="BGD")
    assert instructor.get(rotation).status_code == 200
    assert administrator.post_form("/institutions/BIPSOT/end").status_code == 302
    assert instructor.get(rotation).status_code == 404
    assert verify(db.session.connection()).ok


def test_the_administrator_ends_a_consent_and_never_gives_one(administrator):
    make.institution("BIPSOT", "BGD")
    page = administrator.get("/institutions/BIPSOT").text
    assert "Let it record" not in page
    assert administrator.get("/institutions/BIPSOT/let").status_code == 404
    assert administrator.post_form("/institutions/BIPSOT/end-consent", state="BGD").status_code == 302


@pytest.mark.parametrize("role", ["focal_point", "account_manager"])
def test_a_state_lets_an_institution_record_for_its_own_people_only(browser, role):
    make.institution("BIPSOT")
    make.state("NPL", "Nepal", "NP")
    who = browser(role, state="BGD")
    assert who.post_form("/institutions/BIPSOT/let", state="NPL").status_code == 422
    assert who.get("/institutions/new").status_code == 404
    assert who.get("/institutions/BIPSOT/end").status_code == 404
    assert "Let it record" in who.get("/institutions/BIPSOT").text


def test_whoever_may_open_the_institutions_finds_them_in_the_menu(browser):
    assert 'href="/institutions"' in browser("focal_point", state="BGD").get("/accounts/me").text
    assert 'href="/institutions"' not in browser("training_officer", state="BGD").get("/accounts/me").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "", "Write what it is called for short."),
        ("code", "no spaces", "capital letters, digits and hyphens"),
        ("name", " ", "Write its full name."),
        ("kind", "", "Choose the kind."),
        ("state", "", "Choose the State"),
    ],
)
def test_what_is_wrong_with_an_institution_is_said_and_the_rest_stays(administrator, field, value, said):
    answer = administrator.post_form("/institutions/new", **{**NEW, field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert NEW["name"] in answer.text or field == "name"


def test_a_code_is_used_once_and_for_ever(administrator):
    administrator.post_form("/institutions/new", **NEW)
    administrator.post_form("/institutions/BIPSOT/end")
    answer = administrator.post_form("/institutions/new", **NEW)
    assert answer.status_code == 422
    assert "There is, or was, an institution with this code already." in answer.text
