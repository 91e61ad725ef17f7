"""Results typed by hand, as the tests do it: a rotation with a small roll, who types, and who confirms."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import current_app

from tests import make
from tests.intake import story
from tests.kit.attached import PDF
from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.actions import by_hand, evidence
from trainingapp.intake.actions.by_hand import Typed
from trainingapp.intake.reports.evidence import FOLDER
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import transaction
from trainingapp.rosters.actions import drafts as keeping
from trainingapp.rosters.grid import Cells
from trainingapp.rosters.queries import drafts
from trainingapp.rosters.queries.drafts import DraftFacts

NOW, TODAY = story.NOW, story.TODAY
TRAINED_ON = date(2017, 9, 25)


def identity(account: Account) -> Identity:
    found = identity_of(account.id)
    assert found is not None
    return found


def people_of(rotation: RotationFacts, count: int = 4) -> list[str]:
    """So many persons on the roll, BD-1 and on; their public ids."""
    of, line = make.state(), make._known(make.Rotation, public_id=rotation.public_id)
    made = []
    for number in range(1, count + 1):
        person = make.person(of, f"BD-{number}", f"Given{number} Family{number}")
        make.assignment(line, person)
        made.append(person.public_id)
    return made


def start(
    rotation: RotationFacts, cells: Mapping[str, Cells], *, by: Identity, day: date | None = TRAINED_ON, **more: object
) -> DraftFacts:
    """What somebody is typing for the rotation."""
    version = curricula.version("CPTM", "2017")
    with transaction():
        public_id = keeping.start(
            state_code=rotation.state_code,
            rotation_id=rotation.id,
            version_id=version.id,
            completed_on=day,
            chosen=(),
            cells=cells,
            by=by.public_id,
            now=NOW,
            **more,  # type: ignore[arg-type]
        )
    return drafts.draft(by.scope("rosters.record"), public_id, by=by.public_id)


def record(
    draft: DraftFacts, folder: Path, *, by: Identity, two_persons: bool = True, good_rows: bool = False
) -> Typed:
    with transaction():
        return by_hand.record(
            draft, by=by, now=NOW, today=TODAY, good_rows=good_rows, two_persons=two_persons, folder=folder
        )


def confirm(record_id: str, *, by: Identity) -> str:
    with transaction():
        return by_hand.confirm(record_id, by=by, now=NOW, today=TODAY)


def typed_and_waiting(rotation: RotationFacts, version: VersionFacts, officer: Identity) -> dict[str, str]:
    """Results that an officer is typing, with mistakes, and others that wait with their evidence; their public ids."""
    scope = officer.scope("rosters.record")
    first, second, third = (line.person.public_id for line in forces.roll(scope, rotation.id, as_of=TODAY)[:3])
    ids = []
    for cells in (
        {first: Cells("pass", "85"), second: Cells("fail", "20")},
        {first: Cells("perhaps", "120", "03/04/2017"), third: Cells("pass", "85")},
    ):
        with transaction():
            made = keeping.start(
                state_code=rotation.state_code,
                rotation_id=rotation.id,
                version_id=version.id,
                completed_on=date(2017, 12, 1),
                chosen=(),
                cells=cells,
                by=officer.public_id,
                now=NOW,
            )
        ids.append(made)
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    with transaction():
        draft = drafts.draft(scope, ids[0], by=officer.public_id)
        evidence.attach(draft, PDF, examined(PDF, name="attendance.pdf"), folder=folder, most=5, now=NOW)
    waiting = record(drafts.draft(scope, ids[0], by=officer.public_id), folder, by=officer)
    return {"draft_id": ids[1], "hand_id": waiting.record}
