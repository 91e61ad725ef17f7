"""Who may teach what, through which day: nothing but a trainers' course makes a trainer (R41, R42)."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.training.qualifying import Earned, Span, TakenBack, Taught, is_qualified, meets, on, spans, taught_by

CPTM = Taught("CPTM", "2017")
OLD = Taught("CPTM", "2009")
CPOC = Taught("CPOC-MIL", "2017")
D = date(2017, 1, 1)


def earned(passed_on: date, through: date | None, *taught: Taught, key: int = 1) -> Earned:
    return Earned(key, frozenset(taught or (CPTM,)), passed_on, through)


def test_a_course_says_what_its_graduates_may_teach():
    assert taught_by({"qualifies_for": [{"curriculum": "CPTM", "versions": ["2017", "2009"]}]}) == {CPTM, OLD}
    assert taught_by({"curriculum": "CPTM"}) == frozenset()


def test_a_trainer_is_one_from_the_day_of_passing_through_the_last_day():
    held = [earned(date(2017, 8, 25), date(2020, 8, 25))]
    assert not is_qualified(CPTM, held, [], first=date(2017, 8, 24), last=date(2017, 8, 26))
    assert is_qualified(CPTM, held, [], first=date(2017, 8, 25), last=date(2020, 8, 25))
    assert not is_qualified(CPTM, held, [], first=date(2020, 8, 21), last=date(2020, 8, 26))
    assert not is_qualified(OLD, held, [], first=date(2018, 1, 1), last=date(2018, 1, 5))
    assert not is_qualified(CPOC, held, [], first=date(2018, 1, 1), last=date(2018, 1, 5))


def test_two_courses_that_touch_are_one_span():
    held = [earned(D, date(2017, 6, 30)), earned(date(2017, 7, 1), None, key=2)]
    assert spans(CPTM, held) == [Span(D, None)]


def test_a_withdrawal_ends_what_was_earned_before_it_and_a_later_course_counts_anew():
    held = [earned(D, None), earned(date(2018, 3, 1), date(2019, 3, 1), key=2)]
    back = [TakenBack("CPTM", date(2018, 1, 1))]
    assert spans(CPTM, held, back) == [Span(D, date(2017, 12, 31)), Span(date(2018, 3, 1), date(2019, 3, 1))]


def test_a_withdrawal_for_one_curriculum_leaves_the_others():
    held = [earned(D, None, CPTM, CPOC)]
    assert list(on(date(2018, 1, 1), held, [TakenBack("CPTM", date(2017, 6, 1))])) == [CPOC]
    assert on(date(2018, 1, 1), held, [TakenBack(None, date(2017, 6, 1))]) == {}


def test_sessions_meet_when_they_share_a_day():
    assert meets(D, D + timedelta(4), D + timedelta(4), D + timedelta(9))
    assert not meets(D, D + timedelta(4), D + timedelta(5), D + timedelta(9))


days = st.integers(0, 60).map(lambda n: D + timedelta(n))
courses = st.tuples(days, st.one_of(st.none(), st.integers(0, 40)))


@given(st.lists(courses, max_size=5), st.lists(days, max_size=3), days)
def test_spans_are_what_counting_day_by_day_gives(given_courses, withdrawn, day):
    held = [
        earned(first, None if length is None else first + timedelta(length), key=n)
        for n, (first, length) in enumerate(given_courses)
    ]
    taken = [TakenBack(None, from_on) for from_on in withdrawn]

    def counts(one: Earned) -> bool:
        ended = any(one.passed_on < back.from_on <= day for back in taken)
        return one.passed_on <= day and (one.through is None or day <= one.through) and not ended

    expected = any(counts(one) for one in held)
    assert is_qualified(CPTM, held, taken, first=day, last=day) == expected
    found = spans(CPTM, held, taken)
    assert all(a.last is not None and a.last < b.first - timedelta(1) for a, b in pairwise(found))
