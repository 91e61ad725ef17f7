"""Pure: the figures of a report as tables for files: one for each question, and what every column means.

Field names are English in every language: they are for programs, and the data dictionary explains them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from trainingapp.kit.figures import tenths
from trainingapp.kit.sheets.writing import BookSheet, write_book, write_csv
from trainingapp.snapshots.face import COLOURS, MEASURES, OF_WHOM, Counts, Face
from trainingapp.snapshots.rounding import FEW, Shown

#: What stands in a file for a count below five.
FEW_TOLD: Final = "fewer than 5"
COUNTS: Final = tuple(f"{m}_{who}" if who != "all" else m for who in OF_WHOM for m in MEASURES)

#: Field -> what it means.
DICTIONARY: Final[Mapping[str, str]] = {
    "number": "The number of this report.",
    "as_of": "The day the figures are of.",
    "state": "ISO 3166-1 alpha-3 code of the Member State.",
    "state_name": "The State's short name in English.",
    "mission": "The acronym of the mission.",
    "rotation": "The code of the rotation, unique within the State.",
    "phase": "deployed: on tour on the day; preparing: to deploy within the number of days under “about”.",
    "deploys_on": "First day of the tour.",
    "ends_on": "Last day of the tour.",
    "judged_on": "The day the rotation is judged on: the day of the report, or its first day when it has not deployed.",
    "planned": "Persons planned.",
    "readiness": "green, amber, red or grey, by the rule under “about”.",
    "curriculum": "Code of the curriculum; empty: everything that is mandatory for the person.",
    "title": "Title of the curriculum.",
    "rotations": "Rotations counted.",
    "without_roll": "Rotations of these without a nominal roll: nobody can be counted in them.",
    **{f"rotations_{colour}": f"Rotations that are {colour}." for colour in COLOURS},
    "required": "Persons required to hold it.",
    "held": "Persons who hold it on the day.",
    "gap": "Persons who do not.",
    "waived": "Of these, persons for whom it is waived on the day: never counted as held.",
    **{
        f"{measure}_{who}": f"The same, {told} only."
        for who, told in (("women", "women"), ("men", "men"), ("unspecified", "persons whose sex is not recorded"))
        for measure in MEASURES
    },
    "coverage": "held of required in percent, rounded half up to one decimal; empty where it cannot be told.",
    "source": "Where the requirement comes from.",
    "holds_from": "First day on which the requirement binds.",
    "holds_through": "Last day on which it binds; empty: open.",
    "category": "Category of persons, of those in their missions on the day.",
    "women": "Women, as recorded.",
    "men": "Men, as recorded.",
    "unspecified": "Persons whose sex is not recorded: in no share.",
    "target": "Of whom a share of women is aimed at.",
    "target_percent": "The share of women aimed at, in percent of those whose sex is recorded.",
    "women_missing": "How many women more it would take; empty where it is not told.",
    "target_from": "The first day from which figures are held against the target.",
    "assumption": "What no source says of it.",
    "note": "What of it is a policy setting, and why.",
}


@dataclass(frozen=True)
class Told:
    """One question and its rows."""

    sheet: str
    fields: tuple[str, ...]
    rows: list[list[object]]


def tables(face: Face, number: str) -> list[Told]:
    """Every question of a report with its rows, the first the most important for its kind."""
    by_row, by_curriculum = _by_row(face), _by_curriculum(face)
    rotations = [_by_rotation(face)] if "rotations" in face else []
    ready = [_ready(face)]
    if face["kind"] == "readiness":
        found = [*ready, *rotations, by_curriculum, by_row]
    else:
        found = [by_curriculum, by_row, *rotations, *ready]
    return [*found, *_women(face), _rules(face)]


def csv_of(face: Face, number: str) -> bytes:
    """The finest figures of a report as one table: rotation by rotation inside, by State or mission in circulation."""
    finest = _by_rotation(face) if "rotations" in face else _by_row(face)
    as_of = date.fromisoformat(face["as_of"])
    return write_csv(("number", "as_of", *finest.fields), [[number, as_of, *row] for row in finest.rows])


def workbook_of(face: Face, number: str, about: Sequence[tuple[str, object]]) -> bytes:
    """The report as a workbook: about, a sheet for each question, and the data dictionary."""
    told = tables(face, number)
    sheets = [BookSheet("about", ("what", "value"), [list(pair) for pair in about], (28, 90))]
    sheets += [BookSheet(one.sheet, one.fields, one.rows, _widths(one.fields)) for one in told]
    used = [(one.sheet, name) for one in told for name in one.fields]
    rows = [[sheet, name, DICTIONARY[name]] for sheet, name in used]
    return write_book([*sheets, BookSheet("dictionary", ("sheet", "column", "meaning"), rows, (24, 24, 90))])


def _widths(fields: Sequence[str]) -> list[int]:
    wide = {"title": 40, "target": 40, "assumption": 60, "state_name": 28, "source": 30, "note": 60, "rotation": 18}
    return [wide.get(name, max(12, len(name) + 3)) for name in fields]


def told(shown: Shown) -> object:
    """A figure as it stands in a file: a number, “fewer than 5”, or nothing."""
    return FEW_TOLD if shown == FEW else shown


def _counts(cell: Counts) -> list[object]:
    return [told(cell[measure][n]) for n in range(len(OF_WHOM)) for measure in MEASURES]


def coverage_of(cell: Counts) -> float | None:
    """The share in percent; None where nobody is required, or a figure is not told."""
    required, held = cell["required"][0], cell["held"][0]
    if not isinstance(required, int) or not isinstance(held, int) or not required:
        return None
    if held >= required and cell["gap"][0] != 0:
        return None  # rounded, it would read as complete
    return tenths(min(held, required), required) / 10


def _by_curriculum(face: Face) -> Told:
    cells = face["totals"]["curricula"]
    rows = [
        [code, face["curricula"][code], *_counts(cells[code]), coverage_of(cells[code])]
        for code in face["order"]
        if code in cells
    ]
    return Told("Who lacks what", ("curriculum", "title", *COUNTS, "coverage"), rows)


def _by_row(face: Face) -> Told:
    keys = ("state", "state_name") if face["by"] == "state" else ("mission",)
    rows = [
        [*_key(face, row), code, *_counts(cell), coverage_of(cell)]
        for row in face["rows"]
        for code, cell in _cells(face, row)
    ]
    sheet = "Where, by State" if face["by"] == "state" else "Where, by mission"
    return Told(sheet, (*keys, "curriculum", *COUNTS, "coverage"), rows)


def _key(face: Face, row: Mapping[str, Any]) -> list[object]:
    return [row["key"], row["name"]] if face["by"] == "state" else [row["key"]]


def _cells(face: Face, row: Mapping[str, Any]) -> Iterator[tuple[str | None, Counts]]:
    yield None, row["persons"]
    for code in face["order"]:
        if code in row["curricula"]:
            yield code, row["curricula"][code]


def _ready(face: Face) -> Told:
    keys = ("state", "state_name") if face["by"] == "state" else ("mission",)
    rows = [
        [
            *_key(face, row),
            row["rotations"],
            row["without_roll"],
            *_counts(row["persons"]),
            coverage_of(row["persons"]),
        ]
        for row in face["rows"]
    ]
    return Told("Who is ready", (*keys, "rotations", "without_roll", *COUNTS, "coverage"), rows)


def _by_rotation(face: Face) -> Told:
    named = ("state", "state_name", "mission", "rotation", "phase")
    days = ("deploys_on", "ends_on", "judged_on")
    rows = [
        [
            *(row["state"], row["state_name"], row["mission"], row["name"], row["phase"]),
            *(date.fromisoformat(row[day]) for day in days),
            *(row["planned"], row["colour"], code, *_counts(cell), coverage_of(cell)),
        ]
        for row in face["rotations"]
        for code, cell in _cells(face, row)
    ]
    return Told("Which rotations", (*named, *days, "planned", "readiness", "curriculum", *COUNTS, "coverage"), rows)


def _women(face: Face) -> list[Told]:
    """By category, and the targets. Reports of before these were told have none."""
    if not (found := face.get("women")):
        return []
    sexes = ("women", "men", "unspecified")
    categories = [[one["category"], *map(told, one["counted"])] for one in found["categories"]]
    targets = [
        [
            *(one["title"], *map(told, one["counted"]), one["percent"], one["missing"]),
            *(date.fromisoformat(one["from"]), one["source"], one["assumption"]),
        ]
        for one in found["targets"]
    ]
    return [
        Told("Women and men", ("category", *sexes), categories),
        Told(
            "Targets for women",
            ("target", *sexes, "target_percent", "women_missing", "target_from", "source", "assumption"),
            targets,
        ),
    ]


def _rules(face: Face) -> Told:
    rows: list[list[object]] = [
        [
            *(rule["curriculum"], rule["title"], date.fromisoformat(rule["holds_from"])),
            date.fromisoformat(rule["holds_through"]) if rule["holds_through"] else None,
            *(rule["source"], rule["note"]),
        ]
        for rule in face["rules"]
    ]
    return Told("What is required", ("curriculum", "title", "holds_from", "holds_through", "source", "note"), rows)
