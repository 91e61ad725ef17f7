"""Results while somebody types them: nobody else's business, and no fact yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.rosters.grid import Cells
from trainingapp.rosters.models.by_hand import EvidenceFile, HandDraft
from trainingapp.rosters.queries.by_hand import MOST, rests_on_it


@dataclass(frozen=True)
class DraftFile:
    """A file attached to results that are being typed."""

    name: str
    kind: str
    bytes: int
    sha256: str
    stored: str


@dataclass(frozen=True)
class DraftFacts:
    """Results that are being typed. Keys are never shown; `cells` go by persons' public ids."""

    id: int
    public_id: str
    state_code: str
    rotation_id: int
    rotation_public_id: str
    rotation_code: str
    mission_code: str
    version_id: int
    curriculum_code: str
    label: str
    completed_on: date | None
    chosen: tuple[str, ...]
    cells: Mapping[str, Cells] = field(repr=False)
    files: tuple[DraftFile, ...] = field(repr=False)
    mends_id: int | None
    became: str | None
    closed_at: datetime | None
    started_by: str
    changed_at: datetime

    @property
    def typed(self) -> int:
        """How many rows hold something."""
        return sum(not cells.is_empty for cells in self.cells.values())


def _drafts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            HandDraft.id,
            HandDraft.public_id,
            HandDraft.state_code,
            HandDraft.rotation_id,
            Rotation.public_id.label("rotation_public_id"),
            Rotation.code.label("rotation_code"),
            Rotation.mission_code,
            HandDraft.version_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            HandDraft.completed_on,
            HandDraft.chosen,
            HandDraft.cells,
            HandDraft.files,
            HandDraft.mends_id,
            HandDraft.became,
            HandDraft.closed_at,
            HandDraft.started_by,
            HandDraft.changed_at,
        )
        .join(Rotation, Rotation.id == HandDraft.rotation_id)
        .join(CurriculumVersion, CurriculumVersion.id == HandDraft.version_id)
    )


def _draft(row: Any) -> DraftFacts:
    values = dict(row._mapping)
    values["chosen"] = tuple(json.loads(values["chosen"]))
    values["cells"] = {person: Cells(*texts) for person, texts in json.loads(values["cells"]).items()}
    values["files"] = tuple(DraftFile(**file) for file in json.loads(values["files"]))
    return DraftFacts(**values)


def draft(scope: Scope, public_id: str, *, by: str) -> DraftFacts:
    """What this account is typing for a rotation in the scope. Raises Absent: nobody sees another's. One statement."""
    row = db.session.execute(
        _drafts().where(HandDraft.public_id == public_id, HandDraft.started_by == by, forces.within(scope))
    ).one_or_none()
    if row is None:
        raise Absent()
    return _draft(row)


def drafts(scope: Scope, *, by: str, rotation_id: int | None = None) -> Sequence[DraftFacts]:
    """What this account is typing and has not recorded, the latest first, at most MOST. One statement."""
    statement = _drafts().where(HandDraft.started_by == by, HandDraft.closed_at.is_(None), forces.within(scope))
    if rotation_id is not None:
        statement = statement.where(HandDraft.rotation_id == rotation_id)
    rows = db.session.execute(statement.order_by(HandDraft.changed_at.desc(), HandDraft.id.desc()).limit(MOST))
    return [_draft(row) for row in rows]


def how_many(scope: Scope, *, by: str) -> int:
    """How many such drafts there are. One statement."""
    statement = select(func.count()).select_from(HandDraft).join(Rotation, Rotation.id == HandDraft.rotation_id)
    wanted = (HandDraft.started_by == by, HandDraft.closed_at.is_(None), forces.within(scope))
    return db.session.scalar(statement.where(*wanted)) or 0


def stored_names() -> set[str]:
    """Every name on disk that is still wanted, of what was recorded and of what is being typed. Two statements.

    Not that of evidence on which nobody's result rests any more: they were erased.
    """
    names = set(db.session.scalars(select(EvidenceFile.stored).where(rests_on_it())))
    for text in db.session.scalars(select(HandDraft.files).where(HandDraft.closed_at.is_(None))):
        names |= {file["stored"] for file in json.loads(text)}
    return names
