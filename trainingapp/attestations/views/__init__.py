"""Pages of States' certifications, of screening, listings and verification."""

from trainingapp.attestations.views import (
    banners,
    detail,
    drafts,
    exceptions,
    listings,
    register,
    review,
    sampling,
    screening,
    verifying,
)
from trainingapp.attestations.views.parts import bp

__all__ = [
    "banners",
    "bp",
    "detail",
    "drafts",
    "exceptions",
    "listings",
    "printed",
    "register",
    "review",
    "sampling",
    "screening",
    "verifying",
]
