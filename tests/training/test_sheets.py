"""Numbered sign-in sheets to print, and attendance from the sheet's own file: every problem by row and column."""

import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from tests import make
from tests.training import made
from trainingapp.kit.sheets.reading import read
from trainingapp.training.models import AttendanceMark, SignInSheet
from trainingapp.training.sheetfile import column_name, read_sheet

DAYS = [date(2017, 9, day) for day in range(25, 30)]
PEOPLE = {("BGD", "0417"): "one", ("BGD", "A-2"): "two", ("NPL", "0417"): "three"}


def told(*rows, people=PEOPLE):
    return read_sheet(rows, people, days=DAYS, today=date(2017, 12, 31))


def test_a_filled_sheet_is_read_and_an_empty_cell_says_nothing():
    found = told(
        ("Sheet of the course",),
        ("State", "Service number", "Name", "2017-09-25", date(2017, 9, 26)),
        ("BGD", "0417", "Alice", "p", "A"),
        ("NPL", "0417", "Bina", "x", ""),
    )
    assert found.problems == []
    assert found.marks == {("one", DAYS[0]): True, ("one", DAYS[1]): False, ("three", DAYS[0]): True}


def test_every_problem_is_told_by_row_and_column():
    found = told(
        ("State", "Service number", "Name", "2017-09-25", "2017-10-01"),
        ("BGD", "0417", "Alice", "perhaps", ""),
        ("BGD", "417", "Alice", "p", ""),
        ("BGD", "0417", "Alice", "p", ""),
    )
    problems = {(row, column): str(sentence) for row, column, sentence in found.problems}
    assert "2017-10-01 is no day of this session" in problems[(1, "E")]
    assert "“perhaps” is no mark" in problems[(2, "D")]
    assert "“BGD 417” takes no part" in problems[(3, "B")], "leading zeros are part of a number"
    assert "stands in row 2 already" in problems[(4, "B")]


def test_a_file_without_the_heading_is_told_what_to_use():
    assert "Use the file given out here" in str(told(("a", "b")).problems[0][2])
    assert "No column with a day" in str(told(("State", "Service number")).problems[0][2])


def test_columns_are_named_as_in_a_spreadsheet():
    assert [column_name(at) for at in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def instructor(session):
    return made.instructor()


@pytest.fixture
def running(instructor):
    return made.with_people(instructor, made.troops("BGD", 23))


@pytest.fixture
def teacher(client, running):
    return client.sign_in("instructor@bipsot.example")


def upload(client, session_id, content, name="attendance.xlsx"):
    url = f"/sessions/{session_id}/attendance/file"
    return client.post_form(url, file=(io.BytesIO(content), name))


def filled(content, cells):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, text in cells.items():
        book.worksheets[0][place] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_file_is_taken_away_filled_in_and_brought_back(teacher, session, running):
    content = teacher.get(f"/sessions/{running}/attendance.xlsx").data
    rows = read(content, name="attendance.xlsx").rows
    assert list(rows[0][:4]) == ["State", "Service number", "Name", "2017-09-25"]
    assert len(rows) == 24
    answer = upload(teacher, running, filled(content, {"D2": "p", "E2": "a", "D3": "x"}))
    assert answer.status_code == 302, answer.text
    assert session.scalar(select(func.count()).select_from(AttendanceMark)) == 3
    assert upload(teacher, running, filled(content, {"D2": "p", "E2": "a", "D3": "x"})).status_code == 302
    assert session.scalar(select(func.count()).select_from(AttendanceMark)) == 3, "what stands so already is left"


def test_a_file_with_a_mistake_saves_nothing(teacher, session, running):
    content = teacher.get(f"/sessions/{running}/attendance.xlsx").data
    answer = upload(teacher, running, filled(content, {"D2": "p", "E3": "maybe", "B5": "BGD-999"}))
    assert answer.status_code == 422
    assert "2 cells are not understood" in answer.text
    assert re.search(r">3</th><td><bdi[^>]*>E</bdi>", answer.text)
    assert re.search(r">5</th><td><bdi[^>]*>B</bdi>", answer.text)
    assert session.scalar(select(func.count()).select_from(AttendanceMark)) == 0
    assert "is none of the kinds" in upload(teacher, running, b"%PDF", "scan.pdf").text
    assert upload(teacher, running, b"PK\x03\x04 no book").status_code == 422


def test_sheets_are_numbered_by_day_and_never_twice(teacher, session, running):
    url = f"/sessions/{running}/sheets"
    assert teacher.post_form(url, day="2017-09-26").status_code == 302
    assert teacher.post_form(url, day="").status_code == 302
    numbers = session.scalars(select(SignInSheet.number).order_by(SignInSheet.id)).all()
    assert numbers[:2] == ["2017-0001/2-1", "2017-0001/2-2"]
    assert "2017-0001/2-3" in numbers
    assert len(set(numbers)) == len(numbers) == 12


def test_a_sheet_says_the_same_whenever_it_is_drawn(teacher, instructor, running):
    import pypdf

    teacher.post_form(f"/sessions/{running}/sheets", day="2017-09-26")
    link = re.search(r'href="(/sessions/sheets/[\w-]+\.pdf)"', teacher.get(f"/sessions/{running}/sheets").text)[1]
    answer = teacher.get(link)
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    assert len(pages) == 2
    assert teacher.get(link).data == answer.data


def test_the_sheets_of_others_look_like_absent_ones(client, session, running, teacher):
    teacher.post_form(f"/sessions/{running}/sheets", day="")
    sheet = session.scalar(select(SignInSheet.public_id))
    made.officer("NPL")
    make.account("analyst", "analyst@example.org")
    for email in ("officer@npl.example", "analyst@example.org"):
        other = client.application.test_client().sign_in(email)
        for url in (f"/sessions/sheets/{sheet}.pdf", f"/sessions/{running}/sheets"):
            assert other.get(url).status_code == 404
        assert other.get(f"/sessions/{running}/attendance.xlsx").status_code == 404
