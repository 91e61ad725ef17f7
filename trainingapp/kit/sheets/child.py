"""The process that parses a workbook: `python -m trainingapp.kit.sheets.child`, started by `workbooks`.

It is given the bytes on standard input and nothing else: no database, no settings, no secrets. It limits its own memory
and processor time first. It answers in lines of JSON: the sheets and their first rows; then, once told which sheet,
that sheet's rows in pieces. Imports the standard library, the parser, and our few pure files.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from tempfile import NamedTemporaryFile
from typing import IO, Any

from trainingapp.kit.sheets.book import HEAD, Limits, Unreadable, check_size
from trainingapp.kit.sheets.faults import Faults, faults_of
from trainingapp.kit.sheets.kinds import not_a_spreadsheet
from trainingapp.kit.sheets.packages import damaged, kind_of_package, locked, too_large
from trainingapp.kit.words import N_, Sentence

#: Rows a line of the answer holds: few enough that neither side ever holds the table twice.
PIECE = 2_000


def main() -> int:
    """Serve one workbook. Exit status 0 says that the last line of the answer was written."""
    source, answer = sys.stdin.buffer, sys.stdout
    order = json.loads(source.readline())
    limits = Limits(**order["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_time(ceil(limits.seconds) + 1)
    data = source.read(order["size"])
    try:
        _serve(data, limits, source, answer)
    except Unreadable as refusal:
        _say(answer, {"refused": _portable(refusal)})
    return 0


def _serve(data: bytes, limits: Limits, source: IO[bytes], answer: IO[str]) -> None:
    kind, unpacked = kind_of_package(data, limits) if data.startswith(b"PK") else ("xls", len(data))
    if kind == "xls" and "EncryptedPackage".encode("utf-16-le") in data:
        raise locked()
    seconds = limits.seconds + limits.seconds_per_10_mb * unpacked / 10_000_000
    _limit_time(ceil(seconds) + 1)
    # The first word allows the parent to wait longer for a large workbook than for a small one.
    _say(answer, {"kind": kind, "seconds": seconds})
    sheets = _parsed(data, kind)
    _say(answer, {"sheets": [_described(sheet, hidden) for sheet, hidden in sheets]})
    position = json.loads(source.readline() or b"null")
    if position is None:
        return
    sheet, _ = sheets[position]
    check_size(*_size(sheet), limits)
    _send(sheet, faults_of(data, kind, sheet.name, position), answer)


def _parsed(data: bytes, kind: str) -> list[tuple[Any, bool]]:
    """The sheets that hold cells in a grid (not charts or macros), each with whether it is hidden."""
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(BytesIO(data))
        return [
            (book.get_sheet_by_index(position), about.visible != SheetVisibleEnum.Visible)
            for position, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise locked() from None
    except MemoryError:
        raise too_large() from None
    # Whatever else the parser says of bytes it cannot read: its own errors, those of files, and its panics.
    except Exception as error:
        raise _why(str(error), data, kind) from None


def _why(said: str, data: bytes, kind: str) -> Unreadable:
    from python_calamine import CalamineWorkbook

    if "detect file format" in said:
        # From bytes the parser tries each kind and forgets why the right one failed; from a named file it tells.
        with NamedTemporaryFile(suffix=f".{kind}") as file:
            file.write(data)
            file.flush()
            try:
                CalamineWorkbook.from_path(file.name)
            except Exception as error:
                said = str(error)
    said = said.lower()
    if "password" in said or "encrypt" in said:
        return locked()
    if "limit exceeded" in said:
        return too_large()
    if kind == "xls" and "workbook" in said:
        return not_a_spreadsheet(N_("a document of another program"))
    return damaged()


def _size(sheet: Any) -> tuple[int, int]:
    return (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """The rows from row 1 and column A: the parser's own begin at row 1, but at the first column that is filled."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return (left + row for row in sheet.iter_rows()) if left else iter(sheet.iter_rows())


def _described(sheet: Any, hidden: bool) -> dict[str, Any]:
    rows, columns = _size(sheet)
    head = [row[:400] for row in islice(_rows(sheet), HEAD)]
    return {"name": sheet.name, "rows": rows, "columns": columns, "hidden": hidden, "head": head}


def _send(sheet: Any, faults: Faults, answer: IO[str]) -> None:
    rows, first = _rows(sheet), 0
    while piece := list(islice(rows, PIECE)):
        _say(answer, _with_faults(piece, first, faults))
        first += len(piece)
    _say(answer, {"done": True})


def _with_faults(piece: list[list[Any]], first: int, faults: Faults) -> list[list[Any]]:
    for (row, column), text in faults.items():
        if first <= row < first + len(piece):
            cells = piece[row - first]
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
    return piece


def _plain(cell: Any) -> Any:
    """What JSON has no word for: a date or a moment tagged, anything else as text."""
    if isinstance(cell, datetime):
        return {"m": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def _say(answer: IO[str], message: object) -> None:
    answer.write(json.dumps(message, ensure_ascii=False, default=_plain, separators=(",", ":")) + "\n")
    answer.flush()


def _portable(refusal: Unreadable) -> dict[str, Any]:
    values = {
        name: {"text": value.template} if isinstance(value, Sentence) else value
        for name, value in refusal.sentence.values.items()
    }
    return {"code": refusal.code, "template": refusal.sentence.template, "values": values}


def _limit_time(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    # Whatever the parser does to this process, the parent reads the exit status.
    sys.exit(main())
