"""What is certified of a rotation, on its own page."""

from trainingapp.accounts.rules import Identity
from trainingapp.attestations import reports
from trainingapp.attestations.queries.words import Wanted
from trainingapp.attestations.reports import Word
from trainingapp.attestations.reports.sides import standing_of
from trainingapp.attestations.rules import KINDS, STATUSES
from trainingapp.forces.notices import NOTICES, Notice, Subject
from trainingapp.kit.words import N_, Sentence, say
from trainingapp.readiness.work import keep_up


def certified(identity: Identity, rotation: Subject) -> Notice | None:
    """Where the newest certification of each kind of the rotation itself stands. Eight statements at most."""
    scope = identity.scope("attestations.see")
    if not scope.reaches(rotation.state_code):
        return None
    keep_up()
    newest: dict[str, Word] = {}
    for word in reports.words(scope, Wanted(rotations=[rotation.id])):
        if word.facts.person_id is None:
            newest.setdefault(word.facts.kind, word)
    told = [
        (newest[kind], _told(newest[kind], own=rotation.state_code in scope.states)) for kind in KINDS if kind in newest
    ]
    if not told:
        return None
    first = max((word for word, _sentence in told), key=lambda word: word.facts.id)
    sentence = told[0][1]
    for _word, more in told[1:]:
        sentence = say("%(first)s %(more)s", first=sentence, more=more)
    worst = "warn" if any(word.is_changed for word, _sentence in told) else "info"
    return Notice(
        sentence,
        "attestations.attestation",
        N_("Open the certification") if len(told) == 1 else N_("Open the newest certification"),
        worst,
        {"attestation_id": first.facts.public_id},
    )


def _told(word: Word, *, own: bool) -> Sentence:
    found = standing_of(word, own=own)
    return say("%(kind)s: %(status)s.", kind=say(KINDS[word.facts.kind]), status=say(STATUSES[found][0]))


NOTICES.append(certified)
