"""A State sees who looked at its people, when, and at what; and nothing of any other State (R71, R77)."""

import re
from datetime import timedelta

import pytest

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts.models import Account
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.records import looks


def looked(**more: object) -> None:
    usual: dict[str, object] = {"at": make.NOW, "actor": "visitor", "role": "", "page": "forces.roll", "kind": "page"}
    usual |= {"state_code": "BGD", "persons": 50, "object_kind": "", "object_id": ""}
    journal.note_readings([usual | more])
    db.session.commit()


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


@pytest.fixture
def focal_point(session) -> Account:
    make.state()
    make.state("NPL", "Nepal", "NP")
    return make.account("focal_point", "focal@example.org", state="BGD")


@pytest.fixture
def browser(client, focal_point) -> CheckedClient:
    return client.sign_in(focal_point.email)


def test_a_reading_says_who_in_which_role_at_what_when_and_how_many(browser, focal_point):
    rotation = make.rotation(make.state())
    by = {"actor": focal_point.public_id, "role": "focal_point state BGD"}
    looked(**by, kind="export", persons=850, object_kind="rotation", object_id=rotation.public_id)
    page = browser.get("/readings")
    shown = words(page.text)
    for said in ("focal_point", "State focal point", "Bangladesh", "the nominal roll", "BANBAT-4", "850", "File"):
        assert said in shown
    assert "31 Dec 2017, 09:00 UTC" in shown.replace("\u00a0", " ")
    assert f"/rotations/{rotation.public_id}" in page.text


def test_each_state_sees_its_own_only(client, focal_point):
    looked(state_code="NPL", persons=77, page="certificates.index")
    looked(persons=3)
    shown = words(client.sign_in(focal_point.email).get("/readings").text)
    assert "the nominal roll" in shown
    assert "77" not in shown
    assert "list of certificates" not in shown


@pytest.mark.parametrize(
    ("role", "more", "status"),
    [
        ("focal_point", {"state": "BGD"}, 200),
        ("certifying_authority", {"state": "BGD"}, 200),
        ("account_manager", {"state": "BGD"}, 200),
        ("training_officer", {"state": "BGD"}, 404),
        ("reviewer_military", {}, 404),
        ("administrator", {}, 404),
    ],
)
def test_the_page_is_for_those_who_answer_for_a_State(client, session, role, more, status):  # noqa: N802
    make.state()
    client.sign_in(make.account(role, "somebody@example.org", **more).email)
    assert client.get("/readings").status_code == status


def test_an_account_of_another_state_is_named(browser):
    reviewer = make.account("reviewer_military", "reviewer@example.org")
    looked(actor=reviewer.public_id, role="reviewer_military all")
    shown = words(browser.get("/readings").text)
    assert "reviewer_military" in shown
    assert "Secretariat reviewer, military" in shown


def test_readings_are_asked_for_by_day_by_kind_by_account_and_by_what_was_looked_at(browser):
    looked(at=make.NOW - timedelta(days=10), persons=11)
    looked(kind="export", persons=22)
    looked(actor="themselves", page="records.own", persons=1, object_kind="person", object_id="alice")

    def told(query: str) -> str:
        table = browser.get(f"/readings{query}").text.split("<tbody>")[-1].split("</tbody>")[0]
        return re.sub(r"\s+|<[^>]+>", " ", table)

    assert "11" not in told("?first=2017-12-30&last=2017-12-31")
    assert "11" in told("?first=2017-12-01&last=2017-12-25")
    assert "themselves" not in told("?kind=export")
    only = told("?object=alice")
    assert "The person themselves" in only
    assert "nominal roll" not in only
    assert "nominal roll" not in told("?who=themselves")


def test_nobody_looked_is_said_and_not_shown_as_an_empty_table(browser):
    shown = words(browser.get("/readings?first=2016-01-01&last=2016-01-31").text)
    assert "Nobody looked" in shown


def test_a_day_that_cannot_be_read_is_refused_and_told(browser):
    answer = browser.get("/readings?first=03/04/2017")
    assert answer.status_code == 422
    assert "03/04/2017" in answer.text


def test_the_same_as_a_file_holds_every_reading_and_nobody_who_was_looked_at(browser):
    for n in range(60):
        looked(persons=n + 1)
    answer = browser.get("/readings?format=csv")
    assert answer.mimetype == "text/csv"
    assert len(answer.text.splitlines()) == 61
    assert "Somebody who checked a certificate" in answer.text
    assert browser.get("/readings?format=pdf").status_code == 404


def test_many_readings_cost_what_few_do(browser, statements):
    looked()
    with statements() as few:
        browser.get("/readings")
    for n in range(60):
        rotation = make.rotation(make.state(), f"R-{n}")
        looked(object_kind="rotation", object_id=rotation.public_id)
    with statements() as many:
        browser.get("/readings")
    assert len(few) == len(many)


def test_the_days_are_drawn_with_their_figures_beside(browser):
    looked()
    looked(kind="export")
    page = browser.get("/readings").text
    assert page.count('class="column column-0" x=') == page.count('class="column column-1" x=') == 1
    assert "The figures of this chart" in words(page)


def test_reading_who_looked_is_no_reading(browser, session):
    from sqlalchemy import func, select

    from trainingapp.journal.models import Reading

    looked()
    browser.get("/readings")
    assert session.scalar(select(func.count()).select_from(Reading)) == 1


def test_a_role_is_told_as_it_was():
    roles = {"focal_point": "State focal point"}
    names = {"BGD": "Bangladesh"}
    assert str(looks.role_in_words("focal_point state BGD", roles=roles, names=names)) == (
        "State focal point, Bangladesh"
    )
    assert str(looks.role_in_words("focal_point institution BIPSOT", roles=roles, names={})) == (
        "State focal point, BIPSOT"
    )
    assert looks.role_in_words("", roles=roles, names=names) is None
