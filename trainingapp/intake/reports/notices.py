"""What a rotation's page and the first page say of results by hand."""

from trainingapp.accounts.rules import Identity
from trainingapp.forces.notices import NOTICES, Notice, Subject
from trainingapp.kit.words import N_, say
from trainingapp.rosters.queries import by_hand


def waiting(identity: Identity, rotation: Subject) -> Notice | None:
    """How many results typed by hand wait to be confirmed for a rotation. One statement."""
    found = by_hand.waiting_for_rotation(identity.scope("rotations.see"), rotation.id)
    if not found.records:
        return None
    sentence = say(
        "Results recorded by hand that wait to be confirmed: %(lines)s. They count nowhere until then.",
        lines=found.lines,
    )
    may = identity.can("completions.confirm")
    return Notice(
        sentence,
        "intake.by_hand_to_confirm" if may else "intake.by_hand_mine" if identity.can("rosters.record") else None,
        N_("See what waits"),
    )


NOTICES.append(waiting)
