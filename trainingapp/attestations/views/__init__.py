"""Pages of States' certifications, of screening, listings and verification."""

from trainingapp.attestations.views import (
    banners,
    clearance,
    concerns,
    detail,
    drafts,
    exceptions,
    listings,
    printed,
    register,
    rehatting,
    review,
    sampling,
    screening,
    standing,
    verifying,
)
from trainingapp.attestations.views.parts import bp

__all__ = [
    "banners",
    "bp",
    "clearance",
    "concerns",
    "detail",
    "drafts",
    "exceptions",
    "listings",
    "printed",
    "register",
    "rehatting",
    "review",
    "sampling",
    "screening",
    "standing",
    "verifying",
]
