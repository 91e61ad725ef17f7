"""Where a certification stands as its reader knows it: its own State, or everybody else."""

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.reports.words import Word
from trainingapp.attestations.way import standing


def standing_in(scope: Scope, word: Word) -> str:
    """The status as somebody with this scope reads it: a key of rules.STATUSES. No statement."""
    return standing_of(word, own=word.facts.state_code in scope.states)


def standing_of(word: Word, *, own: bool) -> str:
    """The status as its own State reads it, or as the Secretariat does. No statement."""
    facts = word.facts
    return standing(facts.bare_steps, own=own, changed=word.is_changed, superseded=facts.superseded)
