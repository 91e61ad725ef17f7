"""Rotations and their rolls, as facts. Every query that returns a State's data is told for whom (`scope`)."""

from trainingapp.forces.queries.called import Called, UnitCalled, rotations_called, units_called
from trainingapp.forces.queries.reach import is_first_line, on_roll, people_within, within
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
    "Called",
    "Filters",
    "RollLine",
    "RotationFacts",
    "Service",
    "UnitCalled",
    "UnitFacts",
    "codes_of",
    "is_first_line",
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
    "rotations_called",
    "service_of",
    "states_with_rotations",
    "unit",
    "unit_types",
    "units_called",
    "within",
]
