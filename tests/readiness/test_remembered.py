"""A page opened by many is computed once per state of the register, and never shows an earlier one."""

from datetime import date

from tests import make
from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit.db import transaction
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.remembered import Remembered


def test_the_oldest_answer_is_forgotten_first():
    remembered, computed = Remembered[int](2), []

    def ask(key):
        return remembered(key, lambda: computed.append(key) or key)

    for key in (1, 2, 1, 3, 1, 2):
        assert ask(key) == key
    assert computed == [1, 2, 3, 2]


def covered() -> int:
    with transaction():
        actions.refresh(make.NOW)
    question = Question(date(2017, 12, 31), 180)
    return reports.coverage(OPERATOR.scope("gaps.see"), question, by="state").whole.held


def test_what_was_computed_is_not_computed_again_until_something_is_recorded(session, statements):
    state = make.state()
    person = make.person(state)
    make.assignment(make.rotation(state), person)
    before = covered()
    with statements() as again:
        assert covered() == before
    assert len([one for one in again if "coverage_change" in one]) == 0
    for code in ("CPTM", "SEA-ELEARN", "BFA", "CP-MIL"):
        version = {"CPTM": "2017", "SEA-ELEARN": "2016", "BFA": "2017", "CP-MIL": "2014"}[code]
        make.completion(person, make.version(code, version))
    assert covered() == before + 1
