"""Pure: whom a change of the rules touches, before it is made: rotations and persons, by State."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.readiness.coverage import Tally, tally
from trainingapp.readiness.intervals import on
from trainingapp.readiness.rules import Duty, Record, accepted, asked_by, held
from trainingapp.requirements.coherence import categories_of
from trainingapp.requirements.rules import COMPONENT_OF, Rule


@dataclass(frozen=True, slots=True)
class Serving:
    """Somebody on a roll: their duties, and what was recorded of them and counts, by curriculum."""

    sex: str
    duties: tuple[Duty, ...]
    records: Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True, slots=True)
class Asking:
    """The rules of one kind (mandatory or recommended) that bind a rotation as things stand, and after the change."""

    tour: tuple[date, date]
    before: Sequence[Rule]
    after: Sequence[Rule]

    @property
    def changed(self) -> tuple[Rule, ...]:
        """The rules that ask something on one side only, whatever they are called and whichever document says so."""
        before, after = ({_terms(rule) for rule in rules} for rules in (self.before, self.after))
        return tuple(
            rule for rule in (*self.before, *self.after) if (_terms(rule) in before) != (_terms(rule) in after)
        )

    @property
    def curricula(self) -> tuple[str, ...]:
        """The curricula of which something changes."""
        return tuple(dict.fromkeys(rule.curriculum for rule in self.changed))

    def looked_at(self, curriculum: str, *, as_of: date) -> date:
        """The day that is looked at: the day it deploys or the day asked about, whichever is later; and when the rules
        ask only from a later day on, that one."""
        first = min(
            rule.asks_on(deploys_on=self.tour[0], ends_on=self.tour[1])[0]
            for rule in self.changed
            if rule.curriculum == curriculum
        )
        return max(as_of, self.tour[0], first)


#: Kinds of unit that are of one category by what they are; in every other, whoever is of its component may serve.
ONE_CATEGORY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "FPU": "formed_police",
        "IPO": "individual_police",
        "STAFF": "staff_officer",
        "OBSERVERS": "expert_on_mission",
    }
)


def may_bind(rule: Rule, *, unit_type: str, component: str) -> bool:
    """Whether a rule may bind anybody of a unit of this kind and component, while no roll says who is in it."""
    found = categories_of(rule)
    if (only := ONE_CATEGORY.get(unit_type)) is not None:
        return only in found
    return any(COMPONENT_OF[category] == component for category in found)


def _terms(rule: Rule) -> Rule:
    """What a rule asks, without its name, its source and its days of deployment."""
    return replace(
        rule,
        code="",
        title="",
        source="",
        assumption=False,
        note=None,
        statement=None,
        phase="",
        holds_from=date.min,
        holds_through=None,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What changes for people. A person is counted once for each curriculum.

    `asked`: of whom it is asked and was not, or of whom more is asked; held by how many of them, enough for the rules
    as they would be. `eased`: of whom it is asked no more, and how many of them hold it.
    """

    rotations: int = 0
    #: Of these, how many have deployed already.
    deployed: int = 0
    asked: Tally = field(default_factory=Tally)
    eased: Tally = field(default_factory=Tally)

    def __add__(self, other: "Change") -> "Change":
        return Change(
            self.rotations + other.rotations,
            self.deployed + other.deployed,
            self.asked + other.asked,
            self.eased + other.eased,
        )


@dataclass(frozen=True, slots=True)
class TouchedRotation:
    """A rotation that a change touches. Without a roll nobody can be counted yet."""

    public_id: str
    code: str
    state: str
    mission: str
    deploys_on: date
    ends_on: date
    has_roll: bool
    change: Change
    by_curriculum: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything a change touches on a day."""

    as_of: date
    rotations: Sequence[TouchedRotation]

    @property
    def total(self) -> Change:
        """All of it."""
        return sum((one.change for one in self.rotations), Change())

    @property
    def states(self) -> Mapping[str, Change]:
        """State -> what changes for its rotations."""
        found: dict[str, Change] = {}
        for one in self.rotations:
            found[one.state] = found.get(one.state, Change()) + one.change
        return found

    @property
    def curricula(self) -> Mapping[str, Change]:
        """Curriculum -> what changes of it."""
        found: dict[str, Change] = {}
        for one in self.rotations:
            for code, change in one.by_curriculum.items():
                found[code] = found.get(code, Change()) + change
        return found

    @property
    def without_roll(self) -> int:
        """Rotations in which nobody can be counted yet."""
        return sum(not one.has_roll for one in self.rotations)


def change_of(people: Iterable[Serving], asking: Asking, curriculum: str, *, as_of: date) -> Change:
    """What changes for the people of one rotation with one curriculum."""
    day = asking.looked_at(curriculum, as_of=as_of)
    deployed = int(asking.tour[0] <= as_of)
    if day > asking.tour[1]:
        return Change(1, deployed)
    asked: list[tuple[str, int, int]] = []
    eased: list[tuple[str, int, int]] = []
    known: dict[tuple[tuple[Record, ...], tuple[Rule, ...]], bool] = {}
    for person in people:
        duties = [duty for duty in person.duties if duty.first <= day <= duty.last]
        records = person.records.get(curriculum, ())
        before, after = (
            tuple(
                rule
                for rule in rules
                if rule.curriculum == curriculum
                and any(day in days for days in asked_by(rule, duties, tour=asking.tour))
            )
            for rules in (asking.before, asking.after)
        )
        for rules in (before, after):
            if (records, rules) not in known:
                known[records, rules] = all(_holds(records, rule, day) for rule in rules)
        was, will = known[records, before], known[records, after]
        if after and (not before or (was and not will)):
            asked.append((person.sex, 1, int(will)))
        elif before and not after:
            eased.append((person.sex, 1, int(was)))
    return Change(1, deployed, tally(asked), tally(eased))


def _holds(records: Iterable[Record], rule: Rule, day: date) -> bool:
    return on(held(accepted(rule, records)), day) is not None
