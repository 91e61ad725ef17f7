"""What leaves the Secretariat: counts in fives, never below five, and no difference that isolates one (R71)."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.snapshots.rounding import FEW, STEP, group, rounded, together

COUNTS = st.integers(0, 40)
EVERY = range(58)
#: Figure as shown -> the counts that it may stand for.
MEANT = {shown: [n for n in EVERY if rounded(n) == shown] for shown in {rounded(n) for n in EVERY}}


def values(one) -> list[object]:
    return [shown for shown in one if shown is not None]


def test_the_rounding_in_the_words_of_the_bulletin():
    assert [rounded(n) for n in (0, 1, 4, 5, 7, 8, 12, 13, 650)] == [0, FEW, FEW, 5, 5, 10, 10, 15, 650]
    assert group(60, 80) == (140, 60, 80)
    assert group(5, 15) == (20, 5, 15)
    assert group(0, 650) == (650, 0, 650)
    assert group(1, 2) == (FEW, None, None)


@given(COUNTS, COUNTS)
def test_no_cell_tells_a_count_from_one_to_four(held, gap):
    for shown in values(group(held, gap)):
        assert shown == FEW or (isinstance(shown, int) and shown % STEP == 0)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12))
def test_no_sum_tells_a_count_from_one_to_four(groups):
    for shown in values(together(group(*one) for one in groups)):
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


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=12), st.data())
def test_a_sum_is_made_of_what_is_shown_and_of_nothing_else(groups, data):
    """Exchange every count for another that is shown alike: the sum stays, so that it tells nothing more."""
    shown = [group(*one) for one in groups]
    alike = []
    for one in shown:
        same = [(h, g) for h in range(46) for g in range(46) if group(h, g) == one]
        alike.append(data.draw(st.sampled_from(same)))
    assert together(group(*one) for one in alike) == together(shown)


@given(COUNTS, COUNTS)
def test_what_is_not_complete_is_never_shown_as_complete(held, gap):
    required, _held, missing = group(held, gap)
    assert (missing == 0) == (gap == 0) or required == FEW


@given(COUNTS, COUNTS)
def test_the_figures_are_near_the_truth(held, gap):
    required, shown_held, shown_gap = group(held, gap)
    if required != FEW:
        assert isinstance(required, int)
        assert abs(required - held - gap) <= STEP
        for shown, count in ((shown_held, held), (shown_gap, gap)):
            assert abs((2 if shown == FEW else shown) - count) <= 2
