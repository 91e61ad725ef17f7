"""Pure: what screening for human rights came to, and what may be recorded of it (R06)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from trainingapp.kit.words import N_, Sentence, say

#: What screening comes to: its word, with a colour and a symbol beside it.
RESULTS: Final = {
    "cleared": (N_("Cleared"), "good", "circle-check"),
    "not_cleared": (N_("Not cleared"), "bad", "ban"),
    "pending": (N_("Waiting for screening"), "warn", "hourglass"),
}


#: The act that takes off a roll whoever was not cleared or not screened.
EXCLUDE: Final = "screening.exclude"


class Standing(NamedTuple):
    """Where the screening of somebody for a rotation stands. `ordinal` counts what was recorded, -1 for nothing yet."""

    result: str
    on: date | None = None
    ordinal: int = -1


#: Nobody has said anything about them yet.
WAITING: Final = Standing("pending")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a roll are screened. Whoever stands in no record waits."""

    cleared: int = 0
    not_cleared: int = 0
    pending: int = 0

    @property
    def persons(self) -> int:
        """All of the roll."""
        return self.cleared + self.not_cleared + self.pending

    @property
    def all_cleared(self) -> bool:
        """Whether there is somebody, and nobody waits or was not cleared."""
        return bool(self.persons) and self.cleared == self.persons


def standing_of(recorded: Iterable[Standing]) -> Standing:
    """What holds of everything recorded on one person in one rotation, in the order in which it was recorded.

    The last one; but whoever was not cleared once stays so in that rotation, whatever came later under another record
    of the same person.
    """
    last = WAITING
    for one in recorded:
        if last.result != "not_cleared":
            last = one
    return last


def day_of_roll(deploys_on: date, ends_on: date, today: date) -> date:
    """The day on whose roll people are screened: that of deployment, later today, and after the tour its last day."""
    return min(max(today, deploys_on), ends_on)


def leaving_refusal(left_on: date | None, *, deploys_on: date, today: date) -> Sentence | None:
    """Why a day cannot be the last of those who are taken off a roll; of a rotation not yet deployed none is asked."""
    if today < deploys_on:
        return None
    if left_on is None:
        return say("The rotation is deployed: say which day was their last in it.")
    if left_on > today:
        return say("The day has not come yet: write %(day)s or earlier.", day=today)
    if left_on < deploys_on - timedelta(days=1):
        return say("The rotation deployed on %(day)s: write the day before it if they never came.", day=deploys_on)
    return None


def refusals(
    result: str,
    *,
    screened_on: date,
    remark: str,
    today: date,
    persons: int,
    everybody: bool,
    excluded: Iterable[str],
    unknown: Iterable[str],
) -> dict[str, list[Sentence]]:
    """Why a result cannot be recorded: every reason at once, by field of the form.

    `everybody`: it is asked for whoever waits. `excluded`: service numbers of those asked for who were not cleared
    before; `unknown`: numbers that nobody on the roll has.
    """
    found: dict[str, list[Sentence]] = {}
    if screened_on > today:
        words = say("Screening that has not taken place yet has no result: write %(day)s or earlier.", day=today)
        found["screened_on"] = [words]
    if result == "not_cleared" and not remark:
        found["remark"] = [say("Say where the decision is found: whoever is not cleared stays out of this rotation.")]
    if result == "not_cleared" and everybody:
        found["whom"] = [say("Not clearing somebody is final. Tick those it is about, or paste their service numbers.")]
    told = [
        say("%(number)s was not cleared for this rotation. That is final: nothing else can be recorded.", number=one)
        for one in excluded
    ]
    told += [say("Nobody with the service number %(number)s is on the roll.", number=one[:40]) for one in unknown]
    if told:
        found["numbers"] = told
    elif not persons:
        nobody = say("Nobody was chosen: tick persons, or paste their service numbers.")
        found["whom"] = [*found.get("whom", []), say("Nobody waits.") if everybody else nobody]
    return found
