"""What would close the gaps of a rotation: by when to train, and the next session that teaches it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from trainingapp.curricula import queries as curricula
from trainingapp.curricula.rules import held_through
from trainingapp.forces.queries import RotationFacts
from trainingapp.readiness.closing import Closing, closing
from trainingapp.readiness.standings import RotationStanding
from trainingapp.training.queries import sessions as training
from trainingapp.training.queries.sessions import SessionFacts


@dataclass(frozen=True, slots=True)
class Remedy:
    """By when to train; None when no version of the curriculum is in force. `session`: the next that teaches it."""

    closing: Closing | None
    session: SessionFacts | None


def remedies(
    rotation: RotationFacts, standing: RotationStanding, *, today: date, sessions: bool
) -> Mapping[str, Remedy]:
    """Curriculum -> what closes it, of what somebody on the roll lacks; nothing once the tour is over.

    `sessions`: whether the reader may see training sessions. Two statements.
    """
    lacking = [code for code, tally in standing.tallies.items() if tally.gap]
    in_force = {
        version.code: version
        for version in reversed(curricula.recordable(today))
        if version.standing(today) == "in_force"
    }
    by = rotation.deploys_on if today <= rotation.deploys_on else rotation.ends_on
    planned = training.next_of(lacking, first=today, last=by) if sessions else {}
    found = {}
    for code in lacking if today <= rotation.ends_on else ():
        when = None
        if (version := in_force.get(code)) is not None:
            lasts = partial(held_through, validity=version.validity, version=version)
            when = closing(lasts, today=today, deploys_on=rotation.deploys_on, ends_on=rotation.ends_on)
        found[code] = Remedy(when, planned.get(code))
    return found
