"""A file is read as its sender sees it: the same rows, the same cells, whatever program wrote it."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.sheets import files
from trainingapp.kit.sheets.book import LIMITS, Unreadable
from trainingapp.kit.sheets.reading import read
from trainingapp.kit.sheets.writing import escaped, write_csv
from trainingapp.rosters.columns import headers_in

DAYS = [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in files.UNTIDY]


@pytest.mark.parametrize("make", [files.xlsx, files.xlsx_1904, files.xls, files.ods, files.xlsb])
def test_every_kind_of_workbook_gives_the_rows_and_numbers_the_person_sees(make):
    book = read(make(DAYS))
    assert book.kind == make.__name__.removesuffix("_1904")
    assert [list(row) for row in book.rows] == [list(row) for row in DAYS]
    assert book.rows[5][0] == "008"


@pytest.mark.parametrize(("delimiter", "kind"), [(",", "csv"), (";", "csv"), ("\t", "tsv"), ("|", "csv")])
def test_text_is_cut_at_whatever_delimiter_it_uses(delimiter, kind):
    lines = ["Results", "", "Svc No;Name;Score", '007;"Ali; the second";85,5', "008;José;70,0"]
    book = read("\r\n".join(lines).replace(";", delimiter).encode(), headers_in=headers_in)
    assert (book.kind, book.delimiter, book.encoding) == (kind, delimiter, "utf-8")
    assert book.rows[1] == []
    if delimiter != ",":
        assert book.rows[3] == ["007", f"Ali{delimiter} the second", "85,5"]


def test_a_decimal_comma_is_no_delimiter():
    assert read(b"No;Score\n1;85,5\n2;70,5\n3;60,5\n").delimiter == ";"


def test_the_line_by_which_excel_names_its_delimiter_is_obeyed_and_hidden():
    book = read(b"sep=;\r\nSvc No;Name\r\n007;Ali, Hassan\r\n")
    assert list(book.rows) == [["Svc No", "Name"], ["007", "Ali, Hassan"]]


def test_old_line_ends_and_quoted_line_breaks_keep_the_row_numbers_of_a_spreadsheet():
    assert len(read(b"a,b\r1,2\r3,4\r").rows) == 3
    assert list(read(b'a,b\n"one\ntwo",2\n3,4\n').rows)[2] == ["3", "4"]


def test_a_table_that_does_not_begin_in_the_first_column_keeps_its_place():
    book = read(files.xlsx([["", "", ""], ["", "Svc No", "Name"], ["", "007", "Ali"]]))
    assert [list(row) for row in book.rows] == [["", "", ""], ["", "Svc No", "Name"], ["", "007", "Ali"]]


def test_a_merged_value_stands_in_its_first_cell_alone():
    def merge(book):
        book.active.merge_cells("A2:A4")

    book = read(files.xlsx([["Unit", "No"], ["Alpha", 1], ["", 2], ["", 3]], change=merge))
    assert [row[0] for row in book.rows] == ["Unit", "Alpha", "", ""]


@pytest.mark.parametrize("make", [files.xlsx, files.xlsb, files.xls, files.ods])
def test_a_cell_in_error_is_shown_and_not_emptied(make):
    rows = [["Svc No", "Score"], ["007", "#N/A"], ["008", 70]]
    assert read(make(rows)).rows[1][1] == "#N/A"


def test_a_formula_that_was_never_computed_is_shown_as_an_error():
    assert list(read(files.xlsx([["Svc No", "Score"], ["007", "=1+1"], ["008", 70]])).rows[1]) == ["007", "#ERROR"]


class TestSeveralSheets:
    ROLL, OTHER = [["Svc No", "Name"], ["007", "Ali"]], [["Fuel"], [12]]

    def test_the_only_one_with_a_table_we_know_is_taken(self):
        data = files.xlsx([], sheets={"Fuel": self.OTHER, "Roll": self.ROLL})
        assert read(data, headers_in=headers_in).sheet == "Roll"

    def test_two_that_could_be_meant_are_asked_about(self):
        data = files.xlsx([], sheets={"A": self.ROLL, "B": self.ROLL, "Fuel": self.OTHER})
        book = read(data, headers_in=headers_in)
        assert book.is_asking
        assert book.sheet is None
        assert [(sheet.name, sheet.rows, sheet.columns) for sheet in book.sheets] == [
            ("A", 2, 2),
            ("B", 2, 2),
            ("Fuel", 2, 1),
        ]
        assert list(read(data, sheet="b").rows) == [list(row) for row in self.ROLL]

    def test_a_name_that_is_no_sheet_is_refused_with_the_names_there_are(self):
        data = files.xlsx([], sheets={"A": self.ROLL, "B": self.ROLL})
        with pytest.raises(Unreadable, match="It has: A, B"):
            read(data, sheet="C")

    def test_a_hidden_sheet_is_not_meant_unless_it_is_named(self):
        def hide(book):
            book["B"].sheet_state = "hidden"

        data = files.xlsx([], sheets={"A": self.ROLL, "B": self.ROLL}, change=hide)
        assert read(data, headers_in=headers_in).sheet == "A"
        assert read(data, headers_in=headers_in, sheet="B").sheet == "B"


def test_the_child_that_parses_imports_neither_flask_nor_a_database_and_sees_no_setting():
    probe = "import sys, json, trainingapp.kit.sheets.child; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True).stdout)
    assert not {name.split(".")[0] for name in loaded} & {"flask", "sqlalchemy", "werkzeug", "xlsxwriter", "hypothesis"}


CELL = st.text(st.characters(exclude_characters="\x00\r\n", exclude_categories=("Cs",)), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_our_csv_writes_comes_back_cell_by_cell(rows):
    heading = ["Svc No", "Name"]
    back = read(write_csv(heading, rows), headers_in=headers_in).rows
    expected = [heading, *([escaped(cell) for cell in row] for row in rows)]
    while expected and not any(expected[-1]):
        expected.pop()
    assert [list(row) for row in back] == expected


BYTES = (
    st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | st.text(max_size=99).map(lambda t: t.encode("utf-16"))
)


@given(BYTES)
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data):
    refusal = book = None
    try:
        book = read(data, headers_in=headers_in)
    except Unreadable as said:
        refusal = said
    assert (book and (book.is_asking or book.rows)) or (refusal and refusal.code and str(refusal.sentence))


@cache
def whole_file(make):
    """Made once: a file that carries its hour would differ from one try to the next."""
    return make(DAYS)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_damage_to_a_workbook_is_read_or_refused_in_words(data):
    make = data.draw(st.sampled_from([files.xlsx, files.xls, files.ods, files.xlsb]))
    whole = bytearray(whole_file(make))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    refusal = book = None
    try:
        book = read(damaged, headers_in=headers_in)
    except Unreadable as said:
        refusal = said
    assert (book and (book.sheets or book.is_asking)) or (refusal and str(refusal.sentence))


def test_a_table_beyond_the_limits_is_refused_with_the_limit():
    few = replace(LIMITS, rows=10, columns=5)
    with pytest.raises(Unreadable, match="more than 10 rows"):
        read(b"a,b\n" * 12, limits=few)
    with pytest.raises(Unreadable, match="6 columns wide"):
        read(b"a,b,c,d,e,f\n", limits=few)
    with pytest.raises(Unreadable, match="more than 10 rows"):
        read(files.xlsx([["a"]] * 12), limits=few)
    assert len(read(b"a,b\n" * 10, limits=few).rows) == 10


def test_dates_of_both_systems_and_the_first_days_of_1900_are_true():
    rows = [["a"], [date(1900, 3, 1)], [date(2017, 2, 28)], [date(2016, 2, 29)]]
    assert [row[0] for row in read(files.xlsx(rows)).rows[1:]] == [row[0] for row in rows[1:]]
    later = [["a"], [date(1904, 1, 2)], [date(2017, 9, 25)]]
    assert [row[0] for row in read(files.xlsx_1904(later)).rows[1:]] == [row[0] for row in later[1:]]
