"""What happened to the evidence of a submission since the entry of the journal that it is bound to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from trainingapp.attestations.changed import NOT_OF
from trainingapp.attestations.models import Screening
from trainingapp.attestations.queries.words import AttestationFacts
from trainingapp.completions.models import Completion, CompletionHold, CompletionWithdrawal, RecordingSuspensionEnd
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow


@dataclass(frozen=True, slots=True)
class Change:
    """So many persons of a rotation to whom something happened after it was submitted: a key of `changed.CHANGES`."""

    kind: str
    persons: int


def changes(sent: Collection[AttestationFacts]) -> Mapping[int, tuple[Change, ...]]:
    """Certification -> what happened to its evidence since it was last submitted; those without a change are left out.

    Only what takes away counts: a completion withdrawn or put under review, somebody new on the roll, somebody gone
    before deployment, a screening that is no longer cleared; and each only as long as it is so. Training recorded since
    does not. One statement; the rows it starts from are few, because they are newer than the oldest submission.
    """
    bound = [(one, one.submission.entry_seq) for one in sent if one.submission is not None]
    if not bound:
        return {}
    since = min(seq for _one, seq in bound)
    rotations = sorted({one.rotation_id for one, _seq in bound})
    found: dict[int, set[tuple[str, int, int, int]]] = {}
    for kind, rotation, person, at, of in db.session.execute(union_all(*_happened(since, rotations))):
        found.setdefault(rotation, set()).add((kind, person, at, of))
    told: dict[int, tuple[Change, ...]] = {}
    for one, seq in bound:
        persons: dict[str, set[int]] = {}
        for kind, person, at, of in found.get(one.rotation_id, ()):
            # What was recorded after the submission was no part of its evidence.
            if kind in NOT_OF.get(one.kind, ()):
                continue
            if at > seq and of <= seq and (one.person_id is None or one.same_as == person):
                persons.setdefault(kind, set()).add(person)
        if persons:
            told[one.id] = tuple(Change(kind, len(who)) for kind, who in sorted(persons.items()))
    return told


def _happened(since: int, rotations: Collection[int]) -> list[Any]:
    line, row, trained = aliased(Assignment), aliased(PersonNow), aliased(PersonNow)
    here = line.rotation_id.in_(rotations)
    withdrawn = (
        select(
            literal("withdrawn"), line.rotation_id, row.same_as, CompletionWithdrawal.entry_seq, Completion.entry_seq
        )
        .select_from(CompletionWithdrawal)
        .join(Completion, Completion.id == CompletionWithdrawal.completion_id)
        .join(trained, trained.person_id == Completion.person_id)
        .join(row, row.same_as == trained.same_as)
        .join(line, line.person_id == row.person_id)
        .where(CompletionWithdrawal.entry_seq > since, here)
    )
    lifted = exists().where(RecordingSuspensionEnd.suspension_id == CompletionHold.suspension_id)
    held = (
        select(literal("held"), line.rotation_id, row.same_as, CompletionHold.entry_seq, Completion.entry_seq)
        .select_from(CompletionHold)
        .join(Completion, Completion.id == CompletionHold.completion_id)
        .join(trained, trained.person_id == Completion.person_id)
        .join(row, row.same_as == trained.same_as)
        .join(line, line.person_id == row.person_id)
        .where(CompletionHold.entry_seq > since, ~lifted, here)
    )
    none = literal(0)
    ended = exists().where(AssignmentEnd.assignment_id == line.id, _never_there())
    joined = (
        select(literal("joined"), line.rotation_id, row.same_as, line.entry_seq, none)
        .join(row, row.person_id == line.person_id)
        .join(Rotation, Rotation.id == line.rotation_id)
        .where(line.entry_seq > since, ~ended.correlate(line, Rotation), here)
    )
    left = (
        select(literal("left"), line.rotation_id, row.same_as, AssignmentEnd.entry_seq, line.entry_seq)
        .select_from(AssignmentEnd)
        .join(line, line.id == AssignmentEnd.assignment_id)
        .join(row, row.person_id == line.person_id)
        .join(Rotation, Rotation.id == line.rotation_id)
        .where(
            AssignmentEnd.entry_seq > since,
            _never_there(),
            here,
        )
    )
    later, same = aliased(Screening), aliased(PersonNow)
    cleared_since = (
        exists()
        .where(
            later.rotation_id == Screening.rotation_id,
            later.id > Screening.id,
            later.result == "cleared",
            same.person_id == later.person_id,
            same.same_as == row.same_as,
        )
        .correlate(Screening, row)
    )
    # Whoever was not cleared once stays so.
    stays = or_(Screening.result == "not_cleared", and_(Screening.result == "pending", ~cleared_since))
    screened = (
        select(literal("screening"), Screening.rotation_id, row.same_as, Screening.entry_seq, none)
        .join(row, row.person_id == Screening.person_id)
        .where(Screening.entry_seq > since, stays, Screening.rotation_id.in_(rotations))
    )
    return [withdrawn, held, joined, left, screened]


def _never_there() -> ColumnElement[bool]:
    """Lines that ended so that nobody stood on them at deployment; to be joined with rotations."""
    return or_(AssignmentEnd.kind == "in_error", AssignmentEnd.ended_on < Rotation.deploys_on)
