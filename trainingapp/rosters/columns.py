"""Pure: which row is the header and what each column means. Exact or asked; nothing is dropped in silence."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trainingapp.rosters.headings import HEADINGS, KNOWN, LANGUAGES, key_of
from trainingapp.rosters.letters import fold

Row = Sequence[object]

FIELDS = tuple(HEADINGS)
#: The person's word for "leave this column out".
IGNORE = "ignore"
#: Understood and kept nowhere, which the page says: the running number, remarks, what a learning platform adds, and the
#: reasons we wrote ourselves.
KEPT_NOWHERE = ("line_number", "remarks", "platform", "reason")
#: As far down as a header is looked for: below a crest, a title, a unit and a date.
SEARCHED = 40
_LONGEST_HEADING = 120
#: As far down as sample values of a named column are looked for. One without a name is searched to its end.
_SAMPLED = 500

#: A heading that says of how many points its scores are.
SCALED = re.compile(r"([^/]+?)\s*/\s*(\d{1,4}(?:[.,]\d{1,2})?)")

#: What may stand in brackets behind a heading without changing what it means.
_HINTS = frozenset(
    map(
        fold,
        (
            *("dd/mm/yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "dd mmm yyyy", "jj/mm/aaaa", "aaaa-mm-jj", "dd/mm/aaaa"),
            *("aaaa-mm-dd", "дд.мм.гггг", "гггг-мм-дд", "年-月-日", "يوم/شهر/سنة", "0-100", "out of 100", "max 100"),
            *("sur 100", "/100", "sobre 100", "из 100", "pass/fail", "P/F", "M/F", "m/f/unspecified", "optional"),
            *("pass/fail/attended", "required", "mandatory", "facultatif", "obligatoire", "opcional", "obligatorio"),
            *("as in passport", "comme au passeport", "text", "block letters", "latin letters", "in English"),
        ),
    )
)
_ORDERS = {
    "ddmmyyyy": "DMY", "mmddyyyy": "MDY", "yyyymmdd": "YMD", "jjmmaaaa": "DMY", "aaaammjj": "YMD", "ddmmaaaa": "DMY",
    "aaaammdd": "YMD", "ддммгггг": "DMY", "ггггммдд": "YMD", "年月日": "YMD", "ddmmmyyyy": "DMY",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of the file: the heading as given, what it means, and some of its values for who must decide."""

    position: int
    label: str
    field: str | None
    samples: tuple[str, ...] = ()
    #: The fields it may mean, where the heading alone does not decide.
    possible: tuple[str, ...] = ()
    #: The order of day, month and year that the heading itself states: `Date (dd/mm/yyyy)`.
    date_order: str | None = None

    @property
    def letter(self) -> str:
        """The column as a spreadsheet calls it: A, B, … AA."""
        return letter_of(self.position)


@dataclass(frozen=True)
class Columns:
    """How the columns of a file were understood."""

    header_row: int | None
    first_row: int
    columns: tuple[Column, ...]

    @property
    def understood(self) -> dict[str, str]:
        """heading: field, for every column that is understood or that the person asked to ignore."""
        return {column.label: column.field for column in self.columns if column.field}

    @property
    def unrecognised(self) -> tuple[Column, ...]:
        """The columns the person must name or ignore."""
        return tuple(column for column in self.columns if column.field is None)

    @property
    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """field: the headings of the several columns that claim it."""
        claims: dict[str, list[str]] = {}
        for column in self.columns:
            if column.field and column.field not in (IGNORE, *KEPT_NOWHERE):
                claims.setdefault(column.field, []).append(column.label)
        return {field: tuple(labels) for field, labels in claims.items() if len(labels) > 1}

    def of(self, field: str) -> Column | None:
        """The first column of a field."""
        return next((column for column in self.columns if column.field == field), None)


def recognise(heading: str) -> str | None:
    """The one field a heading means by itself, in any of the six languages, or None."""
    fields = fields_of(heading)
    return next(iter(fields)) if len(fields) == 1 else None


def fields_of(heading: str) -> Mapping[str, frozenset[str]]:
    """Each field the heading may mean, with the languages in which it does.

    Two languages in one cell (`Rank / Grade`) mean what both mean; a hint in brackets (`dd/mm/yyyy`) changes nothing.
    """
    heading = heading.strip()
    if not heading or len(heading) > _LONGEST_HEADING:
        return {}
    known = KNOWN.get(key_of(heading))
    if known is not None:
        return known
    if scaled := SCALED.fullmatch(heading):
        # `Grade/10.00`: a number behind the bar says of how many points, so it is no rank.
        scored = fields_of(scaled[1])
        return {"score": scored["score"]} if "score" in scored else {}
    outside, inside = re.sub(r"[(\[（][^)\]）]*[)\]）]?", " ", heading), re.findall(r"[(\[（]([^)\]）]*)", heading)
    if inside and outside.strip() and all(fold(hint) in _HINTS for hint in inside):
        return fields_of(outside)
    pieces = [piece for piece in re.split(r"\s*[/|\n()\[\]（）]\s*|\s+[-–—]\s+", heading) if piece.strip()]
    if len(pieces) < 2:
        return {}
    meanings = [KNOWN.get(key_of(piece), {}) for piece in pieces]
    common = set(meanings[0]).intersection(*meanings[1:])
    return {field: frozenset().union(*(m[field] for m in meanings)) for field in common} if len(common) == 1 else {}


def headers_in(rows: Sequence[Row]) -> int:
    """How many different fields the best header among the first rows names. 0 when there is no table of ours."""
    return max((_score(row) for row in rows[:SEARCHED]), default=0)


def understand(rows: Sequence[Row], mapping: Mapping[str, str] | None = None) -> Columns:
    """The header and the meaning of every column that has a heading or a value.

    `mapping` is the person's word: heading to field, or to `ignore`. It goes before what we recognise.
    """
    said = {key_of(heading): field for heading, field in (mapping or {}).items()}
    at = _header_at(rows, said)
    if at is None:
        return Columns(None, 1, ())
    names, below = list(map(_text, rows[at])), at + 1
    if below < len(rows) and _is_second_header(names, list(map(_text, rows[below]))):
        lower = list(map(_text, rows[below]))
        names.extend([""] * (len(lower) - len(names)))
        names = [low or high for high, low in zip(names, lower + [""] * (len(names) - len(lower)), strict=True)]
        below += 1
    columns = []
    labels = Counter(name for name in names if name)
    for position in range(max(len(names), _width(rows[below:]))):
        name = names[position] if position < len(names) else ""
        samples = _samples(rows[below : below + _SAMPLED] if name else rows[below:], position)
        if not name and not samples:
            continue
        label = name or f"Column {letter_of(position)}"
        if labels[name] > 1:
            label = f"{name} (column {letter_of(position)})"
        field = said.get(key_of(label), said.get(key_of(name)) if name else None)
        possible = tuple(fields_of(name)) if field is None else ()
        hints = [_ORDERS.get(fold(hint)) for hint in re.findall(r"[(\[（]([^)\]）]*)", name)]
        columns.append(Column(position, label, field, samples, possible, next(filter(None, hints), None)))
    return Columns(at + 1, below + 1, _decided(columns))


def letter_of(position: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _decided(columns: list[Column]) -> tuple[Column, ...]:
    """Give each heading its field; those of several meanings by the language of the others, or by the names beside."""
    plain = [column for column in columns if column.field is None and len(column.possible) == 1]
    fields = {column.possible[0] for column in plain} | {column.field for column in columns if column.field}
    spoken: Counter[str] = Counter()
    for column in plain:
        spoken.update(next(iter(fields_of(column.label).values()), ()))
    languages = {language for language in LANGUAGES if spoken[language] == max(spoken.values(), default=0) > 0}
    decided = []
    for column in columns:
        possible = column.possible
        if set(possible) == {"given_names", "full_name"}:
            possible = ("given_names",) if "family_name" in fields else ("full_name",)
        elif len(possible) > 1:
            meanings = fields_of(column.label)
            possible = tuple(field for field in possible if meanings.get(field, frozenset()) & languages)
        decided.append(replace(column, field=possible[0]) if len(possible) == 1 and not column.field else column)
    return tuple(_half_a_name_asked(decided))


def _half_a_name_asked(columns: list[Column]) -> list[Column]:
    """`Name` beside `First name` alone may be the family name or the whole: that is not for us to say."""
    fields = {column.field for column in columns}
    if "full_name" in fields and len(fields & {"family_name", "given_names"}) == 1:
        return [
            replace(column, field=None, possible=("full_name", "family_name", "given_names"))
            if column.field == "full_name" and column.possible
            else column
            for column in columns
        ]
    return columns


def _header_at(rows: Sequence[Row], said: Mapping[str, str]) -> int | None:
    best, at = 0, None
    for position, row in enumerate(rows[:SEARCHED]):
        score = _score(row, said)
        if score > best:
            best, at = score, position
    return at


def _score(row: Row, said: Mapping[str, str] | None = None) -> int:
    found: set[str] = set()
    for cell in row:
        if isinstance(cell, str) and cell and len(cell) <= _LONGEST_HEADING:
            field = said.get(key_of(cell)) if said else None
            found.update({f"{field}:{cell}"} if field else fields_of(cell))
    # A line of title may be one known word; a header that is only one column long need not be longer.
    return len(found) if len(found) > 1 or sum(cell != "" for cell in row) == 1 else 0


def _is_second_header(upper: list[str], lower: list[str]) -> bool:
    """Whether the row below completes a header whose cells span several columns: all of it headings, under gaps."""
    filled = [position for position, name in enumerate(lower) if name]
    gaps = [position for position, name in enumerate(upper) if not name]
    return (
        bool(filled)
        and any(position in gaps or position >= len(upper) for position in filled)
        and all(fields_of(lower[position]) for position in filled)
    )


def _samples(rows: Sequence[Row], position: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        if position < len(row) and row[position] != "" and (text := _text(row[position])):
            found[text[:60]] = None
            if len(found) == 3:
                break
    return tuple(found)


def _width(rows: Sequence[Row]) -> int:
    return max(map(len, rows), default=0)


def _text(cell: object) -> str:
    """A cell as a person reads it: a whole number without the point that a spreadsheet gives it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else str(cell)
