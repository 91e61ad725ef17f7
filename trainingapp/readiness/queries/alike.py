"""Completions, certificates and persons of all States as numbers of those that are alike: never a name, never a key."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, exists, false, func, literal, or_, select

from trainingapp.accounts.rules import Scope
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.certificates.queries import is_replaced
from trainingapp.certificates.queries.suspended import is_suspended
from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts, stands
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation
from trainingapp.forces.queries import within
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.readiness.queries.facts import RecordRow
from trainingapp.readiness.rules import Line
from trainingapp.requirements.ranks import band_of


class Alike(NamedTuple):
    """So many of one State, completed on one day, valid through one day as copied when they were recorded."""

    state: str
    completed_on: date
    valid_through: date | None
    number: int


def completions_alike(version_id: int) -> list[Alike]:
    """What counts of a version. One statement."""
    rows = db.session.execute(
        select(Completion.state_code, Completion.completed_on, Completion.valid_through, func.count())
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .where(Completion.version_id == version_id, _is_enough(), counts())
        .group_by(Completion.state_code, Completion.completed_on, Completion.valid_through)
        .order_by(Completion.state_code, Completion.completed_on)
    )
    return [Alike._make(row) for row in rows]


def certificates_alike(version_id: int) -> list[Alike]:
    """The certificates of a version that no act of anybody has ended or suspended. One statement."""
    revoked = exists().where(CertificateRevocation.certificate_id == Certificate.id)
    rows = db.session.execute(
        select(Certificate.state_code, Completion.completed_on, Completion.valid_through, func.count())
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(
            Certificate.version_id == version_id,
            Certificate.face != "",
            ~revoked,
            stands(),
            ~is_replaced(),
            ~is_suspended(),
        )
        .group_by(Certificate.state_code, Completion.completed_on, Completion.valid_through)
        .order_by(Certificate.state_code, Completion.completed_on)
    )
    return [Alike._make(row) for row in rows]


class PersonsAlike(NamedTuple):
    """So many persons of a rotation with the same lines on its roll and the same records."""

    rotation_id: int
    lines: str
    records: str
    number: int


def persons_alike(
    scope: Scope, version_id: int, *, beside: Collection[int], since: date, ranks: bool
) -> list[PersonsAlike]:
    """The persons with a completion of a version, on the rolls of rotations that end on a day or later, by what is
    recorded of them in the version and in those `beside`. `ranks`: by their ranks, too.

    `lines` and `records` are for `lines_of` and `records_of`. One statement, which sends a row for each history and
    not for each person.
    """
    joined = func.group_concat if db.session.get_bind().dialect.name == "sqlite" else func.string_agg
    own = case((Completion.version_id == version_id, 1), else_=0)
    record = _written(
        cast(Completion.version_id, String),
        cast(Completion.completed_on, String),
        func.coalesce(cast(Completion.valid_through, String), ""),
        Completion.result,
    )
    records = (
        select(PersonNow.same_as.label("who"), joined(record, ";").label("records"))
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(Completion.version_id.in_(sorted({version_id, *beside})), Completion.result != "fail", counts())
        .group_by(PersonNow.same_as)
        .having(func.max(own) == 1)
        .cte("records")
    )
    line = _written(
        Assignment.category,
        cast(cast(func.coalesce(Function.tactical_decision_maker, false()), Integer), String),
        func.coalesce(cast(AssignmentEnd.ended_on, String), ""),
        func.coalesce(Assignment.function_code, ""),
        # Ranks are as people wrote them: what parts one value from the next is taken out.
        func.replace(func.replace(func.coalesce(Assignment.rank, ""), ":", " "), ";", " ") if ranks else literal(""),
    )
    # Of whoever has several lines, their order matters; the others are alike whatever their lines' keys.
    ordered = _written(cast(Assignment.id, String), line)
    several = joined(ordered, ";")
    lines = (
        select(
            Assignment.rotation_id,
            PersonNow.same_as.label("who"),
            case((func.count() == 1, _written(literal("0"), func.min(line))), else_=several).label("lines"),
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(Function, Function.code == Assignment.function_code)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(
            within(scope),
            Rotation.ends_on >= since,
            or_(AssignmentEnd.kind.is_(None), AssignmentEnd.kind != "in_error"),
        )
        .group_by(Assignment.rotation_id, PersonNow.same_as)
        .cte("lines")
    )
    rows = db.session.execute(
        select(lines.c.rotation_id, lines.c.lines, records.c.records, func.count())
        .join(records, records.c.who == lines.c.who)
        .group_by(lines.c.rotation_id, lines.c.lines, records.c.records)
        .order_by(lines.c.rotation_id)
    )
    return [PersonsAlike._make(row) for row in rows]


def lines_of(written: str) -> tuple[Line, ...]:
    """The lines of a roll, in the order in which they were made."""
    parts = sorted((one.split(":") for one in written.split(";")), key=lambda one: int(one[0]))
    return tuple(
        Line(category, decides == "1", _day(left_on), function or None, band_of(rank, category))
        for _key, category, decides, left_on, function, rank in parts
    )


def records_of(written: str) -> Iterator[RecordRow]:
    """What is recorded of somebody, without saying of whom."""
    for one in written.split(";"):
        version_id, completed_on, valid_through, result = one.split(":")
        yield RecordRow(0, int(version_id), date.fromisoformat(completed_on), _day(valid_through), result)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _written(*parts: Any) -> ColumnElement[str]:
    text = parts[0]
    for part in parts[1:]:
        text = text.concat(":").concat(part)
    return text  # type: ignore[no-any-return]


def _is_enough() -> ColumnElement[bool]:
    attended = and_(Completion.result == "attended", CurriculumVersion.pass_kind == "attendance")
    return or_(Completion.result == "pass", attended)
