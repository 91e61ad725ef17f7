"""Pure: a sheet as columns of one meaning each: what `roster` and `roll` check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from trainingapp.kit.sheets.book import Book, Row
from trainingapp.kit.words import Sentence, say
from trainingapp.rosters.columns import FIELDS, IGNORE, KEPT_NOWHERE, Column, Columns, understand
from trainingapp.rosters.headings import key_of
from trainingapp.rosters.problems import Level, Problem
from trainingapp.rosters.values import texts_of

NAMES = ("family_name", "given_names", "full_name")


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold something, below its header; `numbers[i]` is the row the person sees."""

    columns: Columns
    numbers: Sequence[int]
    rows: Sequence[Row]
    heading: Sequence[object]
    cells: Mapping[str, Sequence[object]]
    #: Values the person said for every row, because the file has no column for them: field to text.
    said: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def has(self, name: str) -> bool:
        """Whether the file, or the person, gives this field."""
        return name in self.cells or name in self.said

    def raw(self, name: str) -> Sequence[object]:
        """The cells of a field as they came; the said value for every row; else empty for every row."""
        if name in self.cells:
            return self.cells[name]
        return (self.said.get(name, ""),) * len(self.rows)

    def texts(self, name: str) -> list[str]:
        """The cells of a field as trimmed text."""
        return texts_of(self.raw(name)) if self.has(name) else [""] * len(self.rows)

    def label(self, name: str) -> str | None:
        """What the file calls the column of a field."""
        column = self.columns.of(name)
        return column.label if column else None


def read_rows(book: Book, *, mapping: Mapping[str, str] | None = None, said: Mapping[str, str] | None = None) -> Table:
    """The table of the book's chosen sheet, with every question its header leaves open.

    `mapping` is heading to field or `ignore`, as the person said; `said` gives a value for every row where the file has
    no such column. Blank rows, and rows that repeat the header, are no rows.
    """
    mapping = dict(mapping or {})
    columns = understand(book.rows, mapping)
    if columns.header_row is None:
        sentence = say(
            "No row names the columns. The first row should say: service number, name, result, date completed."
        )
        return Table(columns, (), (), (), {}, problems=(_ask(None, None, "header_not_found", sentence),))
    heading = book.rows[columns.header_row - 1]
    numbers: Sequence[int] = range(columns.first_row, len(book.rows) + 1)
    rows: Sequence[Row] = book.rows[columns.first_row - 1 :]
    running = {column.position for column in columns.columns if column.field == "line_number"}
    if running or heading in rows or not all(map(any, rows)):
        # Sheets are often numbered further down than they are filled.
        kept = [at for at, row in enumerate(rows) if row != heading and _is_filled(row, running)]
        numbers, rows = [numbers[at] for at in kept], [rows[at] for at in kept]
    turned = list(zip_longest(*rows, fillvalue="")) if rows else []
    cells = {
        column.field: turned[column.position] if column.position < len(turned) else ("",) * len(rows)
        for column in columns.columns
        if column.field and column.field not in (IGNORE, *KEPT_NOWHERE)
    }
    labels = [column.label for column in columns.columns]
    questions = tuple(_questions(columns, mapping, labels, rows))
    return Table(columns, numbers, rows, _one_header(heading, columns), cells, dict(said or {}), questions)


def _is_filled(row: Row, running: set[int]) -> bool:
    return any(
        cell != "" and at not in running for at, cell in enumerate(row) if not isinstance(cell, str) or cell.strip()
    )


def missing(table: Table, required: Sequence[str]) -> list[Problem]:
    """A question for each field the file must have and has not."""
    if table.columns.header_row is None:
        return []
    return [
        _ask(
            table.columns.header_row,
            None,
            "column_missing",
            say("The file has no column for the %(field)s. Add it, or say which column it is.", field=_NAMED[name]),
        )
        for name in required
        if not table.has(name)
    ]


def name_missing(table: Table) -> list[Problem]:
    """A question when the columns give no whole name."""
    whole = table.has("full_name") or table.has("family_name")
    if table.columns.header_row is None or whole:
        return []
    sentence = say("The file has no column for the full name, nor one for the family name. Say which column it is.")
    return [_ask(table.columns.header_row, None, "column_missing", sentence)]


def _one_header(heading: Sequence[object], columns: Columns) -> Sequence[object]:
    """The header as one line, also where two lines, or two columns of one name, were told apart."""
    line: list[object] = [""] * (1 + max((column.position for column in columns.columns), default=0))
    line[: len(heading)] = heading
    for column in columns.columns:
        line[column.position] = column.label
    return line


def _questions(columns: Columns, mapping: Mapping[str, str], labels: list[str], rows: Sequence[Row]) -> list[Problem]:
    found = [_unknown_column(columns, column) for column in columns.unrecognised]
    for name, claimed in columns.ambiguous.items():
        sentence = say(
            "%(columns)s all give the %(field)s. Say which one counts and ignore the others.",
            columns=", ".join(f"“{label}”" for label in claimed),
            field=_NAMED[name],
        )
        found.append(_ask(columns.header_row, claimed[1], "column_ambiguous", sentence))
    keys = {key_of(label) for label in labels} | {key_of(label.split(" (column ")[0]) for label in labels}
    for heading, name in mapping.items():
        if key_of(heading) not in keys:
            sentence = say(
                "The file has no column “%(heading)s”. It has: %(headings)s.",
                heading=heading,
                headings=", ".join(labels),
            )
            found.append(_ask(columns.header_row, heading, "mapping_unknown_heading", sentence))
        if name != IGNORE and name not in FIELDS:
            sentence = say(
                "“%(field)s” is no field. Fields are: %(fields)s; or ignore.", field=name, fields=", ".join(FIELDS)
            )
            found.append(_ask(columns.header_row, heading, "mapping_unknown_field", sentence))
    if not rows:
        found.append(_ask(columns.header_row, None, "no_rows", say("The file names its columns and holds no row.")))
    return found


def _unknown_column(columns: Columns, column: Column) -> Problem:
    samples = ", ".join(column.samples)
    if column.possible:
        sentence = say(
            "The column “%(column)s” may mean several things: %(fields)s. Say which, or ignore it.",
            column=column.label,
            fields=", ".join(str(_NAMED[name]) for name in column.possible),
        )
    elif samples:
        sentence = say(
            "The column “%(column)s” (%(samples)s) is not understood. Say what it is, or ignore it.",
            column=column.label,
            samples=samples,
        )
    else:
        sentence = say("The column “%(column)s” is not understood. Say what it is, or ignore it.", column=column.label)
    return Problem(columns.header_row, column.label, samples, "column_not_understood", sentence, Level.ASK)


def _ask(row: int | None, column: str | None, code: str, sentence: Sentence) -> Problem:
    return Problem(row, column, "", code, sentence, Level.ASK)


#: What a field is called inside a sentence.
_NAMED: Mapping[str, Sentence] = {
    "service_number": say("service number"),
    "family_name": say("family name"),
    "second_family_name": say("second family name"),
    "given_names": say("given names"),
    "middle_names": say("middle names"),
    "full_name": say("full name"),
    "full_name_original": say("full name in the original script"),
    "family_name_original": say("family name in the original script"),
    "given_names_original": say("given names in the original script"),
    "rank": say("rank"),
    "sex": say("sex"),
    "nationality": say("nationality"),
    "born_on": say("date of birth"),
    "category": say("category"),
    "function": say("function"),
    "result": say("result"),
    "score": say("score"),
    "completed_on": say("date of completion"),
    "line_number": say("running number"),
    "remarks": say("remarks"),
    "platform": say("what the learning platform adds"),
    "reason": say("what to mend"),
}
