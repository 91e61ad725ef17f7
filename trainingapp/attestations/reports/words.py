"""Where each certification stands, and what changed since it was submitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainingapp.accounts.rules import Scope
from trainingapp.attestations import changed
from trainingapp.attestations.changed import Line, Moved
from trainingapp.attestations.queries.changes import Change, changes
from trainingapp.attestations.queries.words import AttestationFacts, Wanted, attestations
from trainingapp.attestations.rules import stands, status
from trainingapp.kit.words import Sentence
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.timeline import Kept, tallies


@dataclass(frozen=True, slots=True)
class Word:
    """A certification, and what became of it: its status, and what changed since it was submitted."""

    facts: AttestationFacts
    changes: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the evidence is no longer what was certified."""
        return bool(self.changes or self.moved)

    @property
    def status(self) -> str:
        """A key of rules.STATUSES."""
        return status(self.facts.bare_steps, changed=self.is_changed, superseded=self.facts.superseded)

    @property
    def stands(self) -> bool:
        """Whether it was accepted, nothing was decided against it since, and no later one took its place."""
        return stands(self.facts.bare_steps) and not self.facts.superseded

    @property
    def told(self) -> tuple[Sentence, ...]:
        """What changed, in words."""
        return changed.in_words([(one.kind, one.persons) for one in self.changes], self.moved)


def words(scope: Scope, wanted: Wanted | None = None) -> list[Word]:
    """Every certification in the scope with its status, the newest first. Coverage must be up to date (`keep_up`).

    Six statements, whatever their number.
    """
    return with_changes(attestations(scope, wanted))


def with_changes(found: Sequence[AttestationFacts]) -> list[Word]:
    """The same with what changed since each was submitted. Two statements."""
    happened = changes(found)
    kept = readiness.timeline().rotations if any(one.submission for one in found) else {}
    return [
        Word(
            one, happened.get(one.id, ()), tuple(_moved(one, kept[one.rotation_id]) if one.rotation_id in kept else ())
        )
        for one in found
    ]


def _moved(one: AttestationFacts, kept: Kept | None) -> list[Moved]:
    # Sums of a rotation say nothing of one person in it, nor of screening.
    if one.submission is None or one.person_id is not None or kept is None or one.kind == "screening":
        return []
    question = Question(one.deploys_on, preparing_days=0, rotation=one.rotation)
    now = {
        code: Line(code, tally.required, tally.held)
        for code, tally in tallies(kept, question).items()
        if code is not None
    }
    return changed.moved(changed.lines_of(one.submission.face), now)
