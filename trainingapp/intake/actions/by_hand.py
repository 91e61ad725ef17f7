"""Results typed by hand become completions: at once, or when a colleague has confirmed them; always in one act."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as completed
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.actions.evidence import copied, keep_files
from trainingapp.intake.reports.by_hand import Grid, examine_grid, examine_lines
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.rosters.actions import drafts
from trainingapp.rosters.grid import Cells, Result, cells_of
from trainingapp.rosters.models import Batch
from trainingapp.rosters.models.by_hand import HandOutcome, HandRecord, HandRow
from trainingapp.rosters.queries import by_hand
from trainingapp.rosters.queries.by_hand import HandFacts, HandLine
from trainingapp.rosters.queries.drafts import DraftFacts, DraftFile


class NothingToRecord(Refused):
    """No row holds a result that could be recorded."""

    sentence = say("No row holds a result that can be recorded yet.")


class HasMistakes(Refused):
    """Some cells are marked, and it was not said to record the other rows."""

    sentence = say("Some cells are marked. Mend them, or record the good rows only. Nothing was recorded.")


class Closed(Conflict):
    """It was recorded already, from another window."""

    sentence = say("These results have been recorded already.")


class AlreadyDecided(Conflict):
    """Somebody else was faster: it was confirmed, sent back or taken back."""

    sentence = say("Somebody has just decided about these results. Look at what became of them.")


class OwnRecord(Refused):
    """Who recorded may not confirm, whatever role they have been given since."""

    sentence = say("You recorded these results yourself. Somebody else of your State must confirm them.")


class NotYours(Refused):
    """Only who recorded may take back what nobody has confirmed, or mend what came back."""

    sentence = say("Only who recorded these results may do this.")


class HasChanged(Refused):
    """What was recorded by hand no longer agrees with the register."""

    sentence = say(
        "Something has changed since these results were recorded: the lines marked below cannot count as they are. "
        "Send them back, with what to mend. Nothing was confirmed."
    )


#: A race for the same record ends in this sentence.
_DECIDED = {"uq_hand_outcome_hand_record_id": AlreadyDecided}


@dataclass(frozen=True)
class Typed:
    """What became of a grid. `waits`: a colleague must confirm it before it counts."""

    record: str
    rows: int
    left: int
    waits: bool


def record(
    draft: DraftFacts,
    *,
    by: Identity,
    now: datetime,
    today: date,
    good_rows: bool,
    two_persons: bool,
    folder: Path,
) -> Typed:
    """Record what was typed: all rows that hold something, or with `good_rows` those that can be.

    With `two_persons` it waits for a colleague; without, it counts at once. What is left stays in the draft, with
    copies of its evidence. Raises Closed, HasMistakes, NothingToRecord, AlreadyRecorded, Absent. About 20 statements,
    whatever the number of rows.
    """
    rotation = _rotation(by, "rosters.record", draft.rotation_public_id, today)
    if draft.closed_at is not None:
        raise Closed()
    version = curricula.versions_by_id([draft.version_id])[draft.version_id]
    public_id = new_id()
    with journal.entry(
        act="by_hand.record" if two_persons else "by_hand.record_at_once",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"record": public_id, "curriculum": version.name},
    ) as entry:
        # Only behind the journal's lock is it certain what else stands, and what else waits.
        grid = examine_grid(draft, rotation, version, scope=by.scope("rosters.record"), today=today)
        if grid.checked.mistakes and not good_rows:
            raise HasMistakes()
        lines = grid.checked.good
        if not lines:
            raise NothingToRecord()
        record_id, digest = _keep_record(entry, public_id, draft, grid, lines, by=by, now=now)
        entry.details |= {"rows": len(lines), "content_sha256": digest, "files": len(draft.files)}
        keep_files(entry, draft, record_id)
        if not two_persons:
            batch_id = _count(entry, rotation, version, lines, digest, by=by, now=now, today=today)
            _decide(entry, record_id, draft.state_code, by.public_id, "recorded", batch_id, None, by=by, now=now)
        left = {person: grid.cells[person] for person in grid.left}
        files = [copied(file, folder) for file in draft.files] if left else []
        drafts.recorded(draft, public_id, left=left, files=files, now=now)
    return Typed(public_id, len(lines), len(left), two_persons)


def confirm(public_id: str, *, by: Identity, now: datetime, today: date) -> str:
    """Let what a colleague recorded count, all of it, as it is. Gives the public id of its batch.

    Held against the register once more: the roll may have changed. Raises Absent, OwnRecord, AlreadyDecided,
    HasChanged, AlreadyRecorded. About 20 statements.
    """
    facts = _waiting(public_id, by=by)
    rotation = _rotation(by, "completions.confirm", facts.rotation_public_id, today)
    version = curricula.versions_by_id([facts.version_id])[facts.version_id]
    with _about(facts, "by_hand.confirm", by=by, now=now) as entry:
        lines = by_hand.lines_of(facts.id)
        checked = examine_lines(facts, lines, rotation, version, today=today)
        if checked.mistakes:
            raise HasChanged()
        batch_id = _count(
            entry,
            rotation,
            version,
            checked.good,
            facts.content_sha256,
            by=by,
            now=now,
            today=today,
            unchanged=len(checked.unchanged),
        )
        _decide(entry, facts.id, facts.state_code, facts.recorded_by, "confirmed", batch_id, None, by=by, now=now)
        entry.details |= {"recorded": len(checked.good)}
    return str(db.session.scalar(select(Batch.public_id).where(Batch.id == batch_id)))


def send_back(public_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Give what a colleague recorded back to them, with what to mend. Raises Absent, OwnRecord, AlreadyDecided."""
    facts = _waiting(public_id, by=by)
    with _about(facts, "by_hand.send_back", by=by, now=now) as entry:
        _decide(entry, facts.id, facts.state_code, facts.recorded_by, "sent_back", None, reason, by=by, now=now)


def take_back(public_id: str, *, by: Identity, now: datetime) -> None:
    """Take back what one recorded oneself and nobody has confirmed. Raises Absent, NotYours, AlreadyDecided."""
    facts = by_hand.hand_record(by.scope("rosters.record"), public_id)
    if facts.recorded_by != by.public_id:
        raise NotYours()
    if not facts.waits:
        raise AlreadyDecided()
    with _about(facts, "by_hand.take_back", by=by, now=now) as entry:
        _decide(entry, facts.id, facts.state_code, facts.recorded_by, "taken_back", None, None, by=by, now=now)


def mend(public_id: str, *, by: Identity, folder: Path, now: datetime) -> str:
    """Type anew what came back or was taken back: its lines, with copies of its evidence, in a draft. Gives its id.

    Raises Absent, NotYours, AlreadyDecided (it counts, or waits still).
    """
    facts = by_hand.hand_record(by.scope("rosters.record"), public_id)
    if facts.recorded_by != by.public_id:
        raise NotYours()
    if facts.outcome not in ("sent_back", "taken_back"):
        raise AlreadyDecided()
    lines = by_hand.lines_of(facts.id)
    evidence = by_hand.evidence_of([facts.id]).get(facts.id, ())
    files = [copied(DraftFile(one.name, one.kind, one.bytes, one.sha256, one.stored), folder) for one in evidence]
    return drafts.start(
        state_code=facts.state_code,
        rotation_id=facts.rotation_id,
        version_id=facts.version_id,
        completed_on=None,
        chosen=[line.person.public_id for line in lines],
        cells=_cells_of(lines),
        files=files,
        mends_id=facts.id,
        by=by.public_id,
        now=now,
    )


def _cells_of(lines: Sequence[HandLine]) -> Mapping[str, Cells]:
    return {line.person.public_id: cells_of(line.result) for line in lines}


def _rotation(by: Identity, permission: str, public_id: str, today: date) -> RotationFacts:
    return forces.rotation(by.scope(permission), public_id, as_of=today)


def _waiting(public_id: str, *, by: Identity) -> HandFacts:
    """A record that waits, for whoever may decide about it."""
    facts = by_hand.hand_record(by.scope("completions.confirm"), public_id)
    if not facts.waits:
        raise AlreadyDecided()
    if facts.recorded_by == by.public_id:
        raise OwnRecord()
    return facts


def _about(facts: HandFacts, act: str, *, by: Identity, now: datetime) -> Any:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=facts.rotation_public_id,
        state_code=facts.state_code,
        details={
            "record": facts.public_id,
            "rows": facts.rows,
            "curriculum": f"{facts.curriculum_code}@{facts.label}",
            "content_sha256": facts.content_sha256,
        },
    )


def _keep_record(
    entry: Entry,
    public_id: str,
    draft: DraftFacts,
    grid: Grid,
    lines: Sequence[Result],
    *,
    by: Identity,
    now: datetime,
) -> tuple[int, str]:
    names = {person.id: person.public_id for person in grid.people}
    told = [[names[one.person_id], one.completed_on.isoformat(), one.result, one.score] for one in lines]
    digest = hashlib.sha256(json.dumps(sorted(told), ensure_ascii=False).encode()).hexdigest()
    row: dict[str, object] = {
        "public_id": public_id,
        "state_code": draft.state_code,
        "rotation_id": draft.rotation_id,
        "version_id": draft.version_id,
        "rows": len(lines),
        "content_sha256": digest,
        "mends_id": draft.mends_id,
        "recorded_by": by.public_id,
        "recorded_at": now,
    }
    entry.keep(HandRecord, [row])
    record_id = int(str(row["id"]))
    entry.keep(
        HandRow,
        [
            {
                "public_id": new_id(),
                "state_code": draft.state_code,
                "hand_record_id": record_id,
                "person_id": one.person_id,
                "completed_on": one.completed_on,
                "result": one.result,
                "score": one.score,
            }
            for one in lines
        ],
    )
    return record_id, digest


def _count(
    entry: Entry,
    rotation: RotationFacts,
    version: VersionFacts,
    lines: Sequence[Result],
    digest: str,
    *,
    by: Identity,
    now: datetime,
    today: date,
    unchanged: int = 0,
) -> int:
    """The lines become completions of a batch: taking that back takes them back. Gives the batch's key."""
    row: dict[str, object] = {
        "public_id": new_id(),
        "state_code": rotation.state_code,
        "rotation_id": rotation.id,
        "kind": "by_hand",
        "version_id": version.id,
        "file_sha256": digest,
        "rows": len(lines) + unchanged,
        "recorded": len(lines),
        "unchanged": unchanged,
        "refused": 0,
        "recorded_by": by.public_id,
        "recorded_at": now,
    }
    entry.keep(Batch, [row])
    batch_id = int(str(row["id"]))
    completions.record(
        entry,
        ((one.person_id, one.completed_on, one.result, one.score, None) for one in lines),
        state_code=rotation.state_code,
        version=version,
        ordinals=completed.ordinals_on_roll(rotation.id, version.id),
        batch_id=batch_id,
        today=today,
    )
    return batch_id


def _decide(
    entry: Entry,
    record_id: int,
    state_code: str,
    recorded_by: str,
    kind: str,
    batch_id: int | None,
    reason: str | None,
    *,
    by: Identity,
    now: datetime,
) -> None:
    with refusing(_DECIDED):
        entry.keep(
            HandOutcome,
            [
                {
                    "public_id": new_id(),
                    "state_code": state_code,
                    "hand_record_id": record_id,
                    "recorded_by": recorded_by,
                    "kind": kind,
                    "batch_id": batch_id,
                    "reason": reason,
                    "decided_by": by.public_id,
                    "decided_at": now,
                }
            ],
        )
