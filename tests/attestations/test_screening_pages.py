"""The pages of screening, tried by those who may and by those who may not (R06)."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import make
from tests.attestations.screened import screened
from tests.client import CheckedClient
from tests.forces.test_pages import told, words
from trainingapp.attestations.models import Screening
from trainingapp.attestations.queries import screening
from trainingapp.journal.models import Reading
from trainingapp.kit.db import db

SAID = {"whom": "ticked", "numbers": "", "result": "cleared", "screened_on": "2017-12-01", "remark": ""}


def page_of(group, more: str = "") -> str:
    return f"/rotations/{group.rotation.public_id}/screening{more}"


def send(client, group, **more) -> TestResponse:
    return client.post_form(page_of(group), **(SAID | more))


@pytest.fixture
def focal(client, group) -> CheckedClient:
    return client.sign_in(make.account("focal_point", state="BGD").email)


#: role and its grant -> what it gets of the page, and of taking off the roll.
SEEN = {
    ("focal_point", "BGD", None): (200, 200),
    ("certifying_authority", "BGD", None): (200, 404),
    ("reviewer_military", None, None): (200, 404),
    ("reviewer_training", None, None): (200, 404),
    ("focal_point", "RWA", None): (404, 404),
    ("training_officer", "BGD", None): (404, 404),
    ("training_officer", None, "MINUSCA"): (404, 404),
    ("mission_leader", None, "MINUSCA"): (404, 404),
    ("analyst", None, None): (404, 404),
}


@pytest.mark.parametrize(("role", "state", "mission"), SEEN)
def test_screening_is_seen_by_the_state_and_by_reviewers_and_recorded_by_the_state(client, group, role, state, mission):
    if state == "RWA":
        make.state("RWA", "Rwanda", "RW")
    client.sign_in(make.account(role, state=state, mission=mission).email)
    page = client.get(page_of(group))
    assert (page.status_code, client.get(page_of(group, "/exclude")).status_code) == SEEN[(role, state, mission)]
    assert ("Record the result" in page.text) == (role == "focal_point" and state == "BGD")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/me").text)[1]
    sent = {**SAID, "csrf_token": token, "key": "k" * 22, "seen": "", "chosen": group.people[0].public_id}
    may = role == "focal_point" and state == "BGD"
    assert client.post(page_of(group), data=sent).status_code == (302 if may else 404)
    assert db.session.scalar(select(func.count(Screening.id))) == may


def test_what_is_ticked_is_recorded_once_however_often_the_button_is_pressed(focal, group):
    chosen = [group.people[n].public_id for n in (0, 1)]
    page = focal.get(page_of(group))
    form = re.findall(r'<input type="hidden" name="(csrf_token|key)" value="([^"]+)"', page.text)
    sent = {**SAID, **dict(form), "seen": "", "chosen": chosen}
    assert [focal.post(page_of(group), data=sent).status_code for _click in range(2)] == [302, 302]
    assert "Recorded for 2 persons." in focal.get(page_of(group)).text
    assert db.session.scalar(select(func.count(Screening.id))) == 2
    assert screening.counts([group.rotation.id])[group.rotation.id].cleared == 2
    assert page.status_code == 200
    noted = db.session.scalars(select(Reading).order_by(Reading.id)).all()
    assert {(one.page, one.persons, one.state_code) for one in noted} == {("attestations.screening", 8, "BGD")}


def test_everybody_who_waits_is_recorded_at_once_and_whoever_was_added_meanwhile_is_not(focal, group):
    page = focal.get(page_of(group))
    assert "Everybody who waits (8)" in page.text
    make.assignment(group.rotation, make.person(make.state(), "NEW-1", "A Replacement"))
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page.text)
    late = send(focal, group, whom="waiting", seen=seen[1])
    assert late.status_code == 409
    assert "has changed since you opened the page" in late.text
    assert "Everybody who waits (9)" in late.text
    assert send(focal, group, whom="waiting").status_code == 302
    assert screening.counts([group.rotation.id])[group.rotation.id].cleared == 9


def test_a_number_that_nobody_has_is_named_and_nothing_typed_is_lost(focal, group):
    page = send(focal, group, whom="numbers", numbers="BANBAT-4-0001\nXX-9\n", remark="Letter 12")
    assert page.status_code == 422
    assert told(page.text) == ["Service numbers: Nobody with the service number XX-9 is on the roll."]
    assert "Letter 12" in page.text
    assert screening.counts([group.rotation.id])[group.rotation.id].cleared == 0


def test_what_is_said_in_two_ways_is_asked_about(focal, group):
    both = send(focal, group, numbers="BANBAT-4-0001")
    assert told(both.text) == [
        "For whom: Service numbers are written down, but it is not for them: choose one of the two."
    ]
    ticked = send(focal, group, whom="waiting", chosen=group.people[0].public_id)
    assert told(ticked.text) == ["For whom: Persons are ticked, but it is not for them: choose one of the two."]
    nobody = send(focal, group)
    assert told(nobody.text) == ["For whom: Nobody was chosen: tick persons, or paste their service numbers."]
    hostile = send(focal, group, chosen="1 OR 1=1")
    assert hostile.status_code == 422


def test_e6_one_is_not_cleared_taken_off_by_name_and_shown_with_who_did_it(focal, group):
    screened(group, [0, 1, 2, 4, 5, 6, 7])
    sent = {"result": "not_cleared", "chosen": group.people[3].public_id}
    asked = send(focal, group, **sent)
    assert told(asked.text) == [
        "Remark: Say where the decision is found: whoever is not cleared stays out of this rotation."
    ]
    send(focal, group, **sent, remark="Ministry, letter 12")
    page = words(focal.get(page_of(group)).text)
    assert "1 person on the roll was not cleared: no certification of this rotation can be accepted" in page
    confirm = focal.get(page_of(group, "/exclude"))
    assert "Soldier 0003" in confirm.text
    assert "Soldier 0004" not in confirm.text
    assert 'value="2017-12-30"' in confirm.text, "who leaves today was there until yesterday"
    off = {"chosen": group.people[3].public_id, "reason": "Letter 12", "left_on": "2017-12-30"}
    assert focal.post_form(page_of(group, "/exclude"), **off).status_code == 422
    assert focal.post_form(page_of(group, "/exclude"), **off, sure="y").status_code == 302
    done = focal.get(page_of(group))
    said = words(done.text)
    assert "1 person was taken off the roll." in said
    assert "Soldier 0003 BANBAT-4-0003 Not cleared Ministry, letter 12" in said.split("Taken off the roll after")[1]


def test_the_list_shows_those_asked_for_and_costs_the_same_for_many(focal, group, statements):
    focal.get(page_of(group))
    with statements() as few:
        focal.get(page_of(group))
    screened(group, range(6))
    screened(group, [6], "not_cleared", on=date(2017, 10, 2))
    with statements() as many:
        page = focal.get(page_of(group))
    assert len(many) - len(few) <= 0, (len(few), len(many))
    assert page.text.index("Soldier 0006") < page.text.index("Soldier 0007") < page.text.index("Soldier 0000")
    only = focal.get(page_of(group, "?show=pending")).text
    assert "Soldier 0007" in only
    assert "Soldier 0000" not in only
