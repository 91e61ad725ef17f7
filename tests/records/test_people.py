"""Finding somebody, and who may."""

from datetime import date

import pytest

from tests import make
from tests.client import CheckedClient, form_of, parsed
from trainingapp.accounts.rules import Grant, Identity, Scope
from trainingapp.forces.models import Rotation
from trainingapp.journal import actions as journal
from trainingapp.people import actions as people
from trainingapp.records import queries

AS_OF = make.NOW.date()


def scope(role: str, kind: str, *, states: str = "", missions: str = "") -> Scope:
    """Whom somebody in this role sees by name."""
    grant = Grant(role, kind, frozenset(states.split()), frozenset(missions.split()))
    return Identity("id", role, (grant,)).scope("people.see")


BANGLADESH = scope("training_officer", "state", states="BGD")
NEPAL = scope("training_officer", "state", states="NPL")
CELL = scope("training_officer", "mission", missions="MINUSCA")
OTHER_CELL = scope("training_officer", "mission", missions="UNMISS")
REVIEWER = scope("reviewer_military", "all")
ANALYST = scope("analyst", "all")


@pytest.fixture
def banbat(session) -> Rotation:
    """BANBAT-4 in MINUSCA with Abdul Karim; Shirin Ahmed of Bangladesh is on no roll; Bishnu Karim is Nepal's."""
    bangladesh, nepal = make.state(), make.state("NPL", "Nepal", "NP")
    rotation = make.rotation(bangladesh)
    karim = make.person(bangladesh, "BA-0417", None, given_names="Abdul", family_name="Karim", original_name="করিম")
    make.assignment(rotation, karim, rank="Sergeant")
    make.person(bangladesh, "BA-9000", "Shirin Ahmed")
    gurung = make.person(nepal, "BA-0417", "Bishnu Karim")
    make.assignment(make.rotation(nepal, "NEPBAT-2", mission_code=make.mission("UNMISS").code), gurung)
    return rotation


def names(whose: Scope, text: str) -> list[str]:
    return [one.person.name for one in queries.find(whose, text, as_of=AS_OF)[0]]


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def find(client: CheckedClient, text: str):
    return client.post_form("/people", text=text)


# --- Whom a search finds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["BA-04", "ba-0417", "Karim", "karim", "Abdul Karim", "Karim Abdul", "করিম"])
def test_a_person_is_found_by_the_beginning_of_the_number_or_by_words_of_the_name_in_any_order(banbat, text):
    assert names(BANGLADESH, text) == ["Abdul Karim"]


@pytest.mark.parametrize("text", ["0417", "Abdul Ahmed", "%", "_", "Karim Karim Kamrul%"])
def test_nothing_else_is_found(banbat, text):
    assert names(BANGLADESH, text) == []


def test_each_sees_their_own_and_nobody_elses(banbat):
    """R77: persons of another State are not found, and a mission's cell finds those deployed to its mission only."""
    found = {
        name: names(whose, "BA-")
        for name, whose in {"BGD": BANGLADESH, "NPL": NEPAL, "cell": CELL, "other": OTHER_CELL}.items()
    }
    assert found == {
        "BGD": ["Abdul Karim", "Shirin Ahmed"],
        "NPL": ["Bishnu Karim"],
        "cell": ["Abdul Karim"],
        "other": ["Bishnu Karim"],
    }
    assert names(REVIEWER, "BA-") == ["Abdul Karim", "Shirin Ahmed", "Bishnu Karim"]
    assert names(ANALYST, "BA-") == []


def test_the_rotation_under_way_is_named_and_one_to_come_only_when_none_is(banbat):
    state = make.state()
    person = make.person(state, "BA-77", "Rafiqul Islam")
    make.assignment(make.rotation(state, "OLD", deploys_on=date(2016, 1, 1), ends_on=date(2016, 12, 31)), person)
    next_one = make.rotation(state, "NEXT", deploys_on=date(2018, 6, 1), ends_on=date(2019, 5, 31))
    make.assignment(next_one, person)

    def post() -> str | None:
        found = queries.find(BANGLADESH, "BA-77", as_of=AS_OF)[0][0].post
        return found and found.rotation

    assert post() == "NEXT"
    make.assignment(banbat, person)
    assert post() == "BANBAT-4"


# --- The page --------------------------------------------------------------------------------------------------------


def test_without_a_search_the_page_says_what_to_do(client, banbat):
    client.sign_in(make.account("training_officer", state="BGD").email)
    page = client.get("/people")
    assert "Whom do you look for?" in words(page.text)
    assert 'href="/rotations"' in page.text


def test_a_name_is_sent_in_the_body_and_never_stands_in_an_address(client, banbat):
    """R77: an address is kept in histories and logs."""
    client.sign_in(make.account("training_officer", state="BGD").email)
    assert form_of(client.get("/people").text).get("method") == "post"
    page = find(client, "Karim")
    assert page.status_code == 200
    for word in ("BA-0417", "Abdul Karim", "Bangladesh", "Sergeant", "BANBAT-4"):
        assert word in words(page.text)
    assert "Karim" not in "".join(e.get("href") or "" for e in parsed(page.text).iter())
    assert "Nobody" in words(client.get("/people?text=Karim").text) or "Whom" in words(
        client.get("/people?text=Karim").text
    )


def test_nobody_found_and_nothing_typed_are_told_apart(client, banbat):
    client.sign_in(make.account("training_officer", state="NPL").email)
    assert "Nobody found" in words(find(client, "Abdul").text)
    empty = find(client, "  ")
    assert empty.status_code == 422
    assert "Write part of a name" in words(empty.text)


def test_no_more_than_fifty_are_shown_and_the_page_says_so_at_the_same_cost(client, banbat, statements):
    client.sign_in(make.account("training_officer", state="BGD").email)
    data = {"text": "BA-0", "csrf_token": _token(client)}
    with statements() as few:
        client.post("/people", data=data)
    rows = [{"service_number": f"BA-0{n:03}", "full_name": f"Karim {n}"} for n in range(60)]
    with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
        people.add_people(entry, "BGD", rows)
    make.db.session.commit()
    with statements() as many:
        page = client.post("/people", data=data)
    assert len(few) == len(many)
    assert "More than 50 persons fit; these are the first 50" in words(page.text)
    assert page.text.count('<th scope="row">') == 50


def _token(client: CheckedClient) -> str:
    form = form_of(client.get("/people").text)
    return next(i.get("value") for i in form.iter() if i.get("name") == "csrf_token")


@pytest.mark.parametrize("role", ["analyst", "curriculum_editor", "administrator"])
def test_who_may_see_nobody_by_name_finds_no_page(client, banbat, role):
    client.sign_in(make.account(role).email)
    assert client.get("/people").status_code == 404
