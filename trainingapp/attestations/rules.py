"""Pure: the kinds of certification, the steps of one on its way, who may take them, and what holds acceptance up.

A claim, the evidence behind it and its verification stand side by side and are never merged into one (R02, H ¶101).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.accounts.rules import Identity, Operator
from trainingapp.kit.words import N_, Sentence, say
from trainingapp.requirements.waiving import reviewed_by

#: What a State certifies (R01, R04, R06); each has its own form, wording, register and count.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "training": N_("Pre-deployment training certification"),
        "readiness": N_("Operational readiness certification"),
        "screening": N_("Human-rights screening attestation"),
    }
)
#: The beginning of the numbers of each kind.
PREFIXES: Final[Mapping[str, str]] = MappingProxyType({"training": "PDT", "readiness": "ORC", "screening": "HRS"})

#: What papers go with it.
PAPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "note_verbale": N_("Note verbale"),
        "checklist": N_("Checklist"),
        "own_word": N_("The officer's own attestation"),
        "other": N_("Another paper"),
    }
)

#: Status -> its word, a tone and a symbol beside it: nobody has to tell colours apart.
STATUSES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "draft": (N_("Draft"), "quiet", "pencil"),
        "handed": (N_("Awaits signature"), "info", "writing-sign"),
        "submitted": (N_("Submitted"), "info", "send"),
        "under_review": (N_("Under review"), "info", "eye"),
        "returned": (N_("Returned for correction"), "warn", "arrow-back-up"),
        "accepted": (N_("Accepted"), "good", "circle-check"),
        "reopened": (N_("Accepted, evidence changed"), "warn", "alert-triangle"),
        "rejected": (N_("Rejected"), "bad", "circle-x"),
        "withdrawn": (N_("Withdrawn"), "quiet", "ban"),
        "superseded": (N_("Superseded"), "quiet", "history"),
    }
)
#: Statuses in which the State may write on.
WRITING: Final = frozenset({"draft", "returned", "reopened"})
#: Statuses in which it waits for the Secretariat.
WAITING: Final = frozenset({"submitted", "under_review"})
#: Statuses in which nothing moves any more: another one may be begun.
CLOSED: Final = frozenset({"accepted", "reopened", "rejected", "withdrawn", "superseded"})

#: Step -> the statuses from which it may be taken.
FROM: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "handed": WRITING,
        "given_back": frozenset({"handed"}),
        "submitted": frozenset({"handed"}),
        "taken": frozenset({"submitted", "under_review"}),
        "reminded": frozenset({"submitted", "under_review"}),
        "accepted": frozenset({"under_review"}),
        "returned": frozenset({"under_review", "reopened"}),
        "rejected": frozenset({"under_review"}),
        "withdrawn": frozenset({"draft", "handed", "submitted", "under_review", "returned", "accepted", "reopened"}),
    }
)
#: Steps that decide: after one of them the State's word stands or does not.
DECIDING: Final = frozenset({"accepted", "returned", "rejected", "withdrawn"})
#: Steps of the Secretariat.
OF_THE_SECRETARIAT: Final = frozenset({"taken", "accepted", "returned", "rejected"})


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken: its kind, the public id of the account, and the day."""

    kind: str
    by: str
    on: date
    assigned_to: str | None = None


def status(steps: Sequence[Step], *, changed: bool = False, superseded: bool = False) -> str:
    """Where it stands after these steps: a key of STATUSES.

    `changed`: evidence that was certified is no longer so. `superseded`: a later one of the same kind and subject was
    accepted.
    """
    now, sent = "draft", False
    for step in steps:
        match step.kind:
            case "handed":
                now = "handed"
            case "given_back":
                now = "returned" if sent else "draft"
            case "submitted":
                now, sent = "submitted", True
            case "taken":
                now = "under_review"
            case "accepted" | "returned" | "rejected" | "withdrawn":
                now = step.kind
    if now == "accepted" and superseded:
        return "superseded"
    return "reopened" if now == "accepted" and changed else now


def stands(steps: Sequence[Step]) -> bool:
    """Whether the State's word stands as accepted: nothing decided since then took it back."""
    decided = [step.kind for step in steps if step.kind in DECIDING]
    return bool(decided) and decided[-1] == "accepted"


def stood_on(steps: Sequence[Step], day: date) -> bool:
    """Whether it stood as accepted at the end of a day."""
    return stands([step for step in steps if step.on <= day])


def may_review(identity: Identity, *, kind: str, component: str) -> bool:
    """Whether somebody reviews certifications of this kind and component at all (R13: police review police)."""
    if isinstance(identity, Operator):
        return True
    if component in reviewed_by(identity):
        return True
    return kind == "training" and any(grant.role == "reviewer_training" for grant in identity.grants)


def stands_on_the_states_side(identity: Identity, *, state: str, hands: Collection[str]) -> bool:
    """Whether somebody speaks for the State, or wrote, signed or sent this one: then they never review it.

    `hands` are the public ids of all who ever did.
    """
    return identity.public_id in hands or any(state in grant.states for grant in identity.grants)


# --- What holds a decision up ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Screened:
    """How many persons on the roll of the day of deployment are cleared, not cleared, and not yet screened."""

    cleared: int
    not_cleared: int
    pending: int


@dataclass(frozen=True, slots=True)
class Hindrances:
    """What stands against acceptance at the moment."""

    listed_since: date | None
    screened: Screened
    #: What changed since it was submitted, in words.
    changes: tuple[Sentence, ...]
    open_concerns: int = 0
    #: Whether a later one of the same kind and subject was accepted before it.
    superseded: bool = False
    #: Papers that were submitted and are missing or altered on disk.
    papers: int = 0


def against_acceptance(found: Hindrances) -> list[Sentence]:
    """Why it cannot be accepted: every reason at once; empty when it can."""
    said: list[Sentence] = []
    if found.listed_since is not None:
        said.append(say("The State is listed since %(day)s: nothing of it is accepted now.", day=found.listed_since))
    if found.screened.not_cleared:
        words = say("%(number)s on the roll were not cleared by screening.", number=found.screened.not_cleared)
        said.append(words)
    if found.screened.pending:
        said.append(say("%(number)s on the roll are not screened.", number=found.screened.pending))
    if found.open_concerns:
        words = say("Concerns about the unit without a mitigation: %(number)s.", number=found.open_concerns)
        said.append(words)
    if found.superseded:
        said.append(say("A later certification of the same kind was accepted before it: this one would not stand."))
    if found.papers:
        said.append(say("Papers that are missing or no longer what was submitted: %(number)s.", number=found.papers))
    if found.changes:
        said.append(say("Evidence changed since it was submitted. Return it, so that the State certifies anew."))
        said += found.changes
    return said


def days_waiting(steps: Sequence[Step], today: date) -> int | None:
    """Since how many days it has waited for the Secretariat without a word; None when it does not wait."""
    if status(steps) not in WAITING:
        return None
    return (today - steps[-1].on).days


def times_returned(steps: Sequence[Step]) -> int:
    """How often it was returned: the second time is told wherever it is listed."""
    return sum(step.kind == "returned" for step in steps)


def number_of(kind: str, state: str, year: int, count: int) -> str:
    """The number of a certification: `ORC-BGD-2017-0003`."""
    return f"{PREFIXES[kind]}-{state}-{year}-{count:04d}"
