"""Pure: how many of the units deployed on a day are certified, by mission, State, kind of unit and component (R04).

A rotation is certified on a day when a certification of the kind stood as accepted then. Those whose evidence changed
since, and those that somebody verified, are told apart beside it and never merged into it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainingapp.kit.figures import tenths
from trainingapp.kit.words import N_
from trainingapp.readiness.coverage import Deployment

#: What the table may be drawn by.
BY: Final[Mapping[str, str]] = {
    "mission": N_("Mission"),
    "state": N_("State"),
    "unit_type": N_("Kind of unit"),
    "component": N_("Component"),
}


@dataclass(frozen=True, slots=True)
class Stood:
    """A certification that stood on a day: whether its evidence changed since, and whether it was verified."""

    changed: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class Certified:
    """Units deployed, and those certified; of these, whose evidence changed and which were verified."""

    deployed: int = 0
    certified: int = 0
    changed: int = 0
    verified: int = 0

    @property
    def without(self) -> int:
        """Units deployed without it: shown, never blocked."""
        return self.deployed - self.certified

    @property
    def share(self) -> float | None:
        """Percent, rounded half up to one decimal; 104 of 292 is 35.6. None when nothing is deployed."""
        return tenths(self.certified, self.deployed) / 10 if self.deployed else None

    def __add__(self, other: "Certified") -> "Certified":
        return Certified(
            self.deployed + other.deployed,
            self.certified + other.certified,
            self.changed + other.changed,
            self.verified + other.verified,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    key: str
    counted: Certified


def counted(rotations: Iterable[Deployment], stood: Mapping[str, Stood]) -> Certified:
    """The figures of these rotations; `stood` by their public ids."""
    found = Certified()
    for one in rotations:
        found += _of(stood.get(one.public_id))
    return found


def table(rotations: Iterable[Deployment], stood: Mapping[str, Stood], *, by: str) -> Sequence[Row]:
    """A line for each mission, State, kind of unit or component, those with most units first."""
    key: Callable[[Deployment], str] = lambda one: str(getattr(one, by))  # noqa: E731
    rows: dict[str, Certified] = {}
    for one in rotations:
        rows[key(one)] = rows.get(key(one), Certified()) + _of(stood.get(one.public_id))
    return sorted((Row(name, found) for name, found in rows.items()), key=lambda row: (-row.counted.deployed, row.key))


def _of(stood: Stood | None) -> Certified:
    if stood is None:
        return Certified(1)
    return Certified(1, 1, int(stood.changed), int(stood.verified))


def is_outstanding(one: Deployment, stood: Mapping[str, Stood], *, since: date) -> bool:
    """Whether a certification is asked of a rotation and none stands: it deploys on or after the day (R01)."""
    return one.deploys_on >= since and one.public_id not in stood
