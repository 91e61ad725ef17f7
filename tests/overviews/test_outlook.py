"""What is coming if nothing happens: what expires, what each rotation does to the whole, until when training helps."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.client import CheckedClient
from tests.overviews.test_overview_page import required, text_of
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.overviews.outlook import by_curriculum, by_month, months
from trainingapp.overviews.reports import Asked, Outlook, around, outlook
from trainingapp.overviews.trend import Point, on
from trainingapp.readiness import reports
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.timeline import Expiry
from trainingapp.readiness.work import keep_up

DAY = date(2017, 12, 31)


@pytest.fixture
def banbat(session: object) -> Battalion:
    """20 of Bangladesh in MINUSCA through 14 November 2018, all ready; for 5 of them BFA ends on 10 March 2018."""
    group = battalion(make.state(), 20, women=2)
    for version in required():
        through = {"valid_through": date(2018, 3, 10)} if version.curriculum_code == "BFA" else {}
        group.record(version, date(2017, 9, 25), "pass", range(5), **through)
        group.pass_all(version, date(2017, 9, 25), range(5, 20))
    return group


@pytest.fixture
def next_one(banbat: Battalion) -> Battalion:
    """10 of Carana who deploy to MINUSCA on 1 February 2018, of whom 4 lack SEA-ELEARN."""
    group = battalion(
        make.state("XCA", "Carana", "XA"),
        10,
        code="CARBAT",
        deploys_on=date(2018, 2, 1),
        ends_on=date(2018, 12, 31),
    )
    for version in required():
        group.pass_all(version, date(2017, 11, 1), range(6 if version.curriculum_code == "SEA-ELEARN" else 10))
    return group


def asked(as_of: date = DAY, **more: str) -> Asked:
    return Asked(Question(as_of, 180, **more), None, ColourRule(90), 30, 90)


def foreseen(as_of: date = DAY, **more: str) -> Outlook:
    keep_up()
    return outlook(OPERATOR.scope("gaps.see"), asked(as_of, **more))


def test_each_day_of_the_line_is_what_the_page_of_gaps_says_of_that_day(next_one):
    found = foreseen()
    for days in (0, 31, 32, 33, 69, 70, 318, 319, 365, 366):
        day = DAY + timedelta(days=days)
        table = reports.coverage(OPERATOR.scope("gaps.see"), Question(day, 180), by="curriculum")
        assert on(found.whole, day) == Point(day, table.whole.held, table.whole.required), day
        for code, line in found.lines.items():
            cell = table.totals.cells.get(code)
            assert on(line, day)[1:] == ((cell.held, cell.required) if cell else (0, 0)), (day, code)


def test_what_expires_is_told_by_its_last_day_and_ends_with_the_tour(next_one):
    found = foreseen()
    assert found.months[date(2018, 3, 1)] == {"BFA": 5}
    assert sum(len(own) for own in found.months.values()) == 1
    assert next(iter(found.months)) == date(2017, 12, 1)
    assert len(found.months) == 25


def test_a_rotation_that_is_less_ready_than_the_others_makes_a_dip_on_its_day(next_one):
    found = foreseen()
    (arrival,) = found.arrivals
    assert arrival.rotation.deployment.code == "CARBAT"
    assert (arrival.before[1:], arrival.after[1:]) == ((20, 20), (26, 30))
    assert arrival.is_dip


def test_training_helps_until_the_day_before_deployment_and_through_the_last_day_of_what_is_held(next_one):
    found = [(one.by, one.rotation.code, one.curriculum, one.persons, one.deploys) for one in foreseen().deadlines]
    assert found == [
        (date(2018, 1, 31), "CARBAT", "SEA-ELEARN", 4, True),
        (date(2018, 3, 10), "BANBAT-4", "BFA", 5, False),
    ]


def test_training_on_that_day_does_help_and_a_day_later_leaves_a_gap(next_one):
    next_one.record(next(v for v in required() if v.curriculum_code == "SEA-ELEARN"), date(2018, 1, 31), "pass", [6])
    assert [one.persons for one in foreseen().deadlines if one.deploys] == [3]
    whole = foreseen().whole
    assert all(one.part >= 20 for one in whole if one.day <= date(2018, 3, 10))
    assert on(whole, date(2018, 3, 11)).part == on(whole, date(2018, 3, 10)).part - 5


def test_what_is_over_helps_nobody_and_is_left_out(next_one):
    assert [one.by for one in foreseen(date(2018, 2, 1)).deadlines] == [date(2018, 3, 10)]
    assert not foreseen(date(2018, 3, 11)).deadlines


def test_a_forecast_reaches_two_years_and_a_leap_day_is_no_stumbling_block():
    assert around(date(2020, 2, 29)) == (date(2018, 2, 28), date(2022, 2, 28))
    assert around(date(2017, 12, 31)) == (date(2015, 12, 31), date(2019, 12, 31))
    assert months(date(2017, 12, 31), date(2018, 2, 1)) == [date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1)]


def test_what_expires_is_summed_by_curriculum_the_most_persons_first(next_one):
    one = foreseen().arrivals[0].rotation.deployment
    expiries = [
        Expiry(one, "BFA", date(2018, 3, 10), 5),
        Expiry(one, "CPTM", date(2018, 1, 2), 2),
        Expiry(one, "BFA", date(2018, 2, 1), 1),
    ]
    assert [(e.curriculum, e.persons, e.first) for e in by_curriculum(expiries)] == [
        ("BFA", 6, date(2018, 2, 1)),
        ("CPTM", 2, date(2018, 1, 2)),
    ]
    assert by_month(expiries, first=DAY, last=DAY)[date(2018, 3, 1)] == {"BFA": 5}


def test_the_page_tells_it_in_words_and_leads_to_the_rotation(client: CheckedClient, next_one):
    make.account("analyst", "analyst@example.org")
    reader = client.sign_in("analyst@example.org")
    page = reader.get("/overview/forecast").text
    told = text_of(page)
    assert "What will be from 31 Dec 2017 through 31 Dec 2019 if nobody trains" in told
    assert "31 Jan 2018 CARBAT Carana · MINUSCA" in told
    assert "4 lacking on the day they deploy, 1 Feb 2018" in told
    assert "10 Mar 2018 BANBAT-4 Bangladesh · MINUSCA Buddy First Aid BFA 5 expires after this day" in told
    assert "100 % 86.7 % dip" in told
    url = f"/gaps/rotations/{next_one.rotation.public_id}?as_of=2017-12-31&amp;lacking=SEA-ELEARN"
    assert url in page


def test_the_first_column_is_the_day_asked_about_and_months_without_anybody_say_so(client: CheckedClient, next_one):
    make.account("analyst", "analyst@example.org")
    reader = client.sign_in("analyst@example.org")
    told = text_of(reader.get("/overview/forecast").text)
    assert "On 31 Dec 2017, then on the first day of each month, by curriculum" in told
    assert "Curriculum 31 Dec 2017 Jan 2018 Feb 2018" in told
    # The last of them is home on 31 December 2018.
    assert "– nobody in their missions" in told
    assert "– not required" not in told.split("Until when training still helps")[0]
    told = text_of(reader.get("/overview/forecast?as_of=2018-01-01").text)
    assert "On the first day of each month, by curriculum" in told
    assert "Curriculum Jan 2018 Feb 2018" in told
    told = text_of(reader.get("/overview/forecast?curriculum=BFA").text)
    assert "nobody in their missions" not in told


def test_a_state_foresees_its_own_and_nobody_elses(client: CheckedClient, next_one):
    make.account("training_officer", "officer@example.org", state="XCA")
    told = text_of(client.sign_in("officer@example.org").get("/overview/forecast").text)
    assert "Forecast for Carana" in told
    assert "CARBAT" in told
    assert "BANBAT" not in told
