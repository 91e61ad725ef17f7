"""The life of a session, who manages it, and what a plan must be (R41, R47)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.made import plan
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import PassRule, Validity
from trainingapp.forces.rules import CATEGORIES
from trainingapp.training import rules

VERSION = VersionFacts(
    id=1,
    public_id="v",
    code="CPTM",
    label="2017",
    kind="CORE",
    status="published",
    title="Core",
    titles={},
    effective_from=date(2017, 5, 2),
    superseded_on=None,
    transition_until=None,
    published_on=None,
    withdrawn_on=None,
    minutes=60,
    lesson_count=1,
    pass_rule=PassRule("score", 70),
    validity=Validity("unlimited"),
    topics=(),
    languages=("en", "fr"),
    sha256="",
)


def said(found, field):
    return str(found.get(field, ""))


def test_a_plan_that_is_right_has_no_problem():
    assert rules.plan_problems(plan(), VERSION) == {}


def test_it_cannot_end_before_it_starts_and_the_way_out_is_said():
    found = rules.plan_problems(plan(ends_on=date(2017, 9, 24)), VERSION)
    assert "ends before it starts" in said(found, "ends_on")
    assert "Write a last day on or after" in said(found, "ends_on")


def test_its_days_lie_within_the_days_of_the_version():
    early = plan(starts_on=date(2017, 5, 1), ends_on=date(2017, 5, 5))
    assert "CPTM 2017 takes effect on 2017-05-02" in said(rules.plan_problems(early, VERSION), "starts_on")
    over = replace(VERSION, superseded_on=date(2017, 9, 28))
    assert "counts through 2017-09-27 only" in said(rules.plan_problems(plan(), over), "ends_on")
    in_transition = replace(over, transition_until=date(2018, 3, 31))
    assert rules.plan_problems(plan(), in_transition) == {}
    withdrawn = replace(in_transition, withdrawn_on=date(2017, 9, 29))
    assert "counts through 2017-09-28 only" in said(rules.plan_problems(plan(), withdrawn), "ends_on")


def test_a_language_that_the_curriculum_lacks_is_refused_with_those_it_has():
    assert "It exists in: en, fr." in said(rules.plan_problems(plan(language="ar"), VERSION), "language")


def test_there_are_never_fewer_places_than_accepted():
    assert "31 persons are accepted already" in said(rules.plan_problems(plan(), VERSION, accepted=31), "places")
    assert rules.plan_problems(plan(), VERSION, accepted=30) == {}
    assert "from 1 to" in said(rules.plan_problems(plan(places=0), VERSION), "places")


def test_assessed_contributions_need_a_note():
    """R47."""
    assert "not paid from assessed" in said(rules.plan_problems(plan(funding="assessed", note=" "), VERSION), "note")
    assert rules.plan_problems(plan(funding="assessed", note="A pilot, ACABQ agreed."), VERSION) == {}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-3, 400))
def test_the_days_of_a_session_are_all_of_them_once(first, more):
    last = first + timedelta(days=more)
    if more < 0:
        assert "ends_on" in rules.plan_problems(plan(starts_on=first, ends_on=last), None)
        return
    days = rules.days_of(first, last)
    assert (days[0], days[-1], len(set(days))) == (first, last, more + 1)


# --- Steps -----------------------------------------------------------------------------------------------------------


def test_each_step_follows_the_one_before_and_no_other():
    life = ["planned", "open", "confirmed", "running", "completed"]
    for at, status in enumerate(life):
        for step in life:
            sentence = rules.step_problem(status, step, starts_on=date(2017, 9, 25), today=date(2017, 9, 25))
            assert (sentence is None) == (life[at + 1 : at + 2] == [step]), (status, step)


def test_it_can_be_cancelled_until_it_is_over():
    for status in rules.STATUSES:
        sentence = rules.step_problem(status, "cancelled", starts_on=date(2017, 9, 25), today=date(2017, 9, 25))
        assert (sentence is None) == (status not in ("completed", "cancelled"))
        if sentence:
            assert "nothing follows" in str(sentence)


def test_it_starts_on_its_first_day_and_not_before():
    early = rules.step_problem("confirmed", "running", starts_on=date(2017, 9, 25), today=date(2017, 9, 24))
    assert "begins on 2017-09-25" in str(early)
    assert "change the plan" in str(early)


# --- Who manages -----------------------------------------------------------------------------------------------------


class Session:
    institution_code = "BIPSOT"
    institution_state = "BGD"
    mission_code = None


class OfMission:
    institution_code = None
    institution_state = None
    mission_code = "MINUSCA"


def who(kind, code, *, states=(), missions=()):
    grant = Grant("training_officer", kind, frozenset(states), frozenset(missions), code)
    return Identity("somebody", "Somebody", (grant,))


@pytest.mark.parametrize(
    ("identity", "institution", "mission"),
    [
        (who("institution", "BIPSOT", states=["NPL"]), True, False),
        (who("institution", "FARTC", states=["BGD"]), False, False),
        (who("state", "BGD", states=["BGD"]), True, False),
        (who("state", "NPL", states=["NPL"]), False, False),
        (who("mission", "MINUSCA", missions=["MINUSCA"]), False, True),
        (who("mission", "UNMISS", missions=["UNMISS"]), False, False),
    ],
    ids=["its own", "another institution with consent", "its State", "another State", "a mission", "another mission"],
)
def test_who_manages_a_session(identity, institution, mission):
    found = rules.reach(identity, "sessions.plan")
    assert (found.covers(Session), found.covers(OfMission)) == (institution, mission)


def test_an_analyst_manages_nothing():
    assert not rules.reach(Identity("a", "A", (Grant("analyst", "all"),)), "sessions.plan")


# --- Who may be nominated, and places --------------------------------------------------------------------------------


def outside(category="troops", *, categories=("troops",), decides=False, only=False):
    return rules.outside_audience(
        categories=categories, decision_makers_only=only, category=category, decides=decides, words=CATEGORIES
    )


def test_a_person_outside_the_audience_is_told_whom_it_is_for():
    assert outside() is None
    assert outside("formed_police", categories=()) is None, "no category named: everyone"
    found = str(outside("individual_police", categories=("troops", "formed_police")))
    assert "for Troops, Formed police units" in found
    assert "the latest roll says Individual police officers" in found
    assert "stands on no roll" in str(outside(None))
    assert outside(None, categories=()) is None
    assert "tactical decision makers" in str(outside(only=True))
    assert outside(only=True, decides=True) is None


@given(st.lists(st.integers()), st.integers(1, 40), st.integers(0, 60))
def test_nobody_sits_where_there_is_no_place(chosen, places, accepted):
    seated, waiting = rules.seated(chosen, places=places, accepted=accepted)
    assert [*seated, *waiting] == chosen
    assert len(seated) == min(len(chosen), max(0, places - accepted))
