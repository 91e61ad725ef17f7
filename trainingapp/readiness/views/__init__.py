"""Pages of gaps: States, missions, rotations, persons, on any day; and the same figures as files."""

from trainingapp.readiness.views import rotation, tables
from trainingapp.readiness.views.parts import bp

__all__ = ["bp", "rotation", "tables"]
