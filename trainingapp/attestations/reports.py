"""States' certifications as concluded from facts: where each stands, what is known of its subject, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.attestations import changed
from trainingapp.attestations.changed import Line, Moved
from trainingapp.attestations.queries.changes import Change, changes
from trainingapp.attestations.queries.words import AttestationFacts, Wanted, attestation, attestations
from trainingapp.attestations.rules import stands, status
from trainingapp.kit.words import Sentence
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import SEXES, Question, Tally, added
from trainingapp.readiness.rules import Gap
from trainingapp.readiness.standings import PersonStanding, RotationStanding
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


def word(scope: Scope, public_id: str) -> Word:
    """One certification with its status. Coverage must be up to date. Raises Absent. Six statements."""
    return with_changes([attestation(scope, public_id)])[0]


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
    # Of one person alone the withdrawals tell everything.
    if one.submission is None or one.person_id is not None or kept is None:
        return []
    question = Question(one.deploys_on, preparing_days=0, rotation=one.rotation)
    now = {
        code: Line(code, tally.required, tally.held)
        for code, tally in tallies(kept, question).items()
        if code is not None
    }
    return changed.moved(changed.lines_of(one.submission.face), now)


# --- What is known of the subject ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a rotation, or of one person in it, on the day of deployment."""

    persons: Sequence[PersonStanding]
    lines: Mapping[str, Tally]
    deploys_on: date

    @property
    def headcount(self) -> Tally:
        """Persons, and those who lack nothing, by sex."""
        return (
            added(
                [
                    Tally(
                        tuple(int(one.sex == sex) for sex in SEXES),
                        tuple(int(one.sex == sex and one.is_ready) for sex in SEXES),
                    )
                    for one in self.persons
                ]
            )
            if self.persons
            else Tally()
        )

    def lacking(self, curriculum: str) -> list[tuple[PersonStanding, Gap]]:
        """Who does not hold it and should, each with why; by name."""
        found = [(one, one.gaps[curriculum]) for one in self.persons if curriculum in one.gaps]
        return sorted(found, key=lambda pair: (pair[0].who.name.casefold() if pair[0].who else "", pair[0].number))


def known(one: AttestationFacts, *, names: Scope) -> Known:
    """What is known of a certification's subject on the day of deployment, as recorded now.

    With names where `names`, the scope of those one may see by name, reaches. Fourteen statements, whatever the roll.
    """
    # The caller has seen the certification: its rotation is no secret to them.
    judged = readiness.of_rotation(OPERATOR.scope("gaps.see"), one.rotation, as_of=one.deploys_on, names=names)
    return narrowed(judged.standing, one)


def narrowed(standing: RotationStanding, one: AttestationFacts) -> Known:
    """The rotation's standing, or that of the one person it is about."""
    if one.person_id is None:
        return Known(standing.persons, standing.tallies, one.deploys_on)
    persons = [person for person in standing.persons if person.who and person.who.public_id == one.person]
    alone = RotationStanding(standing.judged_on, standing.mandatory, standing.recommended, persons, standing.evidence)
    return Known(persons, alone.tallies, one.deploys_on)
