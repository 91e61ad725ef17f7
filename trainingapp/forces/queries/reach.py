"""Which rotations and persons a scope reaches, as conditions for the statements of this room and those above."""

from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.people.models import PersonNow

#: The end of a line; another line of the same person, its end, and the row it names. Named once for all statements:
#: naming a table anew costs more than asking it.
_END, _OTHERS_END = aliased(AssignmentEnd), aliased(AssignmentEnd)
_OTHER, _ROW = aliased(Assignment), aliased(PersonNow)


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
    """Persons (rows of `PersonNow`) in the scope: all, those of its States, and those who serve or served in a rotation
    to its missions, under whichever of their rows.

    A mission's training cell does not see who was put on a roll in error, nor who left before the rotation deployed.
    """
    if scope.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if scope.states:
        parts.append(PersonNow.state_code.in_(sorted(scope.states)))
    if scope.missions:
        # Named anew, so that the statement this becomes part of may join the same tables for its own ends.
        line, there, end, row = aliased(Assignment), aliased(Rotation), aliased(AssignmentEnd), aliased(PersonNow)
        never_came = exists().where(
            end.assignment_id == line.id, or_(end.kind == "in_error", end.ended_on < there.deploys_on)
        )
        parts.append(
            exists()
            .where(
                row.same_as == PersonNow.same_as,
                line.person_id == row.person_id,
                line.rotation_id == there.id,
                there.mission_code.in_(sorted(scope.missions)),
                ~never_came.correlate(line, there),
            )
            .correlate(PersonNow)
        )
    return or_(*parts) if parts else false()


def on_roll(as_of: date) -> ColumnElement[bool]:
    """Assignments that stand on a day: not ended, or left on that day or later; never those recorded in error."""
    gone = exists().where(_END.assignment_id == Assignment.id, or_(_END.kind == "in_error", _END.ended_on < as_of))
    return ~gone.correlate(Assignment)


def is_first_line(as_of: date) -> ColumnElement[bool]:
    """The condition under which a line is its person's first that stands on the roll: whoever was merged with somebody
    on the same roll is there once. For statements that join `PersonNow` on the line."""
    other, end = _OTHER, _OTHERS_END
    gone = exists().where(end.assignment_id == other.id, or_(end.kind == "in_error", end.ended_on < as_of))
    earlier = exists().where(
        _ROW.same_as == PersonNow.same_as,
        other.person_id == _ROW.person_id,
        # By the person's few lines, never by the roll's many: as a sum the rotation has no index to tempt a planner.
        other.rotation_id + 0 == Assignment.rotation_id,
        other.id < Assignment.id,
        ~gone.correlate(other),
    )
    return ~earlier.correlate(Assignment, PersonNow)
