"""Pure: everything that stands on a sign-in sheet, gathered before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Signer:
    """A line to sign: its place in the list, who, and of which State. `name` is empty when no font can draw it."""

    place: int
    service_number: str
    name: str
    original_name: str | None
    state: str


@dataclass(frozen=True)
class SheetFace:
    """One numbered sheet of one day."""

    number: str
    day: date
    #: Which of the day's sheets this is, and how many there are.
    ordinal: int
    of: int
    session: str
    training: str
    delivered_by: str
    place: str
    #: Where the code leads: the attendance of this day.
    url: str
    signers: Sequence[Signer]
