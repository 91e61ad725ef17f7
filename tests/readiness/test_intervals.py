"""The algebra of days, against an oracle that looks at every day by itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.readiness.intervals import ALWAYS, FOREVER, Days, Span, complement, intersection, on, runs, span, union

START = date(2017, 1, 1)
LENGTH = 25
CALENDAR = [START + timedelta(n) for n in range(LENGTH)]

days_of_month = st.sampled_from(CALENDAR)


@st.composite
def spans(draw: st.DrawFn) -> Span[str]:
    first, last = sorted((draw(days_of_month), draw(days_of_month)))
    begin, end = draw(st.sampled_from([first, ALWAYS])), draw(st.sampled_from([last, FOREVER]))
    return span(begin, end, draw(st.sampled_from("abc")))


sets = st.lists(spans(), max_size=4).map(union)


def by_day(parts: Iterable[Span[str]]) -> dict[date, frozenset[str]]:
    """What each day came from, found by asking every span about every day."""
    found: dict[date, frozenset[str]] = {}
    for one in parts:
        for day in [ALWAYS, *CALENDAR, FOREVER]:
            if one.first <= day <= one.last:
                found[day] = found.get(day, frozenset()) | one.sources
    return found


def is_in_order(days: Days[str]) -> bool:
    return all(a.last < b.first for a, b in pairwise(days))


@given(st.lists(spans(), max_size=5))
def test_a_union_covers_the_days_of_any_and_names_every_source(parts: list[Span[str]]) -> None:
    whole = union(parts)
    assert by_day(whole) == by_day(parts)
    assert is_in_order(whole)


@given(sets, sets)
def test_an_intersection_covers_the_days_of_both_and_names_the_sources_of_both(a: Days[str], b: Days[str]) -> None:
    left, right = by_day(a), by_day(b)
    both = intersection(a, b)
    assert by_day(both) == {day: left[day] | right[day] for day in left.keys() & right.keys()}
    assert is_in_order(both)


@given(sets, sets)
def test_a_complement_covers_the_days_within_that_are_not_held(held: Days[str], within: Days[str]) -> None:
    rest = complement(held, within)
    assert by_day(rest).keys() == by_day(within).keys() - by_day(held).keys()
    assert is_in_order(rest)
    assert all(not one.sources for one in rest)


@given(sets)
def test_runs_are_the_unbroken_stretches(days: Days[str]) -> None:
    stretches = list(runs(days))
    assert {day for day in CALENDAR if any(a <= day <= b for a, b in stretches)} == by_day(days).keys() & set(CALENDAR)
    assert all(a[1] + timedelta(1) < b[0] for a, b in pairwise(stretches))


@given(sets, days_of_month)
def test_the_span_on_a_day_explains_that_day(days: Days[str], day: date) -> None:
    found = on(days, day)
    assert (found.sources if found else None) == by_day(days).get(day)


def test_the_intersection_of_no_requirement_is_every_day() -> None:
    assert list(runs(intersection())) == [(ALWAYS, FOREVER)]
