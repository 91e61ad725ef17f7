"""Through which day a completion counts: calendar months against bare day numbers, and what was decided since (R36)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Date, literal, select

from trainingapp.curricula.queries.decisions import last_day_in
from trainingapp.curricula.rules import Decided, Validity, last_day, valid_through
from trainingapp.kit.db import db

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 12, 31))
#: The last days of months and their neighbours, where calendars go wrong.
EDGES = st.builds(
    lambda first, move: first.replace(day=1) - timedelta(days=1) + timedelta(days=move), DAYS, st.integers(-2, 1)
)
MONTHS = st.sampled_from([1, 2, 3, 6, 11, 12, 13, 24, 36, 48])
VALIDITIES = st.one_of(
    st.builds(lambda months: Validity("months", months), MONTHS),
    st.builds(lambda months: Validity("rotation", months), st.none() | MONTHS),
    st.just(Validity("unlimited")),
)
DECISIONS = st.lists(
    st.builds(Decided, VALIDITIES, st.sampled_from(["new", "all"]), DAYS),
    max_size=4,
    unique_by=lambda one: (one.from_on, one.reaches),
)


def by_day_numbers(completed_on: date, months: int) -> date:
    """Walk day by day; a month begins wherever the day's number is 1. The last day that is no later in its month."""
    number, begun, last = completed_on.toordinal(), 0, completed_on
    while begun <= months:
        number += 1
        day = date.fromordinal(number)
        begun += day.day == 1
        if begun == months and day.day <= completed_on.day:
            last = day
    return last


@given(DAYS | EDGES, MONTHS)
def test_calendar_months_are_what_walking_day_by_day_gives(day: date, months: int) -> None:
    assert valid_through(day, Validity("months", months)) == by_day_numbers(day, months)


@pytest.mark.parametrize(
    ("completed_on", "validity", "last"),
    [
        (date(2016, 2, 29), Validity("months", 12), date(2017, 2, 28)),  # R29: due again every year
        (date(2016, 2, 29), Validity("months", 48), date(2020, 2, 29)),
        (date(2017, 2, 28), Validity("months", 12), date(2018, 2, 28)),
        (date(2017, 8, 31), Validity("months", 6), date(2018, 2, 28)),
        (date(2017, 4, 10), Validity("months", 6), date(2017, 10, 10)),  # E12
        (date(2016, 11, 20), Validity("months", 12), date(2017, 11, 20)),  # E12: overdue from the next day on
        (date(2017, 9, 25), Validity("rotation", 24), date(2019, 9, 25)),
        (date(2017, 9, 25), Validity("rotation"), None),
        (date(2017, 9, 25), Validity("unlimited"), None),
    ],
)
def test_what_is_decided_for_new_completions_counts_as_the_same_rule_in_a_version(completed_on, validity, last) -> None:
    assert last_day(completed_on, date(2099, 1, 1), [Decided(validity, "new", completed_on)]) == last


def counts(completed_on: date, last: date | None, day: date) -> bool:
    return completed_on <= day <= (last or date.max)


@given(DAYS | EDGES, VALIDITIES, DECISIONS, st.builds(Decided, VALIDITIES, st.sampled_from(["new", "all"]), DAYS))
def test_no_day_before_a_decision_is_judged_otherwise_than_it_was(completed_on, own, decisions, added) -> None:
    kept = valid_through(completed_on, own)
    others = [one for one in decisions if (one.from_on, one.reaches) != (added.from_on, added.reaches)]
    before, after = last_day(completed_on, kept, others), last_day(completed_on, kept, [*others, added])
    eve = added.from_on - timedelta(days=1)
    for day in {eve, completed_on, *(end for end in (before, after, kept) if end), *(one.from_on for one in others)}:
        if day < added.from_on:
            assert counts(completed_on, before, day) == counts(completed_on, after, day)


@given(DAYS, VALIDITIES, DECISIONS)
def test_what_had_ended_stays_ended_and_nothing_counts_before_it_was_completed(completed_on, own, decisions) -> None:
    kept = valid_through(completed_on, own)
    last = last_day(completed_on, kept, decisions)
    assert last is None or last >= completed_on
    if kept is not None and all(one.from_on > kept for one in decisions):
        assert last == kept


def test_a_decision_for_new_ones_leaves_the_others_alone_and_the_later_day_holds() -> None:
    one_year, two = Validity("months", 12), Validity("months", 24)
    decisions = [Decided(two, "new", date(2018, 6, 1)), Decided(one_year, "all", date(2018, 1, 1))]
    assert last_day(date(2017, 9, 25), date(2020, 9, 25), decisions) == date(2018, 9, 25)
    assert last_day(date(2016, 9, 25), date(2019, 9, 25), decisions) == date(2017, 12, 31), "through the eve of it"
    assert last_day(date(2018, 6, 1), date(2021, 6, 1), decisions) == date(2020, 6, 1)
    assert last_day(date(2018, 5, 31), date(2021, 5, 31), decisions) == date(2019, 5, 31)


@given(st.data())
def test_the_database_gives_the_same_last_day(app, data) -> None:
    """For both engines, with the ends of months and 29 February."""
    completed_on = data.draw(DAYS | EDGES)
    kept = valid_through(completed_on, data.draw(VALIDITIES))
    decisions = data.draw(DECISIONS)
    column = last_day_in(literal(7), literal(completed_on, Date), literal(kept, Date), {7: decisions, 8: []})
    with app.app_context():
        found = db.session.scalar(select(column.cast(Date) if kept is None and not decisions else column))
        db.session.remove()
    assert found == last_day(completed_on, kept, decisions)
