"""Pure: the face of a report: every figure it tells, as canonical JSON, and what became different since.

The face names neither its number nor when it was made: the same day and the same facts give the same face.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Row, Table, Tally, alphabetical
from trainingapp.requirements.rules import Rule
from trainingapp.snapshots.rounding import Group, Shown, cell, rounded, total, total_of
from trainingapp.snapshots.rules import Subject

#: Required, held, missing, and those of the missing for whom it is waived; in each all, women, men, not specified.
MEASURES: Final = ("required", "held", "gap", "waived")
#: How a cell's four counts are called in files.
OF_WHOM: Final = ("all", "women", "men", "unspecified")
COLOURS: Final = ("green", "amber", "red", "grey")

#: A cell: measure -> [all, women, men, unspecified].
Cell = Mapping[str, Sequence[Shown]]
Face = Mapping[str, Any]


def canonical(face: Face) -> str:
    """The face as text: the same figures give the same text."""
    return json.dumps(face, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str | bytes) -> str:
    """The SHA-256 of a face or a file, in hexadecimal digits."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def face_of(
    kind: str,
    edition: str,
    subject: Subject,
    *,
    main: Table,
    rotations: Table,
    rules: Sequence[Rule],
    names: Mapping[str, str],
    colour: ColourRule,
    of_women: Mapping[str, Any],
) -> dict[str, Any]:
    """All figures of a report. `main` is by State or by mission, `rotations` the same question rotation by rotation,
    `of_women` what `women` gives.

    For circulation nothing is told rotation by rotation, and every figure is one that `rounding` lets out.
    """
    question, inside = main.question, edition == "inside"
    counted = exact if inside else circulated
    rows = sorted(main.rows, key=lambda row: alphabetical(names.get(row.key[0], row.key[0])))
    told = [_row(row, names, main.curricula, counted) for row in rows]
    face: dict[str, Any] = {
        "form": 1,
        "kind": kind,
        "edition": edition,
        "as_of": question.as_of.isoformat(),
        "subject": {"state": subject.state, "mission": subject.mission, "name": subject.name},
        "by": subject.rows_by,
        "preparing_days": question.preparing_days,
        "evidence": question.evidence,
        "amber_percent": colour.amber_percent,
        "curricula": dict(main.curricula),
        "order": list(main.curricula),
        "rules": [_rule(rule) for rule in rules],
        "rows": told,
        "totals": _totals(main, told, inside),
        "without_roll": len(rotations.totals.without_roll),
        "rotations_in_all": len(rotations.deployments),
        "colours": _colours(rotations, colour),
        "women": of_women,
    }
    if inside:
        face["rotations"] = [_rotation(row, rotations, names, colour) for row in _in_order(rotations.rows, names)]
    return face


def exact(one: Tally) -> dict[str, list[Shown]]:
    """A cell as it is."""
    return {
        "required": [one.required, *one.required_by_sex],
        "held": [one.held, *one.held_by_sex],
        "gap": [one.gap, *one.gap_by_sex],
        "waived": [one.waived, *one.waived_by_sex],
    }


def circulated(one: Tally) -> dict[str, list[Shown]]:
    """A cell as it leaves the Secretariat."""
    groups = cell(one.held_by_sex, one.gap_by_sex)
    sexes = [None if group[0] is None else rounded(n) for group, n in zip(groups[1:], one.waived_by_sex, strict=True)]
    return _of_groups(groups, [total_of(sexes, one.waived), *sexes])


def _of_groups(groups: Sequence[Group], waived: Sequence[Shown]) -> dict[str, list[Shown]]:
    found = {measure: [one[n] for one in groups] for n, measure in enumerate(MEASURES[:3])}
    return {**found, "waived": list(waived)}


def groups_of(one: Cell) -> list[Group]:
    """The groups of a cell: all, women, men, unspecified."""
    return [(required, held, gap) for required, held, gap in zip(*(one[m] for m in MEASURES[:3]), strict=True)]


def _row(row: Row, names: Mapping[str, str], order: Iterable[str], counted: Any) -> dict[str, Any]:
    return {
        "key": row.key[0],
        "name": names.get(row.key[0], row.key[0]),
        "rotations": len(row.deployments),
        "without_roll": len(row.without_roll),
        "persons": counted(row.whole),
        "curricula": {code: counted(row.cells[code]) for code in order if code in row.cells},
    }


def _totals(main: Table, told: Sequence[Mapping[str, Any]], inside: bool) -> dict[str, Any]:
    totals = main.totals
    if inside:
        return {
            "persons": exact(totals.whole),
            "requirements": exact(totals.total),
            "curricula": {code: exact(one) for code, one in totals.cells.items()},
        }
    curricula = {
        code: _sum((row["curricula"][code] for row in told if code in row["curricula"]), one)
        for code, one in totals.cells.items()
    }
    return {
        "persons": _sum((row["persons"] for row in told), totals.whole),
        "requirements": _sum(curricula.values(), totals.total),
        "curricula": curricula,
    }


def _sum(cells: Iterable[Cell], real: Tally) -> dict[str, list[Shown]]:
    """The sum of cells that are shown."""
    told = list(cells)
    groups = total([groups_of(one) for one in told], real.held_by_sex, real.gap_by_sex)
    waived = [
        None if group[0] is None else total_of([one["waived"][n] for one in told], count)
        for n, (group, count) in enumerate(zip(groups, (real.waived, *real.waived_by_sex), strict=True))
    ]
    return _of_groups(groups, waived)


def _colours(rotations: Table, rule: ColourRule) -> dict[str, int]:
    """How many rotations have each colour: rotations are no persons, and are counted exactly."""
    found = [_colour(row, rule) for row in rotations.rows]
    return {colour: found.count(colour) for colour in COLOURS}


def _colour(row: Row, rule: ColourRule) -> str:
    return rule.of(persons=row.whole.required, ready=row.whole.held, gaps=row.total.gap, waived=row.total.waived)


def _in_order(rows: Iterable[Row], names: Mapping[str, str]) -> list[Row]:
    return sorted(
        rows, key=lambda row: (alphabetical(names[row.deployments[0].state]), row.deployments[0].code, row.key)
    )


def _rotation(row: Row, table: Table, names: Mapping[str, str], rule: ColourRule) -> dict[str, Any]:
    (one,) = row.deployments
    return {
        "key": one.public_id,
        "name": one.code,
        "state": one.state,
        "state_name": names[one.state],
        "mission": one.mission,
        "phase": one.phase(table.question),
        "deploys_on": one.deploys_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "judged_on": one.judged_on(table.question).isoformat(),
        "planned": one.planned,
        "colour": _colour(row, rule),
        "persons": exact(row.whole),
        "curricula": {code: exact(row.cells[code]) for code in table.curricula if code in row.cells},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": rule.title,
        "curriculum": rule.curriculum,
        "holds_from": rule.holds_from.isoformat(),
        "holds_through": rule.holds_through.isoformat() if rule.holds_through else None,
        "source": rule.cited,
        "note": rule.note if rule.assumption else None,
    }


# --- What became different since -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the facts give otherwise today: where it stands, of whom, and both values. None: not there."""

    table: str
    row: str
    curriculum: str
    measure: str
    of_whom: str
    stored: Shown
    now: Shown


def differences(stored: Face, now: Face) -> list[Difference]:
    """Every figure that differs between two faces of the same question, in the order of the first."""
    then, today = dict(_figures(stored)), dict(_figures(now))
    return [
        Difference(*place[:2], *place[3:], then.get(place), today.get(place))
        for place in (*then, *(new for new in today if new not in then))
        if then.get(place) != today.get(place)
    ]


#: Table, name of the row, its key, curriculum, measure, of whom.
_Place = tuple[str, str, str, str, str, str]


def _figures(face: Face) -> Iterator[tuple[_Place, Shown]]:
    totals = face["totals"]
    yield from _of_cells("totals", "", "", {"": totals["persons"], **totals["curricula"]})
    for table in ("rows", "rotations"):
        for row in face.get(table, ()):
            yield from _of_cells(table, row["name"], row["key"], {"": row["persons"], **row["curricula"]})

    # Reports of before these were told have none.
    for one in face.get("women", {}).get("categories", ()):
        for whom, value in zip(OF_WHOM[1:], one["counted"], strict=True):
            yield ("categories", one["category"], one["category"], "", "persons", whom), value


def _of_cells(table: str, name: str, key: str, cells: Mapping[str, Cell]) -> Iterator[tuple[_Place, Shown]]:
    for curriculum, one in cells.items():
        for measure in MEASURES:
            for whom, value in zip(OF_WHOM, one[measure], strict=True):
                yield (table, name, key, curriculum, measure, whom), value
