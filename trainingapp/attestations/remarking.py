"""Pure: which lines of a submission may be remarked on, and by which side."""

from collections.abc import Mapping
from typing import Any, Final

from trainingapp.accounts.rules import Identity, Operator
from trainingapp.attestations.rules import may_review
from trainingapp.kit.words import N_

#: A remark on everything.
WHOLE: Final = "whole"

#: Whose remark it is.
SIDES: Final[Mapping[str, str]] = {"state": N_("The State"), "secretariat": N_("The Secretariat")}

#: Statuses in which nothing is remarked: never submitted, or over for good.
SILENT_IN: Final = frozenset({"draft", "rejected", "withdrawn", "superseded"})


def lines_of(face: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of a submission as (kind, code): the whole, the curricula, the items of the checklist."""
    curricula = [("curriculum", str(one["curriculum"])) for one in face.get("lines", ())]
    return [(WHOLE, WHOLE), *curricula, *(("item", str(one["item"])) for one in face.get("checklist", ()))]


def side_of(identity: Identity, *, state: str, kind: str, component: str) -> str | None:
    """For which side somebody remarks on a certification: for the State whose it is, for the Secretariat, or not."""
    if state in identity.scope("attestations.prepare").states | identity.scope("attestations.sign").states:
        return "state"
    reviews = identity.can("attestations.review") and may_review(identity, kind=kind, component=component)
    return "secretariat" if reviews and (isinstance(identity, Operator) or state not in identity.states) else None
