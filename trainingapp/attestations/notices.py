"""Pure: letters about a certification, told by its number. They name no person, and their subjects tell nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trainingapp.attestations.rules import KINDS
from trainingapp.kit.words import N_, Sentence, say

#: Step, or remark -> who is told of it: the State's people who prepare and sign, those of them who sign, those who
#: prepare, or the Secretariat's reviewers of the queue.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "handed": ("signers",),
    "given_back": ("preparers",),
    "submitted": ("reviewers",),
    "taken": ("state",),
    "reminded": ("state", "reviewers"),
    "accepted": ("state",),
    "returned": ("state",),
    "rejected": ("state",),
    "withdrawn": ("reviewers",),
    # Not steps: what is declared after acceptance; remarks of either side, told once a day.
    "caveat": ("reviewers",),
    "asked": ("state",),
    "answered": ("reviewers",),
}

#: Whose remark -> how it is told.
REMARKED: Final[Mapping[str, str]] = {"secretariat": "asked", "state": "answered"}

#: Whoever is told -> the roles they hold. Of the reviewers, those who may review it.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("focal_point", "certifying_authority"),
    "signers": ("certifying_authority",),
    "preparers": ("focal_point",),
    "reviewers": ("reviewer_military", "reviewer_police", "reviewer_training"),
}

#: Step -> the letter's subject.
SUBJECTS: Final[Mapping[str, str]] = {
    "handed": N_("A certification waits for your signature"),
    "given_back": N_("A certification was given back before it was signed"),
    "submitted": N_("A certification waits for review"),
    "taken": N_("The review of a certification has begun"),
    "reminded": N_("A certification still waits for a decision"),
    "accepted": N_("A certification was accepted"),
    "returned": N_("A certification was returned for correction"),
    "rejected": N_("A certification was rejected"),
    "withdrawn": N_("A certification was withdrawn"),
    "caveat": N_("A restriction was declared after acceptance"),
    "asked": N_("A certification was remarked on"),
    "answered": N_("Remarks on a certification were answered"),
}

#: Step -> what happened, within the letter.
HAPPENED: Final[Mapping[str, str]] = {
    "handed": N_("It was prepared and handed on for signature."),
    "given_back": N_("It was given back before it was signed. The reason stands on its page."),
    "submitted": N_("The State signed and submitted it. It waits for a reviewer."),
    "taken": N_("A reviewer of the Secretariat took it up."),
    "reminded": N_("Nothing has moved for %(days)s days. It is not forgotten: this letter goes to both sides."),
    "accepted": N_("The Secretariat accepted it."),
    "returned": N_("The Secretariat returned it for correction. The reasons stand on its page, line by line."),
    "rejected": N_("The Secretariat rejected it. The reason stands on its page."),
    "withdrawn": N_("The State withdrew it. The reason stands on its page."),
    "caveat": N_("The State declared a national restriction after it was accepted. It stands on its page."),
    "asked": N_(
        "The Secretariat remarked on it today. The remarks stand on its page, line by line; you can answer there."
    ),
    "answered": N_("The State remarked on it today. The remarks stand on its page."),
}

#: The subject of the letter to a reviewer whom a colleague handed it.
GIVEN: Final = say("The review of a certification was given to you.")


@dataclass(frozen=True)
class Notice:
    """A letter's subject, and its paragraphs after the salutation."""

    subject: Sentence
    body: Sequence[Sentence]


def about(step: str, *, kind: str, number: str | None, rotation: str, state: str, link: str, days: int = 0) -> Notice:
    """The letter that tells of a step. `number` is None before it was ever submitted; `days` are those of silence."""
    return Notice(
        say(SUBJECTS[step]),
        [_what(kind, number, rotation, state), say(HAPPENED[step], days=days), *_where(link)],
    )


def given(*, kind: str, number: str | None, rotation: str, state: str, link: str) -> Notice:
    """The letter to a reviewer whom a colleague handed a certification."""
    return Notice(GIVEN, [_what(kind, number, rotation, state), say("You review it from now on."), *_where(link)])


def _what(kind: str, number: str | None, rotation: str, state: str) -> Sentence:
    if number is None:
        return say("%(kind)s: %(rotation)s, %(state)s.", kind=say(KINDS[kind]), rotation=rotation, state=state)
    return say(
        "%(kind)s %(number)s: %(rotation)s, %(state)s.",
        kind=say(KINDS[kind]),
        number=number,
        rotation=rotation,
        state=state,
    )


def _where(link: str) -> list[Sentence]:
    return [say("Its page:"), say("%(link)s", link=link)]
