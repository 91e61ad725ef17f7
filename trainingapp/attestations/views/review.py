"""What the Secretariat sees and does on a certification's page, beside what both sides read."""

from typing import Any

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.reports import Word


def context(identity: Identity, word: Word) -> dict[str, Any]:
    """What the partial templates `_review.html` and `_verification.html` need."""
    return {}
