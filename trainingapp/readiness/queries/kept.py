"""The steps of coverage as they are kept, and their sums."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Rotation
from trainingapp.forces.queries import within
from trainingapp.kit.db import db
from trainingapp.readiness.coverage import Deployment, Question
from trainingapp.readiness.models import CoverageStep
from trainingapp.readiness.queries.facts import asked_for
from trainingapp.readiness.steps import Step


def sums(
    scope: Scope, question: Question, *, by: Sequence[str]
) -> Sequence[tuple[tuple[str, ...], str | None, str, int, int]]:
    """(key, curriculum, sex, required, held) of the rotations asked for, by some of state, mission and rotation.

    One statement, which reads the steps through their index alone.
    """
    columns = [_KEYS[name] for name in by]
    statement = (
        select(
            *columns,
            CoverageStep.curriculum_code,
            CoverageStep.sex,
            func.sum(CoverageStep.required),
            func.sum(CoverageStep.held),
        )
        .join(Rotation, Rotation.id == CoverageStep.rotation_id)
        .where(within(scope), asked_for(question), CoverageStep.day <= _judged_on(question))
        .group_by(*columns, CoverageStep.curriculum_code, CoverageStep.sex)
    )
    keys = len(columns)
    return [(tuple(row[:keys]), *row[keys:]) for row in db.session.execute(statement)]


def deployments(scope: Scope, question: Question) -> Sequence[Deployment]:
    """The rotations asked for, with how many persons are on the roll of each. One statement."""
    named = (
        select(func.coalesce(func.sum(CoverageStep.required), 0))
        .where(
            CoverageStep.rotation_id == Rotation.id,
            CoverageStep.curriculum_code.is_(None),
            CoverageStep.day <= _judged_on(question),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Rotation.public_id,
            Rotation.code,
            Rotation.state_code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Rotation.strength,
            named,
        )
        .where(within(scope), asked_for(question))
        .order_by(Rotation.state_code, Rotation.code, Rotation.id)
    )
    return [Deployment(*row) for row in rows]


def _judged_on(question: Question) -> ColumnElement[date]:
    """The day each rotation is judged on; the counterpart of `rules.judged_on`."""
    moved: list[Any] = [(Rotation.ends_on < question.as_of, Rotation.ends_on)]
    if question.at_deployment:
        moved.append((Rotation.deploys_on > question.as_of, Rotation.deploys_on))
    return case(*moved, else_=question.as_of)


_KEYS: Mapping[str, Any] = {
    "state": Rotation.state_code,
    "mission": Rotation.mission_code,
    "rotation": Rotation.public_id,
}


def steps_of(rotation_ids: Collection[int]) -> Mapping[int, list[Step]]:
    """The steps as they are kept, by rotation. One statement."""
    rows = db.session.execute(
        select(
            CoverageStep.rotation_id,
            CoverageStep.curriculum_code,
            CoverageStep.sex,
            CoverageStep.day,
            CoverageStep.required,
            CoverageStep.held,
        )
        .where(CoverageStep.rotation_id.in_(sorted(rotation_ids)))
        .order_by(CoverageStep.id)
    )
    found: dict[int, list[Step]] = {}
    for rotation_id, curriculum, sex, day, required, held in rows:
        found.setdefault(rotation_id, []).append(Step(curriculum, sex, day, required, held))
    return found
