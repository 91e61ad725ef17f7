"""How many deployed units are certified on any day, the register, and what is outstanding (R01, R04)."""

import csv
import io
from datetime import date

import pytest

from tests import make
from tests.attestations import made
from tests.attestations.made import AUTHORITY, MILITARY, NOW, TODAY
from trainingapp.accounts.rules import OPERATOR
from trainingapp.attestations.actions import deciding
from trainingapp.attestations.figures import Certified
from trainingapp.attestations.reports.figures import figures, outstanding
from trainingapp.kit.db import db
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.work import keep_up

ALL = OPERATOR.scope("attestations.figures")


def on(day, kind="readiness", by="mission", scope=ALL, **more):
    db.session.commit()
    keep_up()
    return figures(scope, Question(day, 180, **more), kind=kind, by=by)


def signed_in(client, role, **scope):
    email = f"{role}.{'.'.join(scope.values()) or 'un'}@un.example".lower()
    make.account(role, email, **scope)
    return client.sign_in(email)


@pytest.fixture
def units(bangladesh):
    """Three units in their missions from 15 November 2017."""
    return [made.ready(bangladesh, 3, code=f"BANENG-{n}") for n in range(3)]


def test_a_unit_counts_from_the_day_on_which_its_certification_was_accepted(units):
    made.accepted(units[0], "readiness", on=date(2017, 11, 20))
    assert on(date(2017, 11, 19)).whole == Certified(3, 0)
    assert on(date(2017, 11, 20)).whole == Certified(3, 1)
    assert on(date(2017, 11, 20)).whole.share == 33.3


def test_what_was_taken_back_counts_until_then_and_no_longer(units):
    public_id = made.accepted(units[0], "readiness")
    deciding.withdraw(public_id, remark="An error.", by=AUTHORITY, now=NOW, today=date(2017, 12, 1))
    assert on(date(2017, 11, 30)).whole.certified == 1
    assert on(date(2017, 12, 1)).whole.certified == 0


def test_each_kind_is_counted_by_itself(units):
    made.accepted(units[0], "training")
    assert on(date(2017, 12, 1), "training").whole.certified == 1
    assert on(date(2017, 12, 1), "readiness").whole.certified == 0
    assert on(date(2017, 12, 1), "screening").whole.certified == 0


def test_a_certification_of_one_person_certifies_no_unit(units):
    public_id = made.opened(units[0], "training", person=1)
    assert public_id
    assert on(date(2017, 12, 1), "training").whole.certified == 0


def test_changed_evidence_stands_beside_the_count(units):
    made.accepted(units[0], "readiness")
    units[0].withdraw(make.newest("CPTM"), [0])
    assert on(date(2017, 12, 1)).whole == Certified(3, 1, changed=1)


def test_the_rows_add_up_to_the_whole(units):
    made.accepted(units[0], "readiness")
    for by in ("mission", "state", "unit_type", "component"):
        found = on(date(2017, 12, 1), by=by)
        assert sum((row.counted for row in found.rows), Certified()) == found.whole


def test_another_state_counts_only_its_own(units):
    made.accepted(units[0], "readiness")
    nepal = made.speaking_for("NPL").scope("attestations.figures")
    assert on(date(2017, 12, 1), scope=nepal).whole == Certified()


def test_certification_is_asked_for_by_the_day_of_deployment(bangladesh):
    """R01: deploying on 2015-12-20 and 2016-01-10, only the second is outstanding."""
    made.ready(bangladesh, 2, code="EARLY", deploys_on=date(2015, 12, 20), ends_on=date(2016, 12, 19))
    made.ready(bangladesh, 2, code="LATE", deploys_on=date(2016, 1, 10), ends_on=date(2017, 1, 9))
    keep_up()
    question = Question(date(2016, 2, 1), 180, ("deployed", "preparing"))
    assert [one.code for one in outstanding(ALL, question, since=date(2016, 1, 1))] == ["LATE"]


def test_whoever_reviews_reads_the_register_and_takes_it_away(client, units):
    made.accepted(units[0], "readiness")
    made.handed(units[1], "readiness")
    browser = signed_in(client, "reviewer_military")
    page = browser.get("/certifications").text
    assert "ORC-BGD-2017-0001" in page
    assert "BANENG-1" not in page
    rows = list(csv.DictReader(io.StringIO(browser.get("/certifications/register.csv").text.lstrip("\ufeff"))))
    assert [(row["number"], row["status"], row["persons"], row["women"]) for row in rows] == [
        ("ORC-BGD-2017-0001", "accepted", "3", "2")
    ]
    assert browser.get("/certifications/register.xlsx").status_code == 200
    assert browser.get("/certifications/register.docx").status_code == 404


def test_the_register_is_narrowed_down(client, units):
    made.accepted(units[0], "readiness")
    browser = signed_in(client, "reviewer_military")
    assert "ORC-BGD-2017-0001" in browser.get("/certifications?kind=readiness&status=accepted&mission=MINUSCA").text
    assert "ORC-BGD-2017-0001" not in browser.get("/certifications?kind=training").text
    assert "ORC-BGD-2017-0001" not in browser.get("/certifications?component=police").text


def test_another_state_sees_nothing_of_it(client, units):
    make.state("NPL", "Nepal", "NP")
    made.accepted(units[0], "readiness")
    browser = signed_in(client, "focal_point", state="NPL")
    assert "ORC-BGD" not in browser.get("/certifications").text
    assert "BANENG" not in browser.get("/certifications/outstanding").text
    assert "33.3" not in browser.get("/certifications/figures").text


def test_the_analyst_sees_figures_and_no_certification(client, units):
    made.accepted(units[0], "readiness")
    browser = signed_in(client, "analyst")
    assert browser.get("/certifications").status_code == 404
    page = browser.get("/certifications/figures?as_of=2017-12-01").text
    assert "33.3" in page
    assert "BANENG-1" in browser.get("/certifications/outstanding?as_of=2017-12-01&kind=readiness").text
    assert "MINUSCA,MINUSCA,3,1,2,33.3,0,0" in browser.get("/certifications/figures.csv?as_of=2017-12-01").text


def test_the_overview_tells_how_many_are_certified(client, units):
    made.accepted(units[0], "readiness")
    page = signed_in(client, "analyst").get("/overview?as_of=2017-12-01").text
    assert "Certified units" in page
    assert "/certifications/figures?as_of=2017-12-01" in page


def test_lists_take_as_many_statements_for_many_as_for_few(client, units, bangladesh, statements):
    made.accepted(units[0], "readiness")
    browser = signed_in(client, "reviewer_military")

    def asked(path):
        browser.get(path)
        with statements() as told:
            assert browser.get(path).status_code == 200
        return len(told)

    paths = (
        "/certifications",
        "/certifications/figures",
        "/certifications/outstanding",
        "/certifications/register.csv",
    )
    few = [asked(path) for path in paths]
    for unit in units[1:]:
        made.accepted(unit, "readiness", by=MILITARY, on=TODAY)
    assert [asked(path) for path in paths] == few
