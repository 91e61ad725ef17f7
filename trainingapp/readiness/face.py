"""Pure: everything that a printed report says, gathered before it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trainingapp.readiness.coverage import Table
from trainingapp.readiness.standings import PersonStanding, RotationStanding
from trainingapp.requirements.rules import Rule


@dataclass(frozen=True)
class Printed:
    """When and from what a report was made, and for whom it reads."""

    generated_at: datetime
    #: The journal's newest entry when the figures were taken: whoever checks them later checks against it.
    entry: int
    language: str
    #: The reader's gettext.
    gettext: Callable[[str], str]


@dataclass(frozen=True)
class TableReport:
    """A report on many rotations: all States, one State, one mission."""

    printed: Printed
    #: What it is about: "All States", "Bangladesh", "MINUSMA".
    subject: str
    #: By state or by mission; None where there is only one of them.
    overview: Table | None
    rotations: Table
    state_names: Mapping[str, str]
    rules: Sequence[Rule]


@dataclass(frozen=True)
class RotationReport:
    """A report on one rotation. `missing` is empty unless the reader may see people and asked for the list."""

    printed: Printed
    code: str
    unit_type: str
    state_name: str
    mission: str
    deploys_on: date
    ends_on: date
    planned: int
    as_of: date
    standing: RotationStanding
    at_deployment: RotationStanding | None
    titles: Mapping[str, str]
    missing: Sequence[PersonStanding] = field(default_factory=tuple)
