"""A transcript says what the register holds on a day, as PDF and JSON, in any script, however long the life (R76)."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from tests import make
from tests.client import CheckedClient
from tests.records.test_people_record import waive
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.models import Certificate
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import queries as completed
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Reading
from trainingapp.people.actions import identity as who
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.naming import Names
from trainingapp.records.face import Transcript

OFFICER = Identity("nasrin", "Nasrin", (Grant("training_officer", "state", frozenset({"BGD"})),))
SCHEMA = Path(__file__).parents[2] / "docs" / "transcript.schema.json"


@pytest.fixture
def karim(session) -> Person:
    person = make.person(make.state(), "BA-0417", "Abdul Karim", original_name="عبد الكريم", sex="male")
    make.assignment(make.rotation(make.state()), person, rank="Sergeant")
    make.completion(person, make.version("CPTM"), date(2017, 9, 25), score=85.0)
    told = completed.history_of(person.id)[0]
    letterhead = Letterhead(prefix="UNPKT", base_url="https://example.org")
    certificates.issue_one(told.public_id, letterhead=letterhead, by=OFFICER, now=make.NOW)
    make.db.session.commit()
    return person


@pytest.fixture
def officer(client, karim) -> CheckedClient:
    return client.sign_in(make.account("training_officer", "nasrin@example.org", state="BGD").email)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def url(person: Person, kind: str, query: str = "") -> str:
    return f"/people/{person.public_id}/transcript.{kind}{query}"


def test_it_says_who_where_what_is_held_and_how_each_certificate_is_checked(officer, karim):
    answer = officer.get(url(karim, "pdf"))
    assert answer.mimetype == "application/pdf"
    text = "\n".join(pages(answer.data))
    for said in ("Abdul Karim", "BA-0417", "Sergeant", "BANBAT-4", "25 Sep 2017", "UNPKT-BGD-CPTM-2017-", "/c/"):
        assert said in text.replace("\u00a0", " ")
    assert "It is not a certificate" in text.replace("\n", " ")


def test_its_name_and_title_say_nothing_of_the_person(officer, karim):
    answer = officer.get(url(karim, "pdf"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="transcript-BGD-2017-12-31.pdf"'
    assert PdfReader(BytesIO(answer.data)).metadata.title == "Training transcript"


def test_a_long_life_flows_over_pages_with_the_headings_repeated(officer, karim):
    for n in range(60):
        make.completion(karim, make.version("CPTM"), date(2017, 1, 1 + n % 28), ordinal=n + 1)
    found = pages(officer.get(url(karim, "pdf")).data)
    assert len(found) > 2
    assert all("Completed" in text and "Valid through" in text for text in found[1:-1])
    assert f"Page {len(found)} of {len(found)}" in found[-1].replace("\u00a0", " ")


def test_the_json_keeps_to_the_schema_that_is_published(officer, karim):
    face = Transcript.model_validate_json(officer.get(url(karim, "json")).data)
    assert face.person.original_name == "عبد الكريم"
    assert [one.curriculum for one in face.training] == ["CPTM"]
    assert face.certificates is not None
    assert face.certificates[0].status == "valid"
    assert json.loads(SCHEMA.read_text()) == Transcript.model_json_schema(), (
        "docs/transcript.schema.json is out of date"
    )


def test_a_certificate_that_was_issued_anew_is_told_as_replaced(officer, karim):
    """On the record, on paper and as JSON; the newer one stands."""
    who.correct_name(
        karim.public_id,
        Names(None, None, "Abdul Karim Mia", "عبد الكريم"),
        reason="As the passport says.",
        evidence=None,
        version=make.db.session.scalars(select(PersonNow.version)).one(),
        by=OFFICER,
        now=make.NOW,
    )
    old = make.db.session.scalars(select(Certificate.public_id)).one()
    letterhead = Letterhead(prefix="UNPKT", base_url="https://example.org")
    certificates.reissue([old], letterhead=letterhead, by=OFFICER, now=make.NOW)
    make.db.session.commit()
    face = Transcript.model_validate_json(officer.get(url(karim, "json")).data)
    assert [one.status for one in face.certificates] == ["valid", "replaced"]
    assert "Replaced" in "\n".join(pages(officer.get(url(karim, "pdf")).data))
    page = officer.get(f"/people/{karim.public_id}").text
    assert "Replaced" in page
    assert "issued anew on" in page
    assert "its completion was withdrawn" not in page


def test_what_is_waived_is_told_as_missing_and_waived(officer, karim):
    waive(make.db.session.scalars(select(Rotation)).one(), "SEA-ELEARN", make.NOW.date(), date(2018, 3, 31))
    face = Transcript.model_validate_json(officer.get(url(karim, "json")).data)
    assert [(one.curriculum, one.held) for one in face.requirements or () if one.waived_through] == [
        ("SEA-ELEARN", False)
    ]
    assert "Waived through 31 Mar 2018." in " ".join("\n".join(pages(officer.get(url(karim, "pdf")).data)).split())


def test_what_came_after_the_day_asked_about_is_left_out(officer, karim):
    face = Transcript.model_validate_json(officer.get(url(karim, "json", "?as_of=2017-09-24")).data)
    assert face.as_of == date(2017, 9, 24)
    assert face.training == ()
    assert face.certificates == ()
    assert [one.status for one in face.deployments] == ["to_come"]


def test_a_day_that_cannot_be_read_is_refused_and_not_quietly_another(officer, karim):
    assert officer.get(url(karim, "pdf", "?as_of=03/04/2018")).status_code == 422


def test_who_sees_no_certificates_and_no_gaps_is_not_told_of_any(client, karim):
    make.institution("BIPSOT", "BGD")
    browser = client.sign_in(make.account("training_officer", "b@example.org", institution_code="BIPSOT").email)
    face = Transcript.model_validate_json(browser.get(url(karim, "json")).data)
    assert face.certificates is None
    assert face.requirements is None


@pytest.mark.parametrize("kind", ["pdf", "json"])
def test_a_transcript_is_a_reading_and_absent_for_others(client, session, karim, kind):
    make.state("NPL", "Nepal", "NP")
    browser = client.sign_in(make.account("training_officer", "n@example.org", state="NPL").email)
    assert browser.get(url(karim, kind)).status_code == 404
    assert session.scalars(select(Reading)).all() == []
    browser.post_form("/", action="/sign-out")
    browser.sign_in(make.account("training_officer", "o@example.org", state="BGD").email)
    assert browser.get(url(karim, kind)).status_code == 200
    assert [(one.kind, one.persons) for one in session.scalars(select(Reading))] == [("export", 1)]
