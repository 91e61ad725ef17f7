"""Requirements waived for a time: who may, for whom, who sees it, and what becomes of the gap (issue 5: waivers)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import make
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.forces import queries as forces
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit
from trainingapp.people import actions as people
from trainingapp.people.queries import recorded
from trainingapp.privacy import actions as privacy
from trainingapp.readiness import reports
from trainingapp.requirements import actions
from trainingapp.requirements.actions.rules import EndedAlready
from trainingapp.requirements.actions.waivers import NotYours
from trainingapp.requirements.models import Waiver, WaiverPerson
from trainingapp.requirements.queries import granted
from trainingapp.requirements.waiving import Asked, standing

TODAY = date(2017, 12, 31)
EVERYTHING = OPERATOR.scope("waivers.see")
MILITARY = Identity("military", "A reviewer", (Grant("reviewer_military", "all"),))
POLICE = Identity("police", "Another reviewer", (Grant("reviewer_police", "all"),))
OFFICER = Identity("officer", "An officer", (Grant("training_officer", "state", states=frozenset({"BGD"})),))
ASKED = Asked(
    curriculum="BFA",
    first_day=TODAY,
    last_day=date(2018, 1, 31),
    authority="Office of Military Affairs",
    consent="MINUSCA cable 12",
    reason="The instructors are in the mission.",
)


def grant(group: Battalion, asked: Asked = ASKED, *, by: Identity = MILITARY, **more) -> str:
    rotation = forces.rotation(EVERYTHING, group.rotation.public_id, as_of=TODAY)
    found = actions.grant_waiver(rotation, asked, by=by, now=make.NOW, today=TODAY, **({"most_days": 180} | more))
    db.session.commit()
    return found


def bfa(group: Battalion, day: date) -> tuple[int, int, int]:
    """Required, held, waived of buddy first aid on a day."""
    judged = reports.of_rotation(EVERYTHING, group.rotation.public_id, as_of=day, names=EVERYTHING)
    tally = judged.standing.tallies["BFA"]
    waived = sum("BFA" in person.waived for person in judged.standing.persons)
    assert tally.waived == waived
    return tally.required, tally.held, waived


@pytest.fixture
def group(bangladesh) -> Battalion:
    return battalion(bangladesh, 8, women=2)


def test_a_waiver_is_counted_apart_never_as_held_and_the_gap_is_open_again_the_day_after(group):
    group.pass_all(make.version("BFA"), date(2017, 9, 25), range(3))
    grant(group)
    assert bfa(group, date(2017, 12, 30)) == (8, 3, 0)
    assert bfa(group, TODAY) == (8, 3, 5)
    assert bfa(group, date(2018, 1, 31)) == (8, 3, 5)
    assert bfa(group, date(2018, 2, 1)) == (8, 3, 0)


def test_it_can_be_for_persons_by_service_number_and_ended_early(group):
    waiver = grant(group, replace(ASKED, persons=("BANBAT-4-0001", "BANBAT-4-0002", "BANBAT-4-0001")))
    assert bfa(group, date(2018, 1, 15)) == (8, 0, 2)
    found = granted.waiver(EVERYTHING, waiver, as_of=TODAY)
    assert (found.persons, found.standing, found.through) == (2, "in_force", date(2018, 1, 31))
    assert [one.name for one in granted.persons_of(EVERYTHING, found.id)] == ["Soldier 0001", "Soldier 0002"]
    rotation = actions.end_waiver(
        waiver, last_day=date(2018, 1, 10), reason="They were trained.", by=MILITARY, now=make.NOW, today=TODAY
    )
    db.session.commit()
    assert rotation == group.rotation.public_id
    assert bfa(group, date(2018, 1, 10)) == (8, 0, 2)
    assert bfa(group, date(2018, 1, 11)) == (8, 0, 0)
    with pytest.raises(EndedAlready):
        actions.end_waiver(waiver, last_day=TODAY, reason="Again.", by=MILITARY, now=make.NOW, today=TODAY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"curriculum": "NEWBASICS"}, "Nothing requires NEWBASICS"),
        ({"first_day": date(2017, 12, 30)}, "changes nothing about the past"),
        ({"last_day": date(2017, 12, 30)}, "cannot end before it begins"),
        ({"last_day": date(2018, 11, 15)}, "The tour ends on 2018-11-14"),
        ({"last_day": date(2018, 7, 15)}, "180 days at the most"),
        ({"persons": ("BANBAT-4-0001", "unknown-7")}, "Nobody with the service number unknown-7"),
    ],
)
def test_what_cannot_be_waived_is_refused_with_a_sentence(group, change, said):
    with pytest.raises(Unfit) as refused:
        grant(group, replace(ASKED, **change))
    assert [str(one) for one in refused.value.problems if said in str(one)]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Waiver)) == 0


def test_every_reason_is_told_at_once(group):
    wrong = replace(ASKED, curriculum="MGA", first_day=date(2017, 1, 1), last_day=date(2019, 1, 1), persons=("x", "y"))
    with pytest.raises(Unfit) as refused:
        grant(group, wrong)
    assert len(refused.value.problems) == 5
    db.session.rollback()


def test_what_is_waived_already_is_not_waived_twice(group):
    """Whoever ended the one would find the gap waived by the other."""
    first = grant(group)
    twice = replace(ASKED, first_day=date(2018, 1, 31), last_day=date(2018, 3, 1), authority="Cable 13")
    alone = replace(twice, persons=("BANBAT-4-0001",))
    for asked in (twice, alone):
        with pytest.raises(Unfit) as refused:
            grant(group, asked)
        (said,) = refused.value.problems
        for words in ("2017-12-31 to 2018-01-31", "Office of Military Affairs", "2018-01-31 to 2018-03-01", "Cable 13"):
            assert words in str(said)
        db.session.rollback()
    # Other training, other days, and what has ended by then.
    grant(group, replace(twice, curriculum="CPTM"))
    grant(group, replace(twice, first_day=date(2018, 2, 1)))
    actions.end_waiver(first, last_day=TODAY, reason="Trained.", by=MILITARY, now=make.NOW, today=TODAY)
    db.session.commit()
    grant(group, replace(ASKED, first_day=date(2018, 1, 1)))


def test_somebody_is_waived_once_and_others_beside_them(group):
    of_one = grant(group, replace(ASKED, persons=("BANBAT-4-0001", "BANBAT-4-0002")))
    with pytest.raises(Unfit, match="waived already"):
        grant(group, replace(ASKED, persons=("BANBAT-4-0002", "BANBAT-4-0003")))
    db.session.rollback()
    grant(group, replace(ASKED, persons=("BANBAT-4-0003",)))
    assert bfa(group, TODAY) == (8, 0, 3)
    actions.end_waiver(of_one, last_day=TODAY, reason="Trained.", by=MILITARY, now=make.NOW, today=TODAY)
    db.session.commit()
    assert bfa(group, date(2018, 1, 1)) == (8, 0, 1)


def test_only_reviewers_of_the_component_grant_and_end(group):
    waiver = grant(group)
    for by, refusal in ((POLICE, NotYours), (OFFICER, Absent)):
        with pytest.raises(refusal):
            grant(group, by=by)
        db.session.rollback()
        with pytest.raises(refusal):
            actions.end_waiver(waiver, last_day=TODAY, reason="No.", by=by, now=make.NOW, today=TODAY)
        db.session.rollback()


def test_where_a_waiver_stands_on_a_day():
    said = {"first": date(2018, 1, 1), "last": date(2018, 1, 31)}
    assert standing(**said, ended_on=None, as_of=date(2017, 12, 31)) == "upcoming"
    assert standing(**said, ended_on=None, as_of=date(2018, 1, 31)) == "in_force"
    assert standing(**said, ended_on=date(2018, 1, 10), as_of=date(2018, 1, 11)) == "over"
    assert standing(**said, ended_on=date(2017, 12, 31), as_of=date(2018, 1, 5)) == "never"


def test_what_runs_out_next_stands_first_and_the_list_costs_the_same(group, statements):
    grant(group, replace(ASKED, curriculum="CPTM", last_day=date(2018, 3, 1)))
    with statements() as few:
        assert granted.waivers(EVERYTHING, as_of=TODAY).total == 1
    for first, last in ((4, 20), (0, 3), (21, 40)):
        grant(group, replace(ASKED, first_day=TODAY + timedelta(first), last_day=TODAY + timedelta(last)))
    with statements() as many:
        page = granted.waivers(EVERYTHING, as_of=TODAY)
    assert [one.last_day.day for one in page.rows] == [3, 20, 9, 1]
    assert len(few) == len(many) == 2
    assert granted.waivers(EVERYTHING, as_of=date(2018, 2, 1), over=True).total == 2


def test_whoever_was_merged_is_waived_as_one_and_an_erased_person_is_named_no_more(group):
    waiver = grant(group, replace(ASKED, persons=("BANBAT-4-0001",)))
    everybody = OPERATOR.scope("people.see")
    other = make.person(make.state(), "OLD-1", "Soldier 0001")
    versions = {
        name: recorded.person_of(everybody, one.public_id).version
        for name, one in (("kept_version", other), ("merged_version", group.people[1]))
    }
    kept, merged = other.public_id, group.people[1].public_id
    people.merge(kept, merged, reason="One and the same.", by=OPERATOR, now=make.NOW, **versions)
    db.session.commit()
    found = granted.waiver(EVERYTHING, waiver, as_of=TODAY)
    assert [one.service_number for one in granted.persons_of(EVERYTHING, found.id)] == ["OLD-1"]
    assert bfa(group, TODAY) == (8, 0, 1)
    privacy.erase(other.id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")
    db.session.commit()
    (gone,) = granted.persons_of(EVERYTHING, found.id)
    assert gone.erased
    assert db.session.scalar(select(func.count()).select_from(WaiverPerson)) == 1


def test_a_reason_that_names_an_erased_person_is_emptied_and_the_waiver_still_holds(group):
    waiver = grant(group, replace(ASKED, reason="Soldier 0003 was ill.", persons=("BANBAT-4-0003",)))
    privacy.erase(group.people[3].id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")
    db.session.commit()
    found = granted.waiver(EVERYTHING, waiver, as_of=TODAY)
    assert found.reason == "–"
    assert bfa(group, TODAY)[2] == 1


# --- Pages -----------------------------------------------------------------------------------------------------------


def signed_in(client, role: str, **scope: str):
    email = f"{role}.{'.'.join(scope.values()) or 'un'}@un.example".lower()
    make.account(role, email, **scope)
    return client.sign_in(email)


def test_a_reviewer_waives_from_the_rotation_and_the_form_loses_nothing(client, group):
    signed_in(client, "reviewer_military")
    address = f"/gaps/rotations/{group.rotation.public_id}"
    assert "Waive a requirement" in client.get(address).text
    form = f"/requirements/waivers/new/{group.rotation.public_id}"
    fields = {"curriculum": "BFA", "whom": "some", "numbers": "BANBAT-4-0001\nx-1", "first_day": "2017-12-31"}
    fields |= {"last_day": "2018-01-31", "authority": "OMA", "consent": "Cable 12", "reason": "No course in time."}
    refused = client.post_form(form, **fields)
    assert refused.status_code == 422
    assert "service number x-1 is on the roll" in refused.text
    assert "No course in time." in refused.text
    assert "BANBAT-4-0001" in refused.text
    for wrong, said in (({"numbers": " "}, "Name the persons"), ({"whom": "all"}, "choose one of the two")):
        assert said in client.post_form(form, **(fields | wrong)).text
    done = client.post_form(form, **(fields | {"numbers": "BANBAT-4-0001"}))
    assert done.status_code == 302
    page = client.get(done.location)
    assert "Soldier 0001" in page.text
    reading = db.session.scalars(select(Reading).order_by(Reading.id.desc())).first()
    assert reading is not None
    assert (reading.object_id, reading.persons) == (group.rotation.public_id, 1)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "waiver.grant_persons")).one()
    assert "BANBAT-4-0001" not in entry.details
    assert "No course" not in entry.details
    assert "Waivers in this rotation" in client.get(address).text


@pytest.mark.parametrize(
    ("role", "scope", "sees", "names"),
    [
        ("training_officer", {"state": "BGD"}, True, True),
        ("mission_leader", {"mission": "MINUSCA"}, True, False),
        ("analyst", {}, True, False),
        ("reviewer_police", {}, True, True),
        ("training_officer", {"state": "NPL"}, False, False),
        ("mission_leader", {"mission": "UNMISS"}, False, False),
    ],
)
def test_the_state_the_secretariat_and_the_mission_see_it_and_nobody_else(client, group, role, scope, sees, names):
    make.state("NPL", "Nepal", "NP")
    make.mission("UNMISS")
    waiver = grant(group, replace(ASKED, persons=("BANBAT-4-0001",)))
    signed_in(client, role, **scope)
    page = client.get(f"/requirements/waivers/{waiver}")
    assert page.status_code == (200 if sees else 404)
    assert ("Soldier 0001" in page.text) is names
    listed = client.get("/requirements/waivers")
    assert ("BANBAT-4" in listed.text) is sees
    assert "Soldier 0001" not in listed.text
    assert client.get(f"/requirements/waivers/{waiver}/end").status_code == 404
    assert client.get(f"/requirements/waivers/new/{group.rotation.public_id}").status_code == 404


def test_a_waiver_is_ended_on_its_page(client, group):
    waiver = grant(group)
    signed_in(client, "reviewer_military")
    address = f"/requirements/waivers/{waiver}"
    assert "End it early" in client.get(address).text
    assert "by itself" in client.post_form(f"{address}/end", last_day="2018-01-31", reason="Done.").text
    assert client.post_form(f"{address}/end", last_day="2018-01-05", reason="Done.").status_code == 302
    page = client.get(address).text
    assert "Ended before its time" in page
    assert "End it early" not in page
