"""Nominating for a session, deciding, the waiting list; who sees which names (R19, R41)."""

import re

import pytest
from sqlalchemy import select

from tests import make
from tests.training import made
from trainingapp.kit.errors import Absent, Refused
from trainingapp.training.actions import nominations as actions
from trainingapp.training.actions.sessions import NotNow
from trainingapp.training.models import Nomination
from trainingapp.training.queries import nominations as queries
from trainingapp.training.queries import sessions


@pytest.fixture
def instructor(session):
    return made.instructor()


@pytest.fixture
def officer(instructor):
    return made.officer("BGD")


@pytest.fixture
def troops(officer):
    return made.troops("BGD", 4)


@pytest.fixture
def opened(instructor):
    return made.opened(instructor, places=2)


def standings(session_id):
    return [one.standing for one in queries.of_session(sessions.session(session_id).id)]


def ids(session_id, *numbers):
    found = queries.of_session(sessions.session(session_id).id)
    return [one.public_id for one in found if one.person.service_number in numbers]


def decide(session_id, numbers, kind, by, **more):
    with made.transaction():
        return actions.decide(session_id, ids(session_id, *numbers), kind, by=by, now=made.NOW, **more)


def test_a_state_nominates_its_own_and_each_problem_is_told_by_line(client, opened, officer, troops):
    client.sign_in("officer@bgd.example")
    typed = "BGD-1\n\nBGD-99\nBGD-1\nBGD-2"
    answer = client.post_form(f"/sessions/{opened}/nominate", action="nominate", numbers=typed, do="all")
    assert answer.status_code == 422
    assert re.search(r"Line 3, <bdi[^>]*>BGD-99</bdi>: is no service number", answer.text)
    assert re.search(r"Line 4, <bdi[^>]*>BGD-1</bdi>: stands in this list twice", answer.text)
    assert "Nominate the other 2 only" in answer.text
    assert standings(opened) == [], "nothing was recorded"
    answer = client.post_form(f"/sessions/{opened}/nominate", action="nominate", numbers=typed, do="good")
    assert answer.status_code == 302
    assert standings(opened) == ["nominated", "nominated"]


def test_persons_are_ticked_on_the_roll_of_a_rotation(client, session, opened, officer, troops):
    client.sign_in("officer@bgd.example")
    rotation = make._known(make.Rotation, code="BANBAT-4")
    person = make._known(make.Person, service_number="BGD-3")
    url = f"/sessions/{opened}/nominate?rotation={rotation.public_id}"
    answer = client.post_form(url, action="nominate", numbers="", chosen=[person.public_id], do="all")
    assert answer.status_code == 302, answer.text
    assert "Waits for a decision" in client.get(url).text


def test_nobody_nominates_for_another_state(opened, officer, troops):
    nepal = made.officer("NPL")
    with pytest.raises(Absent), made.transaction():
        actions.nominate(opened, "BGD", troops, good_only=False, by=nepal, now=made.NOW)
    with pytest.raises(actions.HasProblems) as refused, made.transaction():
        actions.nominate(opened, "NPL", troops, good_only=False, by=nepal, now=made.NOW)
    assert "no service number of a person of your State" in str(refused.value.wish.bad[0].problem)


def test_a_nominee_outside_the_audience_is_refused_with_whom_it_is_for(instructor, officer):
    """Child protection for the military is for those who serve in it (R19)."""
    opened = made.opened(instructor, version="CP-MIL@2014")
    made.troops("BGD", 1, category="individual_police", prefix="POL")
    made.troops("BGD", 1, prefix="MIL")
    make.person(make.state(), "NOBODY-1", "No Roll")
    numbers = ["POL-1", "MIL-1", "NOBODY-1"]
    with pytest.raises(actions.HasProblems) as refused, made.transaction():
        actions.nominate(opened, "BGD", numbers, good_only=False, by=officer, now=made.NOW)
    told = {line.text: str(line.problem) for line in refused.value.wish.bad}
    assert "the latest roll says Individual police officers" in told["POL-1"]
    assert "stands on no roll" in told["NOBODY-1"]
    assert "MIL-1" not in told


def test_only_an_open_session_takes_nominations(instructor, officer, troops):
    planned = made.planned(instructor)
    with pytest.raises(NotNow, match="not open for nomination yet"), made.transaction():
        actions.nominate(planned, "BGD", troops, good_only=False, by=officer, now=made.NOW)


def test_never_are_more_accepted_than_places_and_the_rest_wait_in_order(instructor, officer, opened, troops):
    made.nominated(opened, officer, troops)
    decided = decide(opened, troops[:3], "accepted", instructor)
    assert (decided.accepted, decided.waiting) == (2, 1)
    assert standings(opened) == ["accepted", "accepted", "waiting", "nominated"]
    with pytest.raises(Refused, match="All 2 places are taken"):
        decide(opened, [troops[3]], "accepted", instructor)
    assert sessions.session(opened).accepted == 2


def test_a_freed_place_is_offered_to_the_first_waiting_and_goes_to_nobody_by_itself(
    client, instructor, officer, opened, troops
):
    made.nominated(opened, officer, troops)
    decide(opened, troops[:3], "accepted", instructor)
    with made.transaction():
        actions.withdraw(opened, ids(opened, troops[0]), reason="Ill.", by=officer, now=made.NOW)
    assert standings(opened) == ["withdrawn", "accepted", "waiting", "nominated"]
    client.sign_in("instructor@bipsot.example")
    page = client.get(f"/sessions/{opened}/nominations").text
    assert "1 place is free. The first on the waiting list:" in page
    answer = client.post_form(f"/sessions/{opened}/nominations", action="/decide")
    assert answer.status_code == 302
    assert standings(opened) == ["withdrawn", "accepted", "accepted", "nominated"]


def test_whoever_is_declined_is_told_why_and_is_not_nominated_again(client, instructor, officer, opened, troops):
    made.nominated(opened, officer, troops[:1])
    client.sign_in("instructor@bipsot.example")
    url = f"/sessions/{opened}/nominations"
    ticked = {"chosen": ids(opened, troops[0]), "do": "declined"}
    assert "Write why" in client.post_form(url, action="/decide", **ticked, reason=" ").text
    assert client.post_form(url, action="/decide", **ticked, reason="Speaks no English.").status_code == 302
    with pytest.raises(actions.HasProblems) as refused, made.transaction():
        actions.nominate(opened, "BGD", troops[:1], good_only=False, by=officer, now=made.NOW)
    assert "Speaks no English." in str(refused.value.wish.bad[0].problem)


def test_after_a_withdrawal_a_person_may_be_nominated_again(session, officer, opened, troops):
    made.nominated(opened, officer, troops[:1])
    with made.transaction():
        actions.withdraw(opened, ids(opened, troops[0]), reason="", by=officer, now=made.NOW)
    made.nominated(opened, officer, troops[:1])
    assert session.scalars(select(Nomination.ordinal).order_by(Nomination.id)).all() == [0, 1]


def test_a_state_withdraws_its_own_only(instructor, officer, opened, troops):
    nepal = made.officer("NPL")
    made.nominated(opened, officer, troops[:1])
    with pytest.raises(actions.NobodyChosen), made.transaction():
        actions.withdraw(opened, ids(opened, troops[0]), reason="", by=nepal, now=made.NOW)
    assert standings(opened) == ["nominated"]


@pytest.fixture
def of_two_states(instructor, officer, opened, troops):
    """A session for which Bangladesh and Nepal have nominated."""
    nepal = made.officer("NPL")
    made.troops("NPL", 2, rotation="NEPBATT-1")
    made.nominated(opened, officer, troops[:2])
    made.nominated(opened, nepal, ["NPL-1", "NPL-2"], "NPL")
    return opened


def named(client, session_id):
    return set(re.findall(r"(?:BGD|NPL)-\d", client.get(f"/sessions/{session_id}/nominations").text))


def test_names_are_for_whoever_runs_it_and_for_each_state_its_own(client, of_two_states):
    browser = client.application.test_client
    everybody = {"BGD-1", "BGD-2", "NPL-1", "NPL-2"}
    assert named(browser().sign_in("instructor@bipsot.example"), of_two_states) == everybody
    assert named(browser().sign_in("officer@npl.example"), of_two_states) == {"NPL-1", "NPL-2"}
    # Bangladesh's officer manages the sessions of institutions in Bangladesh.
    assert named(browser().sign_in("officer@bgd.example"), of_two_states) == everybody


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("training_officer", {"institution_code": "FARTC"}),
        ("training_officer", {"mission": "UNMISS"}),
        ("training_officer", {"state": "RWA"}),
        ("analyst", {}),
        ("reviewer_military", {}),
    ],
)
def test_everybody_else_sees_numbers_and_no_names(client, of_two_states, role, more):
    if "institution_code" in more:
        make.institution("FARTC", "BGD", "NPL", name="A far training centre")
    if "mission" in more:
        make.mission("UNMISS")
    if "state" in more:
        make.state("RWA", "Rwanda", "RW")
    make.account(role, "other@example.org", **more)
    client.sign_in("other@example.org")
    assert named(client, of_two_states) == set()
    assert "Nominations by State" in client.get(f"/sessions/{of_two_states}/nominations").text
    token = {"csrf_token": "x"}
    assert client.post(f"/sessions/{of_two_states}/nominations/decide", data=token).status_code in (400, 404)


def test_whoever_is_shown_names_is_written_down(client, session, of_two_states):
    from trainingapp.journal.models import Reading

    client.sign_in("instructor@bipsot.example").get(f"/sessions/{of_two_states}/nominations")
    rows = session.execute(select(Reading.state_code, Reading.persons, Reading.object_kind).order_by(Reading.id)).all()
    assert [tuple(row) for row in rows] == [("BGD", 2, "session"), ("NPL", 2, "session")]


def test_the_list_of_nominations_takes_as_many_statements_for_many(client, instructor, officer, statements):
    session_id = made.opened(instructor)
    made.nominated(session_id, officer, made.troops("BGD", 2))
    client.sign_in("instructor@bipsot.example")
    client.get(f"/sessions/{session_id}/nominations")
    with statements() as few:
        client.get(f"/sessions/{session_id}/nominations")
    made.nominated(session_id, officer, made.troops("BGD", 20, prefix="M"))
    with statements() as many:
        client.get(f"/sessions/{session_id}/nominations")
    assert len(few) == len(many)
