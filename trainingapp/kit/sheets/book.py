"""Pure: what a spreadsheet file is once it is read: a grid of cells whose row numbers are those the person sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from trainingapp.kit.errors import Refused
from trainingapp.kit.words import Sentence, say

#: An empty cell is the empty text. A merged range holds its value in its top left cell only. A cell in error holds the
#: error as text (`#N/A`). Dates come as `date`, or as `datetime` (which is a `date`) when they carry a time of day.
Cell = str | int | float | bool | date | time
Row = Sequence[Cell]
#: How many headers of a table the caller finds in the first rows of a sheet; 0 when there is no table.
HeadersIn = Callable[[Sequence[Row]], int]

#: As many rows of a sheet as are looked at to find its header, and shown to the person who must choose.
HEAD = 40


@dataclass(frozen=True)
class Limits:
    """What a file may cost. Measured: 100,000 rows of 9 columns are 5 MB as CSV and 40 MB of unpacked XLSX."""

    bytes: int = 32_000_000
    #: After unpacking, all members of the archive together.
    unpacked: int = 256_000_000
    #: A member may unpack to this many times its packed size, once it is larger than `small`. Sheets reach 40.
    ratio: int = 120
    small: int = 8_000_000
    members: int = 2_000
    rows: int = 200_000
    columns: int = 200
    #: Address space of the child that parses a workbook.
    memory: int = 512_000_000
    #: Wall-clock time of that child, for a workbook of ordinary size, and what each further 10 MB unpacked adds.
    seconds: float = 2.5
    seconds_per_10_mb: float = 1.0


LIMITS = Limits()


class Unreadable(Refused):
    """The file cannot be read as a spreadsheet; `sentence` says why and what to do, `code` is for programs."""

    def __init__(self, code: str, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, and its size as the person sees it."""

    name: str
    rows: int
    columns: int
    hidden: bool = False


@dataclass(frozen=True)
class EncodingChoice:
    """One way to read the letters of a text file, with the lines that look different from one way to another."""

    encoding: str
    preview: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """A file as read. `rows[0]` is row 1.

    When `encodings_asked` is not empty, or `sheet` is None, the person must choose first; `rows` is empty until then.
    """

    kind: str
    rows: Sequence[Row]
    sheets: tuple[Sheet, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    encodings_asked: tuple[EncodingChoice, ...] = ()

    @property
    def is_asking(self) -> bool:
        """Whether the file leaves open which letters, or which sheet, are meant."""
        return bool(self.encodings_asked) or self.sheet is None


def check_size(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a table beyond the limits, in the person's words."""
    if rows > limits.rows:
        raise Unreadable(
            "too_many_rows",
            say(
                "The table has more than %(limit)s rows. Delete the empty rows below it, or divide the file.",
                limit=limits.rows,
            ),
        )
    if columns > limits.columns:
        raise Unreadable(
            "too_many_columns",
            say(
                "The table is %(columns)s columns wide; at most %(limit)s are read. Delete those beside the table.",
                columns=columns,
                limit=limits.columns,
            ),
        )
