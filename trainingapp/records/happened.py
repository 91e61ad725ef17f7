"""Pure: what was ever recorded of who somebody is, told as a history: first recorded, renamed, changed, merged, parted,
offered to another State."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from trainingapp.kit.words import N_

#: Kind -> what happened, in words.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "first": N_("First recorded"),
        "name": N_("Name put right"),
        "service_number": N_("Service number changed"),
        "rank": N_("Rank changed"),
        "sex": N_("Sex as recorded changed"),
        "born_on": N_("Date of birth put right"),
        "merge": N_("Found to be one person with another record"),
        "undo": N_("Parted again from another record"),
        "offered": N_("Offered to another State"),
        "accepted": N_("Moved to another State"),
        "declined": N_("Another State declined"),
        "withdrawn": N_("Offer to another State withdrawn"),
        "arrived": N_("Taken over from another State"),
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing recorded of who somebody is. `row` is the key of the row of `person` that it was recorded of."""

    kind: str
    row: int
    entry_seq: int
    at: datetime
    #: Who recorded it: the account's name; None for the command line.
    by: str | None
    #: The name, number, rank… that holds from then on; of a first record the name. A State's code for what moves.
    value: str | None = None
    #: The name in its own script; of a first record the service number stands in `number`.
    original: str | None = None
    number: str | None = None
    #: The first day on which a change holds.
    holds_from: date | None = None
    reason: str | None = None
    evidence: str | None = None
    #: The merge (public id) that was made or undone.
    merge: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """The same as a page tells it: with what stood there before."""

    kind: str
    at: datetime
    entry_seq: int
    by: str | None
    now: str | None
    was: str | None
    original: str | None
    number: str | None
    holds_from: date | None
    reason: str | None
    evidence: str | None
    #: The merge (public id) that was made, as long as it stands.
    merge: str | None = None


def happened(facts: Iterable[Fact]) -> Sequence[Happened]:
    """Everything that was recorded, the latest first, each with what it took the place of in its own row."""
    facts = list(facts)
    undone = {fact.merge for fact in facts if fact.kind == "undo"}
    stood: dict[tuple[int, str], str | None] = {}
    told = []
    for fact in sorted(facts, key=lambda one: (one.entry_seq, one.at)):
        was = None
        if fact.kind == "first":
            stood[fact.row, "name"], stood[fact.row, "service_number"] = fact.value, fact.number
        elif fact.kind in ("name", "service_number", "rank", "sex", "born_on"):
            was = stood.get((fact.row, fact.kind))
            stood[fact.row, fact.kind] = fact.value
        told.append(
            Happened(
                fact.kind,
                fact.at,
                fact.entry_seq,
                fact.by,
                fact.value,
                was,
                fact.original,
                fact.number,
                fact.holds_from,
                fact.reason,
                fact.evidence,
                None if fact.merge in undone else fact.merge,
            )
        )
    return told[::-1]
