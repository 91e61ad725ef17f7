"""Pure: a unit that comes over from another organisation's operation: what was recognised, and what remains (R52)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.kit.words import Sentence, say
from trainingapp.readiness.coverage import Tally
from trainingapp.readiness.rules import Held
from trainingapp.readiness.standings import RotationStanding


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: who held it at the transfer of authority, and who holds it on the day asked about."""

    curriculum: str
    at_transfer: Tally
    #: Of those who held it at the transfer: by other training that is recognised.
    recognised: int
    now: Tally
    #: The earliest last day within the tour on which it runs out, and for how many; None when it lasts for everybody.
    runs_out: tuple[date, int] | None


def lines(at_transfer: RotationStanding, now: RotationStanding, *, ends_on: date) -> Sequence[Line]:
    """A line for each requirement that binds somebody on either day, in the order of the rules."""
    then, today = at_transfer.tallies, now.tallies
    return [
        Line(
            code,
            then.get(code, Tally()),
            _recognised(at_transfer, code),
            today.get(code, Tally()),
            _runs_out(now, code, ends_on),
        )
        for code in {**then, **today}
    ]


def _recognised(standing: RotationStanding, code: str) -> int:
    held = (person.mandatory.get(code) for person in standing.persons)
    return sum(isinstance(one, Held) and one.by.rests_on is not None for one in held)


def _runs_out(standing: RotationStanding, code: str, ends_on: date) -> tuple[date, int] | None:
    held = (person.mandatory.get(code) for person in standing.persons)
    last = Counter(one.through for one in held if isinstance(one, Held) and one.through < ends_on)
    return min(last.items()) if last else None


def gaps(tallies: Mapping[str, Tally]) -> tuple[int, int]:
    """How much is required of one person and not held, and how much of that is waived."""
    return sum(one.gap for one in tallies.values()), sum(one.waived for one in tallies.values())


def refusals(transfer_on: date, deadline_on: date, *, deploys_on: date, ends_on: date) -> dict[str, Sentence]:
    """Why a case cannot be opened, by field."""
    found: dict[str, Sentence] = {}
    if transfer_on > ends_on:
        found["transfer_on"] = say("The tour ends on %(day)s: authority is transferred before that.", day=ends_on)
    elif transfer_on < deploys_on:
        found["transfer_on"] = say(
            "The rotation deploys on %(day)s; authority is transferred then or later. Write that day or a later one.",
            day=deploys_on,
        )
    if deadline_on < transfer_on:
        found["deadline_on"] = say("The deadline is the day of the transfer or later.")
    elif deadline_on > ends_on:
        found["deadline_on"] = say("The tour ends on %(day)s: the deadline is before that.", day=ends_on)
    return found
