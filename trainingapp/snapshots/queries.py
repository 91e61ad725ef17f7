"""Stored reports within a scope: a State's only for that State and the Secretariat, a mission's for the mission too."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.kit.words import say
from trainingapp.snapshots.models import Snapshot, SnapshotFile
from trainingapp.snapshots.rules import BULLETIN, number_of


@dataclass(frozen=True)
class SnapshotFacts:
    """A stored report without its files. `id` is never shown."""

    id: int
    public_id: str
    kind: str
    edition: str
    year: int
    ordinal: int
    state_code: str | None
    mission_code: str | None
    as_of: date
    taken_at_entry: int
    figures: str
    figures_sha256: str
    made_by: str
    made_at: datetime

    @property
    def number(self) -> str:
        """`GR-2017-0001`."""
        return number_of(self.kind, self.year, self.ordinal)

    @cached_property
    def face(self) -> Mapping[str, Any]:
        """Every figure."""
        found: Mapping[str, Any] = json.loads(self.figures)
        return found


@dataclass(frozen=True)
class FileFacts:
    """A file of a report: its form, size in bytes, and checksum."""

    form: str
    size: int
    sha256: str


_COLUMNS = (
    Snapshot.id,
    Snapshot.public_id,
    Snapshot.kind,
    Snapshot.edition,
    Snapshot.year,
    Snapshot.ordinal,
    Snapshot.state_code,
    Snapshot.mission_code,
    Snapshot.as_of,
    Snapshot.taken_at_entry,
    Snapshot.figures,
    Snapshot.figures_sha256,
    Snapshot.made_by,
    Snapshot.made_at,
)


def within(scope: Scope) -> ColumnElement[bool]:
    """The reports somebody with this scope may see. What is about all States is for the Secretariat."""
    if scope.everything:
        return true()
    return or_(Snapshot.state_code.in_(sorted(scope.states)), Snapshot.mission_code.in_(sorted(scope.missions)))


def snapshots(scope: Scope, *, number: int = 1, size: int = SIZE) -> Page[SnapshotFacts]:
    """One page of the reports in the scope, the newest first; without bulletins. Two statements."""
    statement = _all().where(within(scope), Snapshot.kind != BULLETIN).order_by(Snapshot.id.desc())
    return paged(db.session(), statement, number=number, size=size).each(lambda row: SnapshotFacts(*row))


def snapshot(scope: Scope, public_id: str) -> SnapshotFacts:
    """One report. Raises Absent, also when it lies outside the scope. One statement."""
    statement = _all().where(within(scope), Snapshot.kind != BULLETIN, Snapshot.public_id == public_id)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Absent()
    return SnapshotFacts(*row)


def by_number(scope: Scope, text: str) -> SnapshotFacts:
    """The report that is called `GR-2017-0001`. Raises Refused when there is none. One statement."""
    parts = text.strip().upper().split("-")
    kind = {"GR": "gap", "RR": "readiness"}.get(parts[0])
    if kind and len(parts) == 3 and all(one.isdecimal() and len(one) < 8 for one in parts[1:]):
        named = (Snapshot.kind == kind, Snapshot.year == int(parts[1]), Snapshot.ordinal == int(parts[2]))
        row = db.session.execute(_all().where(within(scope), *named)).one_or_none()
        if row is not None:
            return SnapshotFacts(*row)
    raise Refused(say("There is no report with the number %(number)s.", number=text[:40]))


def bulletins(*, edition: str) -> list[SnapshotFacts]:
    """Every bulletin in one edition, the newest first. Whoever asks must be allowed to read that one. One statement."""
    statement = _all().where(Snapshot.kind == BULLETIN, Snapshot.edition == edition).order_by(Snapshot.id.desc())
    return [SnapshotFacts(*row) for row in db.session.execute(statement)]


def files_of(snapshot_id: int) -> list[FileFacts]:
    """The files of a report, without their bytes. One statement."""
    rows = db.session.execute(
        select(SnapshotFile.form, func.length(SnapshotFile.bytes), SnapshotFile.sha256)
        .where(SnapshotFile.snapshot_id == snapshot_id)
        .order_by(SnapshotFile.id)
    )
    return [FileFacts(*row) for row in rows]


def file_of(snapshot_id: int, form: str) -> bytes:
    """The bytes of one file. Raises Absent when there is no such form. One statement."""
    found = db.session.scalar(
        select(SnapshotFile.bytes).where(SnapshotFile.snapshot_id == snapshot_id, SnapshotFile.form == form)
    )
    if found is None:
        raise Absent()
    return found


def last_ordinal(kind: str, year: int, *, edition: str | None = None) -> int:
    """The last number given in a year, in one edition or in any; 0 when none was. One statement."""
    statement = select(func.max(Snapshot.ordinal)).where(Snapshot.kind == kind, Snapshot.year == year)
    if edition is not None:
        statement = statement.where(Snapshot.edition == edition)
    return db.session.scalar(statement) or 0


def _all() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)
