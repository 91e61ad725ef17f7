"""Views that an account keeps for itself, and the letters about them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests import make
from tests.client import CheckedClient
from tests.letters.box import waiting
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.models import AccountGrant, AccountGrantEnd
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.letters.envelope import Contents
from trainingapp.overviews import actions, work
from trainingapp.overviews.models import SavedView
from trainingapp.overviews.rules import MOST, asked_of, kept, next_day

DAY = date(2017, 12, 31)


@pytest.fixture
def banbat(session: object) -> Battalion:
    """40 of Bangladesh in MINUSCA, of whom 36 hold one of the curricula; 10 of Carana in UNMISS."""
    group = battalion(make.state(), 40, women=4)
    group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(36))
    battalion(make.state("XCA", "Carana", "XA"), 10, code="CARBAT", mission_code=make.mission("UNMISS").code)
    return group


@pytest.fixture
def analyst(client: CheckedClient) -> CheckedClient:
    make.account("analyst", "analyst@example.org")
    return client.sign_in("analyst@example.org")


def save(reader: CheckedClient, name: str, page: str = "/overview?curriculum=CPTM", **more: str):
    return reader.post_form(page, "/overview/views", name=name, **more)


def told(to: str) -> list[Contents]:
    """The letters about views that wait."""
    return [letter for letter in waiting(to) if letter.subject == "A saved view of the register"]


def only() -> SavedView:
    return db.session.scalars(db.select(SavedView)).one()


# --- Keep, open, delete ----------------------------------------------------------------------------------------------


def test_a_view_is_kept_as_it_was_asked_and_opened_so(analyst, banbat):
    assert save(analyst, "Core training").location == "/overview/views"
    page = analyst.get("/overview/views").text
    assert "Core training" in page
    assert 'href="/overview?curriculum=CPTM"' in page
    assert "as of the day on which it is opened" in page


def test_a_day_is_kept_when_one_was_asked_about(analyst, banbat):
    save(analyst, "At the end", "/overview/forecast?as_of=2017-12-01&state=BGD")
    assert (only().page, asked_of(only().asked)) == ("forecast", {"as_of": "2017-12-01", "state": "BGD"})
    assert 'href="/overview/forecast?as_of=2017-12-01&amp;state=BGD"' in analyst.get("/overview/views").text


def test_without_any_the_page_says_how_one_is_made(analyst, banbat):
    assert "No saved view yet" in analyst.get("/overview/views").text


def test_a_name_is_needed_and_stands_for_one_view_only(analyst, banbat):
    answer = save(analyst, "  ")
    assert answer.status_code == 422
    assert "Give it a name" in answer.text
    save(analyst, "Core training")
    answer = save(analyst, "Core training")
    assert answer.status_code == 422
    assert "You have a saved view of this name already" in answer.text
    assert 'value="Core training"' in answer.text
    assert only().name == "Core training"


def test_there_is_an_end_to_what_one_account_keeps(analyst, banbat):
    mine = {"page": "overview", "asked": kept({}), "schedule": "none", "now": make.NOW, "today": DAY}
    account = db.session.scalars(db.select(AccountGrant.account_id)).one()
    public_id = db.session.scalars(db.select(make.Account.public_id).where(make.Account.id == account)).one()
    for n in range(MOST):
        actions.save(public_id, name=f"View {n}", **mine)
    db.session.commit()
    answer = save(analyst, "One more")
    assert f"You have {MOST} saved views already" in answer.text


def test_a_double_click_saves_once_and_deletes_once(analyst, banbat):
    save(analyst, "Core training", key="k" * 22)
    assert save(analyst, "Core training", key="k" * 22).status_code == 302
    page = analyst.get("/overview/views").text
    delete = f"/overview/views/{only().public_id}/delete"
    assert analyst.post_form("/overview/views", delete, key="d" * 22).status_code == 302
    token = {
        "csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0],
        "key": "d" * 22,
        "name": "Core training",
    }
    assert analyst.post(delete, data=token).status_code == 302
    assert not db.session.scalars(db.select(SavedView)).all()


def test_a_view_is_not_deleted_by_whoever_did_not_press_its_button(analyst, banbat):
    save(analyst, "Core training")
    page = analyst.get("/overview/views").text
    token = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
    assert analyst.post(f"/overview/views/{only().public_id}/delete", data=token).status_code == 422
    assert only().name == "Core training"


@pytest.mark.parametrize(
    "sent",
    [
        *("", "[]", "nonsense", "7", "[" * 900, "[" * 100_000, '{"state": [["BGD"]]}', '{"state": 1e999}'),
        *('{"x": "1"}', '{"as_of": "03/04/2017"}', '{"as_of": "9999-12-31"}', '{"evidence": "rumour"}'),
        *('{"language": "tlh"}', '{"component": "naval"}', '{"mission": ""}', '{"state": "%s"}' % ("x" * 61)),
        *(r'{"state": "\ud800"}', r'{"state": "BGD\u0000"}', r'{"curriculum": "\u202eCPTM"}', r'{"state": "\n"}'),
    ],
)
def test_what_no_page_of_ours_can_have_sent_is_refused(analyst, banbat, sent):
    answer = save(analyst, "Core training", asked=sent)
    assert answer.status_code == 422
    assert "This page cannot be saved. Open the overview, and save it from there." in answer.text
    assert 'value="Core training"' in answer.text
    assert not db.session.scalars(db.select(SavedView)).all()


def test_a_letter_comes_as_often_as_can_be_chosen(analyst, banbat):
    answer = save(analyst, "Elsewhere", page="/overview", schedule="hourly")
    assert answer.status_code == 422


def test_a_view_is_its_owners_alone(client, banbat):
    make.account("analyst", "analyst@example.org")
    save(client.sign_in("analyst@example.org"), "Core training")
    view = only().public_id
    client.post_form("/accounts/me", "/sign-out")
    make.account("reviewer_military", "reviewer@example.org")
    other = client.sign_in("reviewer@example.org")
    assert "Core training" not in other.get("/overview/views").text
    save(other, "Mine")
    page = other.get("/overview/views").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    for what in ("schedule", "delete"):
        answer = other.post(f"/overview/views/{view}/{what}", data={"csrf_token": token, "schedule": "weekly"})
        assert answer.status_code == 404
    assert {one.schedule for one in db.session.scalars(db.select(SavedView))} == {"none"}
    assert len(db.session.scalars(db.select(SavedView)).all()) == 2


# --- Letters ---------------------------------------------------------------------------------------------------------


def due_now(reader: CheckedClient, page: str = "/overview", **more: str) -> None:
    """A view with a weekly letter, due today."""
    save(reader, "Every Monday", page, schedule="weekly", **more)
    view = only()
    view.next_on = DAY
    db.session.commit()


def test_a_letter_brings_the_key_figures_the_link_and_no_name_of_a_person(analyst, banbat):
    due_now(analyst, "/overview?curriculum=CPTM")
    assert work.write_due() == 1
    (letter,) = told("analyst@example.org")
    plain = letter.text.replace("\u202f", " ").replace("\u00a0", " ")
    for said in (
        "“Every Monday”, as of 2017-12-31",
        "36 of 50",
        "72.0 %",
        "Missing completions, one for each",
        "/overview?curriculum=CPTM",
    ):
        assert said in " ".join(plain.split()), said
    assert "/overview/views" in plain
    assert "Soldier" not in plain


def test_a_letter_comes_once_and_the_next_a_week_later(analyst, banbat):
    due_now(analyst)
    assert (work.write_due(), work.write_due()) == (1, 0)
    assert only().next_on == DAY + timedelta(days=7)
    assert "the next on" in analyst.get("/overview/views").text


def test_after_weeks_without_a_worker_there_is_one_letter(analyst, banbat):
    due_now(analyst)
    view = only()
    view.begun_on = view.next_on = DAY - timedelta(days=70)
    db.session.commit()
    assert work.write_due() == 1
    assert only().next_on == DAY + timedelta(days=7)


def test_of_two_workers_one_writes_the_letter(analyst, banbat):
    due_now(analyst)
    view = only()
    about = {"schedule": "weekly", "begun": view.begun_on, "today": DAY}
    assert [actions.take(view.id, DAY, **about), actions.take(view.id, DAY, **about)] == [True, False]


def test_a_letter_tells_only_what_its_reader_may_see_on_that_day(client, banbat):
    make.account("training_officer", "officer@example.org", state="BGD")
    due_now(client.sign_in("officer@example.org"))
    work.write_due()
    (letter,) = told("officer@example.org")
    assert "of 40" in letter.text.replace("\u202f", " ")
    assert "of 50" not in letter.text


def test_whoever_has_lost_the_role_gets_no_letter(client, banbat):
    made = make.account("training_officer", "officer@example.org", state="BGD")
    due_now(client.sign_in("officer@example.org"))
    (grant,) = db.session.scalars(db.select(AccountGrant).where(AccountGrant.account_id == made.id))
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        entry.keep(AccountGrantEnd, [{"grant_id": grant.id}])
    db.session.commit()
    assert work.write_due() == 0
    assert not told("officer@example.org")
    assert only().next_on == DAY + timedelta(days=7)


def test_a_view_of_what_one_may_no_longer_see_brings_nothing(client, banbat):
    make.account("training_officer", "officer@example.org", state="BGD")
    due_now(client.sign_in("officer@example.org"), asked='{"state": "XCA"}')
    assert asked_of(only().asked) == {"state": "XCA"}
    assert work.write_due() == 0
    assert not told("officer@example.org")


def test_letters_are_wanted_and_stopped_from_the_list(analyst, banbat):
    save(analyst, "Core training")
    url = f"/overview/views/{only().public_id}/schedule"
    analyst.post_form("/overview/views", url, schedule="monthly")
    assert only().next_on == date(2018, 1, 31)
    assert analyst.post_form("/overview/views", url, schedule="hourly").status_code == 422
    analyst.post_form("/overview/views", url, schedule="none")
    assert only().next_on is None


def test_nothing_due_costs_one_statement(analyst, banbat, statements):
    save(analyst, "Core training")
    with statements() as seen:
        work.write_due()
    assert len(seen) == 1


# --- Days of letters -------------------------------------------------------------------------------------------------


def test_a_month_without_such_a_day_takes_its_last():
    begun = date(2017, 12, 31)
    assert next_day("monthly", after=begun, begun=begun) == date(2018, 1, 31)
    assert next_day("monthly", after=date(2018, 1, 31), begun=begun) == date(2018, 2, 28)
    assert next_day("monthly", after=date(2018, 2, 28), begun=begun) == date(2018, 3, 31)
    assert next_day("none", after=begun, begun=begun) is None


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(0, 4000), some.sampled_from(["weekly", "monthly"]))
def test_the_next_letter_is_after_today_and_not_far_away(begun, days, schedule):
    after = begun + timedelta(days=days)
    found = next_day(schedule, after=after, begun=begun)
    assert found is not None
    assert after < found <= after + timedelta(days=7 if schedule == "weekly" else 31)
    if schedule == "weekly":
        assert found.weekday() == begun.weekday()
    else:
        assert found.day == begun.day or (found + timedelta(days=1)).day == 1
