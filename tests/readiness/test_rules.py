"""What a person holds, what they lack and why: the rules alone, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from trainingapp.readiness.intervals import FOREVER, runs
from trainingapp.readiness.rules import Gap, Held, Line, Record, counting, duties, judged_on, standing

DAY = date(2017, 9, 25)
PASSED = Record("CPTM", "2017", DAY, "pass", "score", date(2019, 9, 25))
#: CP-MIL 2014, published anew on 2018-07-01, with a transition to 2019-01-01 (E3).
CHILD_PROTECTION = Record("CP-MIL", "2014", date(2017, 6, 1), "pass", "score", date(2019, 6, 1), date(2019, 1, 1))


def test_a_completion_counts_from_its_day_through_its_last_day() -> None:
    for as_of, counts in [
        (DAY - timedelta(1), False),
        (DAY, True),
        (date(2019, 9, 25), True),
        (date(2019, 9, 26), False),
    ]:
        assert isinstance(standing([PASSED], as_of=as_of), Held) == counts


def test_a_completion_without_a_last_day_counts_for_ever() -> None:
    unlimited = replace(PASSED, valid_through=None)
    assert standing([unlimited], as_of=date(2099, 1, 1)) == Held(unlimited, DAY, FOREVER)


def test_child_protection_of_2014_is_valid_in_2018_and_superseded_after_the_transition() -> None:
    assert isinstance(standing([CHILD_PROTECTION], as_of=date(2018, 6, 1)), Held)
    assert isinstance(standing([CHILD_PROTECTION], as_of=date(2019, 1, 1)), Held)
    lacking = standing([CHILD_PROTECTION], as_of=date(2019, 2, 1))
    assert isinstance(lacking, Gap)
    assert lacking.reason == "superseded"
    assert str(lacking.sentence) == "Version 2014 was superseded; it counted through 2019-01-01."


def test_a_version_completed_after_its_transition_never_counts() -> None:
    late = replace(CHILD_PROTECTION, completed_on=date(2019, 3, 1), valid_through=date(2021, 3, 1))
    assert counting(late) is None
    lacking = standing([late], as_of=date(2019, 4, 1))
    assert isinstance(lacking, Gap)
    assert lacking.reason == "superseded"


def test_the_new_version_takes_over_without_a_break() -> None:
    renewed = replace(
        CHILD_PROTECTION,
        version="2018",
        completed_on=date(2018, 12, 1),
        valid_through=date(2020, 12, 1),
        counts_until=None,
    )
    found = standing([CHILD_PROTECTION, renewed], as_of=date(2018, 12, 15))
    assert found == Held(renewed, date(2017, 6, 1), date(2020, 12, 1))


@pytest.mark.parametrize(
    ("records", "reason", "sentence"),
    [
        ([], "not_recorded", "No completion is recorded."),
        ([replace(PASSED, result="fail", valid_through=None)], "failed", "Failed on 2017-09-25."),
        ([replace(PASSED, result="attended")], "attended_only", "Attended on 2017-09-25, without a pass."),
        ([replace(PASSED, valid_through=date(2017, 12, 1))], "expired", "Expired: it counted through 2017-12-01."),
        ([replace(PASSED, withdrawn=True)], "withdrawn", "The completion of 2017-09-25 was withdrawn."),
        ([replace(PASSED, completed_on=date(2018, 1, 5))], "later", "Completed later, on 2018-01-05."),
    ],
)
def test_a_gap_says_why(records: list[Record], reason: str, sentence: str) -> None:
    lacking = standing(records, as_of=date(2017, 12, 31))
    assert isinstance(lacking, Gap)
    assert (lacking.reason, str(lacking.sentence)) == (reason, sentence)


def test_the_latest_event_is_the_reason() -> None:
    expired = replace(PASSED, completed_on=date(2015, 9, 1), valid_through=date(2017, 9, 1))
    failed = replace(PASSED, result="fail", valid_through=None)
    retaken = standing([expired, failed], as_of=date(2017, 12, 31))
    assert isinstance(retaken, Gap)
    assert retaken.reason == "failed"
    before = standing([expired, failed], as_of=date(2017, 9, 10))
    assert isinstance(before, Gap)
    assert before.reason == "expired"


def test_a_pass_after_a_fail_closes_the_gap_and_a_fail_after_a_pass_opens_none() -> None:
    failed = replace(PASSED, result="fail", valid_through=None)
    retest = replace(PASSED, completed_on=date(2017, 10, 20), valid_through=date(2019, 10, 20))
    assert isinstance(standing([failed, retest], as_of=date(2017, 10, 20)), Held)
    assert isinstance(standing([failed, retest], as_of=date(2017, 10, 19)), Gap)
    later_fail = replace(failed, completed_on=date(2017, 11, 1))
    assert isinstance(standing([retest, later_fail], as_of=date(2017, 11, 2)), Held)


def test_attendance_counts_only_where_attendance_is_all_that_is_asked() -> None:
    attended = replace(PASSED, result="attended", pass_kind="attendance")
    assert isinstance(standing([attended], as_of=DAY), Held)
    assert isinstance(standing([replace(attended, pass_kind="practical")], as_of=DAY), Gap)


def test_a_withdrawn_completion_never_counted_on_any_day() -> None:
    for as_of in (DAY, date(2018, 1, 1), date(2019, 9, 25)):
        assert isinstance(standing([replace(PASSED, withdrawn=True)], as_of=as_of), Gap)


def test_a_line_of_the_roll_counts_through_the_last_day_of_service() -> None:
    (only,) = duties([Line("troops", False, date(2018, 3, 1))])
    assert only.last == date(2018, 3, 1)


def test_a_person_who_comes_back_is_never_counted_twice() -> None:
    first, second = duties([Line("troops", False, date(2018, 3, 1)), Line("staff_officer", True, None)])
    assert (first.last, second.first, second.last) == (date(2018, 3, 1), date(2018, 3, 2), FOREVER)


def test_a_line_after_one_that_never_ended_counts_for_nothing() -> None:
    assert len(duties([Line("troops", False, None), Line("staff_officer", True, None)])) == 1


@pytest.mark.parametrize(
    ("as_of", "at_deployment", "judged"),
    [
        (date(2017, 9, 25), False, date(2017, 9, 25)),
        (date(2017, 9, 25), True, date(2017, 11, 15)),
        (date(2017, 12, 31), True, date(2017, 12, 31)),
        (date(2020, 1, 1), False, date(2018, 11, 14)),
    ],
)
def test_a_rotation_is_judged_on_the_day_asked_for_but_never_after_its_tour(
    as_of: date, at_deployment: bool, judged: date
) -> None:
    tour = {"deploys_on": date(2017, 11, 15), "ends_on": date(2018, 11, 14)}
    assert judged_on(as_of, at_deployment=at_deployment, **tour) == judged


def test_spans_that_touch_are_one_run() -> None:
    second = replace(PASSED, completed_on=date(2019, 9, 26), valid_through=date(2021, 9, 26))
    days = standing([PASSED, second], as_of=DAY)
    assert isinstance(days, Held)
    assert (days.first, days.through) == (DAY, date(2021, 9, 26))
    assert list(runs(())) == []
