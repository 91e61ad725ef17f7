"""What the field asks training to teach, within a scope: a mission's leader sees the mission's, a State its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.models import Curriculum, CurriculumVersion, FieldPriority, PriorityStep
from trainingapp.curricula.priorities import standing
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent


@dataclass(frozen=True)
class Decided:
    """One decision about a priority. `into` and `version` are told by their public id and name."""

    kind: str
    reason: str
    curriculum: str | None
    version: str | None
    into: str | None
    into_title: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class PriorityFacts:
    """A priority with the decisions about it, the oldest first. `id` is never shown."""

    id: int
    public_id: str
    mission_code: str | None
    state_code: str | None
    title: str
    text: str
    rank: int
    asked_on: date
    submitted_by: str
    submitted_at: datetime
    steps: tuple[Decided, ...]

    @property
    def standing(self) -> str:
        """One of priorities.STANDINGS."""
        return standing([step.kind for step in self.steps])

    @property
    def curriculum(self) -> str | None:
        """The curriculum that is to teach it, or does."""
        named = [step.curriculum for step in self.steps if step.curriculum]
        return named[-1] if named else None


def priorities(scope: Scope) -> list[PriorityFacts]:
    """Every priority within the scope, the most urgent first, then the oldest. Two statements."""
    return _facts(_within(scope))


def priority(scope: Scope, public_id: str) -> PriorityFacts:
    """One priority. Raises Absent. Two statements."""
    found = _facts(_within(scope), FieldPriority.public_id == public_id)
    if not found:
        raise Absent()
    return found[0]


def _within(scope: Scope) -> ColumnElement[bool]:
    if scope.everything:
        return true()
    return or_(FieldPriority.mission_code.in_(scope.missions), FieldPriority.state_code.in_(scope.states))


def _facts(*wanted: ColumnElement[bool]) -> list[PriorityFacts]:
    rows = db.session.scalars(
        select(FieldPriority).where(*wanted).order_by(FieldPriority.rank, FieldPriority.asked_on, FieldPriority.id)
    ).all()
    steps = _steps(row.id for row in rows)
    return [
        PriorityFacts(
            row.id,
            row.public_id,
            row.mission_code,
            row.state_code,
            row.title,
            row.text,
            row.rank,
            row.asked_on,
            row.submitted_by,
            row.submitted_at,
            tuple(steps.get(row.id, ())),
        )
        for row in rows
    ]


def _steps(keys: Iterable[int]) -> Mapping[int, list[Decided]]:
    into, named = aliased(FieldPriority), aliased(Curriculum)
    rows: Any = db.session.execute(
        select(PriorityStep, named.code, CurriculumVersion, into.public_id, into.title)
        .outerjoin(named, named.code == PriorityStep.curriculum_code)
        .outerjoin(CurriculumVersion, CurriculumVersion.id == PriorityStep.version_id)
        .outerjoin(into, into.id == PriorityStep.into_id)
        .where(PriorityStep.priority_id.in_(sorted(keys)))
        .order_by(PriorityStep.priority_id, PriorityStep.ordinal)
    )
    found: dict[int, list[Decided]] = {}
    for step, curriculum, version, public_id, title in rows:
        name = f"{version.curriculum_code}@{version.label}" if version else None
        code = version.curriculum_code if version else curriculum
        told = Decided(step.kind, step.reason, code, name, public_id, title, step.decided_by, step.decided_at)
        found.setdefault(step.priority_id, []).append(told)
    return found
