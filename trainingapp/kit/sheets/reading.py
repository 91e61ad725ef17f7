"""The one way in: the bytes of a file to a `Book`."""

from trainingapp.kit.sheets.book import LIMITS, Book, HeadersIn, Limits, Sheet, Unreadable
from trainingapp.kit.sheets.encodings import decode
from trainingapp.kit.sheets.kinds import kind_of
from trainingapp.kit.sheets.text import KINDS, rows_of
from trainingapp.kit.sheets.workbooks import read_workbook
from trainingapp.kit.words import say


def read(
    data: bytes,
    *,
    name: str = "",
    encoding: str | None = None,
    sheet: str | None = None,
    headers_in: HeadersIn | None = None,
    limits: Limits = LIMITS,
) -> Book:
    """The file as a grid of cells. Raises `Unreadable`, with a sentence, and nothing else.

    `name` only names the one sheet of a text file. `encoding` and `sheet` are the person's answers to what the file
    leaves open. `headers_in` tells how many headers it knows in some first rows; with it, the right delimiter, code
    page and sheet are recognised more often, and asked for less. Cost: about 2 µs a row for text; a workbook starts a
    process (60 ms) and takes about 15 µs a row.
    """
    if len(data) > limits.bytes:
        raise Unreadable(
            "too_large",
            say("The file is larger than %(limit)s MB. Divide it.", limit=limits.bytes // 1_000_000),
        )
    if kind_of(data) != "text":
        return read_workbook(data, sheet=sheet, headers_in=headers_in, limits=limits)
    known, text, asked = decode(data, encoding=encoding, headers_in=headers_in)
    title = name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    if known is None:
        return Book("text", (), (), title, encodings_asked=asked)
    delimiter, rows = rows_of(text, limits=limits, headers_in=headers_in)
    if not rows:
        raise Unreadable("empty", say("The file is empty."))
    shape = Sheet(title, len(rows), max(map(len, rows)))
    return Book(KINDS[delimiter], rows, (shape,), title, encoding=known, delimiter=delimiter)
