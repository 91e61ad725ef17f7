"""What we write opens as text in every program, and comes back as it went."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from trainingapp.kit.sheets.reading import read
from trainingapp.kit.sheets.writing import FormColumn, escaped, write_csv, write_form, write_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_escaped_everywhere(cell):
    assert escaped(cell) == f"'{cell}"
    assert b"'" + cell.replace('"', '""').encode() in write_csv(["a"], [[cell]])
    book = openpyxl.load_workbook(BytesIO(write_xlsx(["a"], [[cell]])))
    assert book.active["A2"].data_type == "s"
    assert str(book.active["A2"].value).startswith("'")


def test_numbers_and_dates_are_written_as_what_they_are():
    book = openpyxl.load_workbook(BytesIO(write_xlsx(["a", "b", "c"], [[-5, date(2017, 9, 25), True]])))
    assert [cell.value for cell in book.active[2]] == [-5, datetime(2017, 9, 25), True]  # noqa: DTZ001
    assert write_csv(["a"], [[-5, date(2017, 9, 25), None]]).decode("utf-8-sig") == "a\r\n-5,2017-09-25,\r\n"


def test_leading_zeros_and_every_script_come_back():
    rows = [["007", "José Muñoz"], ["0008", "محمد علي"], ["1e5", "张伟"]]
    for data in (write_csv(["Svc No", "Name"], rows), write_xlsx(["Svc No", "Name"], rows)):
        assert [list(row) for row in read(data).rows[1:]] == rows


def test_the_same_rows_give_the_same_bytes():
    assert write_xlsx(["a"], [["1"]]) == write_xlsx(["a"], [["1"]])


def test_a_form_has_its_drop_downs_its_dates_its_frozen_header_and_reads_right_to_left():
    columns = (
        FormColumn("No", is_text=True),
        FormColumn("Result", choices=("pass", "fail"), refusal="Choose."),
        FormColumn("Day", days=(date(2017, 5, 2), date(2017, 12, 31))),
        FormColumn("Score", between=(0, 100)),
    )
    data = write_form(
        columns, [["007", "", "", ""]], sheet="A/B", instructions=(("T", ""), ("=a", "b")), right_to_left=True
    )
    book = openpyxl.load_workbook(BytesIO(data))
    page = book.worksheets[0]
    assert page.title == "A B"
    assert page.freeze_panes == "A2"
    assert page.sheet_view.rightToLeft
    assert page["A2"].value == "007"
    assert page["A2"].number_format == "@"
    assert {check.type for check in page.data_validations.dataValidation} == {"list", "date", "decimal"}
    assert book.worksheets[1]["A2"].value == "'=a"
