"""Pure: the few figures that somebody reads first, from the rotations of one day and of some days before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trainingapp.readiness.colour import COLOURS, ColourRule
from trainingapp.readiness.coverage import Deployment, Tally, added

#: Where nobody is required.
NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rotation as it stands on the day it is judged on."""

    deployment: Deployment
    persons: Tally
    #: Curriculum -> those required to hold it, and those who do.
    cells: Mapping[str, Tally]
    colour: str

    @property
    def gaps(self) -> int:
        """Requirements of one person each that are not met."""
        return sum(one.gap for one in self.cells.values())

    @property
    def waived(self) -> int:
        """How many of these are under a waiver."""
        return sum(one.waived for one in self.cells.values())

    @property
    def lacking(self) -> dict[str, int]:
        """Curriculum -> how many lack it."""
        return {code: one.gap for code, one in self.cells.items() if one.gap}


@dataclass(frozen=True, slots=True)
class Group:
    """Rotations of one State, or one rotation: a line of the heat table."""

    key: str
    rotations: Sequence[Rotation]
    #: Persons on the rolls, and those who hold everything.
    persons: Tally
    #: Curriculum -> those required to hold it, and those who do.
    cells: Mapping[str, Tally]


def group_of(deployment: Deployment, *, by_state: bool) -> str:
    """The key of the line in which a rotation stands: its State's, or its own."""
    return deployment.state if by_state else deployment.public_id


def group(key: str, rotations: Sequence[Rotation]) -> Group:
    """The sums of some rotations."""
    cells: dict[str, list[Tally]] = {}
    for one in rotations:
        for code, counted in one.cells.items():
            cells.setdefault(code, []).append(counted)
    return Group(
        key,
        rotations,
        total(one.persons for one in rotations),
        {code: total(counted) for code, counted in cells.items()},
    )


@dataclass(frozen=True, slots=True)
class Worse:
    """What is ready to a smaller share than some days before: of a State, or of a rotation."""

    key: str
    before: Tally
    now: Tally

    @property
    def more(self) -> int:
        """How many persons more lack something; less than nought when the whole has become smaller."""
        return self.now.gap - self.before.gap


def rotations(
    judged: Iterable[tuple[Deployment, Mapping[str | None, Tally]]], rule: ColourRule, *, curriculum: str | None = None
) -> Sequence[Rotation]:
    """Rotations, each with its tallies by curriculum and, under None, of its persons: with its colour.

    With one curriculum asked for, its holders stand in the place of those who hold everything, and rotations that need
    not hold it are left out.
    """
    found = []
    for deployment, tallies in judged:
        persons = tallies.get(None, NOBODY)
        cells = {code: counted for code, counted in tallies.items() if code is not None}
        if curriculum is not None and deployment.has_roll:
            if curriculum not in cells:
                continue
            persons = cells[curriculum]
            cells = {curriculum: persons}
        gaps, waived = 0, 0
        for one in cells.values():
            gaps, waived = gaps + one.gap, waived + one.waived
        colour = rule.of(persons=persons.required, ready=persons.held, gaps=gaps, waived=waived)
        found.append(Rotation(deployment, persons, cells, colour))
    return found


def total(parts: Iterable[Tally]) -> Tally:
    """The sum; of one, itself."""
    found = list(parts)
    return found[0] if len(found) == 1 else added(found)


@dataclass(frozen=True)
class Figures:
    """Where the rotations stand that are in their missions on a day, and those that deploy next."""

    as_of: date
    #: In their missions, judged on the day.
    deployed: Sequence[Rotation]
    #: Preparing, judged on the day each deploys; the next to deploy first.
    preparing: Sequence[Rotation]
    #: Code -> title, in the order of the rules.
    titles: Mapping[str, str]

    @cached_property
    def ready(self) -> Tally:
        """Persons in their missions, and those of them who hold everything that is mandatory for them."""
        return total(one.persons for one in self.deployed)

    @cached_property
    def ready_to_deploy(self) -> Tally:
        """Persons of the rotations that are preparing, and those who will hold everything on the day."""
        return total(one.persons for one in self.preparing)

    @cached_property
    def colours(self) -> Mapping[str, int]:
        """Colour -> rotations in their missions, for every colour there is."""
        found = Counter(one.colour for one in self.deployed)
        return {colour: found[colour] for colour in COLOURS}

    @cached_property
    def curricula(self) -> Mapping[str, Tally]:
        """Curriculum -> those required to hold it and those who do, in the order of the rules."""
        found = {code: total(one.cells[code] for one in self.deployed if code in one.cells) for code in self.titles}
        return {code: one for code, one in found.items() if one.required}

    @property
    def by_gap(self) -> Sequence[tuple[str, Tally]]:
        """The same, the most missing first."""
        return sorted(self.curricula.items(), key=lambda item: -item[1].gap)

    @property
    def missing(self) -> int:
        """Requirements of one person each that are not met, in their missions: waived or not."""
        return sum(one.gap for one in self.curricula.values())

    def groups(self, *, by_state: bool) -> Sequence[Group]:
        """The lines of the heat table that have anybody to count: by State, or rotation by rotation."""
        found: dict[str, list[Rotation]] = {}
        for one in self.deployed:
            if one.persons.required:
                found.setdefault(group_of(one.deployment, by_state=by_state), []).append(one)
        return [group(key, rotations) for key, rotations in found.items()]

    @property
    def deploying_with_gaps(self) -> Sequence[Rotation]:
        """The next to deploy of whom somebody will lack something on the day."""
        return [one for one in self.preparing if one.persons.gap]

    @cached_property
    def waived(self) -> int:
        """How many of these are under a waiver: counted apart, never as held."""
        return sum(one.waived for one in self.curricula.values())

    @property
    def without_roll(self) -> Sequence[Rotation]:
        """Those in their missions in which nobody can be counted."""
        return [one for one in self.deployed if not one.deployment.has_roll]


def worse(now: Iterable[Group], before: Mapping[str, Tally]) -> Sequence[Worse]:
    """What is ready to a smaller share than before, the most persons more first; what is new is not worse.

    Shares are compared exactly: one person more who lacks something counts, however many there are.
    """
    found = [Worse(one.key, before[one.key], one.persons) for one in now if one.key in before]
    fallen = [one for one in found if one.now.held * one.before.required < one.before.held * one.now.required]
    return sorted(fallen, key=lambda one: (-one.more, one.now.held / one.now.required, one.key))
