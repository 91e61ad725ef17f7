"""Planning a session, changing its plan, and leading it through its life, on its pages (R41, R47, R48)."""

import pytest

from tests import make
from tests.training import made
from trainingapp.training.queries import sessions as queries

PLAN = {
    "delivered_by": "institution:BIPSOT",
    "curriculum": "CPTM@2017",
    "kind": "delivery",
    "starts_on": "2017-09-25",
    "ends_on": "29 Sep 2017",
    "place": "Rajendrapur",
    "language": "en",
    "places": "30",
    "funding": "national",
    "component": "",
    "note": "",
}


@pytest.fixture
def instructor(session):
    return made.instructor()


@pytest.fixture
def planner(client, instructor):
    """BIPSOT's officer, signed in."""
    return client.sign_in("instructor@bipsot.example")


def step(client, session_id, name, **fields):
    return client.post_form(f"/sessions/{session_id}", action=f"/{name}", **fields)


def test_a_session_is_planned_and_opened(planner, session):
    answer = planner.post_form("/sessions/new", **PLAN)
    assert answer.status_code == 302, answer.text
    page = planner.get(answer.location).text
    assert "2017-0001" in page
    assert "Institute of Peace Support" in page
    answer = planner.post_form(answer.location, action="/open")
    assert "Open for nomination" in planner.get(answer.location).text
    assert "2017-0001" in planner.get("/sessions?curriculum=CPTM&year=2017&status=open").text
    assert "No session fits" in planner.get("/sessions?status=running").text


def test_every_mistake_of_a_plan_is_told_beside_its_field_at_once(planner):
    wrong = {"starts_on": "2017-09-25", "ends_on": "2017-09-20", "language": "ar", "places": "many", "place": ""}
    wrong |= {"curriculum": "NEWBASICS@2017", "funding": "assessed"}
    answer = planner.post_form("/sessions/new", **(PLAN | wrong))
    assert answer.status_code == 422
    for words in ("ends before it starts", "does not exist in this language", "not a whole number", "Write where"):
        assert words in answer.text
    assert "not paid from assessed contributions" in answer.text
    assert 'value="2017-09-20"' in answer.text, "nothing typed is lost"


def test_nobody_plans_for_others(planner, client, session):
    make.institution("FARTC", name="A far training centre")
    answer = planner.post_form("/sessions/new", **(PLAN | {"delivered_by": "institution:FARTC"}))
    assert answer.status_code == 422
    assert not queries.sessions().total


def test_a_state_plans_for_its_own_institutions_and_a_mission_for_itself(client, session):
    make.institution("BIPSOT", make.state().code)
    make.mission("MINUSCA")
    make.account("training_officer", "officer@bgd.example", state="BGD")
    make.account("training_officer", "cell@minusca.example", mission="MINUSCA")
    assert client.sign_in("officer@bgd.example").post_form("/sessions/new", **PLAN).status_code == 302
    client.get("/sign-out")
    cell = client.application.test_client().sign_in("cell@minusca.example")
    answer = cell.post_form("/sessions/new", **(PLAN | {"delivered_by": "mission:MINUSCA"}))
    assert answer.status_code == 302
    assert {one.delivered_by for one in queries.sessions().rows} == {"Institute of Peace Support", "MINUSCA"}
    assert {one.number for one in queries.sessions().rows} == {"2017-0001", "2017-0002"}


def test_the_plan_is_written_anew_and_the_earlier_one_stays(planner, instructor):
    session_id = made.planned(instructor)
    changed = {k: v for k, v in PLAN.items() if k not in ("delivered_by", "curriculum", "kind")} | {"places": "25"}
    answer = planner.post_form(f"/sessions/{session_id}/plan", **changed)
    assert answer.status_code == 302, answer.text
    found = queries.session(session_id)
    assert (found.places, found.plans) == (25, 2)
    again = planner.post_form(f"/sessions/{session_id}/plan", **changed)
    assert again.status_code == 422
    assert "Nothing differs" in again.text


def test_without_a_qualified_lead_instructor_it_is_not_confirmed(planner, instructor):
    """R41."""
    session_id = made.opened(instructor)
    answer = step(planner, session_id, "confirm")
    assert answer.status_code == 422
    assert "No lead instructor is named" in answer.text
    made.lead(session_id, instructor)
    assert step(planner, session_id, "confirm").status_code == 302
    assert queries.session(session_id).status == "confirmed"


def test_a_session_is_cancelled_with_a_reason(planner, instructor):
    session_id = made.opened(instructor)
    answer = step(planner, session_id, "cancel", reason="")
    assert answer.status_code == 422
    assert "Write why" in answer.text
    assert step(planner, session_id, "cancel", reason="The hall is flooded.").status_code == 302
    page = planner.get(f"/sessions/{session_id}").text
    assert "The hall is flooded." in page
    assert "Cancel the session" not in page


def test_a_step_twice_is_told_in_words(planner, instructor):
    session_id = made.opened(instructor)
    page = planner.get(f"/sessions/{session_id}").text
    made.lead(session_id, instructor)
    with made.transaction():
        made.actions.confirm(session_id, by=instructor, now=made.NOW, today=made.NOW.date())
    from tests.client import X, form_of

    hidden = {i.get("name"): i.get("value") for i in form_of(page, "/confirm").iter(f"{X}input")}
    answer = planner.post(f"/sessions/{session_id}/confirm", data=hidden)
    assert answer.status_code == 422
    assert "does not follow it" in answer.text


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("training_officer", {"state": "NPL"}),
        ("training_officer", {"mission": "UNMISS"}),
        ("training_officer", {"institution_code": "FARTC"}),
        ("analyst", {}),
    ],
)
def test_others_see_the_plan_and_change_nothing(client, instructor, role, more):
    if "state" in more:
        make.state("NPL", "Nepal", "NP")
    if "mission" in more:
        make.mission("UNMISS")
    if "institution_code" in more:
        make.institution("FARTC", "BGD", name="A far training centre")
    session_id = made.planned(instructor)
    make.account(role, "other@example.org", **more)
    other = client.sign_in("other@example.org")
    page = other.get(f"/sessions/{session_id}")
    assert page.status_code == 200
    assert "Change the plan" not in page.text
    assert other.get(f"/sessions/{session_id}/plan").status_code == 404
    token = {"csrf_token": "x"}
    for name in ("open", "confirm", "start", "cancel", "plan"):
        assert other.post(f"/sessions/{session_id}/{name}", data=token).status_code in (400, 404), name
    assert queries.session(session_id).status == "planned"


def test_the_list_takes_as_many_statements_for_many_as_for_few(planner, instructor, statements):
    made.planned(instructor)
    planner.get("/sessions")
    with statements() as few:
        planner.get("/sessions")
    for _count in range(12):
        made.opened(instructor)
    with statements() as many:
        assert planner.get("/sessions").text.count('scope="row"') == 13
    assert len(few) == len(many)
