"""Pages of States' certifications, of screening, listings and verification."""

from trainingapp.attestations.views import screening
from trainingapp.attestations.views.parts import bp

__all__ = ["bp", "screening"]
