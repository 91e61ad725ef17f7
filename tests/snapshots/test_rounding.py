"""What leaves the Secretariat: counts in fives, never below five, and no difference that isolates one (R71)."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from trainingapp.snapshots.rounding import FEW, STEP, cell, group, rounded, total, total_of

COUNTS = st.integers(0, 40)
EVERY = range(58)
#: Figure as shown -> the counts that it may stand for.
MEANT = {shown: [n for n in EVERY if rounded(n) == shown] for shown in {rounded(n) for n in EVERY}}


def values(one) -> list[object]:
    return [shown for shown in one if shown is not None]


def test_the_rounding_in_the_words_of_the_bulletin():
    assert [rounded(n) for n in (0, 1, 4, 5, 7, 8, 12, 13, 650)] == [0, FEW, FEW, 5, 5, 10, 10, 15, 650]
    assert group(60, 80) == (140, 60, 80)
    assert cell([0, 0, 60], [0, 0, 80])[0] == (140, 60, 80)
    assert group(5, 15) == (20, 5, 15)
    assert group(0, 650) == (650, 0, 650)
    assert group(1, 2) == (FEW, None, None)


@given(COUNTS, COUNTS)
def test_no_cell_tells_a_count_from_one_to_four(held, gap):
    for shown in values(group(held, gap)):
        assert shown == FEW or (isinstance(shown, int) and shown % STEP == 0)


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


SMALL = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3))


def possible(whole: object, parts: list[object], which: int) -> set[int]:
    """Every count that one part may have, with all others and their sum as they are shown."""
    meant = [[n for n in range(25) if shows(n, one)] for one in parts]
    return {counts[which] for counts in product(*meant) if shows(sum(counts), whole)}


def shows(count: int, shown: object) -> bool:
    return shown is None or rounded(count) == shown


@settings(max_examples=150, deadline=None)
@given(SMALL, SMALL)
def test_women_men_and_their_sum_never_tell_together_how_many_a_few_are(held, gap):
    whole, *sexes = cell(held, gap)
    for measure in range(3):
        parts = [one[measure] for one in sexes]
        for n, part in enumerate(parts):
            if part == FEW:
                assert len(possible(whole[measure], parts, n)) >= 2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=3))
def test_rows_and_their_sum_never_tell_together_how_many_a_few_are(rows):
    shown = [cell(held, gap) for held, gap in rows]
    sums = [[sum(one[k][n] for one in rows) for n in range(3)] for k in (0, 1)]
    whole = total(shown, *sums)
    for place in range(4):
        for measure in range(3):
            parts = [row[place][measure] for row in shown]
            for n, part in enumerate(parts):
                if part == FEW:
                    assert len(possible(whole[place][measure], parts, n)) >= 2


def test_two_groups_of_four_are_not_told_by_their_sum():
    """Rounded it would be ten, and ten can only be four and four."""
    shown = [cell([20, 0, 0], [4, 0, 0])] * 2
    assert rounded(8) == 10
    assert total(shown, [40, 0, 0], [8, 0, 0])[0] == (50, 40, None)
    assert total_of([FEW, FEW], 8) is None
    assert total_of([FEW, FEW], 6) == 5


def test_where_one_sex_is_few_none_is_told_and_what_is_complete_stays_so():
    assert cell([3, 137, 0], [0, 0, 0]) == [(140, 140, 0), (None, None, None), (None, None, None), (0, 0, 0)]


@given(COUNTS, COUNTS)
def test_what_is_not_complete_is_never_shown_as_complete(held, gap):
    required, _held, missing = group(held, gap)
    assert (missing == 0) == (gap == 0) or required == FEW


@given(SMALL, SMALL)
def test_no_sum_of_a_cell_is_shown_as_complete_unless_it_is(held, gap):
    whole = cell(held, gap)[0]
    assert (whole[2] == 0) == (sum(gap) == 0) or whole[0] == FEW


@given(COUNTS, COUNTS)
def test_the_figures_are_near_the_truth(held, gap):
    required, shown_held, shown_gap = group(held, gap)
    if required != FEW:
        for shown, count in ((required, held + gap), (shown_held, held), (shown_gap, gap)):
            assert abs((2 if shown == FEW else int(str(shown))) - count) <= 2
