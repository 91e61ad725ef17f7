"""Pure: how a certification is verified, which items are open, and when it counts as verified (R57, H ¶101).

The State's word, the evidence in the register and the verification stand side by side: none is made of another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: How somebody looked whether it is so.
KINDS: Final[Mapping[str, str]] = {
    "document": N_("Document check"),
    "visit": N_("Predeployment visit"),
    "spot_check": N_("Spot check"),
    "in_mission": N_("In-mission verification"),
}

#: What the statement of unit requirements asks for, item by item.
ITEMS: Final[Mapping[str, str]] = {
    "headcount": N_("Headcount"),
    "language": N_("Working language"),
    "functions": N_("Functions"),
    "curricula": N_("Required training"),
}
#: Of one person alone.
ITEMS_OF_A_PERSON: Final = ("language", "functions", "curricula")

#: What may be said of an item.
ANSWERS: Final[Mapping[str, str]] = {
    "confirmed": N_("Confirmed"),
    "not_confirmed": N_("Not confirmed"),
    "not_looked_at": N_("Not looked at"),
}

#: Statuses in which nobody verifies it any more, or not yet.
NOT_VERIFIED_IN: Final = frozenset({"draft", "rejected", "withdrawn", "superseded"})


def items_of(*, individual: bool) -> tuple[str, ...]:
    """The items of a rotation, or of one person in it."""
    return ITEMS_OF_A_PERSON if individual else tuple(ITEMS)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found of one item."""

    confirmed: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification: its kind, its day, its items; `current`: recorded after what was submitted last."""

    kind: str
    on: date
    items: Mapping[str, Answered]
    current: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a certification is verified."""

    #: Verifications of what was submitted last.
    current: int = 0
    #: Items of which the newest answer is not confirmed.
    open_items: tuple[str, ...] = ()
    #: Items that were ever looked at, and how many of them are confirmed.
    answers: Mapping[str, Answered] = field(default_factory=dict, hash=False)

    @property
    def is_verified(self) -> bool:
        """It was verified as it was last submitted, and no item is open."""
        return bool(self.current) and not self.open_items

    @property
    def confirmed(self) -> int:
        """Items whose newest answer is confirmed."""
        return len(self.answers) - len(self.open_items)


def standing_of(found: Iterable[Verified]) -> Standing:
    """How far it is verified; `found` in the order of recording: of several answers to an item the newest holds."""
    answers: dict[str, Answered] = {}
    current = 0
    for one in found:
        answers |= one.items
        current += one.current
    still = tuple(item for item in ITEMS if item in answers and not answers[item].confirmed)
    return Standing(current, still, answers)


def in_words(standing: Standing, *, stands: bool) -> tuple[Sentence, str, str]:
    """How far it is verified, with a tone and a symbol: what was accepted without verification is told apart."""
    items = len(standing.open_items)
    if standing.is_verified:
        words = say("Accepted and verified") if stands else say("Verified")
        return words, "good", "rosette-discount-check"
    if items:
        asked = len(standing.answers)
        words = say(
            "Verified in part: %(confirmed)s of %(asked)s items confirmed, %(open)s open",
            confirmed=standing.confirmed,
            asked=asked,
            open=items,
        )
        if stands:
            words = say("Accepted, %(open)s of %(asked)s items open", open=items, asked=asked)
        return words, "warn", "alert-triangle"
    if standing.answers:
        return say("Verified only as it was submitted before"), "warn", "history"
    return (
        (say("Accepted without verification"), "warn", "circle-dashed")
        if stands
        else (say("Not verified"), "quiet", "circle-dashed")
    )


def refusals(
    kind: str,
    *,
    verified_on: date,
    today: date,
    items: Sequence[str],
    answers: Mapping[str, Answered],
    status: str,
    known: Collection[str] = tuple(ITEMS),
) -> dict[str, list[Sentence]]:
    """Why a verification cannot be recorded, by field of the form: every reason at once; empty when it can.

    A visit answers every item; any other kind at least one. What is not confirmed says why.
    """
    found: dict[str, list[Sentence]] = {}
    if status in NOT_VERIFIED_IN:
        found[""] = [say("Nothing is verified of a certification that is closed, or was not submitted.")]
    if verified_on > today:
        found["verified_on"] = [say("What has not taken place yet verifies nothing: the day is today or earlier.")]
    for item in items:
        answer = answers.get(item)
        if answer is None and kind == "visit":
            found[item] = [say("A visit answers every item: confirmed, or not.")]
        elif answer is not None and not answer.confirmed and not answer.remark:
            found[f"{item}_remark"] = [say("Write what was found instead.")]
    if not answers and kind != "visit":
        found.setdefault("", []).append(say("Say of at least one item whether it is as certified."))
    if any(item not in known for item in answers):
        found.setdefault("", []).append(say("The page is out of date. Reload it and send the form again."))
    return found
