"""What may be recorded by hand, and what a result is worth."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.completions.rules import RESULTS, is_enough, problems_of

TODAY = date(2017, 12, 31)


def told(**more: object) -> list[tuple[str, str]]:
    """Every problem, as field and sentence."""
    values = {"result": "pass", "score": None, "completed_on": date(2017, 9, 25), "pass_mark": 70}
    values |= {"effective_from": date(2017, 5, 1), "today": TODAY} | more
    return [(name, str(sentence)) for name, sentence in problems_of(**values)]  # type: ignore[arg-type]


def test_what_agrees_with_itself_has_no_problem():
    assert told() == told(score=70.0) == told(result="fail", score=69.9) == []


def test_every_problem_is_told_at_once_each_by_its_field():
    assert told(completed_on=date(2018, 1, 1), score=12.5) == [
        ("completed_on", "2018-01-01 has not come yet."),
        ("score", "A score of 12.5 % does not go with this result: the pass mark is 70 %."),
    ]
    assert told(result="fail", score=85.0) == [
        ("score", "A score of 85 % does not go with this result: the pass mark is 70 %.")
    ]


def test_a_version_cannot_be_completed_before_it_existed():
    assert told(completed_on=date(2017, 4, 30)) == [("completed_on", "This version did not exist before 2017-05-01.")]
    assert told(completed_on=date(2017, 5, 1)) == told(completed_on=TODAY) == []


def test_a_score_says_nothing_about_mere_attendance():
    assert told(result="attended", score=100.0) == told(result="attended", score=0.0) == []


def test_what_could_not_be_read_is_not_judged():
    assert told(result=None, completed_on=None, effective_from=None, pass_mark=None, score=1.0) == []


def test_attendance_is_enough_only_where_no_more_is_asked():
    assert [is_enough(result, "attendance") for result in RESULTS] == [True, False, True]
    assert [is_enough(result, "score") for result in RESULTS] == [True, False, False]


@given(score=st.floats(0, 100), mark=st.integers(0, 100))
def test_with_a_mark_exactly_one_of_pass_and_fail_goes_with_a_score(score: float, mark: int):
    agreeing = [result for result in ("pass", "fail") if not told(result=result, score=score, pass_mark=mark)]
    assert agreeing == (["pass"] if score >= mark else ["fail"])
