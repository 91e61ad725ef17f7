"""An officer reads their own record by a private link: theirs only, for some days, and each opening is known (R76)."""

import hashlib
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import CheckedClient, form_of, parsed
from trainingapp.accounts.rules import Grant, Identity, token_sha256
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as completed
from trainingapp.forces import queries as forces
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.kit import clock
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person, PersonNow
from trainingapp.records import actions, queries
from trainingapp.records.models import OwnLink

OFFICER = Identity("nasrin", "Nasrin", (Grant("training_officer", "state", frozenset({"BGD"})),))
NEPALI = Identity("prakash", "Prakash", (Grant("training_officer", "state", frozenset({"NPL"})),))
TOKEN = "t" * 43


@pytest.fixture
def alice(session) -> Person:
    alice = make.person(make.state(), full_name="Alice Uwera", original_name="أليس أويرا")
    make.assignment(make.rotation(make.state()), alice, rank="Captain")
    make.completion(alice, make.version(), score=85)
    return alice


@pytest.fixture
def officer(client, alice) -> CheckedClient:
    return client.sign_in(make.account("training_officer", "nasrin@example.org", state="BGD").email)


@pytest.fixture
def visitor(app, alice) -> CheckedClient:
    return app.test_client()


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def given(alice: Person, *, days: int = 14, token: str = TOKEN, now=None) -> str:
    """A link, as its officer would give it."""
    person = forces.person(OFFICER.scope("people.link"), alice.public_id)
    made = actions.make_link(person, token_sha256=token_sha256(token), days=days, by=OFFICER, now=now or clock.now())
    db.session.commit()
    return made


def give(officer: CheckedClient, alice: Person, days: int = 14) -> str:
    """A link, given on the page: its path."""
    answer = officer.post_form(f"/people/{alice.public_id}/links", days=str(days))
    assert answer.status_code == 200, answer.text
    found = re.search(r">(http\S+/own/[\w-]{43})<", answer.text)
    assert found, answer.text
    return "/own/" + found[1].rpartition("/")[2]


# --- Giving one ------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_as_text_and_as_a_code_and_only_its_fingerprint_is_kept(officer, alice, session):
    path = give(officer, alice)
    token = path.rpartition("/")[2]
    kept = session.scalars(select(OwnLink)).one()
    assert kept.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    again = officer.get(f"/people/{alice.public_id}/links")
    assert token not in again.text
    assert "<svg" in officer.post_form(f"/people/{alice.public_id}/links", days="3").text
    said = [entry.details for entry in session.scalars(select(JournalEntry))]
    assert not any(token in details for details in said)


def test_the_same_form_twice_makes_one_link(officer, alice, session):
    page = officer.get(f"/people/{alice.public_id}/links")
    fields = {
        i.get("name"): i.get("value", "")
        for i in form_of(page.text).iter("{http://www.w3.org/1999/xhtml}input")
        if i.get("type") == "hidden"
    }
    for status in (200, 302):
        assert officer.post(f"/people/{alice.public_id}/links", data={**fields, "days": "14"}).status_code == status
    assert session.scalar(select(func.count()).select_from(OwnLink)) == 1


@pytest.mark.parametrize("days", ["0", "15", "many", ""])
def test_a_link_lasts_at_least_a_day_and_at_most_as_long_as_is_set(officer, alice, session, days):
    answer = officer.post_form(f"/people/{alice.public_id}/links", days=days)
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(OwnLink)) == 0


@pytest.mark.parametrize(
    ("role", "more", "status"),
    [
        ("training_officer", {"state": "BGD"}, 200),
        ("focal_point", {"state": "BGD"}, 200),
        ("training_officer", {"state": "NPL"}, 404),
        ("training_officer", {"mission": "MINUSCA"}, 404),
        ("certifying_authority", {"state": "BGD"}, 404),
        ("reviewer_military", {}, 404),
    ],
)
def test_only_the_state_gives_links(client, alice, role, more, status):
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, "somebody@example.org", **more).email)
    assert client.get(f"/people/{alice.public_id}/links").status_code == status


def test_another_states_officer_can_neither_make_nor_end_one(alice):
    make.state("NPL", "Nepal", "NP")
    link = given(alice)
    person = forces.person(OFFICER.scope("people.link"), alice.public_id)
    with pytest.raises(Absent):
        actions.make_link(person, token_sha256="0" * 64, days=1, by=NEPALI, now=clock.now())
    with pytest.raises(Absent):
        actions.end_link(link, by=NEPALI, now=clock.now())


# --- Opening it ------------------------------------------------------------------------------------------------------


def test_whoever_holds_the_link_reads_their_own_record_without_an_account(officer, visitor, alice):
    shown = words(visitor.get(give(officer, alice)).text)
    for said in ("Alice Uwera", "أليس أويرا", "Bangladesh", "Captain", "BANBAT-4", "score 85 %", "Your own record"):
        assert said in shown


def test_nobody_elses_name_stands_on_it_and_nothing_leads_away(officer, visitor, alice):
    told = completed.history_of(alice.id)[0]
    completions.withdraw(told.public_id, reason="Rafiqul Islam sat there instead", by=OFFICER, now=make.NOW)
    make.db.session.commit()
    page = visitor.get(give(officer, alice))
    assert "Withdrawn" in words(page.text)
    for hidden in ("Rafiqul", "Nasrin", "training_officer"):
        assert hidden not in page.text
    links = {a.get("href") for a in parsed(page.text).iter("{http://www.w3.org/1999/xhtml}a")}
    assert all(href.startswith(("#", "/own/", "/c/")) for href in links), links
    assert not list(parsed(page.text).iter("{http://www.w3.org/1999/xhtml}nav"))


def test_an_officer_who_is_signed_in_and_tries_it_sees_no_more(officer, alice):
    page = officer.get(give(officer, alice))
    assert "nasrin" not in page.text
    assert "Sign out" not in page.text


def test_the_page_is_kept_nowhere_and_tells_nobody_where_the_reader_came_from(officer, visitor, alice):
    for path in ("", "/transcript.pdf"):
        headers = visitor.get(give(officer, alice) + path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_the_token_stands_in_no_log(officer, visitor, alice, caplog, capsys):
    path = give(officer, alice)
    with caplog.at_level(logging.DEBUG):
        visitor.get(path)
        visitor.get(path + "/transcript.pdf")
        visitor.get(path + "x")
    token = path.rpartition("/")[2]
    assert "/own/<token>" in caplog.text
    assert token not in caplog.text + "".join(capsys.readouterr())


def test_each_opening_is_a_reading_of_the_person_themselves(officer, visitor, alice, session):
    path = give(officer, alice)
    visitor.get(path)
    visitor.get(path + "/transcript.pdf")
    own = session.scalars(select(Reading).where(Reading.actor == "themselves").order_by(Reading.id)).all()
    assert [(one.page, one.kind) for one in own] == [("records.own", "page"), ("records.own_transcript", "export")]
    assert {(one.state_code, one.persons, one.object_id) for one in own} == {("BGD", 1, alice.public_id)}
    assert "2 of 30 times" in words(officer.get(f"/people/{alice.public_id}/links").text)


# --- Its end ---------------------------------------------------------------------------------------------------------


def test_a_link_that_has_run_out_is_an_unknown_address(visitor, alice):
    given(alice, days=1, now=clock.now() - timedelta(days=1))
    assert visitor.get(f"/own/{TOKEN}").text == visitor.get("/own/" + "y" * 43).text
    assert visitor.get(f"/own/{TOKEN}").status_code == 404


def test_it_opens_the_record_through_its_last_second(visitor, alice):
    given(alice, days=1, now=clock.now() - timedelta(days=1) + timedelta(seconds=120))
    assert visitor.get(f"/own/{TOKEN}").status_code == 200


def test_an_ended_link_opens_nothing_and_stays_listed(officer, visitor, alice):
    path = give(officer, alice)
    page = f"/people/{alice.public_id}/links"
    assert officer.post_form(page, action="/end").status_code == 302
    assert visitor.get(path).status_code == 404
    assert "Ended" in words(officer.get(page).text)


def test_a_link_runs_dry(visitor, alice, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPENINGS", 2)
    given(alice)
    assert [visitor.get(f"/own/{TOKEN}").status_code for _ in range(3)] == [200, 200, 404]


def test_a_link_to_somebody_who_was_merged_opens_the_record_that_is_kept(visitor, alice):
    from trainingapp.people.actions import refresh_now
    from trainingapp.people.models import PersonMerge

    kept = make.person(make.state(), "A2", "Alice M. Uwera")
    given(alice)
    more = {"ordinal": 0, "reason": "One and the same", "merged_by": "nasrin", "merged_at": make.NOW}
    make._keep(PersonMerge, state_code="BGD", kept_id=kept.id, merged_id=alice.id, **more)
    refresh_now([alice.id, kept.id])
    db.session.commit()
    assert "Alice M. Uwera" in words(visitor.get(f"/own/{TOKEN}").text)


def test_a_link_to_somebody_who_was_erased_opens_nothing(visitor, alice, session):
    given(alice)
    session.execute(PersonNow.__table__.update().where(PersonNow.person_id == alice.id).values(erased=True))
    session.commit()
    assert visitor.get(f"/own/{TOKEN}").status_code == 404
    assert queries.opened_by(token_sha256(TOKEN), clock.now()) is None


def test_no_link_is_offered_to_the_record_of_somebody_who_was_erased(officer, alice, session):
    session.execute(PersonNow.__table__.update().where(PersonNow.person_id == alice.id).values(erased=True))
    session.commit()
    assert officer.get(f"/people/{alice.public_id}/links").status_code == 404


def test_the_journal_says_who_gave_it_for_how_long(officer, alice, session):
    give(officer, alice, days=3)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "own_link.make")).one()
    assert (entry.object_kind, entry.object_id, entry.state_code) == ("person", alice.public_id, "BGD")
    assert entry.details == '{"days": 3}'
