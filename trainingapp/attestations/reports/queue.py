"""What waits for a decision of the Secretariat's reviewers, the longest wait first; each sees their own (R13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.hands import hands_of
from trainingapp.attestations.queries.listings import Listed, listed_states
from trainingapp.attestations.queries.waiting import numbers, rotations_waiting
from trainingapp.attestations.queries.words import AttestationFacts, Wanted, attestations
from trainingapp.attestations.reports.words import Word, with_changes
from trainingapp.attestations.rules import (
    WAITING,
    days_waiting,
    may_review,
    stands_on_the_states_side,
    status,
    times_returned,
)
from trainingapp.attestations.verifying import Standing


@dataclass(frozen=True, slots=True)
class Waiting:
    """A certification that waits, and what its reviewer should know before opening it."""

    word: Word
    listed: Listed | None
    verified: Standing
    today: date
    #: Whether whoever looks speaks for the State, or had a hand in it: somebody else must review it.
    is_own: bool

    @property
    def since(self) -> date:
        """The day on which it was submitted last."""
        return since(self.word.facts)

    @property
    def days(self) -> int:
        """How many days it has waited since then."""
        return (self.today - self.since).days

    @property
    def silent(self) -> int:
        """How many days nothing was heard of it."""
        return days_waiting(self.word.facts.bare_steps, self.today) or 0

    @property
    def assigned_to(self) -> str | None:
        """The public id of the account that reviews it; None while nobody took it up."""
        return assigned_to(self.word.facts)

    @property
    def returned(self) -> int:
        """How often it was returned before."""
        return times_returned(self.word.facts.bare_steps)


def since(found: AttestationFacts) -> date:
    """The day on which a certification was submitted last."""
    return found.submission.submitted_on if found.submission else found.opened_at.date()


def assigned_to(found: AttestationFacts) -> str | None:
    """Who reviews what was submitted last, by public id; None while nobody took it up."""
    for step in reversed(found.steps):
        if step.kind == "submitted":
            return None
        if step.kind == "taken":
            return step.assigned_to
    return None


def waiting(identity: Identity) -> list[AttestationFacts]:
    """The certifications that wait for a decision of somebody's, the longest wait first. Five statements."""
    there = Wanted(rotations=rotations_waiting())
    found = [
        one
        for one in attestations(identity.scope("attestations.review"), there)
        if status(one.bare_steps) in WAITING and may_review(identity, kind=one.kind, component=one.component)
    ]
    return sorted(found, key=lambda one: (since(one), one.id))


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many wait for a decision of somebody's, and since when the first of them does; None when none does."""

    count: int
    oldest: date | None


def numbers_for(identity: Identity) -> Numbers:
    """How many wait for a decision of somebody's. One statement."""
    if not identity.scope("attestations.review").everything:
        return Numbers(0, None)
    own = [one for one in numbers() if may_review(identity, kind=one.kind, component=one.component)]
    return Numbers(sum(one.count for one in own), min((one.oldest for one in own), default=None))


def queue(identity: Identity, *, today: date) -> Sequence[Waiting]:
    """The same with what is to be known of each. Coverage must be up to date. Eleven statements, however many wait."""
    found = waiting(identity)
    if not found:
        return []
    keys = [one.id for one in found]
    listed, verified, hands = listed_states(on=today), verification.standings(keys), hands_of(keys)
    return [
        Waiting(
            one,
            listed.get(one.facts.state_code),
            verified[one.facts.id],
            today,
            stands_on_the_states_side(identity, state=one.facts.state_code, hands=hands[one.facts.id]),
        )
        for one in with_changes(found)
    ]
