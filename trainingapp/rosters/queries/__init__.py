"""Files that arrived, and files that were taken in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import undefer

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.rosters.models import Batch, BatchUndo, Upload


@dataclass(frozen=True)
class BatchFacts:
    """A file that was taken in, with what became of it. `id` and `entry_seq` are never shown."""

    id: int
    public_id: str
    entry_seq: int
    state_code: str
    rotation_public_id: str
    rotation_code: str
    mission_code: str
    kind: str
    #: `CPTM`, `2017` for results; empty for a roll.
    curriculum_code: str | None
    label: str | None
    file_sha256: str
    rows: int
    recorded: int
    unchanged: int
    refused: int
    recorded_by: str
    recorded_at: datetime
    undone_at: datetime | None
    undone_reason: str | None

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None


def _batches() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Batch.id,
            Batch.public_id,
            Batch.entry_seq,
            Batch.state_code,
            Rotation.public_id,
            Rotation.code,
            Rotation.mission_code,
            Batch.kind,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            Batch.file_sha256,
            Batch.rows,
            Batch.recorded,
            Batch.unchanged,
            Batch.refused,
            Batch.recorded_by,
            Batch.recorded_at,
            BatchUndo.undone_at,
            BatchUndo.reason,
        )
        .join(Rotation, Rotation.id == Batch.rotation_id)
        .outerjoin(CurriculumVersion, CurriculumVersion.id == Batch.version_id)
        .outerjoin(BatchUndo, BatchUndo.batch_id == Batch.id)
    )


def batch(scope: Scope, public_id: str) -> BatchFacts:
    """A batch of a rotation in the scope. Raises Absent. One statement."""
    row = db.session.execute(_batches().where(Batch.public_id == public_id, forces.within(scope))).one_or_none()
    if row is None:
        raise Absent()
    return BatchFacts(*row)


def batch_to_undo(public_id: str) -> BatchFacts | None:
    """A batch whoever's it is: the action that asks checks who may. One statement."""
    row = db.session.execute(_batches().where(Batch.public_id == public_id)).one_or_none()
    return None if row is None else BatchFacts(*row)


def batches(scope: Scope, *, rotation_id: int | None = None, number: int = 1) -> Page[BatchFacts]:
    """The files taken in for rotations in the scope, newest first. Two statements."""
    chosen = Batch.rotation_id == rotation_id if rotation_id is not None else true()
    statement = _batches().where(forces.within(scope), chosen).order_by(Batch.recorded_at.desc(), Batch.id.desc())
    return paged(db.session(), statement, number=number).each(lambda row: BatchFacts(*row))


def rolls_of_acts(scope: Scope, entry_seqs: Collection[int]) -> Sequence[BatchFacts]:
    """The nominal rolls in a scope that these acts recorded, the newest first. One statement."""
    rows = db.session.execute(
        _batches()
        .where(forces.within(scope), Batch.kind == "roll", Batch.entry_seq.in_(sorted(entry_seqs)))
        .order_by(Batch.id.desc())
    )
    return [BatchFacts(*row) for row in rows]


def same_file(rotation_id: int, sha256: str) -> Sequence[BatchFacts]:
    """The batches that were made of the very same file for a rotation and still stand. One statement."""
    rows = db.session.execute(
        _batches()
        .where(Batch.rotation_id == rotation_id, Batch.file_sha256 == sha256, BatchUndo.id.is_(None))
        .order_by(Batch.id)
    )
    return [BatchFacts(*row) for row in rows]


def upload(scope: Scope, public_id: str, *, by: str) -> tuple[Upload, str]:
    """An upload of this account for a rotation in the scope, with its content, and the rotation's public id.

    Raises Absent: nobody sees another's file before it is recorded. One statement.
    """
    row = db.session.execute(
        select(Upload, Rotation.public_id)
        .join(Rotation, Rotation.id == Upload.rotation_id)
        .options(undefer(Upload.content))
        .where(Upload.public_id == public_id, Upload.uploaded_by == by, forces.within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return row[0], row[1]


def uploads(scope: Scope, *, by: str, limit: int = 20) -> Sequence[tuple[Upload, str]]:
    """The newest uploads of an account, each with the code of its rotation. One statement."""
    rows = db.session.execute(
        select(Upload, Rotation.code)
        .join(Rotation, Rotation.id == Upload.rotation_id)
        .where(Upload.uploaded_by == by, forces.within(scope))
        .order_by(Upload.uploaded_at.desc(), Upload.id.desc())
        .limit(limit)
    )
    return [(found, code) for found, code in rows]


def open_uploads(scope: Scope, *, by: str, number: int = 1) -> Page[tuple[Upload, str]]:
    """The uploads of an account that nothing was recorded of, newest first, each with the code of its rotation.

    Two statements.
    """
    statement = (
        select(Upload, Rotation.code)
        .join(Rotation, Rotation.id == Upload.rotation_id)
        .where(*_open(scope, by))
        .order_by(Upload.uploaded_at.desc(), Upload.id.desc())
    )
    return paged(db.session(), statement, number=number).each(lambda row: (row[0], row[1]))


def how_many_open(scope: Scope, *, by: str) -> int:
    """How many uploads of an account nothing was recorded of. One statement."""
    statement = select(func.count()).select_from(Upload).join(Rotation, Rotation.id == Upload.rotation_id)
    return db.session.scalar(statement.where(*_open(scope, by))) or 0


def _open(scope: Scope, by: str) -> tuple[ColumnElement[bool], ...]:
    taken_in = exists().where(
        Batch.rotation_id == Upload.rotation_id, Batch.kind == Upload.kind, Batch.file_sha256 == Upload.sha256
    )
    return Upload.uploaded_by == by, forces.within(scope), ~taken_in


def upload_of(batch: BatchFacts, *, by: str) -> str | None:
    """The public id of this account's newest upload of the same file for the same rotation, while it is kept.

    One statement.
    """
    return db.session.scalar(
        select(Upload.public_id)
        .join(Rotation, Rotation.id == Upload.rotation_id)
        .where(
            Upload.sha256 == batch.file_sha256,
            Upload.uploaded_by == by,
            Upload.kind == batch.kind,
            Rotation.public_id == batch.rotation_public_id,
        )
        .order_by(Upload.id.desc())
        .limit(1)
    )
