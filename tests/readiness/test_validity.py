"""For how long a version counts is decided with a look at what it changes, and everybody who reads it follows (R36)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from tests import make
from tests.readiness.conftest import battalion
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates.queries import Filters
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import queries as completions
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.actions.deciding import DecidedBefore, IsPast, NoReason
from trainingapp.curricula.models import ValidityDecision
from trainingapp.curricula.rules import Decided, Validity
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused
from trainingapp.privacy.queries import served_long_ago
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.reports.consequences import of_deciding
from trainingapp.readiness.supersession import Change

EVERYTHING = OPERATOR.scope("gaps.see")
SEPTEMBER, TODAY = date(2017, 9, 25), date(2017, 12, 31)
SIX_MONTHS = Decided(Validity("months", 6), "all", date(2018, 1, 1))
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://register.example")


def decide(decided: Decided, *, reason: str = "The material has changed.") -> str:
    found = deciding.decide_validity(
        curricula.version("CPTM", "2017"), decided, reason=reason, by=OPERATOR, now=make.NOW, today=TODAY
    )
    db.session.commit()
    return found


def held(rotation, day: date) -> int:
    actions.refresh(make.NOW)
    question = Question(day, 180, rotation=rotation.public_id)
    return reports.coverage(EVERYTHING, question, by="rotation").totals.cells["CPTM"].held


def test_the_preview_says_what_the_decision_then_changes(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 6)
    group.pass_all(version, SEPTEMBER, range(4))
    group.pass_all(version, date(2017, 5, 31), [4])  # six months would have ended already: through the eve
    assert held(group.rotation, date(2018, 3, 26)) == 5
    found = of_deciding(version.id, SIX_MONTHS)
    assert found.states == {"BGD": Change(sooner=5, rotations=1, persons=5, first=date(2018, 1, 1))}
    assert found.months == {
        date(2018, 1, 1): Change(sooner=1, rotations=1, persons=1),
        date(2018, 3, 1): Change(sooner=4, persons=4),
    }
    decide(SIX_MONTHS)
    for day, count in (
        (date(2017, 12, 31), 5),  # no past day is judged otherwise
        (date(2018, 1, 1), 4),
        (date(2018, 3, 25), 4),
        (date(2018, 3, 26), 0),
    ):
        assert held(group.rotation, day) == count, day
    assert list(reports.differing_rotations()) == [], "what is kept for speed was made anew"
    assert of_deciding(version.id, Decided(Validity("months", 6), "new", date(2018, 1, 1))).total.is_nothing


def test_what_is_made_to_count_longer_is_told_apart(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 3)
    group.pass_all(version, SEPTEMBER)
    for_ever = Decided(Validity("unlimited"), "all", date(2018, 1, 1))
    assert of_deciding(version.id, for_ever).total == Change(longer=3)
    decide(for_ever)
    judged = reports.of_rotation(EVERYTHING, group.rotation.public_id, as_of=date(2018, 10, 1), names=EVERYTHING)
    (found, *_others) = [person.mandatory["CPTM"] for person in judged.standing.persons]
    assert found.through == date.max


def test_new_completions_follow_it_and_earlier_ones_keep_what_was_copied(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 2)
    group.pass_all(version, SEPTEMBER, [0])
    decide(Decided(Validity("months", 6), "new", date(2018, 1, 1)))
    group.pass_all(version, date(2018, 1, 10), [1])
    judged = reports.of_rotation(EVERYTHING, group.rotation.public_id, as_of=date(2018, 2, 1), names=EVERYTHING)
    through = [person.mandatory["CPTM"].through for person in judged.standing.persons]
    assert through == [SEPTEMBER + timedelta(730), date(2018, 7, 10)]


def test_a_certificate_keeps_what_is_printed_and_its_status_follows(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 2)
    group.pass_all(version, SEPTEMBER)
    officer = identity_of(make.account("training_officer", "officer@bgd.example", state="BGD").id)
    keys = list(db.session.scalars(select(Completion.public_id).order_by(Completion.id)))
    first = certificates.issue_one(keys[0], letterhead=LETTERHEAD, by=officer, now=make.NOW)
    decide(SIX_MONTHS)
    after = certificates.issue_one(keys[1], letterhead=LETTERHEAD, by=officer, now=make.NOW)
    db.session.commit()
    told = issued.by_public_id(first)
    assert told.face.valid_through == SEPTEMBER + timedelta(730), "the print stays"
    assert issued.by_public_id(after).face.valid_through == date(2018, 3, 25), "what is issued later prints what holds"
    assert told.standing(date(2018, 3, 25)).status == "valid"
    assert (told.standing(date(2018, 3, 26)).status, told.facts.valid_through) == ("expired", date(2018, 3, 25))
    for status, day, count in (("valid", date(2018, 3, 25), 2), ("expired", date(2018, 3, 26), 2)):
        page = issued.certificates(EVERYTHING, as_of=day, filters=Filters(status=status))
        assert (page.total, {one.standing(day).status for one in page.rows}) == (count, {status})


def test_a_record_tells_the_decided_day_and_keeps_the_copied_one(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 2)
    group.pass_all(version, SEPTEMBER, [0])
    group.record(version, SEPTEMBER, "fail", [1])
    decide(SIX_MONTHS)
    (told,) = completions.history_of(group.people[0].id)
    assert (told.valid_through, told.kept_through) == (date(2018, 3, 25), SEPTEMBER + timedelta(730))
    (failed,) = completions.history_of(group.people[1].id)
    assert failed.valid_through is None


def test_retention_waits_for_the_decided_day(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 1, deploys_on=date(2016, 1, 1), ends_on=TODAY)
    group.pass_all(version, SEPTEMBER)
    far = date(2031, 1, 1)
    assert served_long_ago(far) == [group.people[0].id]
    decide(Decided(Validity("months", 240), "all", date(2018, 1, 1)))
    assert served_long_ago(far) == []


@pytest.mark.parametrize(
    ("decided", "reason", "refusal"),
    [
        (Decided(Validity("months", 6), "all", date(2017, 12, 30)), "Because.", IsPast),
        (SIX_MONTHS, "  ", NoReason),
        (SIX_MONTHS, "x" * 401, NoReason),
    ],
)
def test_what_was_said_about_past_days_stays_and_a_reason_is_given(bangladesh, decided, reason, refusal):
    make.version("CPTM", "2017")
    with pytest.raises(refusal):
        decide(decided, reason=reason)
    db.session.rollback()


def test_the_same_is_not_decided_twice_and_no_day_before_the_version(bangladesh):
    make.version("CPTM", "2017")
    decide(SIX_MONTHS)
    with pytest.raises(DecidedBefore):
        decide(SIX_MONTHS)
    db.session.rollback()
    with pytest.raises(Refused, match="begins on 2018-06-01"):
        deciding.decide_validity(
            replace(curricula.version("CPTM", "2017"), effective_from=date(2018, 6, 1)),
            SIX_MONTHS,
            reason="Because.",
            by=OPERATOR,
            now=make.NOW,
            today=TODAY,
        )
    db.session.rollback()


def test_the_page_shows_what_changes_before_it_is_decided(client, bangladesh):
    """Curricula.publish: first the look, then the reason, then the act; the journal tells it."""
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 5)
    group.pass_all(version, SEPTEMBER)
    make.account("curriculum_publisher", "publisher@un.example")
    client.sign_in("publisher@un.example")
    address = "/curricula/CPTM/2017/validity"
    assert "Decide this" not in client.get(address).text
    asked = {"kind": "months", "months": "6", "from_on": "2018-01-01", "reaches": "all"}
    page = client.get(address, query_string=asked)
    assert page.status_code == 200
    assert "Bangladesh" in page.text
    assert "Decide this" in page.text
    for wrong, said in (
        ({"from_on": "2017-12-30"}, "today or later"),
        ({"from_on": ""}, "Say from which day on"),
        ({"kind": "unlimited"}, "leave it empty"),
        ({"months": ""}, "Write a number of months"),
        ({"months": "0"}, "Write a number of months"),
        ({"months": "soon"}, "Months"),
        ({"kind": "weeks"}, "Completions count"),
    ):
        refused = client.get(address, query_string=asked | wrong)
        assert (refused.status_code, said in refused.text, "Decide this" in refused.text) == (422, True, False), wrong
    looked_at = f"{address}?{urlencode(asked)}"
    without = client.post_form(looked_at, reason=" ")
    assert (without.status_code, "Write why" in without.text) == (422, True)
    assert client.post_form(looked_at, reason="New material.", months="x").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(ValidityDecision)) == 0
    assert client.post_form(looked_at, reason="New material.").status_code == 302
    assert "New material." in client.get(address).text
    again = client.post_form(looked_at, reason="New material.")
    assert (again.status_code, "decided already" in again.text) == (422, True)


@pytest.mark.parametrize("role", ["curriculum_editor", "analyst"])
def test_only_whoever_publishes_decides(client, bangladesh, role):
    make.version("CPTM", "2017")
    make.account(role, f"{role}@un.example")
    client.sign_in(f"{role}@un.example")
    address = "/curricula/CPTM/2017/validity"
    assert client.get(address).status_code == 404
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/me").text)[1]
    asked = {"kind": "months", "months": "6", "from_on": "2018-01-01", "reaches": "all", "reason": "Because."}
    assert client.post(address, data=asked | {"csrf_token": token}).status_code == 404
