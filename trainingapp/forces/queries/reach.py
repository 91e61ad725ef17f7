"""Which rotations and persons a scope reaches, as conditions for the statements of this room and those above."""

from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, true
from sqlalchemy.orm import aliased

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
        # Named anew, so that the statement this becomes part of may join the same tables for its own ends.
        line, there, end = aliased(Assignment), aliased(Rotation), aliased(AssignmentEnd)
        never_came = exists().where(
            end.assignment_id == line.id, or_(end.kind == "in_error", end.ended_on < there.deploys_on)
        )
        parts.append(
            exists()
            .where(
                line.person_id == Person.id,
                line.rotation_id == there.id,
                there.mission_code.in_(sorted(scope.missions)),
                ~never_came.correlate(line, there),
            )
            .correlate(Person)
        )
    return or_(*parts) if parts else false()


def on_roll(as_of: date) -> ColumnElement[bool]:
    """Assignments that stand on a day: not ended, or left on that day or later; never those recorded in error."""
    end = aliased(AssignmentEnd)
    gone = exists().where(end.assignment_id == Assignment.id, or_(end.kind == "in_error", end.ended_on < as_of))
    return ~gone.correlate(Assignment)
