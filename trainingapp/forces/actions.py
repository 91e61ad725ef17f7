"""What changes in units, rotations and rolls. Each act of a person is one entry of the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries, reference
from trainingapp.forces.guards import kept_out
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation, Unit, UnitType
from trainingapp.forces.rules import MissionDays, NewRotation, problems
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.people.models import PersonNow
from trainingapp.states import queries as states


class UnitKnown(Conflict):
    """The State has a unit with this designation already."""

    sentence = say("A unit with this designation was added while you were typing. Send the form again to use it.")


class RotationKnown(Conflict):
    """The State has a rotation with this name already."""

    sentence = say(
        "The State already has a rotation with this name. Open it in the list of rotations, or give the new one a name "
        "of its own."
    )


class OnTheRoll(Conflict):
    """Somebody else put the same person on the roll since the file was checked."""

    sentence = say(
        "Some of these persons were put on the roll while this was being recorded, so nothing was recorded. "
        "Check the file again."
    )


class KeptOut(Refused):
    """Somebody may not stand on this roll: the sentence says why."""


class AlreadyEnded(Conflict):
    """Somebody else has ended the same assignment."""

    sentence = say("One of these lines of the roll was ended by somebody else, so nothing was changed. Look again.")


class CannotAdd(Unfit):
    """A rotation that cannot be added: `problems` says everything that is wrong, by field."""


# --- Reference data ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refreshed:
    """How many rows of reference data were added and changed."""

    added: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def load_reference() -> Refreshed:
    """Make unit types and functions what the files in data/ say. Again, it changes nothing; nothing is taken away."""
    added = changed = 0
    wanted: tuple[tuple[Any, dict[str, dict[str, object]]], ...] = (
        (
            UnitType,
            {
                kind.code: {"label": kind.label, "component": kind.component, "nominal_strength": kind.strength}
                for kind in reference.load_unit_kinds()
            },
        ),
        (
            Function,
            {
                term.code: {"label": term.label, "tactical_decision_maker": term.tactical_decision_maker}
                for term in reference.load_functions()
            },
        ),
    )
    for model, rows in wanted:
        known = {row.code: row for row in db.session.scalars(select(model))}
        for code, values in rows.items():
            if code not in known:
                db.session.add(model(code=code, **values))
                added += 1
                continue
            differing = {name: value for name, value in values.items() if getattr(known[code], name) != value}
            for name, value in differing.items():
                setattr(known[code], name, value)
            changed += bool(differing)
    db.session.flush()
    return Refreshed(added, changed)


# --- Units and rotations -------------------------------------------------------------------------------------------


def add_unit(entry: Entry, *, state: str, designation: str, unit_type: str) -> int:
    """Keep a unit; gives its key. Raises UnitKnown. Two statements."""
    public_id = new_id()
    row: dict[str, object] = {"state_code": state, "designation": designation, "unit_type_code": unit_type}
    with refusing({"uq_unit_state_code_designation": UnitKnown}):
        entry.keep(Unit, [{**row, "public_id": public_id}])
    return db.session.execute(select(Unit.id).where(Unit.public_id == public_id)).scalar_one()


def add_rotation(entry: Entry, new: NewRotation, *, unit_id: int, public_id: str) -> None:
    """Keep a rotation of a unit. Raises RotationKnown. One statement."""
    row = {
        "public_id": public_id,
        "state_code": new.state,
        "unit_id": unit_id,
        "code": new.code,
        "mission_code": new.mission,
        "location": new.location,
        "deploys_on": new.deploys_on,
        "ends_on": new.ends_on,
        "strength": new.strength,
    }
    with refusing({"uq_rotation_state_code_code": RotationKnown}):
        entry.keep(Rotation, [row])


def open_rotation(new: NewRotation, *, by: Identity, now: datetime) -> str:
    """Add a rotation, and its unit when the State has none of this designation; gives the rotation's public id.

    Raises Absent when `by` may not add rotations for the State, CannotAdd with every problem, by field, and
    RotationKnown or UnitKnown when somebody else was faster. At most ten statements.
    """
    if not by.scope("rotations.add").reaches(new.state):
        raise Absent()
    unit = queries.unit(new.state, new.designation)
    if found := problems_of(new, unit):
        raise CannotAdd(found)
    public_id = new_id()
    with journal.entry(
        act="rotation.add",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=public_id,
        state_code=new.state,
        details={"code": new.code, "mission": new.mission, "strength": new.strength},
    ) as entry:
        unit_id = unit.id if unit else add_unit(
            entry, state=new.state, designation=new.designation, unit_type=new.unit_type
        )  # fmt: skip
        add_rotation(entry, new, unit_id=unit_id, public_id=public_id)
    return public_id


def problems_of(new: NewRotation, unit: queries.UnitFacts | None = None) -> dict[str, Sentence]:
    """Everything that is wrong with a new rotation, by field; also of one that is only half typed.

    The database decides in the end; this says so before, all at once. At most four statements.
    """
    unit = unit or queries.unit(new.state, new.designation)
    mission = next((each for each in states.missions() if each.code == new.mission), None)
    days = MissionDays(mission.code, mission.established_on, mission.closed_on) if mission else None
    found = problems(new, days)
    if unit is not None and new.unit_type and unit.unit_type_code != new.unit_type:
        found["unit_type"] = say(
            "%(unit)s is known as another kind of unit: %(kind)s.", unit=unit.designation, kind=unit.unit_type
        )
    taken = db.session.execute(
        select(Rotation.mission_code, Rotation.deploys_on).where(
            Rotation.state_code == new.state, Rotation.code == new.code
        )
    ).one_or_none()
    if taken is not None:
        found["code"] = say(
            "There is a rotation %(code)s already: %(mission)s, from %(day)s. Give the new one a name of its own.",
            code=new.code,
            mission=taken.mission_code,
            day=taken.deploys_on.isoformat(),
        )
    return found


# --- Rolls ---------------------------------------------------------------------------------------------------------


def assign(entry: Entry, *, state: str, rotation_id: int, rows: Sequence[Mapping[str, Any]]) -> int:
    """Put persons on a rotation's roll; gives how many. Each row has `person_id` and `category`, and may have `rank`,
    `function` (as given) and `function_code`.

    A person whose line was ended gets a new one. Raises OnTheRoll for a person who stands on the roll, under whichever
    of their rows, and KeptOut for one who may not stand there. One statement to see who was on it before, one for each
    guard, and one per 5,000 rows.
    """
    lines = db.session.execute(
        select(
            Assignment.person_id,
            PersonNow.same_as,
            func.max(Assignment.ordinal),
            func.count(Assignment.id) - func.count(AssignmentEnd.id),
        )
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(Assignment.state_code == state, Assignment.rotation_id == rotation_id)
        .group_by(Assignment.person_id, PersonNow.same_as)
    ).all()
    before = {line.person_id: line[2] for line in lines}
    standing = {line.same_as for line in lines if line[3]}
    outside = kept_out(rotation_id)
    kept: list[dict[str, object]] = []
    for row in rows:
        person_id = row["person_id"]
        if person_id in standing:
            raise OnTheRoll()
        if person_id in outside:
            raise KeptOut(outside[person_id])
        ordinal = before.get(person_id, -1) + 1
        kept.append({**row, "public_id": new_id(), "state_code": state, "rotation_id": rotation_id, "ordinal": ordinal})
    with refusing({"uq_assignment_line": OnTheRoll}):
        entry.keep(Assignment, kept)
    return len(kept)


def end_assignments(
    entry: Entry, *, state: str, assignment_ids: Sequence[int], reason: str, left_on: date | None = None
) -> int:
    """End lines of a roll: the persons left on a day, or, without one, were put there in error and never counted.

    Raises AlreadyEnded. One statement per 5,000 lines.
    """
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": state,
            "assignment_id": assignment_id,
            "kind": "in_error" if left_on is None else "left",
            "ended_on": left_on,
            "reason": reason,
        }
        for assignment_id in assignment_ids
    ]
    with refusing({"uq_assignment_end_assignment_id": AlreadyEnded}):
        entry.keep(AssignmentEnd, rows)
    return len(rows)


def lines_of_entry(state: str, entry_seq: int) -> list[int]:
    """The keys of the lines that one act put on a roll and that still stand, for its undoing. One statement."""
    ended = select(AssignmentEnd.assignment_id)
    return list(
        db.session.scalars(
            select(Assignment.id)
            .where(Assignment.state_code == state, Assignment.entry_seq == entry_seq, Assignment.id.not_in(ended))
            .order_by(Assignment.id)
        )
    )
