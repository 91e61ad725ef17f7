"""Concerns about units, and which of them nothing was done about yet (R06)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import UnitConcern, UnitMitigation
from trainingapp.forces.models import Rotation
from trainingapp.forces.queries import within
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent


def open_concerns(rotation_ids: Collection[int]) -> Mapping[int, int]:
    """Rotation -> how many concerns have no mitigation; those without any are left out. One statement."""
    rows = db.session.execute(
        select(UnitConcern.rotation_id, func.count())
        .outerjoin(UnitMitigation, UnitMitigation.concern_id == UnitConcern.id)
        .where(UnitConcern.rotation_id.in_(sorted(rotation_ids)), UnitMitigation.id.is_(None))
        .group_by(UnitConcern.rotation_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class ConcernFacts:
    """A concern about a rotation's unit, with what was done about it."""

    id: int
    public_id: str
    rotation_id: str
    rotation: str
    state_code: str
    concern: str
    raised_on: date
    raised_by: str
    raised_at: datetime
    measure: str | None
    taken_on: date | None
    recorded_by: str | None
    recorded_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether nothing was done about it yet."""
        return self.measure is None


def concerns_of(scope: Scope, rotation_id: int) -> Sequence[ConcernFacts]:
    """Every concern about a rotation in the scope, those that are open first, then the newest. One statement."""
    rows = db.session.execute(
        _concerns()
        .where(within(scope), UnitConcern.rotation_id == rotation_id)
        .order_by(UnitMitigation.id.is_not(None), UnitConcern.id.desc())
    )
    return [ConcernFacts(*row) for row in rows]


def concern(scope: Scope, public_id: str) -> ConcernFacts:
    """One concern. Raises Absent, also when its rotation lies outside the scope. One statement."""
    row = db.session.execute(_concerns().where(within(scope), UnitConcern.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return ConcernFacts(*row)


def _concerns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            UnitConcern.id,
            UnitConcern.public_id,
            Rotation.public_id,
            Rotation.code,
            UnitConcern.state_code,
            UnitConcern.concern,
            UnitConcern.raised_on,
            UnitConcern.raised_by,
            UnitConcern.raised_at,
            UnitMitigation.measure,
            UnitMitigation.taken_on,
            UnitMitigation.recorded_by,
            UnitMitigation.recorded_at,
        )
        .join(Rotation, Rotation.id == UnitConcern.rotation_id)
        .outerjoin(UnitMitigation, UnitMitigation.concern_id == UnitConcern.id)
    )
