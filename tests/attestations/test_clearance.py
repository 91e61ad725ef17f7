"""The technical clearance of medical personnel, an act of the UN beside training and certification (R14)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.forces.test_pages import told, words
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions import clearance as actions
from trainingapp.attestations.actions.clearance import RollChanged
from trainingapp.attestations.queries.clearance import cleared_medics, medics
from trainingapp.forces import queries as forces
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit

TODAY = date(2017, 12, 31)
EVERYTHING = OPERATOR.scope("attestations.see")
MILITARY = Identity("military", "A reviewer", (Grant("reviewer_military", "all"),))
POLICE = Identity("police", "A reviewer", (Grant("reviewer_police", "all"),))
TRAINING = Identity("training", "A reviewer", (Grant("reviewer_training", "all"),))
FOCAL = Identity("focal", "A focal point", (Grant("focal_point", "state", states=frozenset({"BGD"})),))


@pytest.fixture
def clinic(session):
    """A level-1 clinic with four medical persons and a driver."""
    state = make.state()
    rotation = make.rotation(state, "BANMED-1", strength=20)
    people = [make.person(state, f"M{n}", f"Medic {n}") for n in range(5)]
    for person, function in zip(people, ("doctor", "nurse", "medic", "medic", None), strict=True):
        make.assignment(rotation, person, function_code=function and make.function(function).code)
    return rotation, [person.public_id for person in people]


def clear(rotation, persons, result: str = "cleared", *, by=MILITARY, on: date = TODAY, remark: str = "") -> int:
    found = forces.rotation(EVERYTHING, rotation.public_id, as_of=TODAY)
    told = {"result": result, "decided_on": on, "remark": remark, "by": by, "now": make.NOW, "today": TODAY}
    count = actions.record_clearance(found, persons, **told)
    db.session.commit()
    return count


def test_a_clinic_with_one_of_four_uncleared_says_so(clinic):
    rotation, people = clinic
    assert cleared_medics([rotation.id]) == {rotation.id: (0, 4)}
    assert clear(rotation, people[:3]) == 3
    assert cleared_medics([rotation.id]) == {rotation.id: (3, 4)}
    entry = db.session.scalars(select(JournalEntry).filter_by(act="clearance.record")).one()
    assert (entry.object_id, entry.state_code) == (rotation.public_id, "BGD")


def test_the_newest_decision_holds(clinic):
    rotation, people = clinic
    clear(rotation, people[:1])
    clear(rotation, people[:1], "not_cleared", remark="Letter 3")
    assert cleared_medics([rotation.id])[rotation.id].cleared == 0
    clear(rotation, people[:1])
    assert cleared_medics([rotation.id])[rotation.id].cleared == 1
    assert [one.result for one in medics(EVERYTHING, rotation.id, as_of=TODAY)] == ["cleared", None, None, None]


def test_only_reviewers_of_the_component_record_it(clinic):
    rotation, people = clinic
    for somebody in (POLICE, TRAINING, FOCAL):
        with pytest.raises(Absent):
            clear(rotation, people[:1], by=somebody)


def test_whoever_has_no_medical_function_is_not_cleared_and_nobody_on_a_day_to_come(clinic):
    rotation, people = clinic
    with pytest.raises(RollChanged):
        clear(rotation, people[3:])
    db.session.rollback()
    with pytest.raises(Unfit) as refused:
        clear(rotation, [], "not_cleared", on=date(2018, 1, 1))
    assert set(refused.value.problems) == {"result", "decided_on", "remark"}


def test_it_costs_one_statement_each_however_many_there_are(clinic, statements):
    rotation, people = clinic
    key = rotation.id
    with statements() as few:
        cleared_medics([key])
        medics(EVERYTHING, key, as_of=TODAY)
    clear(rotation, people[:4])
    with statements() as many:
        cleared_medics([key, key + 1])
        medics(EVERYTHING, key, as_of=TODAY)
    assert len(few) == len(many) == 2


#: role and its grant -> what it gets of the page, and whether it may record.
SEEN = {
    ("reviewer_military", None, None): (200, True),
    ("reviewer_police", None, None): (200, False),
    ("focal_point", "BGD", None): (200, False),
    ("certifying_authority", "BGD", None): (200, False),
    ("focal_point", "RWA", None): (404, False),
    ("training_officer", "BGD", None): (404, False),
    ("analyst", None, None): (404, False),
}


@pytest.mark.parametrize(("role", "state", "mission"), SEEN)
def test_the_state_reads_it_and_the_components_reviewer_records_it(client, clinic, role, state, mission):
    rotation, _people = clinic
    if state == "RWA":
        make.state("RWA", "Rwanda", "RW")
    client.sign_in(make.account(role, state=state, mission=mission).email)
    page = client.get(f"/rotations/{rotation.public_id}/clearance")
    assert (page.status_code, "Record the decision" in page.text) == SEEN[(role, state, mission)]


def test_it_is_recorded_on_its_page_and_the_rotation_tells_what_is_lacking(client, clinic):
    rotation, people = clinic
    url = f"/rotations/{rotation.public_id}"
    client.sign_in(make.account("reviewer_military").email)
    said = {"whom": "ticked", "result": "cleared", "decided_on": "2017-12-01", "remark": ""}
    nobody = client.post_form(f"{url}/clearance", **said)
    assert told(nobody.text) == ["Decision: Nobody was chosen: tick somebody in the list."]
    assert client.post_form(f"{url}/clearance", **said, chosen=people[:3]).status_code == 302
    assert "1 of 4 medical personnel not technically cleared." in words(client.get(url).text)
    page = words(client.get(f"{url}/clearance").text)
    assert "Technically cleared 3 of 4" in page
    assert "Medic 4" not in page
    both = client.post_form(f"{url}/clearance", **{**said, "whom": "undecided"}, chosen=people[3])
    assert told(both.text) == ["For whom: Persons are ticked, but it is not for them: choose one of the two."]
    late = client.post_form(f"{url}/clearance", **{**said, "whom": "undecided"}, seen="of an earlier list")
    assert late.status_code == 409
    assert client.post_form(f"{url}/clearance", **{**said, "whom": "undecided"}).status_code == 302
    assert "medical personnel not" not in words(client.get(url).text)
    noted = db.session.scalars(select(Reading).filter_by(page="attestations.clearance")).all()
    assert {(one.persons, one.state_code) for one in noted} == {(4, "BGD")}
