"""Nominal rolls, and the persons on them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, false, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation, Unit
from trainingapp.forces.queries.reach import is_first_line, on_roll, people_within, within
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, group, matches_text


class RollLine(NamedTuple):
    """One standing line of a roll. `assignment_id` is never shown; `entry_seq` is the act that recorded the line."""

    assignment_id: int
    public_id: str
    entry_seq: int
    category: str
    rank: str | None
    function: str | None
    function_code: str | None
    decides: bool
    #: The last day of service, when it is already known.
    ended_on: date | None
    person: KnownPerson


ROLL_SORTS: Final = ("roll", "service_number", "name", "rank", "category", "function")


def roll(scope: Scope, rotation_id: int, *, as_of: date) -> list[RollLine]:
    """Everybody on a rotation's roll on a day, in the order of the roll. One statement."""
    statement = _roll(scope, rotation_id, as_of).order_by(Assignment.id)
    return [_line(row) for row in db.session.execute(statement)]


def roll_page(
    scope: Scope,
    rotation_id: int,
    *,
    as_of: date,
    text: str | None = None,
    category: str | None = None,
    sort: str = "roll",
    number: int = 1,
    size: int = SIZE,
) -> Page[RollLine]:
    """One page of a roll; `sort` is one of ROLL_SORTS, with a hyphen in front for the other way. Two statements."""
    statement = _roll(scope, rotation_id, as_of)
    if text:
        statement = statement.where(matches_text(text))
    if category:
        statement = statement.where(Assignment.category == category)
    column: Any = {
        "service_number": PersonNow.service_number,
        "name": func.lower(func.coalesce(PersonNow.family_name, PersonNow.full_name)),
        "rank": func.lower(func.coalesce(Assignment.rank, "")),
        "category": Assignment.category,
        "function": func.lower(func.coalesce(Assignment.function, "")),
    }.get(sort.removeprefix("-"), Assignment.id)
    ordered = statement.order_by(column.desc() if sort.startswith("-") else column, Assignment.id)
    return paged(db.session(), ordered, number=number, size=size).each(_line)


def roll_summary(scope: Scope, rotation_id: int, *, as_of: date) -> dict[tuple[str, str], int]:
    """How many persons stand on a roll, by category and sex. No names, so it needs only the rotation's scope.

    One statement.
    """
    rows = db.session.execute(
        select(Assignment.category, PersonNow.sex, func.count())
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .where(within(scope), Assignment.rotation_id == rotation_id, on_roll(as_of), is_first_line(as_of))
        .group_by(Assignment.category, PersonNow.sex)
    )
    return {(category, sex): persons for category, sex, persons in rows}


def person(scope: Scope, public_id: str) -> KnownPerson:
    """The person with this public id. Raises Absent, also when they lie outside the scope. One statement.

    Whoever was merged is found as the one that is kept, with another public id than was asked for.
    """
    row = db.session.execute(
        select(*PERSON)
        .join(Person, Person.id == PersonNow.person_id)
        .where(people_within(scope), Person.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise Absent()
    return KnownPerson._make(row)


class Service(NamedTuple):
    """One assignment of a person, with the rotation it was to; `ended` is left, in_error or None."""

    public_id: str
    rotation_id: str
    rotation: str
    state_code: str
    mission_code: str
    deploys_on: date
    ends_on: date
    category: str
    rank: str | None
    function: str | None
    ended: str | None
    ended_on: date | None
    reason: str | None
    function_code: str | None
    unit_type: str
    #: The rotation's key in the register.
    rotation_key: int


def service_of(scope: Scope, person_id: int) -> list[Service]:
    """A person's assignments to rotations in the scope, the latest deployment first, ended ones too. One statement."""
    statement = (
        select(
            Assignment.public_id,
            Rotation.public_id,
            Rotation.code,
            Rotation.state_code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Assignment.category,
            Assignment.rank,
            Assignment.function,
            AssignmentEnd.kind,
            AssignmentEnd.ended_on,
            AssignmentEnd.reason,
            Assignment.function_code,
            Unit.unit_type_code,
            Rotation.id,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(Unit, Unit.id == Rotation.unit_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(within(scope), Assignment.person_id.in_(group(person_id)))
        .order_by(Rotation.deploys_on.desc(), Assignment.id.desc())
    )
    return [Service._make(row) for row in db.session.execute(statement)]


def _roll(scope: Scope, rotation_id: int, as_of: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Assignment.id,
            Assignment.public_id,
            Assignment.entry_seq,
            Assignment.category,
            Assignment.rank,
            Assignment.function,
            Assignment.function_code,
            func.coalesce(Function.tactical_decision_maker, false()).label("decides"),
            AssignmentEnd.ended_on,
            *PERSON,
        )
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .outerjoin(Function, Function.code == Assignment.function_code)
        .where(within(scope), Assignment.rotation_id == rotation_id, on_roll(as_of), is_first_line(as_of))
    )


def _line(row: Sequence[Any]) -> RollLine:
    head = len(RollLine._fields) - 1
    return RollLine._make((*row[:head], KnownPerson._make(row[head:])))
