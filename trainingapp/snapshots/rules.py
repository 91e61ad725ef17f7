"""Pure: the kinds of report that are stored, their editions, and their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_

#: Kind -> what it is called.
KINDS: Final[Mapping[str, str]] = MappingProxyType({"gap": N_("Gap report"), "readiness": N_("Readiness report")})
#: Kind -> the first letters of its number; a bulletin's number has none.
LETTERS: Final[Mapping[str, str]] = MappingProxyType({"gap": "GR", "readiness": "RR"})
#: The kind that the room of bulletins stores here.
BULLETIN: Final = "bulletin"

#: Edition -> what it is called, and what that means.
EDITIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "inside": (N_("Exact, for inside use"), N_("Figures as they are, rotation by rotation.")),
        "circulation": (
            N_("For circulation"),
            N_("Counts of persons rounded to fives, “fewer than 5” below five, and no single rotation."),
        ),
    }
)

#: Evidence -> what a report counts that asks for it.
COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "self_declared": N_("Any evidence counts, self-declared included."),
        "recorded": N_("What was at least recorded by who trained them counts."),
        "certified": N_("What was at least certified by the State counts."),
        "verified": N_("Only what the Secretariat verified counts."),
    }
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: all States, one State, or one mission. `name` is for people."""

    state: str | None = None
    mission: str | None = None
    name: str = "All States"

    @property
    def rows_by(self) -> str:
        """What the rows of its main table are: a State's report has missions, every other one has States."""
        return "mission" if self.state else "state"


def number_of(kind: str, year: int, ordinal: int) -> str:
    """`GR-2017-0001`; a bulletin's is `2017-04`."""
    if kind == BULLETIN:
        return f"{year}-{ordinal:02}"
    return f"{LETTERS[kind]}-{year}-{ordinal:04}"


def file_name(number: str, edition: str, form: str) -> str:
    """`GR-2017-0001-circulation.pdf`: whoever finds the file later knows which one it is."""
    called = number if number[0].isalpha() else f"bulletin-{number}"
    return f"{called}.{form}" if edition == "inside" else f"{called}-{edition}.{form}"
