"""Which rotations and persons a scope reaches, as conditions for the statements of this room and those above."""

from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, true

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.people.models import Person


def within(scope: Scope) -> ColumnElement[bool]:
    """Rotations in the scope: all of them, or those of its States and those to its missions."""
    if scope.everything:
        return true()
    parts = []
    if scope.states:
        parts.append(Rotation.state_code.in_(sorted(scope.states)))
    if scope.missions:
        parts.append(Rotation.mission_code.in_(sorted(scope.missions)))
    return or_(*parts) if parts else false()


def people_within(scope: Scope) -> ColumnElement[bool]:
    """Persons in the scope: all, those of its States, and those who serve or served in a rotation to its missions.

    A mission's training cell does not see who was put on a roll in error, nor who left before the rotation deployed.
    """
    if scope.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if scope.states:
        parts.append(Person.state_code.in_(sorted(scope.states)))
    if scope.missions:
        never_came = exists().where(
            AssignmentEnd.assignment_id == Assignment.id,
            or_(AssignmentEnd.kind == "in_error", AssignmentEnd.ended_on < Rotation.deploys_on),
        )
        parts.append(
            exists().where(
                Assignment.person_id == Person.id,
                Assignment.rotation_id == Rotation.id,
                Rotation.mission_code.in_(sorted(scope.missions)),
                ~never_came,
            )
        )
    return or_(*parts) if parts else false()


def on_roll(as_of: date) -> ColumnElement[bool]:
    """Assignments that stand on a day: not ended, or left on that day or later; never those recorded in error."""
    return ~exists().where(
        AssignmentEnd.assignment_id == Assignment.id,
        or_(AssignmentEnd.kind == "in_error", AssignmentEnd.ended_on < as_of),
    )
