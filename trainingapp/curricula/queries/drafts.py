"""Versions that are being written, and their way. Nobody's data: what is written here is read by all who write."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from trainingapp.accounts import queries as accounts
from trainingapp.curricula import drafting
from trainingapp.curricula.models import CurriculumDraft, CurriculumVersion, DraftStep, VersionStep
from trainingapp.curricula.outline import Outline, outline
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent


@dataclass(frozen=True)
class DraftFacts:
    """A version that is being written, is in review, or was (closed). `id` is never shown."""

    id: int
    public_id: str
    code: str
    label: str
    content: str
    edition: int
    status: str
    based_on_id: int | None
    version_id: int | None
    #: Public ids of the accounts that saved it: none of them may publish it.
    editors: frozenset[str]
    saved_by: str
    saved_at: datetime

    @property
    def name(self) -> str:
        """What an operator calls the version it is to be: `CPTM@2017`."""
        return f"{self.code}@{self.label}"

    @cached_property
    def raw(self) -> drafting.Raw:
        """The text as a table; not to be changed."""
        return drafting.from_text(self.content)

    @cached_property
    def outline(self) -> Outline:
        """What it says so far."""
        return outline(self.raw)

    @property
    def sha256(self) -> str:
        """What names exactly this text."""
        return drafting.sha256_of(self.content)


@dataclass(frozen=True)
class StepFacts:
    """A step on a draft's way, and who took it by name."""

    kind: str
    remark: str
    by: str
    at: datetime


def draft(public_id: str) -> DraftFacts:
    """A draft, closed ones too. Raises Absent. One statement."""
    found = _drafts(CurriculumDraft.public_id == public_id)
    if not found:
        raise Absent()
    return found[0]


def drafts(*statuses: str) -> list[DraftFacts]:
    """The drafts that stand so, by curriculum and label. One statement."""
    return _drafts(CurriculumDraft.status.in_(statuses))


def open_draft_of(code: str, label: str) -> DraftFacts | None:
    """The draft of a version that is written or reviewed now. One statement."""
    found = _drafts(
        CurriculumDraft.curriculum_code == code, CurriculumDraft.label == label, CurriculumDraft.status != "closed"
    )
    return found[0] if found else None


def draft_of_version(version_id: int) -> DraftFacts | None:
    """The draft that became a version; None for what was loaded from a file. One statement."""
    found = _drafts(CurriculumDraft.version_id == version_id)
    return found[0] if found else None


def waiting_for_review() -> int:
    """How many drafts wait for a reviewer. One statement."""
    counted = select(func.count()).select_from(CurriculumDraft).where(CurriculumDraft.status == "in_review")
    return int(db.session.scalar(counted) or 0)


def steps(draft: DraftFacts) -> list[StepFacts]:
    """A draft's way, the newest step first. Two statements."""
    rows = db.session.scalars(
        select(DraftStep).where(DraftStep.draft_id == draft.public_id).order_by(DraftStep.id.desc())
    ).all()
    names = accounts.names_of({row.stepped_by for row in rows})
    return [StepFacts(row.kind, row.remark, names.get(row.stepped_by, ""), row.stepped_at) for row in rows]


def known_versions() -> frozenset[tuple[str, str]]:
    """The curricula and versions there are, as pairs: what a draft may name. One statement."""
    rows = db.session.execute(select(CurriculumVersion.curriculum_code, CurriculumVersion.label))
    return frozenset((code, label) for code, label in rows)


def content_of(version_id: int) -> dict[str, Any]:
    """What a version says, as a table to start from. One statement."""
    text = db.session.execute(select(CurriculumVersion.content).where(CurriculumVersion.id == version_id)).scalar_one()
    written: dict[str, Any] = json.loads(text)
    return written


def _drafts(*wanted: ColumnElement[bool]) -> list[DraftFacts]:
    rows = db.session.scalars(
        select(CurriculumDraft)
        .where(*wanted)
        .order_by(CurriculumDraft.curriculum_code, CurriculumDraft.label, CurriculumDraft.id.desc())
        .execution_options(populate_existing=True)
    )
    return [
        DraftFacts(
            id=row.id,
            public_id=row.public_id,
            code=row.curriculum_code,
            label=row.label,
            content=row.content,
            edition=row.edition,
            status=row.status,
            based_on_id=row.based_on_id,
            version_id=row.version_id,
            editors=frozenset(row.editors.split()),
            saved_by=row.saved_by,
            saved_at=row.saved_at,
        )
        for row in rows
    ]


def reason_of_withdrawal(version_id: int) -> str:
    """Why a version was withdrawn; nothing when it was not. One statement."""
    asked = select(VersionStep.reason).where(VersionStep.version_id == version_id, VersionStep.kind == "withdrawn")
    return db.session.scalar(asked) or ""
