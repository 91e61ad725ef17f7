"""Results while they are typed: kept as they are at every step, so that nothing typed is ever lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update

from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.rosters.actions import kept_days
from trainingapp.rosters.grid import Cells
from trainingapp.rosters.models.by_hand import HandDraft
from trainingapp.rosters.queries.drafts import DraftFacts, DraftFile


def start(
    *,
    state_code: str,
    rotation_id: int,
    version_id: int,
    completed_on: date | None,
    chosen: Sequence[str],
    cells: Mapping[str, Cells],
    by: str,
    now: datetime,
    files: Sequence[DraftFile] = (),
    mends_id: int | None = None,
) -> str:
    """Begin to type; gives the public id. Takes away what nobody touched for as long. 2 statements."""
    db.session.execute(delete(HandDraft).where(HandDraft.changed_at < now - timedelta(days=kept_days())))
    public_id = new_id()
    db.session.add(
        HandDraft(
            public_id=public_id,
            state_code=state_code,
            rotation_id=rotation_id,
            version_id=version_id,
            completed_on=completed_on,
            chosen=json.dumps(list(chosen)),
            cells=_as_text(cells),
            files=json.dumps([asdict(file) for file in files], ensure_ascii=False),
            mends_id=mends_id,
            became=None,
            closed_at=None,
            started_by=by,
            changed_at=now,
        )
    )
    db.session.flush()
    return public_id


def keep_cells(draft: DraftFacts, cells: Mapping[str, Cells], *, now: datetime) -> None:
    """Keep what stands in the cells now. One statement."""
    _change(draft, cells=_as_text(cells), changed_at=now)


def keep_day(draft: DraftFacts, day: date | None, *, now: datetime) -> None:
    """Keep the day for rows that name none. One statement."""
    _change(draft, completed_on=day, changed_at=now)


def keep_files(draft: DraftFacts, files: Sequence[DraftFile], *, now: datetime) -> None:
    """Keep which files are attached. One statement."""
    _change(draft, files=json.dumps([asdict(file) for file in files], ensure_ascii=False), changed_at=now)


def recorded(
    draft: DraftFacts, became: str, *, left: Mapping[str, Cells], files: Sequence[DraftFile], now: datetime
) -> None:
    """What was recorded leaves the draft; when nothing is left, the draft is closed and emptied. One statement."""
    _change(
        draft,
        became=became,
        cells=_as_text(left),
        files=json.dumps([asdict(file) for file in files], ensure_ascii=False),
        closed_at=None if left else now,
        changed_at=now,
    )


def throw_away(draft: DraftFacts) -> None:
    """Nothing of it was a fact. One statement."""
    db.session.execute(delete(HandDraft).where(HandDraft.id == draft.id))


def _change(draft: DraftFacts, **values: object) -> None:
    db.session.execute(update(HandDraft).where(HandDraft.id == draft.id).values(**values))


def _as_text(cells: Mapping[str, Cells]) -> str:
    return json.dumps({person: row for person, row in cells.items() if not row.is_empty}, ensure_ascii=False)
