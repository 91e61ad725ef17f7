"""Text files (CSV, TSV, semicolons, bars) to rows. Reads in this process: `csv` is linear in the bytes."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice

from trainingapp.kit.sheets.book import HEAD, HeadersIn, Limits, Unreadable, check_size
from trainingapp.kit.words import say

DELIMITERS = (",", ";", "\t", "|")
KINDS = {",": "csv", ";": "csv", "\t": "tsv", "|": "csv"}
#: Follows the last line. A quotation mark that never closes swallows it, and so is found.
_END = "\x00end"


def rows_of(text: str, *, limits: Limits, headers_in: HeadersIn | None) -> tuple[str, list[list[str]]]:
    """The delimiter of the text and its rows. A blank line is an empty row, so that row n is rows[n - 1].

    A line `sep=;`, which Excel obeys and hides, is obeyed and not counted. Raises `Unreadable`.
    """
    if "\x00" in text:
        raise Unreadable("binary", say("This file is not a spreadsheet or text. Save the table as XLSX, ODS or CSV."))
    delimiter, text = _declared(text)
    delimiter = delimiter or _delimiter(text, headers_in)
    try:
        rows = list(islice(_reader(text, delimiter), limits.rows + 2))
    except csv.Error as error:
        raise Unreadable(
            "cell_too_long",
            say("A cell holds more than 131,072 characters; perhaps a quotation mark is not closed."),
        ) from error
    if len(rows) == limits.rows + 2:
        check_size(limits.rows + 1, 0, limits)
    if rows[-1] != [_END]:
        raise Unreadable(
            "quote_not_closed",
            say(
                "A quotation mark opens in row %(row)s and never closes, so the rows after it cannot be told apart. "
                "Remove it or close it.",
                row=len(rows),
            ),
        )
    rows.pop()
    while rows and not any(rows[-1]):
        rows.pop()
    check_size(len(rows), max(map(len, rows), default=0), limits)
    return delimiter, rows


def head_of(text: str, headers_in: HeadersIn | None) -> list[list[str]]:
    """The first rows of a text, for those who must judge it before it is read."""
    delimiter, text = _declared(text)
    return _first_rows(text, delimiter or _delimiter(text, headers_in))


def _declared(text: str) -> tuple[str | None, str]:
    first, newline, _ = text[:8].partition("\n")
    if first[:4].lower() == "sep=" and len(first.rstrip("\r")) == 5:
        return first[4], text[len(first) + len(newline) :]
    return None, text


def _delimiter(text: str, headers_in: HeadersIn | None) -> str:
    """The delimiter under which most headers are known; else the one that cuts most rows alike."""
    best, chosen = (0, 0, 0), ","
    for delimiter in DELIMITERS:
        rows = [row for row in _first_rows(text, delimiter) if any(row)]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, alike = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        score = (headers_in(rows) if headers_in else 0, alike, width)
        if width and score > best:
            best, chosen = score, delimiter
    return chosen


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return [row for row in islice(_reader(text[:65_536], delimiter), HEAD) if row != [_END]]
    except csv.Error:
        return []


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    lines: Sequence[str] = (_END,)
    return csv.reader(chain(StringIO(text, newline=""), lines), delimiter=delimiter)
