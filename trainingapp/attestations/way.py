"""Pure: the way of a certification as each side reads it, and what its State may do next."""

from collections.abc import Mapping, Sequence
from typing import Final

from trainingapp.attestations.rules import Step, status
from trainingapp.kit.words import N_

#: Step -> what happened.
STEPS: Final[Mapping[str, str]] = {
    "handed": N_("Handed on for signature"),
    "given_back": N_("Given back before signature"),
    "submitted": N_("Signed and submitted"),
    "taken": N_("Review taken up"),
    "reminded": N_("Both sides told that it waits"),
    "accepted": N_("Accepted"),
    "returned": N_("Returned for correction"),
    "rejected": N_("Rejected"),
    "withdrawn": N_("Withdrawn"),
}
#: Steps inside the State, before it signs: the other side does not read them.
INSIDE: Final = frozenset({"handed", "given_back"})


def seen(steps: int, edition: int) -> str:
    """What somebody had before them, as a form carries it: how many steps there were, and which edition was newest."""
    return f"{steps}.{edition}"


def standing(steps: Sequence[Step], *, own: bool, changed: bool, superseded: bool) -> str:
    """Where it stands, as its own State reads it, or as the other side does: both read the same from the moment it is
    signed, and what the State does inside its own house before that stays its own."""
    told = steps if own else [step for step in steps if step.kind not in INSIDE]
    return status(told, changed=changed, superseded=superseded)
