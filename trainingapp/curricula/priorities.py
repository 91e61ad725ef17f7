"""Pure: where a priority of the field stands, and what may be decided about it next (R24).

A priority is submitted, then accepted, merged into another one, or refused. It is *reflected* by one thing only: a
version of a curriculum that teaches it, and which is named. Until then it is not yet reflected, whatever was promised.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: Where a priority stands: code -> the word for people, with a tone and a symbol.
STANDINGS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "submitted": (N_("To be decided"), "info", "hourglass"),
        "accepted": (N_("Accepted, not yet reflected"), "warn", "clock"),
        "reflected": (N_("Reflected"), "good", "circle-check"),
        "merged": (N_("Merged into another"), "quiet", "arrow-right"),
        "refused": (N_("Refused"), "quiet", "ban"),
    }
)

#: What may be decided -> its name on a button.
DECISIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accepted": N_("Accept it"),
        "merged": N_("Merge it into another one"),
        "refused": N_("Refuse it"),
        "reflected": N_("Say which version teaches it"),
    }
)

#: How urgent, for its author: the first is the most urgent.
RANKS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: N_("1: most urgent"),
        2: N_("2: urgent"),
        3: N_("3: important"),
        4: N_("4: useful"),
        5: N_("5: when there is time"),
    }
)

_NEXT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "submitted": ("accepted", "merged", "refused"),
        "accepted": ("reflected", "merged", "refused"),
        "reflected": (),
        "merged": (),
        "refused": (),
    }
)

#: Standings in which a priority still waits for training to teach it.
OPEN: Final = frozenset(standing for standing, after in _NEXT.items() if after)


def standing(steps: Sequence[str]) -> str:
    """Where it stands after these decisions, in their order."""
    return steps[-1] if steps else "submitted"


def may_follow(now: str) -> tuple[str, ...]:
    """What may be decided about a priority that stands so."""
    return _NEXT[now]


def refusal(now: str, decision: str) -> Sentence | None:
    """Why this cannot be decided now, and what to do; None when it can."""
    if decision in _NEXT[now]:
        return None
    if not _NEXT[now]:
        return say("This was decided for good already. Submit a new priority if the field asks again.")
    return say("First accept it: then it can be reflected by the version that teaches it.")
