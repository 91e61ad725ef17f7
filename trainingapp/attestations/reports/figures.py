"""How many deployed units are certified on any day, and which certifications are outstanding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.attestations.figures import Certified, Row, Stood, counted, is_outstanding, table
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.words import Wanted, attestations
from trainingapp.attestations.reports.words import Word, with_changes, words
from trainingapp.attestations.rules import stood_on
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import Deployment, Question
from trainingapp.readiness.queries import feed
from trainingapp.readiness.remembered import Remembered

#: Every certification of a register, of one or two databases: read anew when the journal grows.
ALL: Final = Remembered[Sequence[tuple[Word, bool]]](2)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one kind on one day."""

    kind: str
    whole: Certified
    rows: Sequence[Row]


def figures(scope: Scope, question: Question, *, kind: str, by: str) -> Figures:
    """How many of the rotations asked about are certified on the day, with a line for each of `by`.

    Coverage must be up to date (`keep_up`). One statement when nothing was recorded since this process last asked.
    """
    rotations, stood = _deployed(scope, question), stood_then(kind, question.as_of)
    return Figures(kind, counted(rotations, stood), table(rotations, stood, by=by))


def certified(scope: Scope, question: Question, *, kind: str = "readiness") -> Certified:
    """The figures of all rotations asked about together, for a tile. Statements as for `figures`."""
    return counted(_deployed(scope, question), stood_then(kind, question.as_of))


def outstanding(scope: Scope, question: Question, *, since: date, kind: str = "training") -> list[Deployment]:
    """Rotations in their missions, or preparing, that are asked for a certification and have none that stands.

    Those that deploy on or after `since`, the day from which it is asked for (R01: by the day of deployment), the next
    to deploy first. Statements as for `figures`.
    """
    stood = stood_then(kind, question.as_of)
    found = [one for one in _deployed(scope, question) if is_outstanding(one, stood, since=since)]
    return sorted(found, key=lambda one: (one.deploys_on, one.state, one.code), reverse=True)


def stood_then(kind: str, day: date) -> Mapping[str, Stood]:
    """Rotation (public id) -> what stood of a kind at the end of a day. Of all States: ask for what is in scope."""
    found: dict[str, Stood] = {}
    superseded: set[str] = set()
    # The newest first: one that was accepted by then took the place of those before it, whatever became of it since.
    for word, verified in _all():
        one = word.facts
        if one.kind != kind or one.person_id is not None or one.rotation in superseded:
            continue
        if any(step.kind == "accepted" and step.on <= day for step in one.steps):
            superseded.add(one.rotation)
        if stood_on(one.bare_steps, day):
            found[one.rotation] = Stood(word.is_changed, verified)
    return found


def _all() -> Sequence[tuple[Word, bool]]:
    def read() -> Sequence[tuple[Word, bool]]:
        sent = attestations(OPERATOR.scope("attestations.see"))
        # What stands is judged by what was accepted, also while something newer waits for its review.
        found = with_changes([replace(one, submission=one.accepted or one.submission) for one in sent])
        standing = verification.standings([one.id for one in sent])
        return [(replace(word, facts=one), standing[one.id].is_verified) for one, word in zip(sent, found, strict=True)]

    return ALL(feed.state_of_the_steps(), read)


def register(scope: Scope, wanted: Wanted) -> list[Word]:
    """The certifications that fit, the newest first, each with its status; for who sees everything, as remembered.

    Coverage must be up to date. One statement for who sees everything, when nothing was recorded since; else six.
    """
    if not scope.everything or scope.states:
        return words(scope, wanted)
    return [word for word, _verified in _all() if wanted.fits(word.facts)]


def _deployed(scope: Scope, question: Question) -> list[Deployment]:
    kept = readiness.timeline().asked_for(question, lambda one: scope.reaches(one.state, one.mission))
    return [one.rotation for one in kept]
