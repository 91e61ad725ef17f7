"""Pure: what a person answered about a file, and a file that was read with those answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from trainingapp.kit.sheets.book import Book
from trainingapp.kit.sheets.reading import read
from trainingapp.kit.words import say
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.problems import Level, Problem
from trainingapp.rosters.table import Table, read_rows


@dataclass(frozen=True)
class Hints:
    """The person's answers: heading -> field or "ignore"; order of dates (DMY, MDY, YMD); encoding; sheet.

    `said` gives a value for every row where the file has no such column: `completed_on`, `result`.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """As text to keep."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Hints":
        """From the text that was kept."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its fingerprint, its grid, and, once letters and sheet are known, its table."""

    sha256: str
    book: Book
    table: Table | None
    hints: Hints

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What must be answered before the rows can be looked at."""
        found = []
        if self.book.encodings_asked:
            choices = ", ".join(choice.encoding for choice in self.book.encodings_asked)
            sentence = say(
                "The letters of this file can be read in several ways: %(choices)s. Say which.", choices=choices
            )
            found.append(Problem(None, None, "", "encoding_unknown", sentence, Level.ASK))
        elif self.book.sheet is None:
            names = ", ".join(f"“{sheet.name}”" for sheet in self.book.sheets)
            sentence = say("The workbook has several sheets: %(names)s. Say which one to read.", names=names)
            found.append(Problem(None, None, "", "sheet_unknown", sentence, Level.ASK))
        return tuple(found)


def read_file(data: bytes, *, name: str = "", hints: Hints | None = None) -> Reading:
    """The file, read with the answers. Raises Unreadable with a sentence when it is no spreadsheet."""
    hints = hints or Hints()
    book = read(data, name=name, encoding=hints.encoding, sheet=hints.sheet, headers_in=headers_in)
    table = None if book.is_asking else read_rows(book, mapping=hints.mapping, said=hints.said)
    return Reading(hashlib.sha256(data).hexdigest(), book, table, hints)
