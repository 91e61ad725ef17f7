"""Rows to CSV and XLSX. Text is text: what a spreadsheet would take for a formula is escaped, and never obeyed."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

#: A cell that begins so is a formula to some program that may open the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Rows beyond those given that a form checks and drops down, for persons who were forgotten.
SPARE_ROWS = 50
DAY_FORMAT = "yyyy-mm-dd"
_WIDEST = 60


def escaped(cell: object) -> object:
    """The cell, with an apostrophe before a text that begins like a formula. Numbers and dates are what they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_csv(heading: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; dates as 2017-09-25; lines end with CR LF (RFC 4180)."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    for row in (heading, *rows):
        writer.writerow([_in_text(escaped(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _in_text(cell: object) -> object:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else cell


@dataclass(frozen=True)
class FormColumn:
    """A column of a form: its heading, and what the spreadsheet itself refuses to have typed there."""

    heading: str
    width: int = 18
    #: Kept as text whatever is typed, so that leading zeros stay.
    is_text: bool = False
    choices: tuple[str, ...] = ()
    #: The first and the last day that may be typed.
    days: tuple[date, date] | None = None
    #: The least and the greatest number that may be typed.
    between: tuple[float, float] | None = None
    #: What the spreadsheet says when it refuses.
    refusal: str = ""


def write_xlsx(
    heading: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "Sheet1",
    right_to_left: bool = False,
    widths: Sequence[int] = (),
) -> bytes:
    """A workbook of one sheet, its header frozen. Strings stay strings. Memory does not grow with the rows."""
    with _workbook() as (out, book):
        page = book.add_worksheet(_sheet_name(sheet))
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": DAY_FORMAT})
        for position, title in enumerate(heading):
            width = widths[position] if position < len(widths) else min(_WIDEST, max(12, len(str(title)) + 3))
            page.set_column(position, position, width)
        _set_out(page, right_to_left)
        for number, row in enumerate((heading, *rows)):
            for position, cell in enumerate(row):
                _put(page, number, position, cell, bold if not number else None, day)
    return out.getvalue()


@dataclass(frozen=True)
class BookSheet:
    """One sheet of a workbook: its name, its heading and its rows. `widths` in characters, by place."""

    name: str
    heading: Sequence[object]
    rows: Sequence[Sequence[object]]
    widths: Sequence[int] = ()


def write_book(sheets: Iterable[BookSheet], *, right_to_left: bool = False) -> bytes:
    """A workbook of several sheets, each with its header frozen and its columns to be filtered by."""
    with _workbook() as (out, book):
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": DAY_FORMAT})
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name))
            for position, title in enumerate(sheet.heading):
                usual = min(_WIDEST, max(12, len(str(title)) + 3))
                page.set_column(position, position, sheet.widths[position] if position < len(sheet.widths) else usual)
            _set_out(page, right_to_left)
            for number, row in enumerate((sheet.heading, *sheet.rows)):
                for position, cell in enumerate(row):
                    _put(page, number, position, cell, bold if not number else None, day)
            page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heading) - 1)
    return out.getvalue()


def write_form(
    columns: Sequence[FormColumn],
    rows: Sequence[Sequence[object]],
    *,
    sheet: str,
    instructions: Sequence[tuple[str, str]] = (),
    instructions_sheet: str = "How to fill in",
    right_to_left: bool = False,
) -> bytes:
    """A workbook to fill in: rows already there, drop-downs and checks beside them, and a second sheet that explains.

    `instructions` are lines of a heading and its text; a heading without text is a title.
    """
    with _workbook() as (out, book):
        page = book.add_worksheet(_sheet_name(sheet))
        look = {"text_wrap": True, "valign": "top"}
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6EDF5", **look})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": DAY_FORMAT})
        last = len(rows) + SPARE_ROWS
        for position, column in enumerate(columns):
            kept_as = text if column.is_text else day if column.days else None
            page.set_column(position, position, column.width, kept_as)
            for check in _checks(column):
                page.data_validation(1, position, last, position, {**check, "error_message": column.refusal[:255]})
        _set_out(page, right_to_left)
        for position, column in enumerate(columns):
            _put(page, 0, position, column.heading, bold, day)
        for number, row in enumerate(rows, 1):
            for position, cell in enumerate(row):
                _put(page, number, position, cell, text if columns[position].is_text else None, day)
        if instructions:
            _explain(book, instructions_sheet, instructions, right_to_left)
    return out.getvalue()


def _checks(column: FormColumn) -> Iterator[dict[str, Any]]:
    if column.choices:
        yield {"validate": "list", "source": list(column.choices)}
    elif column.days:
        yield {"validate": "date", "criteria": "between", "minimum": column.days[0], "maximum": column.days[1]}
    elif column.between:
        low, high = column.between
        yield {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}


def _explain(book: Any, sheet: str, instructions: Sequence[tuple[str, str]], right_to_left: bool) -> None:
    page = book.add_worksheet(_sheet_name(sheet))
    if right_to_left:
        page.right_to_left()
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    title = book.add_format({"bold": True, "font_size": 14})
    bold, plain = (book.add_format({"bold": b, "text_wrap": True, "valign": "top"}) for b in (True, False))
    for number, (heading, text) in enumerate(instructions):
        page.write_string(number, 0, str(escaped(heading)), bold if text else title)
        if text:
            page.write_string(number, 1, str(escaped(text)), plain)


def _put(page: Any, number: int, position: int, cell: object, look: Any, day: Any) -> None:
    if cell is None or cell == "":
        if look:
            page.write_blank(number, position, None, look)
    elif isinstance(cell, bool):
        page.write_boolean(number, position, cell, look)
    elif isinstance(cell, int | float):
        page.write_number(number, position, cell, look)
    elif isinstance(cell, date):
        page.write_datetime(number, position, cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell, day)
    else:
        page.write_string(number, position, str(escaped(cell)), look)


def _set_out(page: Any, right_to_left: bool) -> None:
    page.freeze_panes(1, 0)
    if right_to_left:
        page.right_to_left()


def _sheet_name(name: str) -> str:
    """Excel allows 31 characters and not these signs."""
    return "".join(" " if char in "[]:*?/\\'" else char for char in name)[:31].strip() or "Sheet1"


@contextmanager
def _workbook() -> Iterator[tuple[BytesIO, Any]]:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The same rows give the same bytes.
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the writer takes no time zone
    yield out, book
    book.close()
