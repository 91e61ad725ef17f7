"""Who of the Secretariat may review a certification."""

from trainingapp.accounts.queries.holders import Holder, holders_of
from trainingapp.attestations.notices import ROLES
from trainingapp.attestations.queries.hands import hands
from trainingapp.attestations.queries.words import AttestationFacts
from trainingapp.attestations.rules import may_review, stands_on_the_states_side


def reviewers_of(found: AttestationFacts) -> list[Holder]:
    """Whoever may review it: of its kind and component, and no hand of theirs was in it; by name. Two statements."""
    written = hands(found.id)
    return [
        one
        for one in holders_of(ROLES["reviewers"])
        if may_review(one.identity, kind=found.kind, component=found.component)
        and not stands_on_the_states_side(one.identity, state=found.state_code, hands=written)
    ]
