"""States' certifications as facts: what each is about, its steps, what was submitted last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import (
    Attestation,
    AttestationEdition,
    AttestationException,
    AttestationFile,
    AttestationFileEnd,
    AttestationStep,
    AttestationSubmission,
)
from trainingapp.attestations.rules import Step, stands
from trainingapp.attestations.said import together
from trainingapp.attestations.wording import Content, read
from trainingapp.forces.models import Rotation, Unit, UnitType
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.states.models import State

#: The record of a person that is kept, of records that are one person.
_KEPT: Final = aliased(PersonNow)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step with who took it, when, and why. `submission` is the key of what it was about."""

    kind: str
    by: str
    on: date
    at: datetime
    remark: str
    assigned_to: str | None
    submission: int | None

    @property
    def step(self) -> Step:
        """As the rules know it."""
        return Step(self.kind, self.by, self.on, self.assigned_to)


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What was signed and sent, with the entry of the journal that it is bound to."""

    id: int
    public_id: str
    ordinal: int
    number: str
    edition_id: int
    face: Mapping[str, Any]
    face_sha256: str
    submitted_on: date
    submitted_by: str
    submitted_at: datetime
    entry_seq: int


@dataclass(frozen=True, slots=True)
class AttestationFacts:
    """A certification: what it is about, its steps in order, and the newest submission. Keys are never shown."""

    id: int
    public_id: str
    state_code: str
    state_name: str
    kind: str
    ordinal: int
    rotation_id: int
    rotation: str
    rotation_code: str
    designation: str
    unit_type_code: str
    unit_type: str
    component: str
    mission: str
    deploys_on: date
    ends_on: date
    person_id: int | None
    #: The public id of the person, of an individual's certification, and their key as they are known today.
    person: str | None
    same_as: int | None
    opened_by: str
    opened_at: datetime
    steps: tuple[StepFacts, ...] = ()
    submission: SubmissionFacts | None = None
    #: What was accepted, while it stands; None when nothing stands.
    accepted: SubmissionFacts | None = None
    #: Whether a later one of the same kind and subject was accepted.
    superseded: bool = False

    @property
    def number(self) -> str | None:
        """Its number; None while it is a draft."""
        return self.submission.number if self.submission else None

    @property
    def bare_steps(self) -> tuple[Step, ...]:
        """The steps as the rules know them."""
        return tuple(one.step for one in self.steps)

    @property
    def subject(self) -> str:
        """What the key of its subject is."""
        return "rotation" if self.person_id is None else str(self.person_id)


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """A person who is to deploy without a curriculum, with the State's reason."""

    person_id: int
    person: str
    curriculum: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """An edition with what was written, and the exceptions that hold in it."""

    id: int
    ordinal: int
    content: Content
    saved_by: str
    saved_at: datetime
    exceptions: tuple[ExceptionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A paper as it was attached."""

    id: int
    public_id: str
    paper: str
    name: str
    kind: str
    bytes: int
    sha256: str
    stored: str
    attached_by: str
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which certifications; what is None leaves all."""

    kind: str | None = None
    state: str | None = None
    mission: str | None = None
    rotations: Collection[int] | None = field(default=None, hash=False)
    public_id: str | None = None

    def fits(self, one: AttestationFacts) -> bool:
        """Whether a certification is among those wanted."""
        return (
            self.kind in (None, one.kind)
            and self.state in (None, one.state_code)
            and self.mission in (None, one.mission)
            and (self.rotations is None or one.rotation_id in self.rotations)
            and self.public_id in (None, one.public_id)
        )


def visible(scope: Scope) -> ColumnElement[bool]:
    """Certifications that the scope may see: a State's own with its drafts; of others those that were ever sent."""
    sent = exists().where(AttestationSubmission.attestation_id == Attestation.id).correlate(Attestation)
    own = Attestation.state_code.in_(sorted(scope.states)) if scope.states else false()
    return or_(own, sent) if scope.everything else own


def attestations(scope: Scope, wanted: Wanted | None = None) -> list[AttestationFacts]:
    """Every certification in the scope, the newest first, with steps and newest submission. Four statements."""
    wanted = wanted or Wanted()
    chosen = [visible(scope), *_conditions(wanted)]
    rows: Any = db.session.execute(_attestations().where(*chosen).order_by(Attestation.id.desc())).all()
    if not rows:
        return []
    keys = select(Attestation.id).join(Rotation, Rotation.id == Attestation.rotation_id).where(*chosen)
    steps, sent = _steps(keys), _submissions(keys)
    later = _accepted_since(keys)
    return [
        replace(
            one,
            steps=tuple(steps.get(one.id, ())),
            submission=sent[one.id][-1] if one.id in sent else None,
            accepted=_standing(steps.get(one.id, ()), sent.get(one.id, ())),
            superseded=later.get((one.rotation_id, one.same_as, one.kind), 0) > one.id,
        )
        for one in (AttestationFacts(*row) for row in rows)
    ]


def attestation(scope: Scope, public_id: str) -> AttestationFacts:
    """One certification. Raises Absent, also when it lies outside the scope or is another's draft. Four statements."""
    found = attestations(scope, Wanted(public_id=public_id))
    if not found:
        raise Absent()
    return found[0]


def _attestations() -> Any:
    return (
        select(
            *(Attestation.id, Attestation.public_id, Attestation.state_code, State.name, Attestation.kind),
            *(Attestation.ordinal, Attestation.rotation_id, Rotation.public_id, Rotation.code, Unit.designation),
            *(UnitType.code, UnitType.label, UnitType.component, Rotation.mission_code, Rotation.deploys_on),
            *(Rotation.ends_on, Attestation.person_id, _KEPT.public_id, _KEPT.person_id),
            *(Attestation.opened_by, Attestation.opened_at),
        )
        .join(Rotation, Rotation.id == Attestation.rotation_id)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .join(State, State.code == Attestation.state_code)
        .outerjoin(PersonNow, PersonNow.person_id == Attestation.person_id)
        .outerjoin(_KEPT, _KEPT.person_id == PersonNow.same_as)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if wanted.kind is not None:
        found.append(Attestation.kind == wanted.kind)
    if wanted.state is not None:
        found.append(Attestation.state_code == wanted.state)
    if wanted.mission is not None:
        found.append(Rotation.mission_code == wanted.mission)
    if wanted.rotations is not None:
        found.append(Attestation.rotation_id.in_(sorted(wanted.rotations)))
    if wanted.public_id is not None:
        found.append(Attestation.public_id == wanted.public_id)
    return found


def _steps(keys: Select[Any]) -> Mapping[int, list[StepFacts]]:
    found: dict[int, list[StepFacts]] = {}
    rows = db.session.execute(
        select(
            AttestationStep.attestation_id,
            AttestationStep.kind,
            AttestationStep.stepped_by,
            AttestationStep.stepped_on,
            AttestationStep.stepped_at,
            AttestationStep.remark,
            AttestationStep.assigned_to,
            AttestationStep.submission_id,
        )
        .where(AttestationStep.attestation_id.in_(keys))
        .order_by(AttestationStep.attestation_id, AttestationStep.ordinal)
    )
    for row in rows:
        found.setdefault(row[0], []).append(StepFacts(*row[1:]))
    return found


_SUBMISSION = (
    *(AttestationSubmission.id, AttestationSubmission.public_id, AttestationSubmission.ordinal),
    *(AttestationSubmission.number, AttestationSubmission.edition_id, AttestationSubmission.face),
    *(AttestationSubmission.said, AttestationSubmission.face_sha256, AttestationSubmission.submitted_on),
    *(AttestationSubmission.submitted_by, AttestationSubmission.submitted_at, AttestationSubmission.entry_seq),
)


def _submission(row: Sequence[Any]) -> SubmissionFacts:
    key, public_id, ordinal, number, edition, face, texts, *rest = row
    return SubmissionFacts(key, public_id, ordinal, number, edition, together(face, texts), *rest)


def _standing(steps: Sequence[StepFacts], sent: Sequence[SubmissionFacts]) -> SubmissionFacts | None:
    """The submission whose acceptance stands."""
    if not stands([step.step for step in steps]):
        return None
    key = next(step.submission for step in reversed(steps) if step.kind == "accepted")
    return next((one for one in sent if one.id == key), None)


def _submissions(keys: Select[Any]) -> Mapping[int, list[SubmissionFacts]]:
    rows = db.session.execute(
        select(AttestationSubmission.attestation_id, *_SUBMISSION)
        .where(AttestationSubmission.attestation_id.in_(keys))
        .order_by(AttestationSubmission.attestation_id, AttestationSubmission.ordinal)
    )
    found: dict[int, list[SubmissionFacts]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_submission(row[1:]))
    return found


def _accepted_since(keys: Select[Any]) -> Mapping[tuple[int, int | None, str], int]:
    """Rotation, person as known today and kind -> the key of the newest that was ever accepted."""
    mine = select(Attestation.rotation_id).where(Attestation.id.in_(keys))
    rows = db.session.execute(
        select(Attestation.rotation_id, PersonNow.same_as, Attestation.kind, func.max(Attestation.id))
        .join(AttestationStep, AttestationStep.attestation_id == Attestation.id)
        .outerjoin(PersonNow, PersonNow.person_id == Attestation.person_id)
        .where(AttestationStep.kind == "accepted", Attestation.rotation_id.in_(mine))
        .group_by(Attestation.rotation_id, PersonNow.same_as, Attestation.kind)
    )
    return {(rotation, person, kind): key for rotation, person, kind, key in rows}


def submissions_of(attestation_id: int) -> list[SubmissionFacts]:
    """Everything that was ever submitted of a certification, in order. The caller has seen it. One statement."""
    rows = db.session.execute(
        select(*_SUBMISSION)
        .where(AttestationSubmission.attestation_id == attestation_id)
        .order_by(AttestationSubmission.ordinal)
    )
    return [_submission(row) for row in rows]


def editions(attestation_id: int) -> list[EditionFacts]:
    """Every edition in order, each with the exceptions that held in it: for the State alone. Two statements."""
    rows = db.session.execute(
        select(
            *(AttestationEdition.id, AttestationEdition.ordinal, AttestationEdition.content, AttestationEdition.said),
            *(AttestationEdition.saved_by, AttestationEdition.saved_at),
        )
        .where(AttestationEdition.attestation_id == attestation_id)
        .order_by(AttestationEdition.ordinal)
    ).all()
    said: dict[int, list[tuple[int, str, str, str]]] = {}
    for edition, person_id, person, curriculum, reason in db.session.execute(
        select(
            AttestationException.edition_id,
            AttestationException.person_id,
            _KEPT.public_id,
            AttestationException.curriculum_code,
            AttestationException.reason,
        )
        .join(PersonNow, PersonNow.person_id == AttestationException.person_id)
        .join(_KEPT, _KEPT.person_id == PersonNow.same_as)
        .where(AttestationException.attestation_id == attestation_id)
        .order_by(AttestationException.id)
    ):
        said.setdefault(edition, []).append((person_id, person, curriculum, reason))
    holding: dict[tuple[str, int], ExceptionFacts] = {}
    found = []
    for key, ordinal, content, texts, by, at in rows:
        for person_id, person, curriculum, reason in said.get(key, ()):
            if reason:
                holding[curriculum, person_id] = ExceptionFacts(person_id, person, curriculum, reason)
            else:
                holding.pop((curriculum, person_id), None)
        found.append(EditionFacts(key, ordinal, read(content, texts), by, at, tuple(holding.values())))
    return found


def files(attestation_id: int) -> list[FileFacts]:
    """The papers that go with it now. One statement."""
    ended = select(AttestationFileEnd.file_id)
    rows: Any = db.session.execute(
        select(
            *(AttestationFile.id, AttestationFile.public_id, AttestationFile.paper, AttestationFile.name),
            *(AttestationFile.kind, AttestationFile.bytes, AttestationFile.sha256, AttestationFile.stored),
            *(AttestationFile.attached_by, AttestationFile.attached_at),
        )
        .where(
            AttestationFile.attestation_id == attestation_id,
            AttestationFile.id.not_in(ended),
            AttestationFile.salt != b"",
        )
        .order_by(AttestationFile.id)
    )
    return [FileFacts(*row) for row in rows]


def next_ordinal(model: Any, attestation_id: int) -> int:
    """The place of the next edition, submission or step of a certification, from 1. One statement."""
    last = select(func.max(model.ordinal)).where(model.attestation_id == attestation_id)
    return (db.session.scalar(last) or 0) + 1
