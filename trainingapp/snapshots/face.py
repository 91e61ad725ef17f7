"""Pure: the face of a report: every figure it tells, as canonical JSON, and what became different since.

The face names neither its number nor when it was made: the same day and the same facts give the same face.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Row, Table, Tally, alphabetical
from trainingapp.requirements.rules import Rule
from trainingapp.snapshots.rounding import Cell, Real, Shown, added, total
from trainingapp.snapshots.rounding import row as row_of
from trainingapp.snapshots.rules import Subject

#: Required, held, missing, and those of the missing for whom it is waived; in each all, women, men, not specified.
MEASURES: Final = ("required", "held", "gap", "waived")
#: How a cell's four counts are called in files.
OF_WHOM: Final = ("all", "women", "men", "unspecified")
COLOURS: Final = ("green", "amber", "red", "grey")

#: A cell as it is kept: measure -> [all, women, men, unspecified].
Counts = Mapping[str, Sequence[Shown]]
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
    rows = sorted(main.rows, key=lambda row: alphabetical(names.get(row.key[0], row.key[0])))
    parts = {} if inside else _contingents(rotations)
    told = [
        _exact_row(row, names, main.curricula) if inside else _circulated_row(row, names, main, parts) for row in rows
    ]
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
        "rows": [row.told for row in told],
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


def circulated(one: Cell) -> dict[str, list[Shown]]:
    """A cell as it leaves the Secretariat."""
    return {measure: [getattr(group, measure) for group in one.groups] for measure in MEASURES}


def _real(one: Tally) -> Real:
    return Real(one.required_by_sex, one.gap_by_sex, one.waived_by_sex)


class _Told(NamedTuple):
    """A row of the face, and for circulation its cells by curriculum, under None its persons."""

    told: dict[str, Any]
    cells: Mapping[str | None, Cell]


#: (State, mission) -> curriculum, or None for persons -> the tallies of its rotations.
_Contingents = Mapping[tuple[str, str], Mapping[str | None, Real]]


def _contingents(rotations: Table) -> _Contingents:
    """What every edition for circulation is made of, whatever it is about: so none tells what another one hides."""
    found: dict[tuple[str, str], dict[str | None, list[Real]]] = {}
    for row in rotations.rows:
        (one,) = row.deployments
        own = found.setdefault((one.state, one.mission), {})
        for code, counted in ((None, row.whole), *row.cells.items()):
            own.setdefault(code, []).append(_real(counted))
    return {key: {code: added(parts) for code, parts in own.items()} for key, own in found.items()}


def _exact_row(row: Row, names: Mapping[str, str], order: Iterable[str]) -> _Told:
    cells = {code: exact(row.cells[code]) for code in order if code in row.cells}
    return _Told(_row(row, names, exact(row.whole), cells), {})


def _circulated_row(row: Row, names: Mapping[str, str], main: Table, contingents: _Contingents) -> _Told:
    place = 0 if main.by == "state" else 1
    parts = [own for key, own in sorted(contingents.items()) if key[place] == row.key[0]]
    codes = [None, *(code for code in main.curricula if code in row.cells)]
    cells = {code: row_of([own[code] for own in parts if code in own]) for code in codes}
    told = {code: circulated(cells[code]) for code in codes if code is not None}
    return _Told(_row(row, names, circulated(cells[None]), told), cells)


def _row(row: Row, names: Mapping[str, str], persons: object, curricula: object) -> dict[str, Any]:
    return {
        "key": row.key[0],
        "name": names.get(row.key[0], row.key[0]),
        "rotations": len(row.deployments),
        "without_roll": len(row.without_roll),
        "persons": persons,
        "curricula": curricula,
    }


def _totals(main: Table, told: Sequence[_Told], inside: bool) -> dict[str, Any]:
    totals = main.totals
    if inside:
        return {
            "persons": exact(totals.whole),
            "requirements": exact(totals.total),
            "curricula": {code: exact(one) for code, one in totals.cells.items()},
        }
    sums = {
        code: total([row.cells[code] for row in told if code in row.cells], _real(one))
        for code, one in ((None, totals.whole), *totals.cells.items())
    }
    curricula = [one for code, one in sums.items() if code is not None]
    return {
        "persons": circulated(sums[None]),
        "requirements": circulated(total(curricula, _real(totals.total))),
        "curricula": {code: circulated(one) for code, one in sums.items() if code is not None},
    }


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


def _of_cells(table: str, name: str, key: str, cells: Mapping[str, Counts]) -> Iterator[tuple[_Place, Shown]]:
    for curriculum, one in cells.items():
        for measure in MEASURES:
            for whom, value in zip(OF_WHOM, one[measure], strict=True):
                yield (table, name, key, curriculum, measure, whom), value
