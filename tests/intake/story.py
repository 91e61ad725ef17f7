"""The story of the rotation BANBAT-4 (E2), as the tests tell it: its sample files, and who acts."""

from typing import Any

from tests import make
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.curricula import queries as curricula
from trainingapp.demo import samples
from trainingapp.forces import queries as forces
from trainingapp.intake import actions
from trainingapp.intake.hints import Hints, read_file
from trainingapp.kit.db import transaction

NOW = make.NOW
TODAY = NOW.date()
FILES = samples.files()


def officer(state: str = "BGD") -> Identity:
    """A training officer of a State."""
    return Identity(f"officer-{state}", "Nasrin", (Grant("training_officer", "state", frozenset({state}), code=state),))


def rotation(**more: Any) -> forces.RotationFacts:
    """BANBAT-4, before its roll is known."""
    made = make.rotation(make.state(), **more)
    return facts(made.public_id)


def facts(public_id: str) -> forces.RotationFacts:
    return forces.rotation(officer().scope("rotations.see"), public_id, as_of=TODAY)


def record_roll(rotation: forces.RotationFacts, content: bytes = FILES[samples.ROLL]) -> actions.Receipt:
    with transaction():
        return actions.record_roll(read_file(content), rotation, by=officer(), now=NOW, today=TODAY, good_rows=False)


def record_results(
    rotation: forces.RotationFacts,
    content: bytes = FILES[samples.RESULTS],
    *,
    good_rows: bool = True,
    by: Identity | None = None,
    hints: Hints | None = None,
) -> actions.Receipt:
    with transaction():
        return actions.record_results(
            read_file(content, hints=hints),
            rotation,
            curricula.version("CPTM", "2017"),
            by=by or officer(),
            now=NOW,
            today=TODAY,
            good_rows=good_rows,
        )
