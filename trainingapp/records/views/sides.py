"""Two records side by side: what is known of each, line by line, and where they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainingapp.accounts.rules import Identity
from trainingapp.completions import queries as completions
from trainingapp.completions.queries import Told
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import Service
from trainingapp.kit.words import N_
from trainingapp.people.likeness import names_alike, numbers_alike
from trainingapp.people.queries import KnownPerson, recorded
from trainingapp.records import queries
from trainingapp.records.queries import CertificateLine


@dataclass(frozen=True)
class Side:
    """One of the two records, with what was recorded under it."""

    letter: str
    person: KnownPerson
    #: Names and service numbers that it had before.
    earlier_names: Sequence[str]
    earlier_numbers: Sequence[str]
    ranks: Sequence[str]
    services: Sequence[Service]
    history: Sequence[Told]
    #: None for whoever may not see certificates.
    certificates: Sequence[CertificateLine] | None

    @property
    def facts(self) -> int:
        """How much is recorded under it."""
        return len(self.services) + len(self.history) + len(self.certificates or ())


#: How two values stand to each other: the word and the icon beside them, so that no colour stands alone.
SAME, ALIKE, DIFFERENT, ONE_SIDED = "same", "alike", "different", "one-sided"
STANDINGS = {
    SAME: (N_("the same"), "equal"),
    ALIKE: (N_("written differently"), "equal-not"),
    DIFFERENT: (N_("different"), "alert-triangle"),
    ONE_SIDED: (N_("only one says it"), "circle-dashed"),
}


@dataclass(frozen=True)
class Line:
    """A line of the comparison: what it is called, what each record says, how the two stand to each other."""

    label: str
    kind: str
    one: Any
    other: Any
    standing: str | None


@dataclass(frozen=True)
class Sides:
    """The comparison, and the record under which more is recorded: the likelier one to keep."""

    one: Side
    other: Side
    lines: Sequence[Line]

    @property
    def fuller(self) -> str:
        """The public id of the record with more facts; of two equal ones, the one that came first."""
        return (self.other if self.other.facts > self.one.facts else self.one).person.public_id


def sides(identity: Identity, first: KnownPerson, second: KnownPerson) -> Sides:
    """Two records, compared. Six statements for each."""
    one, other = _side("A", identity, first), _side("B", identity, second)
    a, b = one.person, other.person
    lines = [
        _line(N_("Name"), "name", a.name, b.name, names_alike),
        _line(N_("In the original script"), "name", _original(a), _original(b), names_alike),
        _line(N_("Earlier names"), "names", one.earlier_names, other.earlier_names, None),
        _line(N_("Service number"), "number", a.service_number, b.service_number, numbers_alike),
        _line(N_("Earlier numbers"), "numbers", one.earlier_numbers, other.earlier_numbers, None),
        _line(N_("Born"), "day", a.born_on, b.born_on, _swapped),
        _line(N_("Sex as recorded"), "sex", _sex(a), _sex(b), None),
        _line(N_("Ranks"), "names", one.ranks, other.ranks, _some_in_common),
    ]
    return Sides(one, other, [line for line in lines if line.one or line.other])


def _side(letter: str, identity: Identity, person: KnownPerson) -> Side:
    scope = identity.scope("people.see")
    firsts = recorded.first_names(person.id)
    names = [*(first.name for first in firsts), *(one.name for one in recorded.renamings(person.id))]
    changes = recorded.changes(person.id)
    numbers = [
        *(first.service_number for first in firsts),
        *(change.value for change in changes if change.field == "service_number"),
    ]
    services = forces.service_of(scope, person.id)
    seen = identity.scope("certificates.see")
    ranks = [person.rank, *(one.rank for one in services)]
    return Side(
        letter,
        person,
        [name for name in dict.fromkeys(names) if name != person.name],
        [number for number in dict.fromkeys(numbers) if number != person.service_number],
        [rank for rank in dict.fromkeys(ranks) if rank],
        services,
        completions.history_of(person.id),
        queries.certificates_of(seen, person.id) if seen else None,
    )


def _line(label: str, kind: str, one: Any, other: Any, alike: Callable[[Any, Any], bool] | None) -> Line:
    if not one or not other:
        standing = ONE_SIDED if one or other else None
    elif one == other:
        standing = SAME
    else:
        standing = ALIKE if alike is not None and alike(one, other) else DIFFERENT
    if kind in ("names", "numbers") and standing == ONE_SIDED:
        standing = None
    return Line(label, kind, one, other, standing)


def _original(person: KnownPerson) -> str | None:
    return person.original_name if person.original_name != person.name else None


def _sex(person: KnownPerson) -> str | None:
    return None if person.sex == "unspecified" else person.sex


def _swapped(one: date, other: date) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _some_in_common(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(set(one) & set(other))
