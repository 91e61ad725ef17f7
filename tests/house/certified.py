"""Certifications for those who try every route: each State sent one twice, with a paper; an officer deploys alone."""

from hashlib import sha256
from io import BytesIO

from flask import current_app
from pypdf import PdfWriter
from sqlalchemy import select

from tests import make
from tests.house.world import World, of_state
from trainingapp.attestations.face import kept
from trainingapp.attestations.models import (
    Attestation,
    AttestationEdition,
    AttestationFile,
    AttestationStep,
    AttestationSubmission,
)
from trainingapp.attestations.wording import Content
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db


def _pdf() -> bytes:
    """A paper that can be read."""
    made, written = PdfWriter(), BytesIO()
    made.add_blank_page(width=200, height=200)
    made.write(written)
    return written.getvalue()


CONTENT = _pdf()
PAPER = {"paper": "checklist", "sha256": sha256(CONTENT).hexdigest()}
LINE = {"curriculum": "CPTM", "required": 1, "held": 1, "claimed": 1, "exceptions": [], "topics": [], "by_sex": {}}
FACE = {
    "form": 1,
    "number": "",
    "ordinal": 1,
    "kind": "training",
    "of_one_person": False,
    "about": {
        "state": "BGD",
        "state_name": "Bangladesh",
        "rotation": "BGD-1",
        "unit": "BGD-1",
        "unit_type": "Infantry",
        "component": "military",
        "mission": "MINUSCA",
        "deploys_on": "2017-11-15",
        "ends_on": "2018-11-14",
        "statement": None,
    },
    "headcount": {"persons": 1, "women": 1, "men": 0, "unspecified": 0},
    "lines": [LINE],
    "screened": {"cleared": 1, "not_cleared": 0, "pending": 0},
    "statements": [],
    "caveats": "none",
    "caveats_text": "",
    "checklist": [],
    "remark": "",
    "signatory": "S",
    "function": "F",
    "dated": "2017-10-28",
    "papers": [PAPER],
}


def certified(world: World) -> None:
    """A certification of the rotation of each State, submitted, returned and submitted again."""
    for code in ("BGD", "NPL"):
        rotation = db.session.scalars(select(Rotation).where(Rotation.code == f"{code}-1")).one()
        attestation_id, paper_id = sent(rotation)
        world.add("attestation_id", of_state(attestation_id, code))
        world.add("paper_id", of_state(paper_id, code))
        officer = make.person(make.state(code), f"{code} SO", "Officer Alone")
        make.assignment(rotation, officer, category="staff_officer")
        world.add("officer_id", of_state(officer.public_id, code))


def walked(rotation: Rotation, *steps: str) -> None:
    """A certification of a rotation that took these steps; one of a single person trained, when it was submitted."""
    by = {"state_code": rotation.state_code}
    own = {"rotation_id": rotation.id, "person_id": None, "subject": "rotation", "kind": "training", "ordinal": 1}
    made = make._keep(Attestation, **by, **own, opened_by="tests", opened_at=make.NOW)
    by |= {"attestation_id": made.id}
    words = {**Content().kept(), "saved_by": "tests", "saved_at": make.NOW}
    edition = make._keep(AttestationEdition, **by, ordinal=1, **words)
    if "submitted" in steps:
        row = {"edition_id": edition.id, "ordinal": 1, "number": f"PDT-{rotation.code}", **kept(FACE)}
        row |= {"submitted_on": make.NOW.date()}
        make._keep(AttestationSubmission, **by, **row, submitted_by="tests", submitted_at=make.NOW)
    for place, kind in enumerate(steps):
        step = {"ordinal": place, "kind": kind, "submission_id": None, "remark": "Mend it."}
        step |= {"stepped_on": make.NOW.date(), "stepped_by": "tests", "stepped_at": make.NOW}
        make._keep(AttestationStep, **by, **step)


def sent(rotation: Rotation) -> tuple[str, str]:
    """A certification of a rotation, sent twice with a paper; its public id, and that of the paper."""
    by = {"state_code": rotation.state_code}
    own = {"rotation_id": rotation.id, "person_id": None, "subject": "rotation", "kind": "training", "ordinal": 1}
    made = make._keep(Attestation, **by, **own, opened_by="tests", opened_at=make.NOW)
    by |= {"attestation_id": made.id}
    words = {**Content().kept(), "saved_by": "tests", "saved_at": make.NOW}
    edition = make._keep(AttestationEdition, **by, ordinal=1, **words)
    folder = current_app.config["SETTINGS"].data_dir / "papers"
    folder.mkdir(exist_ok=True)
    (folder / f"paper-{rotation.state_code}").write_bytes(CONTENT)
    about = {
        **PAPER,
        "name": "checklist.pdf",
        "kind": "pdf",
        "bytes": len(CONTENT),
        "stored": f"paper-{rotation.state_code}",
    }
    paper = make._keep(AttestationFile, **by, **about, attached_by="tests", attached_at=make.NOW)
    for ordinal in (1, 2):
        number = f"PDT-{rotation.state_code}-2017-0001"
        row = {"edition_id": edition.id, "ordinal": ordinal, "number": number}
        row |= {**kept({**FACE, "number": number, "ordinal": ordinal}), "submitted_on": make.NOW.date()}
        sent = make._keep(AttestationSubmission, **by, **row, submitted_by="tests", submitted_at=make.NOW)
        for place, kind in enumerate(("submitted", "returned") if ordinal == 1 else ("submitted",)):
            step = {"ordinal": 2 * ordinal - 1 + place, "kind": kind, "submission_id": sent.id, "remark": "Mend it."}
            step |= {"stepped_on": make.NOW.date(), "stepped_by": "tests", "stepped_at": make.NOW}
            make._keep(AttestationStep, **by, **step)
    return str(made.public_id), str(paper.public_id)
