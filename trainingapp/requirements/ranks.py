"""Pure: the band of somebody's rank, as requirements look at it."""

from functools import lru_cache

from trainingapp.people.ranks import band
from trainingapp.requirements.rules import COMPONENT_OF


@lru_cache(maxsize=4096)
def band_of(rank: str | None, category: str) -> str | None:
    """The band of a national rank in the force that the category belongs to; None when it is not certain."""
    return band(rank, component=COMPONENT_OF[category]) if rank else None
