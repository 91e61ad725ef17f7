"""Results recorded by hand: those that wait, and what became of the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Scope
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, group
from trainingapp.rosters.grid import Result
from trainingapp.rosters.models import Batch, BatchUndo
from trainingapp.rosters.models.by_hand import EvidenceFile, HandOutcome, HandRecord, HandRow

#: Lines of a list that stands beside something else; the whole list is a link away.
MOST = 50


@dataclass(frozen=True)
class HandFacts:
    """A record by hand and what became of it. `id`, `rotation_id`, `version_id` and `entry_seq` are never shown."""

    id: int
    public_id: str
    entry_seq: int
    state_code: str
    rotation_id: int
    rotation_public_id: str
    rotation_code: str
    mission_code: str
    version_id: int
    curriculum_code: str
    label: str
    title: str
    rows: int
    content_sha256: str
    #: The record that was sent back and that this one replaces.
    mends: str | None
    #: The public id of the account that recorded it, and its name; None for whoever has no account.
    recorded_by: str
    recorder: str | None
    recorded_at: datetime
    #: recorded, confirmed, sent_back or taken_back; None while it waits.
    outcome: str | None
    reason: str | None
    decider: str | None
    decided_at: datetime | None
    batch: str | None
    undone_at: datetime | None
    undone_reason: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to confirm it."""
        return self.outcome is None

    @property
    def counts(self) -> bool:
        """Whether its lines are completions that were not taken back as a whole."""
        return self.batch is not None and self.undone_at is None


class HandLine(NamedTuple):
    """One line of a record by hand, with who it is about as they are known now."""

    person: KnownPerson
    result: Result


@dataclass(frozen=True)
class EvidenceFacts:
    """A file of evidence. `stored` is its name on disk and is never shown."""

    public_id: str
    record: str
    name: str
    kind: str
    bytes: int
    sha256: str
    stored: str
    #: Whether it went, because everybody whose results rested on it was erased.
    erased: bool


def _records() -> Select[*tuple[Any, ...]]:
    recorder, decider, mended = aliased(Account), aliased(Account), aliased(HandRecord)
    return (
        select(
            HandRecord.id,
            HandRecord.public_id,
            HandRecord.entry_seq,
            HandRecord.state_code,
            HandRecord.rotation_id,
            Rotation.public_id,
            Rotation.code,
            Rotation.mission_code,
            HandRecord.version_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            HandRecord.rows,
            HandRecord.content_sha256,
            mended.public_id,
            HandRecord.recorded_by,
            recorder.name,
            HandRecord.recorded_at,
            HandOutcome.kind,
            HandOutcome.reason,
            decider.name,
            HandOutcome.decided_at,
            Batch.public_id,
            BatchUndo.undone_at,
            BatchUndo.reason,
        )
        .join(Rotation, Rotation.id == HandRecord.rotation_id)
        .join(CurriculumVersion, CurriculumVersion.id == HandRecord.version_id)
        .outerjoin(HandOutcome, HandOutcome.hand_record_id == HandRecord.id)
        .outerjoin(Batch, Batch.id == HandOutcome.batch_id)
        .outerjoin(BatchUndo, BatchUndo.batch_id == Batch.id)
        .outerjoin(mended, mended.id == HandRecord.mends_id)
        .outerjoin(recorder, recorder.public_id == HandRecord.recorded_by)
        .outerjoin(decider, decider.public_id == HandOutcome.decided_by)
    )


def _waits() -> Any:
    outcome = aliased(HandOutcome)
    return ~exists().where(outcome.hand_record_id == HandRecord.id).correlate(HandRecord)


def hand_record(scope: Scope, public_id: str) -> HandFacts:
    """A record by hand for a rotation in the scope. Raises Absent. One statement."""
    row = db.session.execute(_records().where(HandRecord.public_id == public_id, forces.within(scope))).one_or_none()
    if row is None:
        raise Absent()
    return HandFacts(*row)


def record_of_batch(batch: str) -> str | None:
    """The public id of the record by hand that a batch (public id) came from. One statement."""
    return db.session.scalar(
        select(HandRecord.public_id)
        .join(HandOutcome, HandOutcome.hand_record_id == HandRecord.id)
        .join(Batch, Batch.id == HandOutcome.batch_id)
        .where(Batch.public_id == batch)
    )


def recorded_by(account: str, scope: Scope, *, only: str | None = None, number: int = 1) -> Page[HandFacts]:
    """What an account recorded by hand for rotations in the scope: what waits or came back first. Two statements.

    `only`: waiting, or sent_back and not mended since.
    """
    statement = _records().where(HandRecord.recorded_by == account, forces.within(scope))
    if only:
        statement = statement.where(*((_waits(),) if only == "waiting" else _came_back()))
    open_first = func.coalesce(HandOutcome.kind, "").in_(("recorded", "confirmed", "taken_back"))
    ordered = statement.order_by(open_first, HandRecord.recorded_at.desc(), HandRecord.id.desc())
    return paged(db.session(), ordered, number=number).each(lambda row: HandFacts(*row))


def to_confirm(scope: Scope, *, by: str, number: int = 1) -> Page[HandFacts]:
    """What waits in the scope and was recorded by somebody else, the oldest first. Two statements."""
    statement = _records().where(_waits(), HandRecord.recorded_by != by, forces.within(scope))
    ordered = statement.order_by(HandRecord.recorded_at, HandRecord.id)
    return paged(db.session(), ordered, number=number).each(lambda row: HandFacts(*row))


def of_rotation(scope: Scope, rotation_id: int) -> Sequence[HandFacts]:
    """What was recorded by hand for a rotation, the newest first, at most MOST. One statement."""
    rows = db.session.execute(
        _records()
        .where(HandRecord.rotation_id == rotation_id, forces.within(scope))
        .order_by(HandRecord.recorded_at.desc(), HandRecord.id.desc())
        .limit(MOST)
    )
    return [HandFacts(*row) for row in rows]


class Waiting(NamedTuple):
    """How much waits to be confirmed: records, and the lines in them."""

    records: int
    lines: int


def waiting_for_rotation(scope: Scope, rotation_id: int) -> Waiting:
    """How much waits for a rotation. One statement."""
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(HandRecord.rows), 0))
        .join(Rotation, Rotation.id == HandRecord.rotation_id)
        .where(HandRecord.rotation_id == rotation_id, _waits(), forces.within(scope))
    ).one()
    return Waiting(int(row[0]), int(row[1]))


class Numbers(NamedTuple):
    """What a first page says of results by hand: to be confirmed by this account, its own that wait, and came back."""

    to_confirm: int
    waiting: int
    sent_back: int


def numbers_for(*, by: str, confirms: Scope, records: Scope) -> Numbers:
    """What waits for an account and of it. Those that came back count until they are mended. Three statements."""

    def count(*wanted: Any) -> int:
        statement = select(func.count()).select_from(HandRecord).join(Rotation, Rotation.id == HandRecord.rotation_id)
        return int(db.session.scalar(statement.where(*wanted)) or 0)

    return Numbers(
        count(_waits(), HandRecord.recorded_by != by, forces.within(confirms)),
        count(_waits(), HandRecord.recorded_by == by, forces.within(records)),
        count(HandRecord.recorded_by == by, forces.within(records), *_came_back()),
    )


def _came_back() -> tuple[Any, ...]:
    later, outcome = aliased(HandRecord), aliased(HandOutcome)
    back = exists().where(outcome.hand_record_id == HandRecord.id, outcome.kind == "sent_back")
    mended = exists().where(later.mends_id == HandRecord.id)
    return back.correlate(HandRecord), ~mended.correlate(HandRecord)


def lines_of(record_id: int) -> list[HandLine]:
    """The lines of a record by hand, as they were typed. One statement."""
    rows = db.session.execute(
        select(HandRow.completed_on, HandRow.result, HandRow.score, *PERSON)
        .join(PersonNow, PersonNow.person_id == HandRow.person_id)
        .where(HandRow.hand_record_id == record_id)
        .order_by(HandRow.id)
    )
    found = []
    for day, result, score, *known in rows:
        person = KnownPerson._make(known)
        found.append(HandLine(person, Result(person.id, day, result, score)))
    return found


def waiting_on(rotation_id: int, version_id: int, *, besides: int | None = None) -> Mapping[tuple[int, date], str]:
    """What waits of a version for a rotation: person and day -> the name of who recorded it. One statement."""
    rows = db.session.execute(
        select(PersonNow.same_as, HandRow.completed_on, func.coalesce(Account.name, HandRecord.recorded_by))
        .join(HandRecord, HandRecord.id == HandRow.hand_record_id)
        .join(PersonNow, PersonNow.person_id == HandRow.person_id)
        .outerjoin(Account, Account.public_id == HandRecord.recorded_by)
        .where(
            HandRecord.rotation_id == rotation_id,
            HandRecord.version_id == version_id,
            HandRecord.id != (besides or 0),
            _waits(),
        )
    )
    return {(person, day): name for person, day, name in rows}


class WaitingLine(NamedTuple):
    """A result of a person that waits to be confirmed."""

    record: str
    curriculum_code: str
    label: str
    result: Result
    recorder: str | None
    recorded_at: datetime


def waiting_of(scope: Scope, person_id: int) -> Sequence[WaitingLine]:
    """What waits of a person, for rotations in the scope, the newest first. One statement."""
    rows = db.session.execute(
        select(
            HandRecord.public_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            HandRow.completed_on,
            HandRow.result,
            HandRow.score,
            Account.name,
            HandRecord.recorded_at,
        )
        .join(HandRecord, HandRecord.id == HandRow.hand_record_id)
        .join(Rotation, Rotation.id == HandRecord.rotation_id)
        .join(CurriculumVersion, CurriculumVersion.id == HandRecord.version_id)
        .outerjoin(Account, Account.public_id == HandRecord.recorded_by)
        .where(HandRow.person_id.in_(group(person_id)), _waits(), forces.within(scope))
        .order_by(HandRow.completed_on.desc(), HandRow.id.desc())
    )
    return [
        WaitingLine(record, code, label, Result(person_id, day, result, score), name, at)
        for record, code, label, day, result, score, name, at in rows
    ]


class HandSource(NamedTuple):
    """Where a completion that was typed by hand came from."""

    record: str
    recorder: str | None
    #: Who confirmed it; None when it was recorded at once.
    confirmer: str | None
    evidence: tuple[EvidenceFacts, ...]


def sources_of(batch_ids: Collection[int]) -> Mapping[int, HandSource]:
    """Batch (key) -> the record by hand it came from, with its evidence; files' batches are not there. 2 statements."""
    recorder, decider = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(HandOutcome.batch_id, HandRecord.id, HandRecord.public_id, HandOutcome.kind, recorder.name, decider.name)
        .join(HandRecord, HandRecord.id == HandOutcome.hand_record_id)
        .outerjoin(recorder, recorder.public_id == HandRecord.recorded_by)
        .outerjoin(decider, decider.public_id == HandOutcome.decided_by)
        .where(HandOutcome.batch_id.in_(sorted(set(batch_ids))))
    ).all()
    files = evidence_of([row.id for row in rows])
    return {
        batch: HandSource(public_id, name, other if kind == "confirmed" else None, tuple(files.get(key, ())))
        for batch, key, public_id, kind, name, other in rows
        if batch is not None
    }


def rests_on_it() -> ColumnElement[bool]:
    """Whether the result of anybody who was not erased rests on a file of evidence: then its bytes are kept."""
    return exists().where(
        HandRow.hand_record_id == EvidenceFile.hand_record_id,
        HandRow.person_id == Person.id,
        func.length(Person.salt) > 0,
    )


_EVIDENCE = (
    EvidenceFile.public_id,
    HandRecord.public_id,
    EvidenceFile.name,
    EvidenceFile.kind,
    EvidenceFile.bytes,
    EvidenceFile.sha256,
    EvidenceFile.stored,
    (~rests_on_it()).label("erased"),
)


def evidence_of(record_ids: Collection[int]) -> Mapping[int, Sequence[EvidenceFacts]]:
    """Record (key) -> its files of evidence, in the order in which they were attached. One statement."""
    rows = db.session.execute(
        select(EvidenceFile.hand_record_id, *_EVIDENCE)
        .join(HandRecord, HandRecord.id == EvidenceFile.hand_record_id)
        .where(EvidenceFile.hand_record_id.in_(sorted(set(record_ids))))
        .order_by(EvidenceFile.id)
    )
    found: dict[int, list[EvidenceFacts]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(EvidenceFacts(*row[1:]))
    return found


def evidence(scope: Scope, public_id: str) -> tuple[EvidenceFacts, HandFacts]:
    """A file of evidence of a record for a rotation in the scope, and that record. Raises Absent. Two statements."""
    row = db.session.execute(
        select(*_EVIDENCE)
        .join(HandRecord, HandRecord.id == EvidenceFile.hand_record_id)
        .join(Rotation, Rotation.id == HandRecord.rotation_id)
        .where(EvidenceFile.public_id == public_id, forces.within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    found = EvidenceFacts(*row)
    return found, hand_record(scope, found.record)
