"""Where lines, ticks and steps stand; how shares are written."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.kit.charts import Bar, Series, day_ticks, heat_step, steps_over_time, ticks
from trainingapp.kit.figures import grouped, percent, tenths

counts = st.integers(0, 200_000)


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (829, 850, "97.5 %"),
        (850, 850, "100 %"),
        (835, 849, "98.4 %"),
        (38, 849, "4.5 %"),
        (104, 292, "35.6 %"),
        (18, 50, "36.0 %"),
        (0, 850, "0 %"),
        (0, 0, "–"),
        (90_999, 91_000, "99.9 %"),
        (1, 91_000, "0.1 %"),
    ],
)
def test_shares_are_rounded_half_up_and_the_incomplete_never_reads_complete(
    part: int, whole: int, written: str
) -> None:
    assert percent(part, whole) == written.replace(" ", "\u00a0")


@given(counts, counts)
def test_only_all_is_a_thousand_tenths_and_only_none_is_nought(part: int, more: int) -> None:
    whole = part + more + (not part and not more)
    assert (tenths(part, whole) == 1000) == (part == whole)
    assert (tenths(part, whole) == 0) == (part == 0)


def test_thousands_stand_apart_by_a_narrow_space() -> None:
    assert (grouped(850), grouped(91_204)) == ("850", "91\u202f204")


def test_849_of_850_is_not_the_step_of_the_complete() -> None:
    assert (heat_step(850, 850), heat_step(849, 850), heat_step(0, 850), heat_step(0, 0)) == (5, 4, 0, None)


@given(st.integers(0, 5_000_000))
def test_an_axis_reaches_its_highest_value_in_at_most_six_even_steps(highest: int) -> None:
    axis = ticks(highest)
    assert axis[0] == 0
    assert axis[-1] >= highest
    assert 2 <= len(axis) <= 7
    assert len({b - a for a, b in pairwise(axis)}) == 1


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 20_000))
def test_an_axis_of_time_has_a_few_days_in_order_within_it(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    axis = day_ticks(first, last)
    assert 1 <= len(axis) <= 4
    assert [tick.place for tick in axis] == sorted(tick.place for tick in axis)
    assert all(0 <= tick.place <= 1 for tick in axis)


def test_an_axis_of_time_needs_two_days() -> None:
    with pytest.raises(ValueError, match="two days"):
        day_ticks(date(2017, 1, 1), date(2017, 1, 1))


def test_a_value_holds_until_the_day_it_changes_and_the_last_until_the_end() -> None:
    coverage = Series("CPTM", ((date(2017, 9, 25), 829), (date(2017, 10, 20), 850)))
    plot = steps_over_time([coverage], until=date(2017, 11, 14))
    (line,) = plot.lines
    assert line.corners == ((0.0, 0.829), (0.5, 0.829), (0.5, 0.85), (1.0, 0.85))
    assert line.path(100, 100) == "M0.0 17.1L50.0 17.1L50.0 15.0L100.0 15.0"
    assert line.last == 850


def test_a_plot_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        steps_over_time([Series("CPTM", ())], until=date(2017, 12, 31))


def test_a_bar_with_nobody_to_count_is_empty_and_none_overflows() -> None:
    assert (Bar("BFA", 0, 0).width, Bar("BFA", 9, 8).width, Bar("BFA", 6, 8).missing) == (0.0, 1.0, 2)
