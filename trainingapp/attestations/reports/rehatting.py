"""Where a rotation that comes over from another operation stands on a day: training, screening, colour (R52)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.queries import rehatting as queries
from trainingapp.attestations.queries import screening
from trainingapp.attestations.queries.rehatting import CaseFacts
from trainingapp.attestations.rehatting import Line, gaps, lines
from trainingapp.attestations.screening import Counts
from trainingapp.forces.queries import RotationFacts
from trainingapp.readiness import reports
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Tally


@dataclass(frozen=True, slots=True)
class Remains:
    """What was recognised and what remains, by curriculum; who is screened; the colour by the rule."""

    as_of: date
    lines: Sequence[Line]
    #: Persons on the roll on the day, and those who lack nothing.
    whole: Tally
    colour: str
    screened: Counts
    #: Not cleared, and on the roll no more.
    excluded: int


def remains(by: Identity, rotation: RotationFacts, case: CaseFacts, *, as_of: date, rule: ColourRule) -> Remains:
    """Where it stands on a day, in numbers. Thirty statements, whatever the size of the roll."""
    scope, names = by.scope("attestations.see"), by.scope("people.see")
    then, now = (
        reports.of_rotation(scope, rotation.public_id, as_of=day, names=names).standing
        for day in (case.transfer_on, as_of)
    )
    open_, waived = gaps(now.tallies)
    counts = screening.counts([rotation.id], as_of=as_of)[rotation.id]
    colour = rule.of(persons=now.whole.required, ready=now.whole.held, gaps=open_, waived=waived)
    return Remains(
        as_of,
        lines(then, now, ends_on=rotation.ends_on),
        now.whole,
        colour,
        counts,
        queries.not_cleared(rotation.id, by=as_of) - counts.not_cleared,
    )
