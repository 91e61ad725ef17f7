"""Where to train: institutions found by region, country, language and course; each tells of itself (R48)."""

import pytest

from tests import make
from tests.training import made
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db, transaction
from trainingapp.states import actions as states
from trainingapp.training.actions import places as actions


@pytest.fixture
def centres(session):
    make.version()
    make.institution("BIPSOT", "BGD")
    uganda = make.state("UGA", "Uganda", "UG").code
    with transaction():
        states.add_institution(
            code="ENTEBBE", name="Centre for Trainers", kind="un", state_code=uganda, by="t", now=make.NOW
        )
    speaks = made.identity(make.account("training_officer", "i@entebbe.example", institution_code="ENTEBBE"))
    with transaction():
        told = {"languages": ["en", "fr"], "courses": ["CPTM"], "about": "Trains trainers.", "website": ""}
        actions.tell("ENTEBBE", told=0, **told, by=speaks, now=make.NOW)


@pytest.fixture
def reader(client, centres):
    return client.sign_in(make.account("administrator").email)


def test_a_search_by_region_and_language_returns_the_centre(reader):
    page = reader.get("/directory?region=Africa&language=fr").text
    assert "ENTEBBE" in page
    assert "BIPSOT" not in page
    assert "ENTEBBE" in reader.get("/directory?region=Eastern+Africa").text
    assert "ENTEBBE" in reader.get("/directory?course=CPTM&state=UGA").text
    assert "BIPSOT" in reader.get("/directory?text=bip").text
    assert "No institution fits" in reader.get("/directory?course=CPTM&region=Asia").text


def test_its_page_shows_its_sessions_to_whoever_may_see_sessions(client, centres):
    by = made.instructor()
    made.planned(by)
    client.sign_in(make.account("analyst").email)
    page = client.get("/directory/BIPSOT").text
    assert "2017-0001" in page
    assert "Earlier sessions" in page


def test_an_institution_that_has_ended_is_not_in_the_directory(reader):
    with transaction():
        states.end_institution("BIPSOT", by="t", now=make.NOW)
    assert "BIPSOT" not in reader.get("/directory").text
    assert reader.get("/directory/BIPSOT").status_code == 404


def test_its_own_officer_tells_of_it_and_nobody_elses_does(client, centres):
    client.sign_in("i@entebbe.example")
    sent = client.post_form(
        "/directory/ENTEBBE/profile", courses="cptm bfa", about="Trains trainers.", website="https://c.example", es="y"
    )
    assert sent.location == "/directory/ENTEBBE"
    page = client.get("/directory/ENTEBBE").text
    assert "Spanish" in page
    assert "BFA" in page
    assert client.get("/directory/BIPSOT/profile").status_code == 404
    acts = db.session.scalars(db.select(JournalEntry).where(JournalEntry.act == "institution.tell")).all()
    assert len(acts) == 2


def test_an_unknown_course_and_an_address_that_is_none_are_refused_and_nothing_typed_is_lost(client, centres):
    client.sign_in("i@entebbe.example")
    sent = client.post_form("/directory/ENTEBBE/profile", courses="CPTM NOSUCH", about="New.", website="javascript:x")
    assert sent.status_code == 422
    assert "No curriculum is called NOSUCH" in sent.text
    assert "from https:// on" in sent.text
    assert "New." in sent.text


def test_whoever_is_slower_is_told_and_overwrites_nothing(client, centres):
    client.sign_in("i@entebbe.example")
    by = made.identity(make._known(make.Account, email="i@entebbe.example"))
    told = {"languages": ["en"], "courses": [], "about": "By a colleague.", "website": ""}
    page = client.get("/directory/ENTEBBE/profile")
    assert page.status_code == 200
    with transaction():
        actions.tell("ENTEBBE", told=1, **told, by=by, now=make.NOW)
    sent = client.post_form("/directory/ENTEBBE/profile", about="Mine.", told="1")
    assert sent.status_code == 409
    assert "By a colleague." in client.get("/directory/ENTEBBE").text


def test_the_directory_takes_the_same_statements_for_few_and_for_many(reader, statements):
    with statements() as few:
        reader.get("/directory")
    for number in range(5):
        make.institution(f"MORE-{number}", name=f"Another {number}")
    with statements() as many:
        reader.get("/directory")
    assert len(many) == len(few)
