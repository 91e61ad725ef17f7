"""What leaves the Secretariat: counts in fives, never below five, and nothing that isolates somebody (R71)."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.snapshots.rounding import (
    FEW,
    STEP,
    Cell,
    Group,
    Real,
    added,
    cell,
    group,
    rounded,
    row,
    total,
    total_of,
)

COUNTS = st.integers(0, 40)
EVERY = range(58)
#: Figure as shown -> the counts that it may stand for.
MEANT = {shown: [n for n in EVERY if rounded(n) == shown] for shown in {rounded(n) for n in EVERY}}


def real(women: int, men: int, women_gap: int = 0, men_gap: int = 0) -> Real:
    return Real((women, men, 0), (women_gap, men_gap, 0), (0, 0, 0))


def test_the_rounding_in_the_words_of_the_bulletin():
    assert [rounded(n) for n in (0, 1, 4, 5, 7, 8, 12, 13, 650)] == [0, FEW, FEW, 5, 5, 10, 10, 15, 650]
    assert group(140, 80) == (140, 60, 80, 0)
    assert group(20, 15) == (20, 5, 15, 0)
    assert group(650, 650) == (650, 0, 650, 0)
    assert group(3, 2) == (FEW, None, None, None)
    assert total_of([650, 80, 15]) == 745
    assert total_of([FEW, FEW, 0]) == 5
    assert total_of([FEW, 0]) == FEW
    assert total_of([None, 0]) is None


@given(COUNTS, COUNTS)
def test_no_cell_tells_a_count_from_one_to_four(held, gap):
    for shown in group(held + gap, gap):
        assert shown in (FEW, None) or (isinstance(shown, int) and shown % STEP == 0)


def test_what_is_shown_may_always_stand_for_several_counts():
    for shown, counts in MEANT.items():
        assert shown == 0 or len(counts) >= 3, shown


def test_no_difference_of_two_reports_tells_that_it_was_one_person():
    """Whatever two figures are published, they may differ by more than one person, or by nobody at all."""
    for first, second in product(MEANT, repeat=2):
        apart = {abs(a - b) for a, b in product(MEANT[first], MEANT[second])}
        assert apart != {1}
        if 1 in apart:
            assert len(apart) >= 3


# --- Everything that may stand behind what is shown, tried -----------------------------------------------------------


def one_cell() -> Iterable[tuple[Real, ...]]:
    """A group of up to nine women and nine men."""
    sizes = list(product(range(10), repeat=2))
    return ((real(*size, *gap),) for size in sizes for gap in product(*(range(n + 1) for n in size)))


def two_rows_of_women_and_men() -> Iterable[tuple[Real, ...]]:
    return ((real(a, b), real(c, d)) for a, b, c, d in product(range(8), repeat=4))


def rows_of_men(count: int, most: int) -> Iterable[tuple[Real, ...]]:
    """Rows with those who lack something."""
    sizes = [(size, gap) for size in range(most) for gap in range(size + 1)]
    return (tuple(real(0, size, 0, gap) for size, gap in rows) for rows in product(sizes, repeat=count))


def told(rows: tuple[Real, ...]) -> tuple[object, ...]:
    """Everything that is told of some groups: each in the report of its mission, and all in that of the State."""
    cells = tuple(row([one]) for one in rows)
    return cells, total(cells, added(rows)), row(rows)


@pytest.mark.parametrize(
    "tables",
    [
        one_cell,
        two_rows_of_women_and_men,
        lambda: rows_of_men(2, 12),
        lambda: rows_of_men(3, 7),
        lambda: rows_of_men(4, 5),
    ],
    ids=["women and men", "two rows", "two rows with gaps", "three rows with gaps", "four small rows"],
)
def test_all_that_is_told_together_never_tells_how_many_a_few_are(tables: Callable[[], Iterable[tuple[Real, ...]]]):
    """Sums, sexes, who holds it and who does not: every table that looks alike, and in none of them one count only."""
    behind: dict[object, list[set[int]]] = {}
    for rows in tables():
        counts = [n for one in rows for n in (*one.required, *one.gap, sum(one.required), sum(one.gap))]
        held = [n - gap for one in rows for n, gap in zip(one.required, one.gap, strict=True)]
        known = behind.setdefault(told(rows), [set() for _ in (*counts, *held)])
        for values, count in zip(known, (*counts, *held), strict=True):
            values.add(count)
    pinned = [(shown, values) for shown, found in behind.items() for values in found if is_few(values)]
    assert pinned == []


def is_few(values: set[int]) -> bool:
    return len(values) == 1 and 0 < min(values) < STEP


SMALL = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda n: (max(n), min(n)))
ROWS = st.lists(st.builds(lambda w, m: real(w[0], m[0], w[1], m[1]), SMALL, SMALL), min_size=1, max_size=6)


@given(ROWS)
def test_a_sum_is_made_of_what_is_told_and_of_nothing_else(rows):
    """Whatever the real counts are, the same figures above have the same sum below."""
    cells = [one for one in map(cell, rows) if one.whole.gap is not None]
    doubled = Real(*(tuple(2 * n for n in counts) for counts in added(rows)))
    assert total(cells, added(rows)).whole == total(cells, doubled).whole


@given(ROWS)
def test_a_real_sum_by_sex_is_told_only_far_from_all_that_its_parts_may_be(rows):
    cells = [cell(one) for one in rows]
    sums = total(cells, added(rows))
    for n, sex in enumerate(sums.sexes):
        if sex.required is not None and any(one.sexes[n].required is None for one in cells) and len(cells) > 1:
            assert sum(one.required[n] for one in rows) >= 25


def test_women_and_men_are_told_of_many_though_some_rows_do_not_tell_them():
    rows = [real(40, 800, 4, 80), *[real(3, 97)] * 8, real(60, 640)]
    sums = total([cell(one) for one in rows], added(rows))
    assert [one.required for one in sums.sexes] == [125, 2215, 0]
    assert cell(rows[1]).sexes[:2] == (Group(None, None, None, None),) * 2


def test_of_many_that_are_too_few_each_the_sum_is_told():
    few = [real(0, 4, 0, 2) for _row in range(20)]
    assert total([cell(one) for one in few], added(few)).whole == (40, None, None, None)
    some = [real(0, 3, 0, 1) for _row in range(40)]
    assert total([cell(one) for one in some], added(some)).whole == (120, 80, 40, 0)


def test_where_one_sex_is_few_none_is_told_and_what_is_complete_stays_so():
    none = Group(None, None, None, None)
    assert cell(real(3, 137)) == Cell(Group(140, 140, 0, 0), (none, none, Group()))


def test_a_state_with_a_few_persons_in_each_of_many_missions_is_told_as_one():
    observers = [real(1, 1, 0, 1) for _mission in range(8)]
    assert row(observers).whole == (15, 5, 10, 0)
    assert row(observers[:2]).whole == (5, None, None, None)


@given(COUNTS, COUNTS)
def test_what_is_not_complete_is_never_shown_as_complete(held, gap):
    shown = group(held + gap, gap)
    assert (shown.gap == 0) == (gap == 0) or shown.required == FEW


@given(ROWS)
def test_no_sum_is_shown_as_complete_unless_it_is(rows):
    whole = total([cell(one) for one in rows], added(rows)).whole
    missing = sum(sum(one.gap) for one in rows)
    if whole.gap == 0:
        assert missing == 0
    if missing == 0:
        assert whole.gap in (0, None)


@given(COUNTS, COUNTS)
def test_the_figures_are_near_the_truth(held, gap):
    shown = group(held + gap, gap)
    if shown.required != FEW:
        for figure, count, near in ((shown.required, held + gap, 2), (shown.gap, gap, 2), (shown.held, held, 6)):
            assert abs((2 if figure == FEW else int(str(figure))) - count) <= near
