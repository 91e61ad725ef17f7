"""Pure: how a person is called, and who somebody is now, from everything that was ever recorded of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from trainingapp.kit.words import N_

#: What may become another from a day on: field -> its name.
CHANGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "service_number": N_("Service number"),
        "rank": N_("Rank"),
        "sex": N_("Sex as recorded"),
        "born_on": N_("Date of birth"),
    }
)

#: The longest reason that is kept.
LONGEST_REASON: Final = 400


def display_name(*, full_name: str | None, given_names: str | None, family_name: str | None) -> str:
    """The name as it was given: the full name when there is one, else given names and family name in that order."""
    return full_name or " ".join(part for part in (given_names, family_name) if part)


class First(NamedTuple):
    """A person as first recorded: a row of `person`."""

    id: int
    public_id: str
    state_code: str
    service_number: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    sex: str
    born_on: date | None
    entry_seq: int
    erased: bool


class Renamed(NamedTuple):
    """A name put right, in the order in which that was done."""

    id: int
    person_id: int
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    entry_seq: int


class Changed(NamedTuple):
    """Something that became another from a day on."""

    id: int
    person_id: int
    field: str
    value: str
    holds_from: date
    entry_seq: int


class Merged(NamedTuple):
    """A merge that stands."""

    kept_id: int
    merged_id: int
    entry_seq: int


class Now(NamedTuple):
    """Who a row of `person` is now: what `person_now` keeps, column by column."""

    person_id: int
    same_as: int
    public_id: str
    state_code: str
    service_number: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    sex: str
    born_on: date | None
    rank: str | None
    version: int
    erased: bool


def kept_of(merges: Iterable[Merged]) -> dict[int, int]:
    """Who was merged -> the one that is kept in the end, however long the chain. Whoever is kept is not there."""
    into = {merge.merged_id: merge.kept_id for merge in merges}
    found: dict[int, int] = {}
    for key in into:
        chain, end = [key], into[key]
        while end in into:
            end = found.get(end, into[end])
            chain.append(end)
            if len(chain) > len(into) + 1:
                raise ValueError("merges go round in a circle")
        found[key] = end
    return found


def in_force(changes: Iterable[Changed]) -> dict[str, Changed]:
    """Field -> the change that holds: the one that holds from the latest day; of two, what was recorded last."""
    found: dict[str, Changed] = {}
    for change in sorted(changes, key=lambda one: (one.holds_from, one.id)):
        found[change.field] = change
    return found


def identity(first: First, names: Sequence[Renamed], changes: Sequence[Changed]) -> Now:
    """Who one row is by its own facts, as if it had never been merged."""
    now = Now(
        first.id,
        first.id,
        first.public_id,
        first.state_code,
        first.service_number,
        first.family_name,
        first.given_names,
        first.full_name,
        first.original_name,
        first.sex,
        first.born_on,
        None,
        max([first.entry_seq, *(one.entry_seq for one in names), *(one.entry_seq for one in changes)]),
        first.erased,
    )
    if first.erased:
        return now
    if names:
        last = max(names, key=lambda one: one.id)
        now = now._replace(
            family_name=last.family_name,
            given_names=last.given_names,
            full_name=last.full_name,
            original_name=last.original_name,
        )
    for field, change in in_force(changes).items():
        if field == "born_on":
            now = now._replace(born_on=date.fromisoformat(change.value))
        elif field == "service_number":
            now = now._replace(service_number=change.value)
        elif field == "rank":
            now = now._replace(rank=change.value)
        else:
            now = now._replace(sex=change.value)
    return now


def now_of(
    firsts: Iterable[First], names: Iterable[Renamed], changes: Iterable[Changed], merges: Sequence[Merged]
) -> dict[int, Now]:
    """Who each of these rows is now. Whoever belongs to a group must be given with the whole of it.

    The version of a group is that of its newest fact: whoever is merged, corrected or parted again is another version
    for everybody who has the page open.
    """
    named: dict[int, list[Renamed]] = {}
    changed: dict[int, list[Changed]] = {}
    for name in names:
        named.setdefault(name.person_id, []).append(name)
    for change in changes:
        changed.setdefault(change.person_id, []).append(change)
    own = {first.id: identity(first, named.get(first.id, ()), changed.get(first.id, ())) for first in firsts}
    kept = kept_of(merges)
    newest: dict[int, int] = {}
    for key, one in own.items():
        root = kept.get(key, key)
        newest[root] = max(newest.get(root, 0), one.version)
    for merge in merges:
        root = kept[merge.merged_id]
        newest[root] = max(newest.get(root, 0), merge.entry_seq)
    return {key: own[kept.get(key, key)]._replace(person_id=key, version=newest[kept.get(key, key)]) for key in own}
