"""Units and their rotations."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation, Unit, UnitType
from trainingapp.forces.queries.reach import is_first_line, on_roll, within
from trainingapp.forces.rules import days_of, is_short, named, phase
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.kit.words import say
from trainingapp.people.models import PersonNow
from trainingapp.states.models import State


@dataclass(frozen=True)
class RotationFacts:
    """A rotation with its unit and State, and how many persons stand on its roll. `id` is never shown."""

    id: int
    public_id: str
    state_code: str
    state_name: str
    code: str
    designation: str
    unit_type_code: str
    unit_type: str
    component: str
    mission_code: str
    location: str | None
    deploys_on: date
    ends_on: date
    strength: int
    on_roll: int

    def phase(self, *, as_of: date, preparing_days: int) -> str:
        """Where it stands on a day."""
        return phase(self.deploys_on, self.ends_on, as_of=as_of, preparing_days=preparing_days)


@dataclass(frozen=True)
class Filters:
    """Which rotations; an empty filter leaves all. `phase` needs `preparing_days`, a policy setting."""

    state: str | None = None
    mission: str | None = None
    phase: str | None = None
    text: str | None = None
    #: Whether anybody stands on its roll.
    has_roll: bool | None = None
    preparing_days: int = 180
    #: Only tours of fewer months than these.
    shorter_than: int | None = None


#: What a list of rotations may be ordered by.
SORTS: Final = ("code", "state", "mission", "unit_type", "deploys_on", "ends_on", "strength", "on_roll")


def rotations(
    scope: Scope,
    *,
    as_of: date,
    filters: Filters | None = None,
    sort: str = "-deploys_on",
    number: int = 1,
    size: int = SIZE,
) -> Page[RotationFacts]:
    """One page of the rotations in the scope; `sort` is one of SORTS, with a hyphen in front for the other way round.

    Three statements, however many rotations; two when they are ordered by their rolls, which must all be counted then.
    """
    wanted = sort.removeprefix("-")
    by_roll = wanted == "on_roll"
    count = _count_of_all(as_of) if by_roll else literal(0)
    filters = filters or Filters()
    statement = _rotations(count).where(within(scope), *_chosen(filters, as_of))
    if filters.shorter_than is not None:
        statement = statement.where(Rotation.id.in_(short_tours(scope, filters.shorter_than)))
    by: dict[str, Any] = {"code": func.lower(Rotation.code), "state": State.name, "mission": Rotation.mission_code}
    by |= {"unit_type": UnitType.label, "on_roll": count}
    column = by[wanted] if wanted in by else getattr(Rotation, wanted if wanted in SORTS else "deploys_on")
    ordered = statement.order_by(column.desc() if sort.startswith("-") else column, Rotation.code, Rotation.id)
    page: Page[RotationFacts] = paged(db.session(), ordered, number=number, size=size).each(
        lambda row: RotationFacts(*row)
    )
    if by_roll:
        return page
    standing = _standing_on([found.id for found in page.rows], as_of)
    return page.each(lambda found: replace(found, on_roll=standing.get(found.id, 0)))


def rotation(scope: Scope, public_id: str, *, as_of: date) -> RotationFacts:
    """The rotation with this public id. Raises Absent, also when it lies outside the scope. One statement."""
    row = db.session.execute(
        _rotations(_counted(as_of)).where(within(scope), Rotation.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise Absent()
    return RotationFacts(*row)


class Beside(NamedTuple):
    """The rotation of the same unit before or after another."""

    public_id: str
    code: str
    deploys_on: date
    ends_on: date


def beside(scope: Scope, rotation: RotationFacts) -> tuple[Beside | None, Beside | None]:
    """The rotation of the same unit that deployed before this one, and the one after it, in scope. One statement."""
    unit = select(Rotation.unit_id).where(Rotation.id == rotation.id).scalar_subquery()
    rows = db.session.execute(
        select(Rotation.public_id, Rotation.code, Rotation.deploys_on, Rotation.ends_on)
        .where(within(scope), Rotation.unit_id == unit, Rotation.id != rotation.id)
        .order_by(Rotation.deploys_on, Rotation.id)
    )
    others = [Beside._make(row) for row in rows]
    before = [one for one in others if one.deploys_on <= rotation.deploys_on]
    after = [one for one in others if one.deploys_on > rotation.deploys_on]
    return (before[-1] if before else None, after[0] if after else None)


def short_tours(scope: Scope, months: int) -> list[int]:
    """The rotations in the scope whose tour lasts fewer months. One statement."""
    rows = db.session.execute(select(Rotation.id, Rotation.deploys_on, Rotation.ends_on).where(within(scope)))
    return [key for key, deploys_on, ends_on in rows if is_short(deploys_on, ends_on, months=months)]


def rotation_by_code(scope: Scope, text: str, *, as_of: date) -> RotationFacts:
    """The rotation that is called `BANBAT-4`, or `BGD:BANBAT-4`. Raises Refused with what to write. One statement."""
    state, code = named(text)
    statement = _rotations(_counted(as_of)).where(within(scope), Rotation.code == code).order_by(Rotation.state_code)
    if state is not None:
        statement = statement.where(Rotation.state_code == state)
    found = [RotationFacts(*row) for row in db.session.execute(statement)]
    if not found:
        raise Refused(say("There is no rotation called “%(text)s”, or none that you may see.", text=text))
    if len(found) > 1:
        choices = ", ".join(f"{each.state_code}:{each.code}" for each in found)
        raise Refused(
            say(
                "Several States have a rotation called “%(text)s”. Write one of: %(choices)s.",
                text=text,
                choices=choices,
            )
        )
    return found[0]


def states_with_rotations(scope: Scope) -> dict[str, str]:
    """ISO3 code -> English name of the States that have rotations in the scope. One statement."""
    deployed = select(Rotation.state_code).where(within(scope))
    rows = db.session.execute(select(State.code, State.name).where(State.code.in_(deployed)).order_by(State.name))
    return {row.code: row.name for row in rows}


def codes_of(scope: Scope, public_ids: Collection[str]) -> dict[str, str]:
    """Public id -> code of these rotations, as far as they lie in the scope. One statement."""
    rows = db.session.execute(
        select(Rotation.public_id, Rotation.code).where(within(scope), Rotation.public_id.in_(public_ids))
    )
    return {row.public_id: row.code for row in rows}


def missions_with_rotations(scope: Scope) -> list[str]:
    """The missions that rotations in the scope are deployed to. One statement."""
    return list(
        db.session.scalars(
            select(Rotation.mission_code).where(within(scope)).distinct().order_by(Rotation.mission_code)
        )
    )


def unit_types() -> list[tuple[str, str, int]]:
    """Every kind of unit: code, label, nominal strength; in alphabetical order. One statement."""
    rows = db.session.execute(select(UnitType.code, UnitType.label, UnitType.nominal_strength).order_by(UnitType.label))
    return [(code, label, strength) for code, label, strength in rows]


class UnitFacts(NamedTuple):
    """A unit of a State."""

    id: int
    designation: str
    unit_type_code: str
    unit_type: str


def unit(state: str, designation: str) -> UnitFacts | None:
    """The unit of a State with this designation. Whoever asks must be allowed to act for the State. One statement."""
    row = db.session.execute(
        select(Unit.id, Unit.designation, Unit.unit_type_code, UnitType.label)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .where(Unit.state_code == state, Unit.designation == designation)
    ).one_or_none()
    return UnitFacts._make(row) if row else None


def _rotations(count: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Rotation.id,
            Rotation.public_id,
            Rotation.state_code,
            State.name,
            Rotation.code,
            Unit.designation,
            Unit.unit_type_code,
            UnitType.label,
            UnitType.component,
            Rotation.mission_code,
            Rotation.location,
            Rotation.deploys_on,
            Rotation.ends_on,
            Rotation.strength,
            count,
        )
        .select_from(Rotation)
        .join(State, State.code == Rotation.state_code)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
    )


def _counted(as_of: date) -> ColumnElement[Any]:
    """How many stand on the roll of the one rotation that is asked for."""
    return (
        select(func.count())
        .select_from(Assignment)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .where(Assignment.rotation_id == Rotation.id, on_roll(as_of), is_first_line(as_of))
        .scalar_subquery()
    )


def _count_of_all(as_of: date) -> ColumnElement[Any]:
    """How many stand on each roll, for all of them at once: the lines, less those that were ended and those of persons
    who are there twice, which are few."""
    lines = select(func.count()).where(Assignment.rotation_id == Rotation.id).scalar_subquery()
    gone, twice = (
        few.where(Assignment.rotation_id == Rotation.id).scalar_subquery() for few in (_gone(as_of), _twice(as_of))
    )
    return lines - gone - twice


def _standing_on(rotation_ids: list[int], as_of: date) -> dict[int, int]:
    """How many stand on the rolls of some rotations. One statement."""
    lines: Any = select(Assignment.rotation_id, func.count(), literal(0))
    gone, twice = (
        few.with_only_columns(Assignment.rotation_id, literal(0), func.count()) for few in (_gone(as_of), _twice(as_of))
    )
    wanted = Assignment.rotation_id.in_(rotation_ids)
    all_three: CompoundSelect[Any] = union_all(
        *(one.where(wanted).group_by(Assignment.rotation_id) for one in (lines, gone, twice))
    )
    counted: dict[int, int] = {}
    for row in db.session.execute(all_three):
        counted[row[0]] = counted.get(row[0], 0) + row[1] - row[2]
    return counted


def _gone(as_of: date) -> Select[Any]:
    """The lines of rolls that were ended before a day, or were in error."""
    return (
        select(func.count())
        .select_from(AssignmentEnd)
        .join(Assignment, Assignment.id == AssignmentEnd.assignment_id)
        .where(or_(AssignmentEnd.kind == "in_error", AssignmentEnd.ended_on < as_of))
    )


def _twice(as_of: date) -> Select[Any]:
    """The standing lines of persons who stand on the same roll by an earlier line, since two rows became one person."""
    merged = aliased(PersonNow)
    of_several = select(merged.same_as).where(merged.person_id != merged.same_as)
    return (
        select(func.count())
        .select_from(PersonNow)
        .join(Assignment, Assignment.person_id == PersonNow.person_id)
        .where(PersonNow.same_as.in_(of_several), on_roll(as_of), ~is_first_line(as_of))
    )


def _chosen(filters: Filters, as_of: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state:
        found.append(Rotation.state_code == filters.state)
    if filters.mission:
        found.append(Rotation.mission_code == filters.mission)
    if filters.text:
        found.append(
            or_(
                Rotation.code.icontains(filters.text, autoescape=True),
                Unit.designation.icontains(filters.text, autoescape=True),
                Rotation.location.icontains(filters.text, autoescape=True),
            )
        )
    if filters.has_roll is not None:
        somebody = _counted(as_of) > 0
        found.append(somebody if filters.has_roll else ~somebody)
    if filters.phase:
        days = days_of(filters.phase, as_of=as_of, preparing_days=filters.preparing_days)
        bounds = (
            (days.deploys_from, Rotation.deploys_on.__ge__),
            (days.deploys_through, Rotation.deploys_on.__le__),
            (days.ends_from, Rotation.ends_on.__ge__),
            (days.ends_through, Rotation.ends_on.__le__),
        )
        found.extend(compare(day) for day, compare in bounds if day is not None)
    return found
