"""Pure: tables of coverage and lists of persons as flat rows, the same for CSV, XLSX, JSON and the terminal.

The field names are English in every language: they are for programs, and the data dictionary explains them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

from trainingapp.readiness.coverage import SEXES, Deployment, Row, Table, Tally
from trainingapp.readiness.intervals import FOREVER
from trainingapp.readiness.rules import Gap, Held
from trainingapp.readiness.standings import RotationStanding

_COUNTS: Final = ("required", "held", "gap", "coverage")
#: What is told beside these of a table: of the gap what is waived and what is open; of those who hold it, to the end.
_BESIDE: Final = ("waived", "open", "held_to_end")
_BY_SEX: Final = tuple(f"{what}_{sex}" for what in ("required", "held", "gap", "waived") for sex in SEXES)
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("state", "state_name"),
    "mission": ("mission",),
    "rotation": ("state", "state_name", "mission", "rotation", "deploys_on", "ends_on", "planned", "named"),
    "curriculum": (),
    "unit_type": ("unit_type",),
    "component": ("component",),
    "language": ("language",),
}
#: The columns of a table by state, mission, rotation or curriculum.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    by: (*keys, "curriculum", *_COUNTS, *_BY_SEX, "note", *_BESIDE) for by, keys in _KEYS.items()
}
#: The columns of a list of persons: one row for each person and curriculum.
PERSON_FIELDS: Final = (
    *("state", "mission", "rotation", "person", "name", "rank", "function", "sex", "category", "curriculum"),
    *_COUNTS,
    *("reason", "explanation", "version", "completed_on", "held_through", "evidence", "waived_through"),
)


def rows_of(table: Table, state_names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """A row for each key and curriculum. What has no roll yet stands in rows of its own, without a curriculum."""
    for row in table.rows:
        named = _named(table.by, row, state_names)
        for code, counted in row.cells.items():
            yield {**named, "curriculum": code, **_counted(counted), "note": None}


def rows_without_roll(table: Table, state_names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """What cannot be counted yet: a row for each key that has rotations without a roll. Never a gap of nought."""
    for row in table.rows:
        if absent := row.without_roll:
            yield {**_named(table.by, row, state_names), "note": no_roll(absent)}


def no_roll(absent: Sequence[Deployment]) -> str:
    """`no roll yet: 850 planned, 0 named`."""
    planned = sum(one.planned for one in absent)
    said = f"no roll yet: {planned} planned, 0 named"
    return said if len(absent) == 1 else f"{len(absent)} rotations with {said}"


def _named(by: str, row: Row, state_names: Mapping[str, str]) -> dict[str, object]:
    if by == "state":
        return {"state": row.key[0], "state_name": state_names[row.key[0]]}
    if by in ("mission", "unit_type", "component", "language"):
        return {by: row.key[0]}
    if by == "curriculum":
        return {}
    (one,) = row.deployments
    return {
        "state": one.state,
        "state_name": state_names[one.state],
        "mission": one.mission,
        "rotation": one.code,
        "deploys_on": one.deploys_on,
        "ends_on": one.ends_on,
        "planned": one.planned,
        "named": one.named,
    }


def _counted(counted: Tally) -> dict[str, object]:
    return {
        "required": counted.required,
        "held": counted.held,
        "gap": counted.gap,
        "coverage": counted.share,
        **{f"required_{sex}": n for sex, n in zip(SEXES, counted.required_by_sex, strict=True)},
        **{f"held_{sex}": n for sex, n in zip(SEXES, counted.held_by_sex, strict=True)},
        **{f"gap_{sex}": n for sex, n in zip(SEXES, counted.gap_by_sex, strict=True)},
        **{f"waived_{sex}": n for sex, n in zip(SEXES, counted.waived_by_sex, strict=True)},
        "waived": counted.waived,
        "open": counted.open,
        "held_to_end": counted.through,
    }


def rows_of_persons(
    standing: RotationStanding, *, state: str, mission: str, rotation: str
) -> Iterator[dict[str, object]]:
    """A row for each person and curriculum that is mandatory for them. Whoever has no name is "Person 12"."""
    for person in standing.persons:
        who = person.who
        common: dict[str, object] = {
            "state": state,
            "mission": mission,
            "rotation": rotation,
            "person": who.service_number if who else f"Person {person.number}",
            "name": who.name if who else None,
            "rank": who.rank if who else None,
            "function": who.function if who else None,
            "sex": person.sex,
            "category": person.category,
        }
        for code, found in person.mandatory.items():
            yield {**common, "curriculum": code, **_explained(found), "waived_through": person.waived.get(code)}


def _explained(found: Held | Gap) -> dict[str, object]:
    if isinstance(found, Gap):
        return {
            "required": 1,
            "held": 0,
            "gap": 1,
            "coverage": 0.0,
            "reason": found.reason,
            "explanation": str(found.sentence),
            "version": None,
            "completed_on": None,
            "held_through": None,
            "evidence": None,
        }
    through = None if found.through == FOREVER else found.through
    return {
        "required": 1,
        "held": 1,
        "gap": 0,
        "coverage": 100.0,
        "reason": None,
        "explanation": str(found.recognised) if found.recognised else None,
        "version": found.by.version or None,
        "completed_on": None if found.recognised else found.by.completed_on,
        "held_through": through,
        "evidence": found.by.evidence,
    }


def in_columns(rows: Iterable[Mapping[str, object]], fields: Sequence[str]) -> Iterator[list[object]]:
    """The rows as lists, in the order of the fields; what a row does not know is empty."""
    return ([row.get(name) for name in fields] for row in rows)


def whole_table(table: Table, state_names: Mapping[str, str]) -> Iterator[list[object]]:
    """Every row of a table for a file: what is counted, then what has no roll yet."""
    rows = chain(rows_of(table, state_names), rows_without_roll(table, state_names))
    return in_columns(rows, FIELDS[table.by])


def as_json(row: Mapping[str, object]) -> dict[str, object]:
    """A row as JSON knows it: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
