"""The calendar of sessions, as a page and as iCalendar by a private address that can be ended (R33, R42, R48)."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.training import made
from trainingapp.accounts.actions import suspensions
from trainingapp.accounts.rules import OPERATOR
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db, transaction
from trainingapp.training.models import CalendarFeed
from trainingapp.training.months import Period, read_period, weeks


def test_a_period_is_a_month_or_a_year_and_nothing_else():
    assert read_period("2017-08") == Period(2017, 8)
    assert read_period(" 2017 ") == Period(2017)
    for text in ("2017-13", "2017-00", "8/2017", "", "1066", "20178", "٢٠١٧"):
        assert read_period(text) is None, text
    assert (Period(2017, 2).first, Period(2017, 2).last) == (date(2017, 2, 1), date(2017, 2, 28))
    assert str(Period(2017, 12).beside(1)) == "2018-01"
    assert Period(2017).beside(-1) == Period(2016)


@given(st.integers(1990, 2199), st.integers(1, 12))
def test_the_weeks_of_a_month_hold_each_of_its_days_once_from_monday_to_sunday(year, month):
    shown = weeks(Period(year, month), [])
    days = [one.day for week in shown for one in week]
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in shown)
    assert days == [days[0] + timedelta(n) for n in range(len(days))]
    inside = [one.day for week in shown for one in week if one.inside]
    assert (inside[0], inside[-1]) == (Period(year, month).first, Period(year, month).last)


@pytest.fixture
def planned(session):
    make.version()
    by = made.instructor()
    made.planned(by)
    made.planned(by, starts_on=date(2017, 10, 30), ends_on=date(2017, 11, 3), language="fr", place="Dhaka")
    return by


@pytest.fixture
def officer(client, planned):
    return client.sign_in(
        make.account("training_officer", "o@npl.example", state=make.state("NPL", "Nepal", "NP").code).email
    )


def test_a_month_shows_what_has_a_day_in_it_and_a_year_all(officer):
    assert "2017-0001" in officer.get("/calendar?period=2017-09").text
    october, november = (officer.get(f"/calendar?period=2017-{month}").text for month in ("10", "11"))
    assert "Dhaka" in october
    assert "Dhaka" in november
    assert "Rajendrapur" not in october
    year = officer.get("/calendar?period=2017").text
    assert "Dhaka" in year
    assert "Rajendrapur" in year
    assert "Rajendrapur" not in officer.get("/calendar?period=2017&language=fr").text
    assert "No session in this time" in officer.get("/calendar?period=2016").text


def test_a_month_that_is_none_is_refused_in_words(officer):
    assert "is no month and no year: write 2017-08" in officer.get("/calendar?period=August").text


def test_the_calendar_takes_the_same_statements_for_few_and_for_many(officer, planned, statements):
    with statements() as few:
        officer.get("/calendar?period=2017")
    for day in range(1, 9):
        made.planned(planned, starts_on=date(2017, 12, day), ends_on=date(2017, 12, day))
    with statements() as many:
        officer.get("/calendar?period=2017")
    assert len(many) == len(few)


def address(page: str) -> str:
    found = re.search(r"https?://[^/<]+(/calendar/[\w-]{43}/sessions\.ics)", page)
    assert found, page
    return found[1]


def test_a_calendar_program_reads_it_by_the_private_address_until_it_is_ended(app, officer):
    shown = address(officer.post_form("/calendar/feed", action="").text)
    visitor = app.test_client()
    answer = visitor.get(shown)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    first = next(one for one in events if one["location"] == "Rajendrapur")
    assert (first["dtstart"].dt, first["dtend"].dt) == (made.FIRST, made.LAST + timedelta(1))
    assert first["summary"].startswith("CPTM 2017")
    assert shown not in officer.get("/calendar/feed").text, "it is shown once"
    assert officer.post_form("/calendar/feed", action="/calendar/feed/end").status_code == 302
    assert visitor.get(shown).status_code == 404
    assert verify(db.session.connection()).ok


def test_a_new_address_ends_the_earlier_one_and_only_its_fingerprint_is_kept(app, officer):
    before = address(officer.post_form("/calendar/feed", action="").text)
    after = address(officer.post_form("/calendar/feed", action="").text)
    visitor = app.test_client()
    assert visitor.get(before).status_code == 404
    assert visitor.get(after).status_code == 200
    token = after.split("/")[2]
    assert all(token not in one.token_sha256 for one in db.session.scalars(db.select(CalendarFeed)))


def test_it_names_nobody(app, officer, planned):
    session_id = made.planned(planned, starts_on=date(2017, 12, 4), ends_on=date(2017, 12, 8))
    made.lead(session_id, planned)
    shown = address(officer.post_form("/calendar/feed", action="").text)
    text = app.test_client().get(shown).data.decode()
    assert "Trainer Trained" not in text
    assert "T-1" not in text


def test_the_address_of_a_suspended_account_answers_nobody(app, officer):
    shown = address(officer.post_form("/calendar/feed", action="").text)
    account = db.session.scalars(db.select(make.Account).where(make.Account.email == "o@npl.example")).one()
    with transaction():
        suspensions.suspend_account(account.public_id, reason="Left.", by=OPERATOR, now=make.NOW)
    assert app.test_client().get(shown).status_code == 404


def test_whoever_may_not_see_sessions_has_no_calendar(client, planned):
    client.sign_in(make.account("administrator").email)
    assert client.get("/calendar").status_code == 404
    assert client.get("/calendar/feed").status_code == 404
