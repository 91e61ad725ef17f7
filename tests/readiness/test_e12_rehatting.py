"""E12: a battalion of an African Union operation becomes blue helmets: what was recognised, what was missing on the day
of the deadline, and what ran out (R52, R39)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.readiness.conftest import Battalion, battalion
from tests.readiness.test_asked import state_requirements, unit_type_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question, Row

EVERYTHING = OPERATOR.scope("gaps.see")
TRANSFER, DEADLINE = date(2017, 7, 1), date(2017, 8, 30)


@pytest.fixture
def sumora(session):
    return make.state("XSU", "Sumora", "XS")


@pytest.fixture
def blue_helmets(sumora) -> Battalion:
    """450 of Sumora, trained against explosive devices by the African Union, six months' validity, on 2017-04-10."""
    group = battalion(sumora, 450, women=20, code="SUMBAT-1", deploys_on=TRANSFER, ends_on=date(2018, 6, 30))
    state_requirements(1, date(2017, 7, 1), "CPTM", "SEA-ELEARN", "CIED-BASIC", unit_type=unit_type_of(group))
    earlier = db.session.scalars(select(CurriculumVersion).filter_by(curriculum_code="AU-CIED")).one()
    group.record(earlier, date(2017, 4, 10), "pass", valid_through=date(2017, 10, 10))
    make.equivalence("CIED-BASIC", "AU-CIED", first=TRANSFER)
    return group


def on(day: date) -> Row:
    """The rotation as it stands on a day, of what the story tells."""
    actions.refresh(make.NOW)
    (row,) = reports.coverage(EVERYTHING, Question(day, 180, state="XSU"), by="rotation").rows
    return row


def test_earlier_training_is_recognised_and_the_rest_is_missing_from_the_transfer_of_authority(blue_helmets):
    cells = on(TRANSFER).cells
    assert (cells["CIED-BASIC"].held, cells["CIED-BASIC"].required) == (450, 450)
    assert (cells["CPTM"].gap, cells["SEA-ELEARN"].gap) == (450, 450)


def test_on_the_deadline_430_of_448_hold_the_core_course_and_18_are_open(blue_helmets):
    blue_helmets.leave([0, 1], "left", date(2017, 8, 25))
    stayed = range(2, 450)
    blue_helmets.pass_all(make.version("SEA-ELEARN", "2016"), date(2017, 8, 20), stayed)
    blue_helmets.pass_all(make.version("CPTM", "2017"), date(2017, 8, 28), range(2, 432))
    cells = on(DEADLINE).cells
    assert (cells["SEA-ELEARN"].held, cells["CPTM"].held, cells["CPTM"].required) == (448, 430, 448)
    assert (cells["CPTM"].share, cells["CPTM"].gap) == (96.0, 18)


def test_on_the_11th_of_october_the_training_of_all_448_has_run_out(blue_helmets):
    blue_helmets.leave([0, 1], "left", date(2017, 8, 25))
    eve, day = on(date(2017, 10, 10)).cells["CIED-BASIC"], on(date(2017, 10, 11)).cells["CIED-BASIC"]
    assert (eve.held, eve.gap, day.held, day.gap) == (448, 0, 0, 448)
    question = Question(DEADLINE, 180, state="XSU")
    (expiry,) = reports.expiring(EVERYTHING, question, first=DEADLINE, last=date(2017, 12, 31))
    assert (expiry.curriculum, expiry.last, expiry.persons) == ("CIED-BASIC", date(2017, 10, 10), 448)
    lines = reports.daily(EVERYTHING, question, first=DEADLINE, last=date(2017, 12, 31), curriculum="CIED-BASIC").lines
    assert list(lines[()]) == [(DEADLINE, 448, 448), (date(2017, 10, 11), 448, 0)]
    judged = reports.of_rotation(
        EVERYTHING, blue_helmets.rotation.public_id, as_of=date(2017, 10, 11), names=EVERYTHING
    ).standing
    said = str(judged.missing[0].gaps["CIED-BASIC"].sentence)
    assert said.startswith("What stood for it counted through 2017-10-10: by AU-CIED")
