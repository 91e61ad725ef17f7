"""A file becomes facts, all of it or its good rows, in one act; and a batch is taken back by new facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as completed
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import actions as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.hints import Reading
from trainingapp.intake.reports import Examined, examine_results, examine_roll
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people import actions as people
from trainingapp.rosters import queries as rosters
from trainingapp.rosters.models import Batch, BatchUndo


class StillAsking(Refused):
    """A question about the whole file is open."""

    sentence = say("Something about this file must be answered first. Nothing was recorded.")


class HasBadRows(Refused):
    """Some rows cannot be recorded, and it was not said to record the others."""

    sentence = say("Some rows cannot be recorded. Mend them, or record the good rows only. Nothing was recorded.")


class AlreadyUndone(Refused):
    """The batch was taken back before."""

    sentence = say("This file has been taken back already.")


#: Kind of batch -> what its acts are called.
UNDONE = {"roll": "roll", "results": "roster", "by_hand": "by_hand"}


@dataclass(frozen=True)
class Receipt:
    """What became of a file. `batch` is empty when the register knew every row already: nothing was changed."""

    batch: str | None
    recorded: int
    examined: Examined


def record_results(
    reading: Reading,
    rotation: RotationFacts,
    version: VersionFacts,
    *,
    by: Identity,
    now: datetime,
    today: date,
    good_rows: bool,
) -> Receipt:
    """Record the results of a file: all rows, or with `good_rows` those that can be.

    Rows the register knows already, just so, change nothing; a file of nothing else makes no batch. Raises StillAsking,
    HasBadRows, AlreadyRecorded (another officer was faster), Absent. Ten statements, and one per 5,000 rows.
    """
    _may(by, "rosters.record", rotation)
    examined = examine_results(reading, rotation, version, today=today)
    rows = _to_record(examined, good_rows=good_rows)
    if not rows:
        return Receipt(None, 0, examined)
    batch = new_id()
    with _entry("roster.record", examined, batch, len(rows), by=by, now=now) as entry:
        batch_id = _keep_batch(entry, examined, batch, len(rows), by=by, now=now)
        completions.record(
            entry,
            ((row.person_id, row.completed_on, row.result, row.score, row.row) for row in rows),
            state_code=rotation.state_code,
            version=version,
            ordinals=completed.ordinals_on_roll(rotation.id, version.id),
            batch_id=batch_id,
            today=today,
        )
    return Receipt(batch, len(rows), examined)


def record_roll(
    reading: Reading, rotation: RotationFacts, *, by: Identity, now: datetime, today: date, good_rows: bool
) -> Receipt:
    """Record a nominal roll: new persons, and everybody's line on the roll. As `record_results` otherwise."""
    _may(by, "rolls.record", rotation)
    examined = examine_roll(reading, rotation, today=today)
    rows = _to_record(examined, good_rows=good_rows)
    if not rows:
        return Receipt(None, 0, examined)
    batch = new_id()
    with _entry("roll.record", examined, batch, len(rows), by=by, now=now) as entry:
        _keep_batch(entry, examined, batch, len(rows), by=by, now=now)
        strangers = [row for row in rows if row.person_id is None]
        added = people.add_people(
            entry,
            rotation.state_code,
            [
                {
                    "service_number": row.service_number,
                    "family_name": row.family_name,
                    "given_names": row.given_names,
                    "full_name": row.full_name,
                    "original_name": row.original_name,
                    "sex": row.sex,
                    "born_on": row.born_on,
                }
                for row in strangers
            ],
        )
        forces.assign(
            entry,
            state=rotation.state_code,
            rotation_id=rotation.id,
            rows=[
                {
                    "person_id": row.person_id if row.person_id is not None else added[row.service_number][0],
                    "category": row.category,
                    "rank": row.rank,
                    "function": row.function,
                    "function_code": row.function_code,
                }
                for row in rows
            ],
        )
        people.look(rotation.state_code, [key for key, _public_id in added.values()])
    return Receipt(batch, len(rows), examined)


def undo(batch_public_id: str, *, reason: str, by: Identity, now: datetime) -> int:
    """Take a batch back: its completions are withdrawn, or its lines of the roll ended as recorded in error.

    Nothing is deleted. Persons that a roll made known stay known. Returns how many facts were taken back. Raises
    Absent, AlreadyUndone.
    """
    batch = rosters.batch_to_undo(batch_public_id)
    if batch is None:
        raise Absent()
    permission = "rolls.record" if batch.kind == "roll" else "rosters.record"
    if not by.scope(permission).reaches(batch.state_code, batch.mission_code):
        raise Absent()
    if batch.undone:
        raise AlreadyUndone()
    with journal.entry(
        act=f"{UNDONE[batch.kind]}.undo",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=batch.rotation_public_id,
        state_code=batch.state_code,
        details={"batch": batch_public_id},
    ) as entry:
        with refusing({"uq_batch_undo_batch_id": AlreadyUndone}):
            entry.keep(
                BatchUndo,
                [
                    {
                        "public_id": new_id(),
                        "state_code": batch.state_code,
                        "batch_id": batch.id,
                        "reason": reason,
                        "undone_by": by.public_id,
                        "undone_at": now,
                    }
                ],
            )
        if batch.kind == "roll":
            lines = forces.lines_of_entry(batch.state_code, batch.entry_seq)
            taken = forces.end_assignments(entry, state=batch.state_code, assignment_ids=lines, reason=reason)
        else:
            standing = completed.standing_of_batch(batch.id)
            taken = completions.withdraw_rows(
                entry, standing, kind="batch_undone", reason=reason, by=by.public_id, now=now
            )
        entry.details["withdrawn"] = taken
    return taken


def _may(by: Identity, permission: str, rotation: RotationFacts) -> None:
    if not by.scope(permission).reaches(rotation.state_code, rotation.mission_code):
        raise Absent()


def _to_record(examined: Examined, *, good_rows: bool) -> tuple[Any, ...]:
    if examined.is_asking or examined.checked is None:
        raise StillAsking()
    if examined.bad and not good_rows:
        raise HasBadRows()
    return examined.checked.to_record


def _entry(act: str, examined: Examined, batch: str, recorded: int, *, by: Identity, now: datetime) -> Any:
    details: dict[str, object] = {
        "batch": batch,
        "rows": examined.rows,
        "recorded": recorded,
        "unchanged": examined.unchanged,
        "refused": examined.bad,
        "file_sha256": examined.reading.sha256,
    }
    if examined.version:
        details["curriculum"] = examined.version.name
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=examined.rotation.public_id,
        state_code=examined.rotation.state_code,
        details=details,
    )


def _keep_batch(entry: Entry, examined: Examined, batch: str, recorded: int, *, by: Identity, now: datetime) -> int:
    row: dict[str, object] = {
        "public_id": batch,
        "state_code": examined.rotation.state_code,
        "rotation_id": examined.rotation.id,
        "kind": examined.kind,
        "version_id": examined.version.id if examined.version else None,
        "file_sha256": examined.reading.sha256,
        "rows": examined.rows,
        "recorded": recorded,
        "unchanged": examined.unchanged,
        "refused": examined.bad,
        "recorded_by": by.public_id,
        "recorded_at": now,
    }
    entry.keep(Batch, [row])
    return int(db.session.execute(select(Batch.id).where(Batch.public_id == batch)).scalar_one())
