"""How certifications were verified, who was drawn for audits, and what was found: as facts (R57)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import (
    Attestation,
    AttestationSubmission,
    Sample,
    SampleFinding,
    SamplePerson,
    Verification,
    VerificationItem,
)
from trainingapp.attestations.queries.words import visible
from trainingapp.attestations.sampling import DISCREPANCIES, Rate
from trainingapp.attestations.verifying import Answered, Standing, Verified, standing_of
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow


@dataclass(frozen=True, slots=True)
class VerificationFacts:
    """A verification as it was recorded. `current`: of what was submitted last."""

    public_id: str
    kind: str
    verified_on: date
    remark: str
    recorded_by: str
    recorded_at: datetime
    current: bool
    items: Mapping[str, Answered] = field(default_factory=dict)

    @property
    def verified(self) -> Verified:
        """As the rules know it."""
        return Verified(self.kind, self.verified_on, self.items, self.current)


def verifications(attestation_ids: Collection[int]) -> Mapping[int, list[VerificationFacts]]:
    """Certification -> its verifications in the order of recording. The caller has seen them. Two statements."""
    keys = sorted(set(attestation_ids))
    last = (
        select(AttestationSubmission.attestation_id, func.max(AttestationSubmission.entry_seq).label("seq"))
        .where(AttestationSubmission.attestation_id.in_(keys))
        .group_by(AttestationSubmission.attestation_id)
        .subquery()
    )
    items: dict[int, dict[str, Answered]] = {}
    for key, item, confirmed, remark in db.session.execute(
        select(
            VerificationItem.verification_id,
            VerificationItem.item,
            VerificationItem.confirmed,
            VerificationItem.remark,
        )
        .join(Verification, Verification.id == VerificationItem.verification_id)
        .where(Verification.attestation_id.in_(keys))
        .order_by(VerificationItem.id)
    ):
        items.setdefault(key, {})[item] = Answered(confirmed, remark)
    rows: Any = db.session.execute(
        select(
            Verification.attestation_id,
            Verification.id,
            Verification.public_id,
            Verification.kind,
            Verification.verified_on,
            Verification.remark,
            Verification.recorded_by,
            Verification.recorded_at,
            Verification.entry_seq > last.c.seq,
        )
        .join(last, last.c.attestation_id == Verification.attestation_id)
        .where(Verification.attestation_id.in_(keys))
        .order_by(Verification.id)
    )
    found: dict[int, list[VerificationFacts]] = {}
    for about, key, *facts in rows:
        found.setdefault(about, []).append(VerificationFacts(*[*facts, items.get(key, {})]))
    return found


def standings(attestation_ids: Collection[int]) -> Mapping[int, Standing]:
    """Certification -> how far it is verified, of each of them. Two statements."""
    found = verifications(attestation_ids)
    return {key: standing_of(one.verified for one in found.get(key, ())) for key in attestation_ids}


# --- Samples ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """Who was drawn for an audit: how many of how many, by which seed. Keys are never shown."""

    id: int
    public_id: str
    state_code: str
    attestation_id: int
    attestation: str
    seed: str
    size: int
    roll: int
    roll_sha256: str
    drawn_on: date
    drawn_by: str
    drawn_at: datetime
    #: The entry of the journal that it is bound to: the roll of that moment can be told again.
    entry_seq: int


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    """Somebody who was drawn. `name` and number are empty for whoever was erased."""

    id: int
    place: int
    #: As they were called in the draw; the record that is kept of them is `person`.
    drawn: str
    person: str
    name: str | None
    original_name: str | None
    service_number: str | None


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What was found of one person's training in one curriculum, the newest finding of it."""

    curriculum: str
    ordinal: int
    proof: str
    outcome: str
    remark: str
    found_on: date
    found_by: str


_SAMPLE: Any = (
    Sample.id,
    Sample.public_id,
    Sample.state_code,
    Sample.attestation_id,
    Attestation.public_id,
    Sample.seed,
    Sample.size,
    Sample.roll,
    Sample.roll_sha256,
    Sample.drawn_on,
    Sample.drawn_by,
    Sample.drawn_at,
    Sample.entry_seq,
)


def samples_of(attestation_id: int) -> list[SampleFacts]:
    """The samples drawn of a certification, the oldest first. The caller has seen it. One statement."""
    rows: Any = db.session.execute(
        select(*_SAMPLE)
        .join(Attestation, Attestation.id == Sample.attestation_id)
        .where(Sample.attestation_id == attestation_id)
        .order_by(Sample.id)
    )
    return [SampleFacts(*row) for row in rows]


def sample(scope: Scope, public_id: str) -> SampleFacts:
    """One sample. Raises Absent, also when its certification lies outside the scope. One statement."""
    row: Any = db.session.execute(
        select(*_SAMPLE)
        .join(Attestation, Attestation.id == Sample.attestation_id)
        .where(Sample.public_id == public_id, visible(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return SampleFacts(*row)


def drawn(sample_id: int) -> list[DrawnFacts]:
    """Who was drawn, in the order of drawing: for whoever may see the people of the State. One statement."""
    then = aliased(PersonNow)
    rows = db.session.execute(
        select(
            SamplePerson.id,
            SamplePerson.place,
            then.public_id,
            PersonNow.public_id,
            PersonNow.full_name,
            PersonNow.original_name,
            PersonNow.service_number,
        )
        .join(then, then.person_id == SamplePerson.person_id)
        .join(PersonNow, PersonNow.person_id == then.same_as)
        .where(SamplePerson.sample_id == sample_id)
        .order_by(SamplePerson.place)
    )
    return [DrawnFacts(*row) for row in rows]


def findings(sample_id: int) -> Mapping[int, Mapping[str, FindingFacts]]:
    """Somebody drawn, by their key -> curriculum -> the newest finding. One statement."""
    rows: Any = db.session.execute(
        select(
            SampleFinding.sample_person_id,
            SampleFinding.curriculum_code,
            SampleFinding.ordinal,
            SampleFinding.proof,
            SampleFinding.outcome,
            SampleFinding.remark,
            SampleFinding.found_on,
            SampleFinding.found_by,
        )
        .join(SamplePerson, SamplePerson.id == SampleFinding.sample_person_id)
        .where(SamplePerson.sample_id == sample_id)
        .order_by(SampleFinding.id)
    )
    found: dict[int, dict[str, FindingFacts]] = {}
    for key, *one in rows:
        found.setdefault(key, {})[one[0]] = FindingFacts(*one)
    return found


def outcomes_of(attestation_id: int) -> Mapping[int, list[str]]:
    """Sample -> the outcomes of its newest findings, of every sample of a certification. One statement."""
    rows = db.session.execute(
        select(
            SamplePerson.sample_id, SampleFinding.sample_person_id, SampleFinding.curriculum_code, SampleFinding.outcome
        )
        .join(SamplePerson, SamplePerson.id == SampleFinding.sample_person_id)
        .join(Sample, Sample.id == SamplePerson.sample_id)
        .where(Sample.attestation_id == attestation_id)
        .order_by(SampleFinding.id)
    )
    newest: dict[int, dict[tuple[int, str], str]] = {}
    for sample_id, person, curriculum, outcome in rows:
        newest.setdefault(sample_id, {})[person, curriculum] = outcome
    return {sample_id: list(found.values()) for sample_id, found in newest.items()}


def rates(states: Collection[str] | None = None) -> Mapping[str, Rate]:
    """State -> how often audits found what speaks against its certifications; of these States, or of all.

    Confidential to the State and to the Secretariat's reviewers: the caller asks only for what may be shown. States
    without a finding are left out. One statement.
    """
    newest = (
        select(
            SampleFinding.sample_person_id,
            SampleFinding.curriculum_code,
            func.max(SampleFinding.ordinal).label("ordinal"),
        )
        .group_by(SampleFinding.sample_person_id, SampleFinding.curriculum_code)
        .subquery()
    )
    statement = (
        select(SampleFinding.state_code, SampleFinding.outcome, func.count())
        .join(
            newest,
            (newest.c.sample_person_id == SampleFinding.sample_person_id)
            & (newest.c.curriculum_code == SampleFinding.curriculum_code)
            & (newest.c.ordinal == SampleFinding.ordinal),
        )
        .group_by(SampleFinding.state_code, SampleFinding.outcome)
    )
    if states is not None:
        statement = statement.where(SampleFinding.state_code.in_(sorted(states)))
    findings, wrong = Counter[str](), Counter[str]()
    for state, outcome, count in db.session.execute(statement):
        findings[state] += count
        wrong[state] += count if outcome in DISCREPANCIES else 0
    return {state: Rate(wrong[state], count) for state, count in findings.items()}
