"""Concerns about units, and which of them nothing was done about yet (R06)."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from trainingapp.attestations.models import UnitConcern, UnitMitigation
from trainingapp.kit.db import db


def open_concerns(rotation_ids: Collection[int]) -> Mapping[int, int]:
    """Rotation -> how many concerns have no mitigation; those without any are left out. One statement."""
    rows = db.session.execute(
        select(UnitConcern.rotation_id, func.count())
        .outerjoin(UnitMitigation, UnitMitigation.concern_id == UnitConcern.id)
        .where(UnitConcern.rotation_id.in_(sorted(rotation_ids)), UnitMitigation.id.is_(None))
        .group_by(UnitConcern.rotation_id)
    )
    return {row[0]: row[1] for row in rows}
