"""Exports of learning platforms: a status and points become a result by the version's own rule (R08, R28)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters.test_roster import KNOWN, codes
from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.problems import Level
from trainingapp.rosters.roster import Known, ResultRow, check
from trainingapp.rosters.table import read_rows

TODAY = date(2017, 12, 31)
DAY = date(2017, 9, 25)
QUIZ = (
    "Surname,First name,ID number,Institution,Department,Email address,Status,Started on,Completed,Time taken,"
    "Grade/10.00"
)
NO_MARK = Known(KNOWN.people, KNOWN.on_roll, effective_from=KNOWN.effective_from)


def checked(heading, *lines, known=KNOWN):
    book = read("\n".join((heading, *lines)).encode(), headers_in=headers_in)
    return check(read_rows(book), known, TODAY)


def quiz(number, status="Finished", completed='"25 September 2017, 10:23 AM"', grade="8.00"):
    started = '"Monday, 25 September 2017, 9:55 AM"'
    return f"Rahman,Amina,{number},,,amina@example.org,{status},{started},{completed},27 mins,{grade}"


def test_points_of_ten_become_percent_and_the_versions_mark_decides():
    boris = quiz("002", grade="6.90").replace("Rahman,Amina", "Petrov,Boris")
    outcome = checked(QUIZ, quiz("001"), boris)
    assert outcome.good == (ResultRow(2, 1, DAY, "pass", 80.0), ResultRow(3, 2, DAY, "fail", 69.0))
    assert [problem.code for problem in outcome.problems if problem.level is Level.NOTE] == ["platform_export"]
    assert not outcome.is_asking


@pytest.mark.parametrize("status", ["In progress", "Not started", "Not attempted", "Incomplete", "En cours", "未开始"])
def test_whoever_has_not_come_to_the_end_has_no_result(status):
    outcome = checked(QUIZ, quiz("001", status=status, completed="-", grade="-"))
    assert outcome.good == ()
    assert (2, "Status", "not_finished") in codes(outcome)


def test_a_person_is_never_found_by_name_or_e_mail():
    outcome = checked(QUIZ, quiz(""))
    assert outcome.good == ()
    assert (2, "ID number", "service_number_missing") in codes(outcome)


def test_completed_alone_is_no_pass_where_a_mark_is_asked_for():
    outcome = checked(QUIZ, quiz("001", status="Completed", grade="-"))
    assert outcome.good == ()
    assert (2, "Status", "result_not_understood") in codes(outcome)


def test_where_attendance_is_enough_whoever_came_to_the_end_attended():
    heading = "Name,ID number,E-mail,Course,Course status,Completion date"
    line = "Amina Rahman,001,amina@example.org,Information sensitivity,Completed,2017-09-25"
    assert checked(heading, line, known=NO_MARK).good == (ResultRow(2, 1, DAY, "attended", None),)


def test_words_that_say_a_result_outright_stay():
    heading = "Name,ID number,Email address,Username,Completion status,Time completed"
    line = "Amina Rahman,001,amina@example.org,amina,{},2017-09-25"
    passed, failed = "Completed (achieved pass grade)", "Completed (did not achieve pass grade)"
    assert checked(heading, line.format(passed)).good[0].result == "pass"
    assert checked(heading, line.format(failed)).good[0].result == "fail"


def test_a_platform_that_contradicts_itself_is_refused():
    outcome = checked(QUIZ, quiz("001", status="Failed", grade="9.00"))
    assert (2, "Grade/10.00", "score_against_result") in codes(outcome)


def test_more_points_than_there_are_is_refused():
    outcome = checked(QUIZ, quiz("001", grade="11.00"))
    assert outcome.good == ()
    assert (2, "Grade/10.00", "score_not_understood") in codes(outcome)


def test_a_roster_that_is_no_export_is_read_as_before():
    outcome = checked("Svc No,Name,Result,Date", "001,Amina Rahman,completed,2017-09-25")
    assert (2, "Result", "result_not_understood") in codes(outcome)


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_no_points_ever_pass_below_the_mark(got, of):
    outcome = checked(QUIZ.replace("10.00", str(of)), quiz("001", grade=str(got)))
    for row in outcome.good:
        assert (row.result == "pass") == (row.score >= KNOWN.pass_mark)
        assert abs(row.score - got * 100 / of) <= 0.005 + 1e-9
    assert bool(outcome.good) == (got <= of)
