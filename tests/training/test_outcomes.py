"""Who meets the pass rule, what is missing, and what only two kinds of unit can do together (R22)."""

from datetime import date

import pytest

from trainingapp.curricula.rules import PassRule
from trainingapp.training.outcomes import Participant, Rule, alone, both_components, judge

DAYS = (date(2017, 9, 25), date(2017, 9, 26))
THERE = dict.fromkeys(DAYS, True)
AWAY = dict.fromkeys(DAYS, False)
SCORE = Rule(PassRule("score", 70), DAYS)
HARDLY = Rule(PassRule("score", 70), DAYS, attendance=80)
BASICS = Rule(
    PassRule("practical"), DAYS, {"patrol": "Night Patrolling", "joint": "Joint Exercise"}, frozenset({"joint"})
)


def outcome(rule=SCORE, both=False, **more):
    return judge(Participant(1, **({"there": THERE} | more)), rule, both=both)


@pytest.mark.parametrize(
    ("rule", "result", "score", "expected"),
    [
        (SCORE, None, 70.0, "pass"),
        (SCORE, None, 69.5, "fail"),
        (SCORE, "pass", None, "pass"),
        (SCORE, "fail", None, "fail"),
        (Rule(PassRule("practical"), DAYS), "pass", None, "pass"),
        (Rule(PassRule("attendance"), DAYS), "attended", None, "attended"),
    ],
)
def test_the_pass_rule_of_the_version_decides(rule, result, score, expected):
    assert outcome(rule, result=result, score=score).outcome == expected


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "has no result yet"),
        ({"result": "pass", "score": 60.0}, "70 % are needed"),
        ({"there": {DAYS[0]: True}, "score": 80.0}, "not marked on 2017-09-26"),
        ({"there": AWAY, "result": "pass"}, "was there on no day"),
        ({"result": "no_show"}, "attendance says otherwise"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_said(more, words):
    found = outcome(**more)
    assert found.outcome == "open"
    assert words in " ".join(map(str, found.missing))


def test_whoever_was_there_on_no_day_did_not_come_and_nothing_comes_of_it():
    found = outcome(there=AWAY)
    assert (found.outcome, found.missing, found.completes) == ("no_show", (), False)


def test_all_elements_are_needed_over_this_and_earlier_sessions():
    here = outcome(BASICS, both=True, checks={"patrol": True})
    assert (here.outcome, here.outstanding, here.completes) == ("unfinished", ("joint",), False)
    assert outcome(BASICS, both=True, checks={"joint": True}, earlier=frozenset({"patrol"})).outcome == "pass"
    assert outcome(BASICS, both=True, checks={"joint": True, "patrol": False}).outcome == "unfinished"
    assert "no practical check" in str(outcome(BASICS).missing[0])


def test_a_joint_element_counts_only_when_both_components_were_there():
    everything = {"patrol": True, "joint": True}
    assert outcome(BASICS, both=False, checks=everything).outstanding == ("joint",)
    assert outcome(BASICS, both=True, checks=everything).outcome == "pass"
    soldier = Participant(1, THERE, checks=everything, component="military")
    absent = Participant(2, AWAY, component="police")
    assert not both_components([soldier, absent]), "who was accepted and did not come does not count"
    assert "Joint Exercise" in str(alone([soldier, absent], BASICS))
    police = Participant(2, THERE, component="police")
    assert both_components([soldier, police])
    assert alone([soldier, police], BASICS) is None


def test_whoever_was_hardly_there_does_not_pass_unnoticed():
    there = dict.fromkeys(DAYS, False) | {DAYS[0]: True}
    one = Participant(1, there, "pass", 90.0)
    assert judge(one, SCORE, both=False).outcome == "pass"
    found = judge(one, HARDLY, both=False)
    assert found.outcome == "open"
    assert str(found.missing[0]).startswith(f"was there on 1 of {len(DAYS)} days, and 80 % of them are needed")
    assert judge(Participant(1, dict.fromkeys(DAYS, True), "pass", 90.0), HARDLY, both=False).outcome == "pass"
    assert judge(Participant(1, there, "fail", 40.0), HARDLY, both=False).outcome == "fail"
