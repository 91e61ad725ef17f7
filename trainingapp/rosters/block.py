"""Pure: a block copied from a spreadsheet, read into the cells of a grid.

Its rows belong to persons by service number, where a column holds service numbers of the grid; else, when it was pasted
at a cell, to the rows from that cell on. What cannot be placed with certainty is not placed, and is given back as it
came.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainingapp.kit.words import Sentence, say
from trainingapp.rosters.checked import Registered, shares_a_word
from trainingapp.rosters.columns import IGNORE, KEPT_NOWHERE, recognise
from trainingapp.rosters.dates import read_dates
from trainingapp.rosters.grid import COLUMNS, LONGEST_CELL, Cells, result_of, score_of, settled
from trainingapp.rosters.values import texts_of

#: More rows than any unit has persons.
MOST_ROWS = 5_000
#: The fields of a file that a grid has cells for.
_CELLS = {"result": "result", "score": "score", "completed_on": "day"}
_NAMES = ("full_name", "family_name", "given_names")


@dataclass(frozen=True)
class People:
    """The persons of a grid in the order of its rows: service number -> key, name, name in its own script."""

    by_number: Mapping[str, Registered]

    @property
    def order(self) -> list[int]:
        """Their keys, in order."""
        return [person[0] for person in self.by_number.values()]


@dataclass(frozen=True)
class Anchor:
    """The cell at which the block was pasted."""

    person_id: int
    column: str


@dataclass(frozen=True)
class Block:
    """A block, read: the cells it fills, the lines that could not be placed with why, and what concerns all of it.

    With `refused` nothing was placed. `left` is what was not placed, as it came, to be mended and read again.
    """

    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    #: Line of the block, and why it was not placed.
    lines: tuple[tuple[int, Sentence], ...] = ()
    refused: Sentence | None = None
    left: str = ""
    #: Columns that were not read, by what stands in them.
    ignored: tuple[str, ...] = ()


class _Unclear(Exception):
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence


def read_block(text: str, people: People, *, anchor: Anchor | None = None, order: str | None = None) -> Block:
    """A block of tab-separated lines, read. `order` is DMY, MDY or YMD, the person's word about its dates.

    Days are read as a column, as in a file: one that can only be day-first decides for all of the block. What stays
    unclear is put into its cell as it came, where the grid marks it.
    """
    rows = _rows(text)
    if not rows:
        return Block(refused=say("The block is empty."), left=text)
    if len(rows) > MOST_ROWS:
        sentence = say("The block has %(rows)s lines; at most %(most)s are read.", rows=len(rows), most=MOST_ROWS)
        return Block(refused=sentence, left=text)
    try:
        heading, body = _heading(rows)
        fields = _named(heading) if heading else _found(body, people)
        if "service_number" in fields:
            return _by_number(heading, body, fields, people, order)
        if anchor is None:
            raise _Unclear(
                say("No column of the block holds service numbers of the persons below. Copy that column with it.")
            )
        return _by_place(heading, body, people, anchor, order)
    except _Unclear as unclear:
        return Block(refused=unclear.sentence, left=text)


Row = Sequence[str]


def _rows(text: str) -> list[tuple[int, Row]]:
    """The lines that hold something, numbered from 1, cell by cell. Quotation marks hold a cell of several lines."""
    read = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), delimiter="\t")
    try:
        found = list(read)
    except csv.Error:
        found = [line.split("\t") for line in text.splitlines()]
    rows = [(number, texts_of(cells)) for number, cells in enumerate(found, start=1)]
    return [(number, cells) for number, cells in rows if any(cells)]


def _heading(rows: list[tuple[int, Row]]) -> tuple[Row | None, list[tuple[int, Row]]]:
    """The first line, when it names columns, and the others."""
    first = rows[0][1]
    # "Passed" heads a column in some files and is a result in others.
    named = {
        field for cell in first if (field := recognise(cell)) is not None and not any(_is(k, cell) for k in _CELLS)
    }
    if len(named) >= 2 or (len(first) == 1 and named & {*_CELLS, "service_number"} and len(rows) > 1):
        return first, rows[1:]
    return None, rows


def _named(heading: Row) -> dict[str, int]:
    """Field -> column, as the first line says."""
    fields: dict[str, int] = {}
    for at, cell in enumerate(heading):
        meant = recognise(cell)
        if meant is None or meant in KEPT_NOWHERE or meant == IGNORE:
            continue
        if meant in fields and meant in (*_CELLS, "service_number"):
            raise _Unclear(
                say(
                    "Columns %(first)s and %(second)s of the block have the same meaning. Copy only one of them.",
                    first=fields[meant] + 1,
                    second=at + 1,
                )
            )
        fields.setdefault(meant, at)
    return fields


def _found(rows: list[tuple[int, Row]], people: People) -> dict[str, int]:
    """Field -> column, from what stands in them: service numbers of the grid, words of results, percentages, days."""
    fields: dict[str, int] = {}
    width = max(len(cells) for _, cells in rows)
    columns = [[cells[at] for _, cells in rows if at < len(cells) and cells[at]] for at in range(width)]
    numbers = [at for at, column in enumerate(columns) if any(cell in people.by_number for cell in column)]
    if not numbers:
        return {}
    if len(numbers) > 1:
        raise _Unclear(
            say(
                "Columns %(first)s and %(second)s of the block both hold service numbers. Copy only one of them.",
                first=numbers[0] + 1,
                second=numbers[1] + 1,
            )
        )
    fields["service_number"] = numbers[0]
    for at, column in enumerate(columns):
        if at in numbers or not column:
            continue
        kinds = {kind for kind in _CELLS if any(_is(kind, cell) for cell in set(column))}
        if len(kinds) != 1:
            continue
        (kind,) = kinds
        if kind in fields:
            raise _Unclear(
                say(
                    "Columns %(first)s and %(second)s of the block may both be meant. Copy their headings with them.",
                    first=fields[kind] + 1,
                    second=at + 1,
                )
            )
        fields[kind] = at
    if not fields.keys() & _CELLS.keys():
        raise _Unclear(say("No column of the block holds results, scores or days. Copy the headings with it."))
    return fields


def _is(kind: str, cell: str) -> bool:
    if kind == "result":
        return result_of(cell)[0] is not None
    if kind == "score":
        return score_of(cell)[0] is not None
    # A day that can be read in two ways is still a day.
    column = read_dates([cell])
    return bool(column.dates) or column.asked is not None


def _by_number(
    heading: Row | None, rows: list[tuple[int, Row]], fields: Mapping[str, int], people: People, order: str | None
) -> Block:
    cells = {name: _column(rows, fields[given]) for given, name in _CELLS.items() if given in fields}
    if not cells:
        raise _Unclear(say("No column of the block holds results, scores or days. Copy the headings with it."))
    cells = {name: _settled(name, column, order) for name, column in cells.items()}
    numbers = _column(rows, fields["service_number"])
    names = _names(rows, fields)
    placed: dict[int, Mapping[str, str]] = {}
    first: dict[int, int] = {}
    lines: list[tuple[int, Sentence]] = []
    kept: list[Row] = []
    taken: set[int] = set()
    for at, (line, row) in enumerate(rows):
        person = people.by_number.get(numbers[at])
        why: Sentence | None = None
        if not numbers[at]:
            why = say("The service number is missing. A person is never found by name alone.")
        elif person is None:
            why = say("No person in this list has the service number %(number)s.", number=numbers[at][:80])
        elif names[at] and not shares_a_word(names[at], person):
            why = say(
                "The register knows %(number)s as %(recorded)s, the block as %(name)s.",
                number=numbers[at],
                recorded=person[1],
                name=names[at][:200],
            )
        elif person[0] in first and _texts(cells, at) != placed[person[0]]:
            why = say("Line %(line)s says otherwise of the same person. Keep the true one.", line=first[person[0]])
            taken.add(person[0])
        if why is not None or person is None:
            lines.append((line, why or Sentence("")))
            kept.append(row)
            continue
        if person[0] not in first:
            first[person[0]], placed[person[0]] = line, _texts(cells, at)
    for person_id in taken:
        # Two lines that contradict each other: neither is believed.
        at = next(at for at, (line, _) in enumerate(rows) if line == first[person_id])
        kept.insert(0, rows[at][1])
        del placed[person_id]
    left = "\n".join("\t".join(_quoted(cell) for cell in row) for row in ([heading] if heading and kept else []) + kept)
    read = {*fields.values()}
    ignored = tuple(
        sample
        for at in range(max(len(row) for _, row in rows))
        if at not in read and (sample := next((row[at] for _, row in rows if at < len(row) and row[at]), ""))
    )
    return Block(placed, tuple(lines), left=left, ignored=ignored)


def _by_place(
    heading: Row | None, rows: list[tuple[int, Row]], people: People, anchor: Anchor, order: str | None
) -> Block:
    width, columns = max(len(row) for _, row in rows), COLUMNS[COLUMNS.index(anchor.column) :]
    if heading:
        places = {_CELLS[name]: at for name, at in _named(heading).items() if name in _CELLS}
    elif width > len(columns):
        raise _Unclear(
            say(
                "The block has %(width)s columns, from this cell on the table has %(room)s, and no column holds "
                "service numbers. Copy the service numbers with it, or only the columns that belong here.",
                width=width,
                room=len(columns),
            )
        )
    else:
        places = {name: at for at, name in enumerate(columns[:width])}
    persons = people.order
    persons = persons[persons.index(anchor.person_id) :]
    # A blank line leaves its person as they are.
    before = 2 if heading else 1
    height = rows[-1][0] - before + 1
    if height > len(persons):
        raise _Unclear(
            say(
                "The block has %(height)s lines, from this row on the table has %(room)s. Nothing was filled in.",
                height=height,
                room=len(persons),
            )
        )
    cells = {name: _settled(name, _column(rows, at), order) for name, at in places.items()}
    return Block({persons[line - before]: _texts(cells, at) for at, (line, _) in enumerate(rows)})


def _column(rows: list[tuple[int, Row]], at: int) -> list[str]:
    return [row[at] if at < len(row) else "" for _, row in rows]


def _settled(name: str, column: Sequence[str], order: str | None) -> list[str]:
    if name != "day":
        return [settled(name, cell) for cell in column]
    dates: Mapping[object, date] = read_dates({cell for cell in column if cell}, order=order).dates
    return [dates[cell].isoformat() if cell in dates else cell[:LONGEST_CELL] for cell in column]


def _texts(cells: Mapping[str, Sequence[str]], at: int) -> dict[str, str]:
    """The cells of a line that hold something: an empty one leaves what is typed already."""
    return {name: column[at] for name, column in cells.items() if column[at]}


def _names(rows: list[tuple[int, Row]], fields: Mapping[str, int]) -> list[str]:
    given = {name: _column(rows, fields[name]) for name in _NAMES if name in fields}
    if "full_name" in given:
        return given["full_name"]
    if "family_name" in given and "given_names" in given:
        return [f"{a} {b}".strip() for a, b in zip(given["given_names"], given["family_name"], strict=True)]
    return given.get("family_name", [""] * len(rows))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell


def filled(cells: Mapping[int, Cells], block: Block) -> dict[int, Cells]:
    """The grid with the block in it. What the block leaves empty stays as it is."""
    found = dict(cells)
    for person_id, texts in block.cells.items():
        found[person_id] = found.get(person_id, Cells())._replace(**texts)
    return found
