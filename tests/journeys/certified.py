"""What the pages of certifications are about: one that was sent twice, one that is written, an officer alone."""

from flask import current_app

from tests import make
from tests.house.certified import sent
from tests.make import NOW
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions import writing
from trainingapp.attestations.wording import Answer, Content
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Rotation
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db, transaction

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def certified(found: RotationFacts, by: Identity) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Argument of a URL -> value; and endpoint -> what it is about instead."""
    rotation = db.session.get(Rotation, found.id)
    assert rotation is not None
    attestation_id, paper_id = sent(rotation)
    officer = make.person(make.state(), "BA-SO-1", "Farhana Akter")
    make.assignment(rotation, officer, category="staff_officer")
    with transaction():
        draft = writing.open_attestation(found.public_id, "readiness", by=by, now=NOW)
        said = Content(signatory="Brigadier Kamal Uddin", caveats="none", answers={"fitness": Answer("no", "In May.")})
        writing.save_edition(draft, said, edition=0, by=by, now=NOW)
        roll = forces.roll(by.scope("people.see"), found.id, as_of=found.deploys_on)
        reasons = {line.person.public_id: "Holds a higher qualification" for line in roll[:2]}
        writing.set_exceptions(draft, "BFA", reasons, edition=1, by=by, now=NOW)
    keep_paper(draft, by)
    values = {"attestation_id": attestation_id, "paper_id": paper_id, "officer_id": officer.public_id}
    return values, {
        "attestations.write": {"attestation_id": draft},
        "attestations.exceptions": {"attestation_id": draft, "code": "BFA"},
    }


def keep_paper(attestation_id: str, by: Identity) -> None:
    """A paper goes with it."""
    folder = current_app.config["SETTINGS"].data_dir / "papers"
    paper = writing.Sent(PDF, examined(PDF, name="note verbale.pdf"), "note_verbale")
    with transaction():
        writing.attach(attestation_id, paper, folder=folder, most=10, by=by, now=NOW)
