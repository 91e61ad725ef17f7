"""Certifications as tests need them: of a small battalion that is screened and trained, written, signed, submitted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import make
from tests.attestations.screened import screened
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions.deciding import accept, take_up
from trainingapp.attestations.actions.submitting import hand_on, submit
from trainingapp.attestations.checklist import items_for
from trainingapp.attestations.models import Attestation, AttestationEdition, AttestationException
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.reports import drafted
from trainingapp.attestations.wording import STATED, Answer, Content
from trainingapp.kit.db import db
from trainingapp.readiness.reports import of_rotation
from trainingapp.states.models import State

#: The day on which most of it happens.
TODAY = date(2017, 10, 28)
NOW = datetime(2017, 10, 28, 9, tzinfo=UTC)


def speaking_for(state: str, role: str = "focal_point", name: str = "") -> Identity:
    """Somebody with a role for a State."""
    return Identity(name or f"{role} of {state}", name or role, (Grant(role, "state", frozenset({state}), code=state),))


def reviewer(role: str = "reviewer_military", name: str = "") -> Identity:
    """A reviewer of the Secretariat."""
    return Identity(name or role, name or role, (Grant(role, "all"),))


FOCAL = speaking_for("BGD")
AUTHORITY = speaking_for("BGD", "certifying_authority")
MILITARY = reviewer()
POLICE = reviewer("reviewer_police")
TRAINING = reviewer("reviewer_training")


def ready(of: State, strength: int = 8, *, women: int = 2, code: str = "BANBAT-4", **more: object) -> Battalion:
    """A battalion whose roll is cleared and holds everything that is asked of it."""
    group = battalion(of, strength, women=women, code=code, **more)
    trained(group)
    screened(group, range(strength))
    return group


def trained(group: Battalion, **only: int) -> None:
    """Everybody passes whatever is asked of the battalion; of curricula that are named, only the first so many."""
    judged = of_rotation(
        OPERATOR.scope("gaps.see"),
        group.rotation.public_id,
        as_of=group.rotation.deploys_on,
        names=OPERATOR.scope("people.see"),
    )
    for code in judged.standing.tallies:
        first = only.get(code.replace("-", "_"), len(group.people))
        group.pass_all(make.newest(code), date(2017, 9, 25), range(first))


def opened(group: Battalion, kind: str = "training", *, person: int | None = None, ordinal: int = 1) -> str:
    """A certification that was begun, of the rotation or of one person; its public id."""
    rotation = group.rotation
    person_id = None if person is None else group.people[person].id
    row = make._keep(
        Attestation,
        state_code=rotation.state_code,
        rotation_id=rotation.id,
        person_id=person_id,
        subject="rotation" if person_id is None else str(person_id),
        kind=kind,
        ordinal=ordinal,
        opened_by=speaking_for(rotation.state_code).public_id,
        opened_at=NOW,
    )
    return str(row.public_id)


def facts(public_id: str, by: Identity = FOCAL) -> AttestationFacts:
    """The certification as somebody sees it."""
    return attestation(by.scope("attestations.see"), public_id)


def filled(found: AttestationFacts, **more: Any) -> Content:
    """Everything that a signature asks for, said truly."""
    names = speaking_for(found.state_code).scope("people.see")
    lines = drafted(found, names=names, today=TODAY).sheet.lines
    content = Content(
        signatory="Brigadier Kamal Uddin",
        function="Director of Operations",
        dated=TODAY.isoformat(),
        caveats="none",
        statements=STATED[found.kind],
        claims={line.curriculum: line.held for line in lines},
        answers={item.code: Answer("yes") for item in items_for(found.kind, deploys_on=found.deploys_on)},
    )
    return replace(content, **more)


def written(public_id: str, by: Identity | None = None, **more: Any) -> None:
    """An edition with everything that a signature asks for."""
    found = _found(public_id)
    row = {
        "state_code": found.state_code,
        "attestation_id": found.id,
        "ordinal": 1 + _editions(found.id),
        **filled(found, **more).kept(),
        "saved_by": (by or speaking_for(found.state_code)).public_id,
        "saved_at": NOW,
    }
    make._keep(AttestationEdition, **row)


def excused(public_id: str, group: Battalion, code: str, *which: int) -> None:
    """These lack a curriculum, and the newest edition says why they deploy."""
    found = _found(public_id)
    newest = db.session.query(AttestationEdition).filter_by(attestation_id=found.id, ordinal=_editions(found.id)).one()
    for n in which:
        make._keep(
            AttestationException,
            state_code=found.state_code,
            attestation_id=found.id,
            edition_id=newest.id,
            person_id=group.people[n].id,
            curriculum_code=code,
            reason="Medic, holds a higher qualification",
        )


def handed(group: Battalion, kind: str = "training", **more: Any) -> str:
    """A certification that waits for its signature; its public id."""
    public_id = opened(group, kind)
    written(public_id, **more)
    hand_on(public_id, by=speaking_for(group.rotation.state_code), now=NOW, today=TODAY)
    db.session.commit()
    return public_id


def submitted(group: Battalion, kind: str = "training", **more: Any) -> str:
    """A certification that waits for the Secretariat; its public id."""
    public_id = handed(group, kind, **more)
    signs = speaking_for(group.rotation.state_code, "certifying_authority")
    submit(public_id, by=signs, now=NOW, today=TODAY)
    db.session.commit()
    return public_id


def under_review(group: Battalion, kind: str = "training", by: Identity = MILITARY, **more: Any) -> str:
    """A certification that somebody reviews; its public id."""
    public_id = submitted(group, kind, **more)
    take_up(public_id, for_=by, by=by, now=NOW, today=TODAY)
    db.session.commit()
    return public_id


def accepted(group: Battalion, kind: str = "training", by: Identity = MILITARY, on: date = TODAY, **more: Any) -> str:
    """A certification that was accepted; its public id."""
    public_id = under_review(group, kind, by, **more)
    accept(public_id, by=by, now=NOW + timedelta(days=(on - TODAY).days), today=on)
    db.session.commit()
    return public_id


def _found(public_id: str) -> AttestationFacts:
    row = db.session.query(Attestation).filter_by(public_id=public_id).one()
    return attestation(speaking_for(row.state_code).scope("attestations.see"), public_id)


def _editions(key: int) -> int:
    return db.session.query(AttestationEdition).filter_by(attestation_id=key).count()
