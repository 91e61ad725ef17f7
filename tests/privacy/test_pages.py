"""The pages about what is held: for everybody, for one person as a file, and the erasing with its two steps."""

import io
import json
import zipfile
from datetime import date
from typing import NamedTuple

import pytest
from sqlalchemy import select

from tests import make
from tests.privacy.test_erasing import LETTERHEAD, NAME, NUMBER, OWN, TOKENS, merged_with, zyx  # noqa: F401
from trainingapp.accounts.actions.suspensions import suspend_account
from trainingapp.accounts.rules import OPERATOR
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.kit.db import Base, db, transaction
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters
from trainingapp.people.models import Person
from trainingapp.privacy import queries, reports
from trainingapp.rosters.actions import keep_upload

AUTHORITY, FOCAL, OFFICER = "authority@example.org", "focal@example.org", "officer@example.org"


class Soldier(NamedTuple):
    """The person, as whoever types an address knows them."""

    id: int
    public_id: str


@pytest.fixture
def people(zyx):  # noqa: F811
    make.account("certifying_authority", AUTHORITY, state="BGD")
    make.account("focal_point", FOCAL, state="BGD")
    make.account("training_officer", OFFICER, state="BGD")
    make.state("NPL", "Nepal", "NP")
    make.account("certifying_authority", "authority@example.np", state="NPL")
    return Soldier(zyx.id, zyx.public_id)


def test_everybody_who_signs_in_reads_what_is_held_and_why(client, people, statements):
    client.sign_in(OFFICER)
    page = client.get("/privacy")
    assert page.status_code == 200
    for said in (
        "Results of training",
        "Sign-ins",
        "service number",
        "Until when",
        "10 years",
        "Lines of nominal rolls",
    ):
        assert said in page.text
    with statements() as few:
        client.get("/privacy")
    assert len(few) <= 4


@pytest.mark.parametrize(
    ("email", "held", "erase"),
    [(OFFICER, 404, 404), (FOCAL, 200, 404), (AUTHORITY, 200, 200), ("authority@example.np", 404, 404)],
)
def test_only_whoever_may_finds_the_pages_and_only_for_their_own(client, people, email, held, erase):
    client.sign_in(email)
    assert client.get(f"/people/{people.public_id}/held").status_code == held
    assert client.get(f"/people/{people.public_id}/erase").status_code == erase


def exported(client, public_id: str) -> dict[str, bytes]:
    answer = client.post_form(f"/people/{public_id}/held")
    assert answer.status_code == 200, answer.status_code
    assert NAME not in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_holds_every_row_of_the_database_in_which_the_person_can_be_found(client, people):
    """A search over every value of every table finds nobody in a row that the file does not hold."""
    twin, _merge = merged_with(db.session.get(Person, people.id))
    rotation = db.session.scalar(select(Base.metadata.tables["rotation"].c.id))
    with transaction():
        for name, content in (
            ("a.csv", f"Service number,Name\n{NUMBER},Somebody\n"),
            ("b.csv", "Number,Name\n1,X Y\n"),
        ):
            more = {"kind": "roll", "state_code": "BGD", "rotation_id": rotation, "version_id": None}
            keep_upload(content.encode(), name=name, answers="{}", by="tests", now=make.NOW, **more)
        letters.write(to="a@example.org", subject=say("Hello"), body=[say("Dear %(n)s", n=NAME)], now=make.NOW)
    client.sign_in(FOCAL)
    files = exported(client, people.public_id)
    held = json.loads(files["held.json"])["tables"]
    whole = {(table, row.get("id", row.get("person_id"))) for table, told in held.items() for row in told["rows"]}
    elsewhere = files["elsewhere.json"].decode()
    tried = 0
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            texts = [
                value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in row.values()
            ]
            if any(token.lower() in text.lower() for token in TOKENS for text in texts):
                tried += 1
                key = (table.name, row.get("id", row.get("person_id")))
                assert key in whole or table.name == "upload", f"{key} names the person and is not in the file"
    assert tried > 10
    assert NUMBER in elsewhere
    assert json.loads(elsewhere)["letters"] == 1
    assert {row["public_id"] for row in held["person"]["rows"]} == {people.public_id, twin.public_id}
    assert held["person"]["columns"]["service_number"]["purpose"]
    assert any(name.startswith("certificates/") and content.startswith(b"%PDF") for name, content in files.items())
    assert not [name for name in files if any(token.lower() in name.lower() for token in TOKENS)]
    assert json.loads(files["readings.json"])
    assert OWN in files["held.json"].decode()


def test_nobody_else_is_in_the_file(client, people):
    client.sign_in(FOCAL)
    files = exported(client, people.public_id)
    assert "Alice Uwera" not in files["held.json"].decode() + files["elsewhere.json"].decode()


def test_letters_and_what_is_said_of_accounts_are_counted_and_never_shown(client, people):
    """A person can be recorded under any name, that of an account of another State too: its letters open accounts."""
    foreign = make.account("focal_point", "zyx@example.np", state="NPL")
    with transaction():
        text = [say("Dear %(n)s", n=NAME), say("https://register.example/reset/opens-the-account")]
        letters.write(to="zyx@example.np", subject=say("A new pass phrase"), body=text, now=make.NOW)
        suspend_account(foreign.public_id, reason=f"{NAME} asked for it.", by=OPERATOR, now=make.NOW)
    client.sign_in(FOCAL)
    elsewhere = exported(client, people.public_id)["elsewhere.json"].decode()
    for secret in ("opens-the-account", "zyx@example.np", "asked for it"):
        assert secret not in elsewhere
    told = json.loads(elsewhere)
    assert (told["letters"], told["texts_about_accounts"]) == (1, 1)


@pytest.mark.parametrize("version", ["²", "9" * 5000, ""])
def test_a_version_that_is_no_number_is_a_page_out_of_date(client, people, version):
    client.sign_in(AUTHORITY)
    url = f"/people/{people.public_id}/erase"
    answer = client.post_form(url, reason="asked", service_number=NUMBER, version=version)
    assert answer.status_code == 422


def test_the_download_is_written_down(client, people):
    client.sign_in(FOCAL)
    exported(client, people.public_id)
    kinds = db.session.scalars(select(Reading.kind).where(Reading.page == "privacy.held")).all()
    assert "export" in kinds


def test_erasing_asks_why_and_for_the_service_number_and_says_what_goes(client, people):
    client.sign_in(AUTHORITY)
    url = f"/people/{people.public_id}/erase"
    page = client.get(url)
    for said in ("What goes", "What stays", "withdrawn", NUMBER, "Row by row"):
        assert said in page.text
    answer = client.post_form(url, reason="asked", service_number="A2")
    assert answer.status_code == 422
    assert "not the service number of the person" in answer.text
    answer = client.post_form(url, service_number=NUMBER)
    assert answer.status_code == 422
    assert "Choose why" in answer.text
    assert db.session.scalar(select(Person.full_name).where(Person.id == people.id)) == NAME


def test_a_page_that_is_out_of_date_erases_nobody_and_keeps_what_was_typed(client, people):
    client.sign_in(AUTHORITY)
    answer = client.post_form(f"/people/{people.public_id}/erase", reason="law", service_number=NUMBER, version="1")
    assert answer.status_code == 409
    assert "Somebody has changed this record" in answer.text
    assert f'value="{NUMBER}"' in answer.text


def test_it_is_erased_in_two_steps_and_the_page_says_what_is_left(client, people, monkeypatch, tmp_path):
    # The test's own transaction stands open: the file of the database is swept elsewhere (test_files).
    from trainingapp.privacy import work

    monkeypatch.setattr(work, "scrub", lambda tables: None)
    client.sign_in(AUTHORITY)
    url = f"/people/{people.public_id}/erase"
    answer = client.post_form(url, reason="law", service_number=NUMBER)
    assert (answer.status_code, answer.location) == (302, url)
    page = client.get(url)
    assert "has been erased" in page.text
    assert "Entry" in page.text
    assert NAME not in page.text
    assert NUMBER not in page.text
    record = client.get(f"/people/{people.public_id}").text
    assert "A person who was erased" in record
    assert f"/people/{people.public_id}/held" in record
    assert f"/people/{people.public_id}/erase" not in record
    assert client.post(url, data={}).status_code in (302, 400)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "person.erase")).one()
    assert json.loads(entry.details)["reason"] == "law"
    for shown in ("/journal", "/rotations", "/certificates"):
        assert client.get(shown).status_code == 200


@pytest.mark.parametrize("rows", [1, 12])
def test_the_preview_costs_the_same_statements_however_much_is_held(client, people, statements, rows):
    person = db.session.get(Person, people.id)
    assert person
    for day in range(1, rows + 1):
        make.completion(person, make.version("BFA", "1"), date(2017, 3, day))
    about, texts = len(queries.tables_about()), len(list(queries.texts()))
    with statements() as seen:
        reports.held(queries.somebody(people.id), secret="test")
    assert len(seen) == about + texts + 7
