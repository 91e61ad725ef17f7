"""Pure: attendance as a spreadsheet: one row for each participant, one column for each day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trainingapp.kit.sheets.book import HEAD, Cell, Row
from trainingapp.kit.words import Sentence, say
from trainingapp.training.sitting import THERE, NotUnderstood, letter

#: The headings of the columns before the days, as the file is given out. They are not translated: the file comes back.
STATE, NUMBER, NAME = "State", "Service number", "Name"


@dataclass
class SheetRead:
    """What a file says: (participant, day) -> whether they were there; every problem by row and column."""

    marks: dict[tuple[str, date], bool] = field(default_factory=dict)
    problems: list[tuple[int, str, Sentence]] = field(default_factory=list)


def read_sheet(
    rows: Sequence[Row],
    people: Mapping[tuple[str, str], str],
    *,
    days: Collection[date],
    today: date,
) -> SheetRead:
    """Hold a filled sheet against the participants: (State, service number) -> public id of the nomination.

    An empty cell says nothing. Rows and columns are named as the person sees them in the spreadsheet.
    """
    found = SheetRead()
    head = next((n for n, row in enumerate(rows[:HEAD]) if NUMBER in [str(cell).strip() for cell in row]), None)
    if head is None:
        found.problems.append((1, "A", say("No heading “Service number” was found. Use the file given out here.")))
        return found
    headings = [_text(cell) for cell in rows[head]]
    number_at = headings.index(NUMBER)
    state_at = headings.index(STATE) if STATE in headings else None
    by_column = _days(rows[head], head + 1, days, today, found)
    if not by_column and not found.problems:
        found.problems.append((head + 1, "A", say("No column with a day was found, as 2017-09-25 in its heading.")))
    states = {state for state, _number in people}
    seen: dict[str, int] = {}
    for n, row in enumerate(rows[head + 1 :], head + 2):
        if not any(_text(cell) for cell in row):
            continue
        number = _text(row[number_at]) if number_at < len(row) else ""
        state = _text(row[state_at]) if state_at is not None and state_at < len(row) else ""
        if not state and len(states) == 1:
            state = next(iter(states))
        who = people.get((state, number))
        if who is None:
            sentence = say("“%(state)s %(number)s” takes no part in this session.", state=state, number=number)
            found.problems.append((n, column_name(number_at), sentence))
        elif who in seen:
            sentence = say("This person stands in row %(row)s already.", row=seen[who])
            found.problems.append((n, column_name(number_at), sentence))
        else:
            seen[who] = n
            _cells(row, n, who, by_column, found)
    return found


def _days(heading: Row, number: int, days: Collection[date], today: date, found: SheetRead) -> dict[int, date]:
    by_column: dict[int, date] = {}
    for at, cell in enumerate(heading):
        day = _day(cell)
        if day is None:
            continue
        where = (number, column_name(at))
        if day not in days:
            found.problems.append((*where, say("%(day)s is no day of this session.", day=day.isoformat())))
        elif day in by_column.values():
            found.problems.append((*where, say("%(day)s stands in two columns.", day=day.isoformat())))
        else:
            by_column[at] = day
    return by_column


def _cells(row: Row, n: int, who: str, by_column: Mapping[int, date], found: SheetRead) -> None:
    for at, day in by_column.items():
        text = _text(row[at]) if at < len(row) else ""
        try:
            mark = letter(text, THERE)
        except NotUnderstood as refused:
            found.problems.append((n, column_name(at), refused.sentence))
            continue
        if mark:
            found.marks[(who, day)] = mark == "p"


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "p" if cell else "a"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removeprefix("'")


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        return None


def column_name(at: int) -> str:
    """The letters over a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
