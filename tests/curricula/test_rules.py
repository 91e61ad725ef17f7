"""What a version covers, who passes, and through which day a completion counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.curricula.rules import (
    CROSS_CUTTING,
    PassRule,
    Result,
    Validity,
    contradiction,
    counts_until,
    coverage,
    held_through,
    passes,
    valid_through,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
MONTHS = st.integers(1, 120)


@dataclass(frozen=True)
class Version:
    superseded_on: date | None = None
    transition_until: date | None = None


@dataclass(frozen=True)
class Lesson:
    key: str
    topics: tuple[str, ...]


@pytest.mark.parametrize(
    ("completed_on", "months", "last_day"),
    [
        (date(2017, 4, 10), 6, date(2017, 10, 10)),  # E12: on the eleventh it has expired
        (date(2017, 8, 31), 6, date(2018, 2, 28)),
        (date(2015, 8, 31), 6, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2017, 12, 31), 1, date(2018, 1, 31)),
        (date(2017, 9, 25), 24, date(2019, 9, 25)),
    ],
)
def test_a_completion_counts_through_the_same_day_some_months_later(
    completed_on: date, months: int, last_day: date
) -> None:
    assert valid_through(completed_on, Validity("months", months)) == last_day


def test_what_is_unlimited_has_no_last_day() -> None:
    assert valid_through(date(2017, 4, 10), Validity("unlimited")) is None
    assert valid_through(date(2017, 4, 10), Validity("rotation")) is None


def test_a_rotation_has_its_outer_limit_in_months() -> None:
    assert valid_through(date(2017, 9, 25), Validity("rotation", 24)) == date(2019, 9, 25)


@given(DAYS, MONTHS)
def test_the_last_day_lies_so_many_months_later_and_never_in_the_month_after(day: date, months: int) -> None:
    last = valid_through(day, Validity("months", months))
    assert last is not None
    assert (last.year - day.year) * 12 + last.month - day.month == months
    assert last.day <= day.day


@given(DAYS, MONTHS)
def test_a_day_is_lost_only_where_the_month_is_shorter(day: date, months: int) -> None:
    last = valid_through(day, Validity("months", months))
    assert last is not None
    assert last.day == day.day or (last + timedelta(days=1)).day == 1


@given(DAYS, DAYS, MONTHS)
def test_who_completes_later_is_never_valid_for_less(one: date, other: date, months: int) -> None:
    first, second = (valid_through(day, Validity("months", months)) for day in sorted((one, other)))
    assert first is not None
    assert second is not None
    assert first <= second


@given(DAYS, MONTHS)
def test_one_month_more_is_always_longer(day: date, months: int) -> None:
    shorter, longer = (valid_through(day, Validity("months", count)) for count in (months, months + 1))
    assert shorter is not None
    assert longer is not None
    assert day < shorter < longer


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert valid_through(date(9999, 6, 1), Validity("months", 12)) == date.max


@pytest.mark.parametrize(("kind", "months"), [("months", None), ("unlimited", 12), ("months", 0), ("rotation", -1)])
def test_a_validity_that_contradicts_itself_is_refused(kind: str, months: int | None) -> None:
    with pytest.raises(ValueError, match="validity"):
        Validity(kind, months)  # type: ignore[arg-type]


def test_a_superseded_version_counts_through_its_transition() -> None:
    """R19, E3: child protection 2014 counts on 2018-06-01, and no longer on 2019-02-01."""
    version = Version(superseded_on=date(2018, 7, 1), transition_until=date(2019, 1, 1))
    assert counts_until(version) == date(2019, 1, 1)


def test_without_a_transition_a_version_counts_through_the_eve_of_its_successor() -> None:
    assert counts_until(Version(superseded_on=date(2018, 7, 1))) == date(2018, 6, 30)


def test_a_version_that_nothing_replaces_has_no_end() -> None:
    assert counts_until(Version()) is None


def test_a_completion_ends_with_its_validity_or_its_version_whichever_is_first() -> None:
    version = Version(superseded_on=date(2018, 7, 1), transition_until=date(2019, 1, 1))
    assert held_through(date(2017, 6, 1), Validity("months", 24), version) == date(2019, 1, 1)
    assert held_through(date(2016, 6, 1), Validity("months", 24), version) == date(2018, 6, 1)
    assert held_through(date(2016, 6, 1), Validity("unlimited"), Version()) is None


@pytest.mark.parametrize(
    ("rule", "score", "result", "passed"),
    [
        (PassRule("score", 70), 70, None, True),
        (PassRule("score", 70), Decimal("69.9"), None, False),
        (PassRule("score", 70), 69, "pass", False),
        (PassRule("score", 70), None, "pass", True),
        (PassRule("score", 70), 95, "fail", False),
        (PassRule("score", 70), None, "attended", False),
        (PassRule("score", 70), 80, "attended", True),
        (PassRule("quiz", 80), 79, None, False),
        (PassRule("practical"), None, "pass", True),
        (PassRule("practical"), 100, None, False),
        (PassRule("practical"), None, "attended", False),
        (PassRule("attendance"), None, "attended", True),
        (PassRule("attendance"), None, "fail", False),
        (PassRule("attendance"), None, None, False),
    ],
)
def test_who_passes(rule: PassRule, score: Decimal | int | None, result: Result | None, passed: bool) -> None:
    assert passes(rule, score=score, result=result) is passed


@given(st.sampled_from([PassRule("score", 70), PassRule("practical"), PassRule("attendance")]), st.integers(0, 100))
def test_a_recorded_fail_never_passes(rule: PassRule, score: int) -> None:
    assert not passes(rule, score=score, result="fail")


@pytest.mark.parametrize(
    ("rule", "score", "result", "sentence"),
    [
        (PassRule("score", 70), 60, "pass", "A pass with 60 %, but 70 % are needed."),
        (PassRule("score", 70), 90, "fail", "A fail with 90 %, but 70 % are enough."),
        (PassRule("score", 70), 101, "pass", "A score of 101 is not between 0 and 100 percent."),
        (PassRule("practical"), 90, None, "Neither a result nor a score that decides: write pass or fail."),
        (
            PassRule("practical"),
            None,
            "attended",
            "Attended, but being there is not enough to pass: write pass or fail.",
        ),
    ],
)
def test_a_score_and_a_result_that_disagree_are_asked_about(
    rule: PassRule, score: int | None, result: Result | None, sentence: str
) -> None:
    assert str(contradiction(rule, score=score, result=result)) == sentence


@pytest.mark.parametrize(
    ("rule", "score", "result"),
    [
        (PassRule("score", 70), 70, "pass"),
        (PassRule("score", 70), 69, "fail"),
        (PassRule("score", 70), None, "pass"),
        (PassRule("practical"), None, "fail"),
        (PassRule("attendance"), None, "attended"),
    ],
)
def test_what_agrees_is_not_asked_about(rule: PassRule, score: int | None, result: Result | None) -> None:
    assert contradiction(rule, score=score, result=result) is None


@pytest.mark.parametrize(("kind", "mark"), [("score", None), ("practical", 70), ("quiz", 0), ("score", 101)])
def test_a_pass_rule_that_contradicts_itself_is_refused(kind: str, mark: int | None) -> None:
    with pytest.raises(ValueError, match="pass"):
        PassRule(kind, mark)  # type: ignore[arg-type]


def test_coverage_names_the_lessons_of_each_topic_and_the_topics_without_a_lesson() -> None:
    found = coverage([Lesson("law", ("HR",)), Lesson("rights", ("HR", "GENDER"))], ["HR", "GENDER", "ENV"])
    assert found.lessons_of == {"HR": ("law", "rights"), "GENDER": ("rights",), "ENV": ()}
    assert found.covered == ("HR", "GENDER")
    assert found.missing == ("ENV",)


def test_there_are_eight_cross_cutting_topics() -> None:
    assert CROSS_CUTTING == ("POC", "CD", "SEA", "HR", "GENDER", "CRSV", "CP", "ENV")
