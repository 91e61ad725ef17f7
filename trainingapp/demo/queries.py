"""What the demonstration tells of itself."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db


class Listed(NamedTuple):
    """A rotation, as `trainingapp seed` lists it."""

    code: str
    state: str
    mission: str
    strength: int


def rotations() -> Sequence[Listed]:
    """Every rotation. One statement."""
    rows = db.session.execute(
        select(Rotation.code, Rotation.state_code, Rotation.mission_code, Rotation.strength).order_by(
            Rotation.state_code, Rotation.code
        )
    )
    return [Listed(*row) for row in rows]
