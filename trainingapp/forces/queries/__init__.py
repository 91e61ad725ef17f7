"""Rotations and their rolls, as facts. Every query that returns a State's data is told for whom (`scope`)."""

from trainingapp.forces.queries.reach import on_roll, people_within, within
from trainingapp.forces.queries.rolls import (
    ROLL_SORTS,
    RollLine,
    Service,
    person,
    roll,
    roll_page,
    roll_summary,
    service_of,
)
from trainingapp.forces.queries.rotations import (
    SORTS,
    Filters,
    RotationFacts,
    UnitFacts,
    codes_of,
    missions_with_rotations,
    rotation,
    rotation_by_code,
    rotations,
    states_with_rotations,
    unit,
    unit_types,
)

__all__ = [
    "ROLL_SORTS",
    "SORTS",
    "Filters",
    "RollLine",
    "RotationFacts",
    "Service",
    "UnitFacts",
    "codes_of",
    "missions_with_rotations",
    "on_roll",
    "people_within",
    "person",
    "roll",
    "roll_page",
    "roll_summary",
    "rotation",
    "rotation_by_code",
    "rotations",
    "service_of",
    "states_with_rotations",
    "unit",
    "unit_types",
    "within",
]
