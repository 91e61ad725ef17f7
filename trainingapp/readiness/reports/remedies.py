"""What would close the gaps of a tour: by when to train, and the next session that teaches it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import held_through
from trainingapp.readiness.closing import Closing, closing
from trainingapp.training.queries import sessions as training
from trainingapp.training.queries.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class Remedy:
    """By when to train; None when no version of the curriculum is in force. `session`: the next that teaches it."""

    closing: Closing | None
    session: SessionFacts | None


class Lacking(NamedTuple):
    """The curricula that somebody, or anybody on a roll, lacks in a tour."""

    curricula: Collection[str]
    deploys_on: date
    ends_on: date


def remedies(found: Sequence[Lacking], *, today: date, sessions: bool) -> list[Mapping[str, Remedy]]:
    """For each tour, curriculum -> what closes its gap from today on; nothing once the tour is over.

    `sessions`: whether the reader may see training sessions. Two statements.
    """
    in_force = {
        version.code: version
        for version in reversed(curricula.recordable(today))
        if version.standing(today) == "in_force"
    }
    codes = {code for one in found for code in one.curricula}
    last = max((one.ends_on for one in found), default=today)
    planned = training.next_of(codes, first=today, last=last) if sessions else {}
    return [_remedies(one, in_force, planned, today) for one in found]


def _remedies(
    one: Lacking, in_force: Mapping[str, VersionFacts], planned: Mapping[str, SessionFacts], today: date
) -> Mapping[str, Remedy]:
    by = one.deploys_on if today <= one.deploys_on else one.ends_on
    found = {}
    for code in one.curricula if today <= one.ends_on else ():
        when = None
        if (version := in_force.get(code)) is not None:
            lasts = partial(held_through, validity=version.validity, version=version)
            when = closing(lasts, today=today, deploys_on=one.deploys_on, ends_on=one.ends_on)
        # The next of all: when it is over too late for this tour, so is every other.
        session = planned.get(code)
        found[code] = Remedy(when, session if session and session.ends_on <= by else None)
    return found
