"""Who may be issued a certificate: whoever is on the roll, for the latest passing completion that counts."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.queries.decisions import validity_decisions
from trainingapp.curricula.rules import Decided, last_day
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson
from trainingapp.states.models import State


class Entitled(NamedTuple):
    """A completion that a certificate may be issued for. Keys are never shown."""

    completion_id: int
    completion_public_id: str
    #: The row the completion was recorded of: the certificate goes with it, also when a merge is undone.
    recorded_of: int
    version_id: int
    completed_on: date
    valid_through: date | None
    #: As on the roll.
    rank: str | None
    category: str
    #: Certificates ever issued for this completion, and those of them that were neither revoked nor replaced.
    issued: int
    standing: int
    person: KnownPerson


class Tally(NamedTuple):
    """One curriculum on one rotation: how many are entitled, hold a certificate, had theirs revoked, have had none."""

    curriculum_code: str
    title: str
    entitled: int
    holding: int
    revoked: int
    missing: int


def entitled(scope: Scope, rotation_id: int, curriculum_code: str, *, as_of: date) -> list[Entitled]:
    """Everybody on a rotation's roll who passed a curriculum, in the order of the roll. Two statements."""
    latest = _latest(rotation_id, as_of, curriculum_code).subquery()
    statement = (
        _entitled()
        .join(latest, and_(latest.c.completion_id == Completion.id, latest.c.place == 1))
        .join(Assignment, Assignment.id == latest.c.assignment_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .where(forces.within(scope))
        .order_by(Assignment.id)
    )
    decisions = validity_decisions()
    return [_row(row, decisions) for row in db.session.execute(statement)]


def entitled_by(scope: Scope, completion_public_id: str) -> Entitled:
    """What one completion entitles to, with the rank of the latest assignment. Raises Absent. Two statements."""
    row = aliased(PersonNow)
    line = (
        select(func.max(Assignment.id))
        .join(row, row.person_id == Assignment.person_id)
        .where(
            row.same_as == PersonNow.same_as,
            ~exists().where(AssignmentEnd.assignment_id == Assignment.id, AssignmentEnd.kind == "in_error"),
        )
        .correlate(PersonNow)
        .scalar_subquery()
    )
    statement = (
        _entitled()
        .join(Assignment, Assignment.id == line)
        .where(Completion.public_id == completion_public_id, forces.people_within(scope), _passing(), counts())
        .where(PersonNow.erased.is_(False))
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise Absent()
    return _row(found, validity_decisions())


def tallies(scope: Scope, rotation_id: int, *, as_of: date) -> list[Tally]:
    """Per curriculum that anybody on the roll has passed, how many hold its certificate. No names.

    One statement, whatever the size of the roll.
    """
    latest = _latest(rotation_id, as_of).subquery()
    ever = exists().where(Certificate.completion_id == latest.c.completion_id)
    revoked = exists().where(CertificateRevocation.certificate_id == Certificate.id)
    holds = ever.where(~revoked, ~is_replaced())
    statement = (
        select(
            latest.c.code,
            func.max(CurriculumVersion.title),
            func.count(),
            func.sum(case((holds, 1), else_=0)),
            func.sum(case((and_(ever, ~holds), 1), else_=0)),
        )
        .join(CurriculumVersion, CurriculumVersion.id == latest.c.version_id)
        .where(latest.c.place == 1, exists().where(Rotation.id == rotation_id, forces.within(scope)))
        .group_by(latest.c.code)
        .order_by(latest.c.code)
    )
    return [
        Tally(code, title, found, held, gone, found - held - gone)
        for code, title, found, held, gone in db.session.execute(statement)
    ]


def issuing_state(code: str, language: str) -> tuple[str, str | None]:
    """The State's name as it stands on a certificate: in its language, and in the State's own when that is another.

    One statement.
    """
    row = db.session.execute(select(State.name, State.names, State.own_language).where(State.code == code)).one()
    names = {"en": row.name, **json.loads(row.names)}
    name, own = names.get(language, row.name), names.get(row.own_language)
    return name, own if own and row.own_language != language and own != name else None


def is_replaced() -> ColumnElement[bool]:
    """The condition under which another certificate was issued in place of one."""
    newer = aliased(Certificate)
    return exists().where(newer.replaces == Certificate.id).correlate(Certificate)


def replaced_on() -> ScalarSelect[date]:
    """The day on which another was issued in place of a certificate, as a column; empty when none was."""
    newer = aliased(Certificate)
    return select(newer.issued_on).where(newer.replaces == Certificate.id).correlate(Certificate).scalar_subquery()


def _passing() -> Any:
    attended = and_(Completion.result == "attended", CurriculumVersion.pass_kind == "attendance")
    return or_(Completion.result == "pass", attended)


def _latest(rotation_id: int, as_of: date, curriculum_code: str | None = None) -> Select[*tuple[Any, ...]]:
    """Passing completions of everybody on the roll; `place` 1 is a person's latest of a curriculum."""
    taught, line = aliased(PersonNow), aliased(PersonNow)
    newest = func.row_number().over(
        partition_by=(taught.same_as, CurriculumVersion.curriculum_code),
        order_by=(Completion.completed_on.desc(), Completion.id.desc(), Assignment.id),
    )
    statement = (
        select(
            Completion.id.label("completion_id"),
            Completion.version_id,
            CurriculumVersion.curriculum_code.label("code"),
            Assignment.id.label("assignment_id"),
            newest.label("place"),
        )
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .join(taught, and_(taught.person_id == Completion.person_id, taught.erased.is_(False)))
        .join(line, line.same_as == taught.same_as)
        .join(Assignment, Assignment.person_id == line.person_id)
        .where(Assignment.rotation_id == rotation_id, forces.on_roll(as_of), _passing(), counts())
    )
    return statement.where(CurriculumVersion.curriculum_code == curriculum_code) if curriculum_code else statement


def _entitled() -> Select[*tuple[Any, ...]]:
    of_this = select(func.count()).where(Certificate.completion_id == Completion.id)
    revoked = exists().where(CertificateRevocation.certificate_id == Certificate.id)
    return (
        select(
            Completion.id,
            Completion.public_id,
            Completion.person_id,
            Completion.version_id,
            Completion.completed_on,
            Completion.valid_through,
            Assignment.rank,
            Assignment.category,
            of_this.correlate(Completion).scalar_subquery(),
            of_this.where(~revoked, ~is_replaced()).correlate(Completion).scalar_subquery(),
            *PERSON,
        )
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
    )


def _row(row: Any, decisions: Mapping[int, Sequence[Decided]]) -> Entitled:
    head = len(Entitled._fields) - 1
    found = Entitled._make((*row[:head], KnownPerson._make(row[head:])))
    # What is printed is true on the day it is issued.
    through = last_day(found.completed_on, found.valid_through, decisions.get(found.version_id, ()))
    return found._replace(valid_through=through)
