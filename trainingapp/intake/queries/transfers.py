"""What goes along when somebody changes States."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.queries.decisions import last_day_in, validity_decisions
from trainingapp.kit.db import db
from trainingapp.people.queries import group


class Carried(NamedTuple):
    """A completion that is carried over; `id` is the key of the row it is carried from, and is never shown."""

    id: int
    version_id: int
    completed_on: date
    result: str
    score: float | None
    valid_through: date | None
    evidence: str


class Shown(NamedTuple):
    """A completion as the offer shows it."""

    curriculum_code: str
    label: str
    title: str
    completed_on: date
    result: str
    valid_through: date | None


def to_carry(person_id: int) -> Sequence[Carried]:
    """What stands recorded of a person, under whichever of their rows, and is not under review. One statement."""
    rows = db.session.execute(
        select(*(getattr(Completion, name) for name in Carried._fields))
        .where(Completion.person_id.in_(group(person_id)), counts())
        .order_by(Completion.completed_on, Completion.id)
    )
    return [Carried._make(row) for row in rows]


def shown_to_carry(person_id: int) -> Sequence[Shown]:
    """The same for people, the newest first. Two statements."""
    rows = db.session.execute(
        select(
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            Completion.completed_on,
            Completion.result,
            last_day_in(Completion.version_id, Completion.completed_on, Completion.valid_through, validity_decisions()),
        )
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .where(Completion.person_id.in_(group(person_id)), counts())
        .order_by(Completion.completed_on.desc(), Completion.id.desc())
    )
    return [Shown._make(row) for row in rows]
