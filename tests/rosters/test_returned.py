"""The refused rows go back as a file that can be mended and uploaded as it is; the forms we offer are understood."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.kit.sheets import files
from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.headings import LANGUAGES
from trainingapp.rosters.returned import Listed, failed_rows_file, results_form, roll_form
from trainingapp.rosters.roster import Known, check
from trainingapp.rosters.table import read_rows
from trainingapp.rosters.values import RESULT_WORDS, read_results

TODAY, DAY = date(2017, 12, 31), date(2017, 9, 25)
KNOWN = Known({f"00{n}": (n, f"Soldier Number{n}", None) for n in range(1, 9)}, dict.fromkeys(range(1, 9)))
MAPPING = {"Blood group": "ignore"}
ROWS = [
    ["CPTM, September"],
    ["Svc No", "Name", "Blood group", "Result", "Score", "Date"],
    ["001", "Soldier Number1", "A+", "pass", 85, DAY],
    ["777", "=text |' /C calc'!A0", "-", "pass", 70.5, DAY],
    ["003", "Soldier Number3", "@x", "pass", "", date(2018, 9, 25)],
    ["004", "Soldier Number4", "B", "perhaps", "", ""],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_refused_rows_come_back_in_their_columns_with_the_reasons_and_can_be_uploaded_mended(kind):
    table = read_rows(read(files.xlsx(ROWS), headers_in=headers_in), mapping=MAPPING)
    outcome = check(table, KNOWN, TODAY)
    data = failed_rows_file(table, outcome.problems, kind=kind)
    book = read(data, headers_in=headers_in)
    assert book.rows[0] == ["What to mend", "Svc No", "Name", "Blood group", "Result", "Score", "Date"]
    assert [row[1] for row in book.rows[1:]] == ["777", "003", "004"]
    assert "no result" in book.rows[3][0]
    assert "date of completion is missing" in book.rows[3][0]
    back = read_rows(book, mapping=MAPPING)
    assert back.texts("full_name")[0] == ROWS[3][1]
    again = check(back, KNOWN, TODAY)
    assert [p.code for p in again.problems] == [p.code for p in outcome.problems]
    mended = [list(row) for row in book.rows]
    mended[1][1:3] = ["002", "Soldier Number2"]
    mended[2][6] = DAY
    mended[3][4], mended[3][6] = "pass", DAY
    last = check(read_rows(read(files.xlsx(mended), headers_in=headers_in), mapping=MAPPING), KNOWN, TODAY)
    assert [row.person_id for row in last.to_record] == [2, 3, 4]


def test_a_file_that_comes_back_twice_has_one_column_of_reasons():
    table = read_rows(read(files.xlsx(ROWS), headers_in=headers_in), mapping=MAPPING)
    first = failed_rows_file(table, check(table, KNOWN, TODAY).problems)
    table = read_rows(read(first, headers_in=headers_in), mapping=MAPPING)
    second = failed_rows_file(table, check(table, KNOWN, TODAY).problems)
    assert read(second).rows == read(first).rows


PEOPLE = [Listed("001", "Sgt", "Soldier Number1"), Listed("002", "Cpl", "Soldier Number2")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_for_results_is_understood_when_it_comes_back_filled_in(language):
    data = results_form(
        rotation="BANBAT-4",
        curriculum="CPTM 2017",
        people=PEOPLE,
        first_day=date(2017, 5, 2),
        last_day=TODAY,
        language=language,
    )
    book = openpyxl.load_workbook(BytesIO(data))
    page = book.worksheets[0]
    assert page["A2"].value == "001"
    assert bool(page.sheet_view.rightToLeft) == (language == "ar")
    offered = next(c.formula1 for c in page.data_validations.dataValidation if c.type == "list").strip('"').split(",")
    assert read_results(offered).meant == dict(zip(offered, RESULT_WORDS, strict=True))
    for row, result in ((2, offered[0]), (3, offered[1])):
        page.cell(row, 4).value, page.cell(row, 6).value = result, DAY
    out = BytesIO()
    book.save(out)
    outcome = check(read_rows(read(out.getvalue(), headers_in=headers_in)), KNOWN, TODAY)
    assert outcome.problems == ()
    assert [(row.person_id, row.result) for row in outcome.to_record] == [(1, "pass"), (2, "fail")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_the_form_for_a_roll_is_understood(language):
    data = roll_form(rotation="BANBAT-4", state="Bangladesh", categories=("Troops",), last_day=TODAY, language=language)
    table = read_rows(read(data, headers_in=headers_in))
    assert [p.code for p in table.problems] == ["no_rows"]
    assert set(table.columns.understood.values()) >= {"service_number", "family_name", "given_names", "sex", "born_on"}
