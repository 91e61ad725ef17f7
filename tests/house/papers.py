"""Reports, needs and bulletins for those who try every route."""

import json
from dataclasses import asdict
from datetime import date

from tests import make
from tests.house.world import World, everyones, of_state
from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions
from trainingapp.bulletins.models import Need
from trainingapp.bulletins.score import PARTS, Weights
from trainingapp.kit.db import db
from trainingapp.snapshots.models import Snapshot, SnapshotFile

CELL = {measure: [0, 0, 0, 0] for measure in ("required", "held", "gap", "waived")}


def on_paper(world: World) -> None:
    """A report of either State, what either needs, two bulletins, and both are new among contributors."""
    for state in ("BGD", "NPL"):
        world.add("report_id", of_state(_report(state), state))
        world.add("need_id", of_state(_need(state), state))
        fact = actions.record_emerging(state, holds_from=date(2017, 1, 1), reason="New.", by=OPERATOR, now=make.NOW)
        db.session.commit()
        world.add("emerging_id", everyones(fact))
    for ordinal in (4, 5):
        for edition in ("inside", "circulation"):
            _stored("bulletin", ordinal, edition, _bulletin())
        world.add("number", everyones(f"2017-{ordinal:02}"))


def _need(state: str) -> str:
    row = make._keep(
        Need,
        state_code=state,
        mission_code="MINUSCA",
        unit_type_code=make.unit_type("INF_BN").code,
        curriculum_code=make.version("CPTM").curriculum_code,
        required=20,
        held=5,
        women=0,
        men=0,
        deploys_on=date(2018, 3, 1),
        language="en",
        mandatory=True,
        remark="",
        declared_by="tests",
        declared_at=make.NOW,
    )
    return str(row.public_id)


def _report(state: str) -> str:
    totals = {"persons": CELL, "requirements": CELL, "curricula": {}}
    about = {"subject": {"state": state, "mission": None, "name": state}, "as_of": "2017-12-31", "by": "mission"}
    counts = {"preparing_days": 180, "evidence": "self_declared", "amber_percent": 90}
    counts |= {"without_roll": 0, "rotations_in_all": 0}
    empty = {"curricula": {}, "order": [], "rules": [], "rows": [], "rotations": []}
    face = {"kind": "gap", "edition": "inside", "colours": {}, "totals": totals} | about | counts | empty
    return _stored("gap", 1 if state == "BGD" else 2, "inside", face, state_code=state)


def _bulletin() -> dict[str, object]:
    need = {"rank": 1, "score": 40, "parts": dict.fromkeys(PARTS, 8), "state": "XSU", "state_name": "Sumora"}
    need |= {"mission": "MINUSCA", "unit_type": "FPU", "unit_label": "FPU", "curriculum": "CPTM", "title": "CPTM"}
    need |= {"language": "en", "source": "declared", "deploys": "2018-03-01", "days": 60}
    need |= {measure: [20, 0, 0, 20] for measure in ("required", "held", "open")}
    return {"weights": asdict(Weights()), "needs": [need], "headcount": 20}


def _stored(kind: str, ordinal: int, edition: str, face: dict[str, object], **more: object) -> str:
    values: dict[str, object] = {"kind": kind, "edition": edition, "year": 2017, "ordinal": ordinal}
    values |= {"as_of": date(2017, 12, 31), "taken_at_entry": 1, "figures": json.dumps(face)}
    row = make._keep(Snapshot, **values, **more, figures_sha256="0" * 64, made_by="tests", made_at=make.NOW)
    for form in ("pdf", "xlsx", "csv"):
        make._keep(SnapshotFile, snapshot_id=row.id, form=form, bytes=b"bytes", sha256="0" * 64)
    return str(row.public_id)
