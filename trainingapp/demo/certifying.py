"""Pure: which rotations of the demonstration their States certified, which wait for review, who is listed.

Only the totals follow the published 104 of 292 (G ¶68); how they divide among missions is assumed. Real States appear
in neutral or positive roles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trainingapp.demo.plan import AS_OF, BANBAT_4, FICTIONAL, Planned

#: Mission -> units whose operational readiness was certified, in the full demonstration: 104.
CERTIFIED: Final = {
    "MONUSCO": 17,
    "MINUSMA": 18,
    "MINUSCA": 20,
    "UNMISS": 19,
    "UNAMID": 12,
    "UNIFIL": 10,
    "UNISFA": 6,
    "UNDOF": 1,
    "UNFICYP": 1,
}
#: The same in the small one.
FEW: Final = {"MONUSCO": 2, "MINUSCA": 1, "UNMISS": 1, "MINUSMA": 1}

#: How many that prepare wait for review, and of these, how many somebody has taken up.
WAITING: Final = 6
TAKEN: Final = 2

#: Each so-many-th of those accepted was visited before it deployed.
VISITED_EACH: Final = 3

#: Why somebody deploys without a course, in the words of the demonstration.
REASON: Final = "Takes the course in the first month in the mission; the mission's training cell has agreed."


@dataclass(frozen=True)
class Listed:
    """A fictional State in an annual report (E6)."""

    state: str
    report: str
    first: date
    delisted: date | None
    source: str
    plan: str | None


LISTED: Final[Sequence[Listed]] = (
    Listed("XCA", "CRSV", date(2017, 4, 1), date(2017, 10, 15), "Report of April 2017, annex (invented)", None),
    Listed(
        "XKT",
        "CAAC",
        date(2017, 11, 1),
        None,
        "Report of October 2017, annex (invented)",
        "Action plan signed on 20 November 2017, to be carried out by 30 June 2018.",
    ),
)


def certified(planned: Iterable[Planned], *, small: bool) -> list[Planned]:
    """The rotations whose readiness was certified: formed units first, then the larger ones."""
    wanted = dict(FEW if small else CERTIFIED)
    found = []
    for one in sorted(planned, key=lambda one: (one.strength < 60, one.deploys_on, one.state, one.code)):
        there = one.deploys_on <= AS_OF <= one.ends_on and one.has_roll
        if there and one.state not in FICTIONAL and one.code != BANBAT_4.code and wanted.get(one.mission):
            wanted[one.mission] -= 1
            found.append(one)
    return found


def waiting(planned: Iterable[Planned]) -> list[Planned]:
    """Rotations that prepare, and whose certification waits for the Secretariat: the next to deploy."""
    coming = [one for one in planned if AS_OF < one.deploys_on <= AS_OF + timedelta(days=60) and one.has_roll]
    return sorted(coming, key=lambda one: (one.deploys_on, one.state, one.code))[:WAITING]
