"""The facts readiness is computed from: rotations, rolls, completions, names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, false, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts, is_held, stands
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.curricula.queries import counted_through, ended_on
from trainingapp.curricula.queries.decisions import validity_decisions
from trainingapp.curricula.rules import Decided, counts_until
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation, Unit
from trainingapp.forces.queries import within
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, listed_keys

#: Rows that are fetched at a time where there may be millions.
STREAMED: Final = 5_000


def has_rotations(scope: Scope, *, state: str | None = None, mission: str | None = None) -> bool:
    """Whether the scope holds any rotation, of any day, of this State or to this mission. One statement."""
    statement = select(Rotation.id).where(within(scope))
    if state is not None:
        statement = statement.where(Rotation.state_code == state)
    if mission is not None:
        statement = statement.where(Rotation.mission_code == mission)
    return db.session.scalar(statement.limit(1)) is not None


def curriculum_titles() -> dict[str, str]:
    """Code -> title of every curriculum, by code. One statement."""
    rows = db.session.execute(select(Curriculum.code, Curriculum.title).order_by(Curriculum.code))
    return {row.code: row.title for row in rows}


class RotationRow(NamedTuple):
    """What readiness must know of a rotation."""

    id: int
    public_id: str
    code: str
    state: str
    mission: str
    deploys_on: date
    ends_on: date
    unit_type: str


class RollRow(NamedTuple):
    """A line of a roll that was not recorded in error."""

    rotation_id: int
    person_id: int
    sex: str
    category: str
    decides: bool
    left_on: date | None
    function: str | None
    rank: str | None


class RecordRow(NamedTuple):
    """A completion. What its version says is in `versions()`."""

    person_id: int
    version_id: int
    completed_on: date
    valid_through: date | None
    result: str
    evidence: str = "recorded"


class Version(NamedTuple):
    """A version of a curriculum, as far as readiness must know it."""

    curriculum: str
    label: str
    pass_kind: str
    counts_until: date | None
    #: What was decided since about how long it counts.
    decisions: tuple[Decided, ...] = ()


_ROTATION = (
    Rotation.id,
    Rotation.public_id,
    Rotation.code,
    Rotation.state_code,
    Rotation.mission_code,
    Rotation.deploys_on,
    Rotation.ends_on,
    Unit.unit_type_code,
)


def rotation_rows(scope: Scope, ids: Collection[int] | None = None) -> Sequence[RotationRow]:
    """Rotations in the scope, all or these. One statement."""
    statement = select(*_ROTATION).join(Unit, Unit.id == Rotation.unit_id).where(within(scope))
    if ids is not None:
        statement = statement.where(Rotation.id.in_(sorted(ids)))
    return [RotationRow._make(row) for row in db.session.execute(statement.order_by(Rotation.id))]


def rotation_called(scope: Scope, public_id: str) -> RotationRow | None:
    """The rotation with this public id, when it is in the scope. One statement."""
    statement = select(*_ROTATION).join(Unit, Unit.id == Rotation.unit_id)
    row = db.session.execute(statement.where(within(scope), Rotation.public_id == public_id)).one_or_none()
    return None if row is None else RotationRow._make(row)


def roll_rows(scope: Scope, rotation_ids: Collection[int]) -> Iterator[RollRow]:
    """The rolls of rotations, each person's lines together in the order in which they were made. One statement."""
    rows = db.session.execute(
        select(
            Assignment.rotation_id,
            PersonNow.same_as,
            PersonNow.sex,
            Assignment.category,
            func.coalesce(Function.tactical_decision_maker, false()),
            AssignmentEnd.ended_on,
            Assignment.function_code,
            Assignment.rank,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(Function, Function.code == Assignment.function_code)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(
            within(scope),
            Assignment.rotation_id.in_(sorted(rotation_ids)),
            or_(AssignmentEnd.kind.is_(None), AssignmentEnd.kind != "in_error"),
        )
        .order_by(Assignment.rotation_id, PersonNow.same_as, Assignment.id)
    )
    return (RollRow(*row[:4], bool(row[4]), *row[5:]) for row in rows)


def record_rows(scope: Scope, rotation_ids: Collection[int]) -> Iterator[RecordRow]:
    """What counts of everybody ever on the rolls of rotations, each person's together. One statement."""
    rows = db.session.execute(_records(scope, rotation_ids).order_by(PersonNow.same_as))
    return (RecordRow._make(row) for row in rows)


def record_values(
    scope: Scope,
    rotation_ids: Collection[int] | None,
    version_ids: Collection[int],
    *,
    without: Select[int] | None = None,
) -> Iterator[Row[Any]]:
    """The same as bare rows in no order, of these versions; of everybody when no rotations are named; as if `without`
    these completions.

    Of everybody one statement, streamed, for there may be millions. Of some rolls two: told who stands on them,
    PostgreSQL looks these up, instead of reading two million rows for a few hundred persons.
    """
    statement = _records(scope, None).where(Completion.version_id.in_(sorted(version_ids)))
    if without is not None:
        statement = statement.where(Completion.id.not_in(without))
    if rotation_ids is not None:
        persons = db.session.scalars(_persons_on_rolls(scope, rotation_ids)).all()
        statement = statement.where(Completion.person_id.in_(listed_keys(persons)))
        return iter(db.session.connection().execute(statement))
    rows = db.session.connection().execute(statement.execution_options(yield_per=STREAMED))
    return chain.from_iterable(rows.partitions())


def _records(scope: Scope, rotation_ids: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            PersonNow.same_as,
            Completion.version_id,
            Completion.completed_on,
            Completion.valid_through,
            Completion.result,
            Completion.evidence,
        )
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(counts())
    )
    if rotation_ids is None:
        return statement
    return statement.where(Completion.person_id.in_(_persons_on_rolls(scope, rotation_ids)))


def uncounted_rows(scope: Scope, rotation_ids: Collection[int]) -> Iterator[tuple[RecordRow, bool]]:
    """What was recorded of them and does not count, each with whether it is under review, not withdrawn.

    One statement.
    """
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            Completion.version_id,
            Completion.completed_on,
            Completion.valid_through,
            Completion.result,
            Completion.evidence,
            stands(),
        )
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(Completion.person_id.in_(_persons_on_rolls(scope, rotation_ids)), or_(~stands(), is_held()))
        .order_by(PersonNow.same_as, Completion.id)
    )
    return ((RecordRow._make(row[:-1]), bool(row[-1])) for row in rows)


def _persons_on_rolls(scope: Scope, rotation_ids: Collection[int]) -> Any:
    """Every row of everybody ever on the rolls."""
    line, row = aliased(PersonNow), aliased(PersonNow)
    return (
        select(row.person_id)
        .select_from(Assignment)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(line, line.person_id == Assignment.person_id)
        .join(row, row.same_as == line.same_as)
        .where(within(scope), Assignment.rotation_id.in_(sorted(rotation_ids)))
    )


class Named(NamedTuple):
    """Who stands on a roll, as the latest of the person's lines says."""

    person: KnownPerson
    rank: str | None
    function: str | None


def names_on_roll(scope: Scope, rotation_ids: Collection[int]) -> Mapping[tuple[int, int], Named]:
    """(rotation, person) -> who that is. The scope must be one that may see people by name. One statement."""
    rows = db.session.execute(
        select(Assignment.rotation_id, Assignment.rank, Assignment.function, *PERSON)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .where(within(scope), Assignment.rotation_id.in_(sorted(rotation_ids)))
        .order_by(Assignment.rotation_id, PersonNow.same_as, Assignment.id)
    )
    return {
        (rotation_id, person_id): Named(KnownPerson(person_id, *rest), rank, function)
        for rotation_id, rank, function, person_id, *rest in rows
    }


def versions() -> Mapping[int, Version]:
    """Every version of every curriculum by its key. Two statements."""
    decided = validity_decisions()
    rows = db.session.execute(
        select(
            CurriculumVersion.id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.pass_kind,
            ended_on().label("superseded_on"),
            counted_through().label("transition_until"),
        )
    )
    return {
        row.id: Version(row.curriculum_code, row.label, row.pass_kind, counts_until(row), decided.get(row.id, ()))
        for row in rows
    }
