"""A roster of results: every row good, known or refused in words, by the row the person sees (E2, R-file rules)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.sheets import files
from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.problems import Level
from trainingapp.rosters.roster import Known, ResultRow, check
from trainingapp.rosters.table import read_rows

TODAY = date(2017, 12, 31)
DAY = date(2017, 9, 25)
AMINA, BORIS, CHEN = (1, "Amina Rahman", None), (2, "Boris Petrov", "Борис Петров"), (3, "Chen Wei", "陈伟")
KNOWN = Known(
    people={"001": AMINA, "002": BORIS, "003": CHEN, "009": (9, "Zoe Far", None)},
    on_roll={1: None, 2: None, 3: date(2017, 10, 1)},
    effective_from=date(2017, 5, 2),
    pass_mark=70,
)


def checked(*lines, known=KNOWN, heading="Svc No,Name,Result,Date", order=None, mapping=None, said=None):
    book = read("\n".join((heading, *lines)).encode(), headers_in=headers_in)
    return check(read_rows(book, mapping=mapping, said=said), known, TODAY, order=order)


def codes(outcome):
    return [(problem.row, problem.column, problem.code) for problem in outcome.problems]


def test_good_rows_come_ready_to_record():
    outcome = checked("001,Amina Rahman,pass,2017-09-25", "002,PETROV Boris,échoué,25 Sep 2017")
    assert outcome.good == (ResultRow(2, 1, DAY, "pass", None), ResultRow(3, 2, DAY, "fail", None))
    assert (outcome.rows, outcome.bad, outcome.unchanged, outcome.is_asking) == (2, 0, 0, False)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("777,Nobody,pass,2017-09-25", "Svc No", "unknown_person"),
        ("1,Amina Rahman,pass,2017-09-25", "Svc No", "unknown_person"),
        (",Amina Rahman,pass,2017-09-25", "Svc No", "service_number_missing"),
        ("1.2E+11,Amina Rahman,pass,2017-09-25", "Svc No", "digits_lost"),
        ("00\u200b1,Amina Rahman,pass,2017-09-25", "Svc No", "hidden_character"),
        ("009,Zoe Far,pass,2017-09-25", "Svc No", "not_on_roll"),
        ("001,Boris Petrov,pass,2017-09-25", "Name", "name_differs"),
        ("001,Amina Rahman,,2017-09-25", "Result", "result_missing"),
        ("001,Amina Rahman,maybe,2017-09-25", "Result", "result_not_understood"),
        ("001,Amina Rahman,pass,", "Date", "date_missing"),
        ("001,Amina Rahman,pass,soon", "Date", "date_not_understood"),
        ("001,Amina Rahman,pass,25/09/17", "Date", "two_digit_year"),
        ("001,Amina Rahman,pass,2018-01-01", "Date", "date_in_future"),
        ("001,Amina Rahman,pass,2017-05-01", "Date", "before_version"),
        ("003,Chen Wei,pass,2017-10-02", "Date", "assignment_ended"),
    ],
)
def test_a_bad_row_is_refused_by_row_column_and_reason(line, column, code):
    outcome = checked("002,Boris Petrov,pass,2017-09-25", line)
    assert codes(outcome) == [(3, column, code)]
    assert (len(outcome.good), outcome.bad_rows) == (1, (3,))
    assert str(outcome.problems[0].sentence)


def test_boundary_days_are_good():
    lines = ("001,,pass,2017-12-31", "001,,pass,2017-05-02", "003,,pass,2017-10-01")
    assert len(checked(*lines).good) == 3


def test_every_problem_of_a_row_is_said_at_once():
    outcome = checked("009,Someone Else,perhaps,2019-01-01")
    assert {code for _, _, code in codes(outcome)} == {
        "not_on_roll",
        "name_differs",
        "result_not_understood",
        "date_in_future",
    }


@pytest.mark.parametrize("name", ["Amina Rahman", "RAHMAN Amina", "Rahman, A.", "amina", "Amína RAHMÁN", ""])
def test_a_name_that_shares_a_word_with_the_register_is_the_person(name):
    assert len(checked(f'001,"{name}",pass,2017-09-25').good) == 1


def test_names_in_a_script_the_register_does_not_hold_are_not_held_against_the_person():
    assert len(checked("001,আমিনা রহমান,pass,2017-09-25", "003,陈伟,pass,2017-09-25").good) == 2
    assert codes(checked("002,Иван Сидоров,pass,2017-09-25"))[0][2] == "name_differs"


def test_a_repeated_row_names_the_first():
    outcome = checked("001,,pass,2017-09-25", "002,,pass,2017-09-25", "001,,pass,25 Sep 2017")
    assert codes(outcome) == [(4, "Svc No", "duplicate_row")]
    assert "row 2" in str(outcome.problems[0].sentence)
    assert [row.row for row in outcome.good] == [2, 3]


def test_rows_that_contradict_each_other_are_both_refused():
    outcome = checked("001,,pass,2017-09-25", "001,,fail,2017-09-25")
    assert {(row, code) for row, _, code in codes(outcome)} == {(2, "contradicts_row"), (3, "contradicts_row")}
    assert outcome.good == ()


def test_a_retest_on_another_day_is_no_repeat():
    assert len(checked("001,,fail,2017-09-25", "001,,pass,2017-10-20").good) == 2


class TestWhatIsRecordedAlready:
    KNOWN = Known(KNOWN.people, KNOWN.on_roll, {(1, DAY): ("pass", 85.0)}, KNOWN.effective_from, 70)
    HEADING = "Svc No,Result,Date,Score"

    def test_the_same_again_changes_nothing(self):
        outcome = checked("001,pass,2017-09-25,85", "002,pass,2017-09-25,90", known=self.KNOWN, heading=self.HEADING)
        assert (outcome.unchanged, len(outcome.good), outcome.bad) == (1, 1, 0)
        assert checked("001,pass,2017-09-25,", known=self.KNOWN, heading=self.HEADING).unchanged == 1

    def test_another_result_or_score_for_the_day_is_said(self):
        for line in ("001,fail,2017-09-25,", "001,pass,2017-09-25,86"):
            outcome = checked(line, known=self.KNOWN, heading=self.HEADING)
            assert [code for _, _, code in codes(outcome)] == ["recorded_otherwise"]


@pytest.mark.parametrize(
    ("result", "score", "is_good"),
    [
        ("pass", "70", 1),
        ("pass", "69.9", 0),
        ("fail", "69", 1),
        ("fail", "71", 0),
        ("attended", "10", 1),
        ("pass", "", 1),
    ],
)
def test_a_score_must_go_with_the_pass_mark(result, score, is_good):
    outcome = checked(f"001,{result},2017-09-25,{score}", heading="Svc No,Result,Date,Score")
    assert len(outcome.good) == is_good
    if not is_good:
        assert codes(outcome) == [(2, "Score", "score_against_result")]


def test_an_open_question_keeps_everything_from_being_recorded():
    outcome = checked("001,,pass,2017-09-25,A+", heading="Svc No,Name,Result,Date,Blood group")
    assert codes(outcome) == [(1, "Blood group", "column_not_understood")]
    assert outcome.is_asking
    assert len(outcome.good) == 1
    assert outcome.to_record == ()
    answered = checked(
        "001,,pass,2017-09-25,A+", heading="Svc No,Name,Result,Date,Blood group", mapping={"Blood group": "ignore"}
    )
    assert len(answered.to_record) == 1


def test_an_open_order_of_day_and_month_is_asked_once_and_not_row_by_row():
    outcome = checked("001,,pass,05/06/2017", "002,,pass,05/06/2017")
    assert codes(outcome) == [(1, "Date", "date_order_unknown")]
    assert (outcome.good, outcome.bad) == ((), 2)
    assert checked("001,,pass,05/06/2017", order="DMY").good[0].completed_on == date(2017, 6, 5)


@pytest.mark.parametrize("missing", ["Svc No", "Result", "Date"])
def test_a_column_that_must_be_there_is_asked_for(missing):
    heading = ",".join(name for name in ("Svc No", "Result", "Date", "Name") if name != missing)
    assert "column_missing" in {code for _, _, code in codes(checked("x,y,z", heading=heading))}


def test_the_person_may_give_the_day_for_every_row():
    outcome = checked("001,pass", "002,pass", heading="Svc No,Result", said={"completed_on": "2017-09-25"})
    assert {row.completed_on for row in outcome.to_record} == {DAY}


def test_a_mapping_to_no_heading_or_no_field_is_said():
    outcome = checked("001,,pass,2017-09-25", mapping={"Naem": "full_name", "Name": "nickname"})
    assert {code for _, _, code in codes(outcome)} == {"mapping_unknown_heading", "mapping_unknown_field"}


def test_a_file_without_a_header_is_asked_for_one():
    assert codes(checked("002,Bo,pass,x", heading="001,Ali,pass,y")) == [(None, None, "header_not_found")]


def test_blank_rows_repeated_headers_and_running_numbers_are_no_rows():
    lines = ["1,001,pass,2017-09-25", "", ",,,", "No.,Svc No,Result,Date", "2,002,pass,2017-09-25", "3,,,", "4,,,"]
    outcome = checked(*lines, heading="No.,Svc No,Result,Date")
    assert (outcome.rows, [row.row for row in outcome.good]) == (2, [2, 6])


@pytest.mark.parametrize("make", [files.xlsx, files.xls, files.ods, files.xlsb])
def test_a_workbook_with_titles_gives_the_row_numbers_of_the_spreadsheet(make):
    rows = [
        ["CPTM results"],
        [],
        ["Matricule", "Nom", "Résultat", "Date"],
        ["001", "Rahman", "réussi", DAY],
        [""],
        ["777", "X", "oui", DAY],
    ]
    book = read(make(rows), headers_in=headers_in)
    outcome = check(read_rows(book), KNOWN, TODAY)
    assert [(row.row, row.person_id) for row in outcome.good] == [(4, 1)]
    assert [(p.row, p.code) for p in outcome.problems] == [(6, "unknown_person")]


def test_the_story_of_850_rows():
    """E2: line 17 an unknown person, line 402 a date in the future, line 633 a duplicate; 847 good, 18 failed."""
    people = {f"BA-{n:05}": (n, f"Soldier Number{n}", None) for n in range(2, 852)}
    known = Known(people, dict.fromkeys(range(2, 852)), effective_from=date(2017, 5, 2))
    failed = set(range(100, 118))
    lines = [f"BA-{n:05},Soldier Number{n},{'fail' if n in failed else 'pass'},25/09/2017" for n in range(2, 852)]
    lines[17 - 2] = "BA-99999,Un Known,pass,25/09/2017"
    lines[402 - 2] = lines[402 - 2].replace("25/09/2017", "25/09/2018")
    lines[633 - 2] = lines[50 - 2]
    outcome = checked(*lines, known=known)
    assert [(row, code) for row, _, code in codes(outcome)] == [
        (17, "unknown_person"),
        (402, "date_in_future"),
        (633, "duplicate_row"),
    ]
    assert (outcome.rows, len(outcome.good), outcome.bad) == (850, 847, 3)
    assert sum(row.result == "fail" for row in outcome.good) == 18
    recorded = {(row.person_id, row.completed_on): (row.result, row.score) for row in outcome.good}
    again = checked(*lines, known=Known(people, known.on_roll, recorded, known.effective_from))
    assert (again.unchanged, again.good, again.bad) == (847, (), 3)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["001", "002", "003", "009", "777", "", "1"]),
        st.sampled_from(["", "Amina", "Boris Petrov", "Chen Wei", "Someone"]),
        st.sampled_from(["pass", "fail", "attended", "", "1", "oui"]),
        st.sampled_from(["2017-09-25", "05/06/2017", "25/09/2017", "09/25/2017", "", "2030-01-01", "x", "1/2/17"]),
        st.sampled_from(["", "85", "12", "0.5", "n/a"]),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from([None, "DMY", "MDY", "YMD"]))
@settings(max_examples=300, deadline=None)
def test_no_row_vanishes_and_no_refused_row_is_without_a_reason(lines, order):
    outcome = checked(*(",".join(line) for line in lines), heading="Svc No,Name,Result,Date,Score", order=order)
    assert len(outcome.good) + outcome.unchanged + outcome.bad == outcome.rows == sum(any(line) for line in lines)
    said = {problem.row for problem in outcome.problems if problem.level is Level.ROW}
    assert outcome.is_asking or set(outcome.bad_rows) == said
    for row in outcome.good:
        service_number, _, result, _, _ = lines[row.row - 2]
        assert KNOWN.people[service_number][0] == row.person_id
        assert row.result == {"oui": "pass"}.get(result, result)


@pytest.mark.parametrize("cell", ["1a" + " " * 100_000, "a" * 130_000, "1 " * 60_000, "٩" * 100_000, "(" * 100_000])
@pytest.mark.parametrize("column", range(5))
def test_a_cell_of_a_hundred_thousand_characters_is_refused_like_any_other(cell, column):
    cells = ["001", "Amina Rahman", "pass", "2017-09-25", "85"]
    cells[column] = cell
    outcome = checked(",".join(cells), heading="Svc No,Name,Result,Date,Score")
    assert outcome.bad == 1
    assert all(len(str(problem.sentence)) < 500 for problem in outcome.problems)
