"""Trainers: graduates of trainers' courses, named in sessions or refused with what would be right (R41, R42; E9)."""

import json
from datetime import date

import pytest

from tests import make
from tests.training import made
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.models import Curriculum
from trainingapp.curricula.rules import Decided, Validity
from trainingapp.journal.models import Reading
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Refused
from trainingapp.training.actions import naming
from trainingapp.training.models import Nomination, ResultMark, SessionPlan, SessionStep, TrainingSession
from trainingapp.training.queries import trainers

PASSED = date(2017, 8, 25)


def course(code: str = "TOT-CPTM", taught: str = "CPTM", label: str = "2017"):
    """A trainers' course that makes its graduates trainers of a version."""
    content = {"module": [], "qualifies_for": [{"curriculum": taught, "versions": [label]}]}
    version = make.version(code, "2016", content=json.dumps(content))
    db.session.execute(db.update(Curriculum).where(Curriculum.code == code).values(kind="TOT"))
    db.session.commit()
    return version


def graduate(state, number: str = "T-1", name: str = "Kofi Mensah", *, on: date = PASSED, **more):
    person = make.person(state, number, name)
    make.completion(person, course(), on, **more)
    return person


@pytest.fixture
def ghana(session):
    make.version()
    return make.state("GHA", "Ghana", "GH")


@pytest.fixture
def instructor(session) -> Identity:
    return made.instructor()


def name(session_id: str, by: Identity, number: str, *, state: str = "BGD", role: str = "lead") -> str:
    with transaction():
        return naming.name_trainer(session_id, state_code=state, service_number=number, role=role, by=by, now=made.NOW)


def test_whoever_passed_the_course_is_qualified_through_its_last_day(ghana):
    person, version = graduate(ghana), curricula.version("CPTM", "2017")
    assert trainers.qualified(version, [person.id], PASSED, date(2019, 8, 25)) == {person.id}
    assert trainers.qualified(version, [person.id], date(2017, 8, 24), PASSED) == set()
    assert trainers.qualified(version, [person.id], PASSED, date(2019, 8, 26)) == set()


def test_a_later_decision_on_how_long_the_course_counts_reaches_trainers_too(ghana):
    person, version = graduate(ghana), curricula.version("CPTM", "2017")
    six_months = Decided(Validity("months", 6), "all", date(2018, 1, 1))
    course_of = curricula.version("TOT-CPTM", "2016")
    deciding.decide_validity(course_of, six_months, reason="Anew.", by=OPERATOR, now=make.NOW, today=date(2017, 12, 31))
    assert trainers.qualified(version, [person.id], PASSED, date(2018, 2, 25)) == {person.id}
    assert trainers.qualified(version, [person.id], PASSED, date(2018, 2, 26)) == set()


def test_whoever_failed_it_is_none_and_a_withdrawn_completion_makes_none(ghana):
    version = curricula.version("CPTM", "2017")
    failed = graduate(ghana, "T-2", result="fail", valid_through=None)
    assert trainers.qualified(version, [failed.id], PASSED, PASSED) == set()


def test_a_failed_participant_is_refused_as_lead_instructor_and_told_why(ghana, instructor):
    make.state()
    graduate(make.state(), "F-1", "Failed Once", result="fail", valid_through=None)
    planned = made.planned(instructor)
    officer = made.identity(make.account("training_officer", "o@bgd.example", state="BGD"))
    with pytest.raises(Refused, match="failed the course for trainers of CPTM 2017 on 2017-08-25"):
        name(planned, officer, "F-1")
    assert name(planned, officer, "F-1", role="trainer")


def test_a_fail_that_stays_with_its_session_is_told_too(ghana, instructor):
    version = course()
    failed = make.person(make.state(), "F-2", "Failed There")
    held = made.planned(instructor)
    other = make._keep(
        TrainingSession,
        number="2016-0001",
        kind="trainers",
        institution_code="BIPSOT",
        version_id=version.id,
        planned_by="t",
        planned_at=made.NOW,
    )
    plan = {**vars(made.plan(starts_on=date(2017, 8, 14), ends_on=PASSED)), "planned_by": "t", "planned_at": made.NOW}
    make._keep(SessionPlan, session_id=other.id, ordinal=0, **plan)
    step = {"kind": "completed", "reason": "", "stepped_by": "t", "stepped_at": made.NOW}
    make._keep(SessionStep, session_id=other.id, ordinal=0, **step)
    about = {"state_code": "BGD", "ordinal": 0}
    nominated = {"person_id": failed.id, "nominated_by": "t", "nominated_at": made.NOW}
    nomination = make._keep(Nomination, session_id=other.id, **about, **nominated)
    mark = {"result": "fail", "marked_by": "t", "marked_at": made.NOW}
    make._keep(ResultMark, nomination_id=nomination.id, **about, **mark)
    officer = made.identity(make.account("training_officer", "o@bgd.example", state="BGD"))
    with pytest.raises(Refused, match="failed the course for trainers of CPTM 2017 on 2017-08-25"):
        name(held, officer, "F-2")


def test_whom_one_may_not_see_is_found_only_as_a_qualified_trainer(ghana, instructor):
    graduate(ghana, "G-1")
    graduate(ghana, "G-2", "Kojo Owusu", result="fail", valid_through=None)
    planned = made.planned(instructor)
    unknown = "No trainer of CPTM 2017 is known by this State and service number"
    for number in ("G-2", "nobody"):
        with pytest.raises(Refused, match=unknown):
            name(planned, instructor, number, state="GHA")
    assert name(planned, instructor, "G-1", state="GHA")


def test_nobody_teaches_in_two_rooms_on_one_day(ghana, instructor):
    graduate(ghana, "G-1")
    name(made.planned(instructor), instructor, "G-1", state="GHA")
    overlapping = made.planned(instructor, starts_on=made.LAST, ends_on=date(2017, 10, 6))
    with pytest.raises(Refused, match=r"teaches in session 2017-0001 from 2017-09-25 to 2017-09-29"):
        name(overlapping, instructor, "G-1", state="GHA")
    after = made.planned(instructor, starts_on=date(2017, 10, 2), ends_on=date(2017, 10, 6))
    assert name(after, instructor, "G-1", state="GHA")


def test_a_session_has_one_lead_and_names_nobody_twice(ghana, instructor):
    graduate(ghana, "G-1")
    graduate(ghana, "G-2", "Ama Owusu")
    planned = made.planned(instructor)
    named = name(planned, instructor, "G-1", state="GHA")
    with pytest.raises(Refused, match="has a lead instructor already"):
        name(planned, instructor, "G-2", state="GHA")
    with pytest.raises(naming.AlreadyNamed):
        name(planned, instructor, "G-1", state="GHA", role="trainer")
    naming.end_trainer(named, by=instructor, now=made.NOW)
    db.session.commit()
    with pytest.raises(naming.AlreadyEnded):
        naming.end_trainer(named, by=instructor, now=made.NOW)
    assert name(planned, instructor, "G-2", state="GHA")
    assert name(planned, instructor, "G-1", state="GHA", role="trainer")


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_every_state_is_counted_and_only_ones_own_people_are_named(client, ghana):
    graduate(ghana, "G-1", "Kofi Mensah")
    graduate(make.state(), "B-1", "Rahim Uddin")
    client.sign_in(make.account("training_officer", state="GHA").email)
    page = client.get("/trainers").text
    assert "Kofi Mensah" in page
    assert "Rahim Uddin" not in page
    assert "Bangladesh" in page
    assert "CPTM 2017" in page
    assert db.session.query(Reading).filter_by(page="training.trainer_pool", state_code="GHA", persons=1).count() == 1


def test_the_analyst_sees_numbers_and_no_name(client, ghana):
    graduate(ghana, "G-1", "Kofi Mensah")
    client.sign_in(make.account("analyst").email)
    page = client.get("/trainers?curriculum=CPTM").text
    assert "Ghana" in page
    assert "Kofi" not in page
    assert db.session.query(Reading).filter_by(page="training.trainer_pool").count() == 0


def test_on_an_earlier_day_there_were_fewer(client, ghana):
    graduate(ghana, "G-1")
    client.sign_in(make.account("analyst").email)
    assert "Ghana" in client.get("/trainers?as_of=2017-08-25").text
    assert "No trainers yet" in client.get("/trainers?as_of=2017-08-24").text


def test_the_pool_takes_the_same_statements_for_few_and_for_many(client, ghana, statements):
    client.sign_in(make.account("training_officer", state="GHA").email)
    graduate(ghana, "G-1")
    with statements() as few:
        client.get("/trainers")
    for number in range(2, 12):
        graduate(ghana, f"G-{number}")
    with statements() as many:
        client.get("/trainers")
    assert len(many) == len(few)


def test_a_trainers_page_is_absent_for_another_state(client, ghana):
    person = graduate(ghana)
    client.sign_in(make.account("training_officer", state=make.state().code).email)
    assert client.get(f"/trainers/{person.public_id}").status_code == 404


def test_a_trainers_page_says_what_they_may_teach_and_what_they_taught(client, ghana, instructor):
    person = graduate(ghana, "G-1")
    planned = made.planned(instructor)
    name(planned, instructor, "G-1", state="GHA")
    db.session.commit()
    client.sign_in(make.account("training_officer", state="GHA").email)
    page = client.get(f"/trainers/{person.public_id}").text
    assert "CPTM 2017" in page
    assert "2017-08-25" in page
    assert "2017-0001" in page
    assert "recorded from a file; no session is known" in page


def test_naming_on_the_page_is_refused_in_words_and_done_once(client, ghana):
    graduate(ghana, "G-1")
    by = made.instructor("first@bipsot.example")
    planned = made.planned(by)
    client.sign_in(make.account("training_officer", "second@bipsot.example", institution_code="BIPSOT").email)
    url = f"/sessions/{planned}/trainers"
    refused = client.post_form(url, action=None, role="lead", state="GHA", service_number="G-9")
    assert refused.status_code == 422
    assert "No trainer of CPTM 2017 is known" in refused.text
    assert client.post_form(url, role="lead", state="GHA", service_number="G-1").status_code == 302
    page = client.get(url).text
    assert "Kofi Mensah" in page, "whoever manages the session sees who teaches in it"


def test_whoever_does_not_manage_a_session_names_nobody_in_it(client, ghana):
    planned = made.planned(made.instructor())
    client.sign_in(make.account("training_officer", state="GHA").email)
    assert client.get(f"/sessions/{planned}/trainers").status_code == 404


def test_the_chain_ends_in_plain_words_where_no_session_is_known(client, ghana):
    person = make.person(ghana, "P-1", "Efua Trained")
    completion = make.completion(person, make.version())
    client.sign_in(make.account("training_officer", state="GHA").email)
    page = client.get(f"/chain/{completion.public_id}").text
    assert "recorded from a file or by hand; no session is known" in page
