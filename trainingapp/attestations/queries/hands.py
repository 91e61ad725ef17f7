"""Who had a hand in a certification for its State: whoever prepared it never signs it, and none of them reviews it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select, union

from trainingapp.attestations.models import (
    Attestation,
    AttestationEdition,
    AttestationFile,
    AttestationFileEnd,
    AttestationStep,
)
from trainingapp.kit.db import db

_STEP = AttestationStep


def hands(attestation_id: int) -> frozenset[str]:
    """The public ids of all who ever began or wrote it, attached or took out a paper, handed it on, gave it back,
    signed or sent it for the State. One statement."""
    return hands_of([attestation_id])[attestation_id]


def hands_of(attestation_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The same of each of several certifications. One statement."""
    wanted = sorted(attestation_ids)
    stepped = select(_STEP.attestation_id, _STEP.stepped_by).where(
        _STEP.attestation_id.in_(wanted), _STEP.kind.in_(("handed", "given_back", "submitted"))
    )
    found: dict[int, set[str]] = {one: set() for one in wanted}
    rows: Any = db.session.execute(union(*_prepared(wanted), stepped))
    for one, who in rows:
        found[one].add(who)
    return {one: frozenset(people) for one, people in found.items()}


def writers(attestation_id: int) -> frozenset[str]:
    """The public ids of all who prepared it: who began or wrote it, attached or took out a paper, or handed it on last.
    None of them signs it. One statement."""
    last = select(func.max(_STEP.ordinal)).where(_STEP.attestation_id == attestation_id, _STEP.kind == "handed")
    handed = select(_STEP.attestation_id, _STEP.stepped_by).where(
        _STEP.attestation_id == attestation_id, _STEP.ordinal == last.scalar_subquery()
    )
    rows: Any = db.session.execute(union(*_prepared([attestation_id]), handed))
    return frozenset(who for _one, who in rows)


def _prepared(wanted: Collection[int]) -> list[Any]:
    return [
        select(Attestation.id, Attestation.opened_by).where(Attestation.id.in_(wanted)),
        select(AttestationEdition.attestation_id, AttestationEdition.saved_by).where(
            AttestationEdition.attestation_id.in_(wanted)
        ),
        select(AttestationFile.attestation_id, AttestationFile.attached_by).where(
            AttestationFile.attestation_id.in_(wanted)
        ),
        select(AttestationFile.attestation_id, AttestationFileEnd.ended_by)
        .join(AttestationFile, AttestationFile.id == AttestationFileEnd.file_id)
        .where(AttestationFile.attestation_id.in_(wanted)),
    ]
