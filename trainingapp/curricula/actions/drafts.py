"""Drafts: opened, saved, submitted for review, returned, dropped. What is in review is not edited."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import drafting
from trainingapp.curricula.models import CurriculumDraft, CurriculumVersion, DraftStep
from trainingapp.curricula.queries import drafts as facts
from trainingapp.curricula.queries.drafts import DraftFacts
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, flush
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Longest text that a draft is kept in, in characters: some fifty times the longest curriculum there is.
LONGEST = 2_000_000


class ChangedMeanwhile(Conflict):
    """Somebody saved another edition of the draft."""

    sentence = say("Somebody else has saved this draft since you opened it. What differs stands below, side by side.")


class NotEditable(Conflict):
    """The draft is in review, or is closed."""

    sentence = say("This version is in review: it is not edited until the reviewer returns it.")


class Closed(Conflict):
    """The draft became a version, or was dropped."""

    sentence = say("This draft is closed. What is published never changes: write a new version from it.")


class Taken(Refused):
    """There is a version, or an open draft, of this name."""

    sentence = say("Somebody is writing this version already: open that draft, or choose another label.")


def open_draft(raw: Mapping[str, Any], *, based_on_id: int | None, by: Identity, now: datetime) -> str:
    """Begin a version under the code and label that the text names; gives the draft's public id.

    Refused when the version is published, or is being written. Seven statements.
    """
    code, label = str(raw["curriculum"]), str(raw["version"])
    there = select(CurriculumVersion.id).where(
        CurriculumVersion.curriculum_code == code, CurriculumVersion.label == label
    )
    if db.session.scalar(there) is not None:
        raise Refused(
            say(
                "%(code)s %(label)s is published and never changes: choose another label for the new version.",
                code=code,
                label=label,
            )
        )
    if facts.open_draft_of(code, label) is not None:
        raise Taken()
    content, public_id = _text(raw), new_id()
    with _entry("curriculum.draft", code, label, content, by, now) as entry:
        db.session.add(
            CurriculumDraft(
                public_id=public_id,
                curriculum_code=code,
                label=label,
                content=content,
                edition=1,
                status="draft",
                based_on_id=based_on_id,
                version_id=None,
                editors=by.public_id,
                opened_at=now,
                saved_by=by.public_id,
                saved_at=now,
            )
        )
        flush({"uq_curriculum_draft_open": Taken})
        keep_step(entry, public_id, code, label, "opened", content, by=by, now=now)
    return public_id


def save(draft: DraftFacts, raw: Mapping[str, Any], *, edition: int, by: Identity, now: datetime) -> bool:
    """Keep what was typed on top of the edition that was read; gives whether anything differed.

    Raises ChangedMeanwhile when another edition was saved since, NotEditable in review, Closed. What changes nothing is
    not a saving: whoever only looked may still publish. One statement, two when something differs.
    """
    editable(draft)
    if draft.edition != edition:
        raise ChangedMeanwhile()
    content = _text(raw)
    if drafting.from_text(content) == draft.raw:
        return False
    changed = db.session.execute(
        update(CurriculumDraft)
        .where(CurriculumDraft.id == draft.id, CurriculumDraft.edition == edition, CurriculumDraft.status == "draft")
        .values(
            content=content,
            edition=edition + 1,
            editors=" ".join(sorted({*draft.editors, by.public_id})),
            saved_by=by.public_id,
            saved_at=now,
        )
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise ChangedMeanwhile()
    return True


def submit(draft: DraftFacts, *, edition: int, by: Identity, now: datetime) -> None:
    """Hand a draft to the reviewers: from now on nobody edits it. Six statements."""
    editable(draft)
    with _entry("curriculum.submit", draft.code, draft.label, draft.content, by, now) as entry:
        _turn(draft, "draft", "in_review", edition)
        _step(entry, draft, "submitted", by=by, now=now)


def send_back(draft: DraftFacts, *, remark: str, edition: int, by: Identity, now: datetime) -> None:
    """Give a draft back to its writers, saying what to mend. Six statements."""
    reviewable(draft)
    with _entry("curriculum.return", draft.code, draft.label, draft.content, by, now) as entry:
        _turn(draft, "in_review", "draft", edition)
        _step(entry, draft, "returned", remark=remark, by=by, now=now)


def drop(draft: DraftFacts, *, edition: int, by: Identity, now: datetime) -> None:
    """Give a draft up. Its text is kept, closed. Six statements."""
    editable(draft)
    with _entry("curriculum.drop", draft.code, draft.label, draft.content, by, now) as entry:
        _turn(draft, "draft", "closed", edition)
        _step(entry, draft, "dropped", by=by, now=now)


def editable(draft: DraftFacts) -> None:
    """Raises NotEditable or Closed unless the draft may be edited."""
    if draft.status == "closed":
        raise Closed()
    if draft.status != "draft":
        raise NotEditable()


def reviewable(draft: DraftFacts) -> None:
    """Raises Conflict unless the draft is in review."""
    if draft.status != "in_review":
        raise Conflict(say("This draft is not in review: it was returned, published or dropped meanwhile."))


def close(draft: DraftFacts, version_id: int, *, edition: int) -> None:
    """The draft became this version. One statement."""
    _turn(draft, "in_review", "closed", edition, version_id=version_id)


def keep_step(
    entry: Entry,
    draft_id: str,
    code: str,
    label: str,
    kind: str,
    content: str,
    *,
    remark: str = "",
    by: Identity,
    now: datetime,
) -> None:
    """Keep a step on a draft's way. Two statements."""
    row: dict[str, object] = {
        "public_id": new_id(),
        "draft_id": draft_id,
        "curriculum_code": code,
        "label": label,
        "kind": kind,
        "content_sha256": drafting.sha256_of(content),
        "remark": remark,
        "stepped_by": by.public_id,
        "stepped_at": now,
    }
    entry.keep(DraftStep, [row])


def _step(entry: Entry, draft: DraftFacts, kind: str, *, remark: str = "", by: Identity, now: datetime) -> None:
    keep_step(entry, draft.public_id, draft.code, draft.label, kind, draft.content, remark=remark, by=by, now=now)


def _turn(draft: DraftFacts, before: str, after: str, edition: int, **more: object) -> None:
    changed = db.session.execute(
        update(CurriculumDraft)
        .where(CurriculumDraft.id == draft.id, CurriculumDraft.status == before, CurriculumDraft.edition == edition)
        .values(status=after, **more)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise Conflict()


def _entry(act: str, code: str, label: str, content: str, by: Identity, now: datetime) -> AbstractContextManager[Entry]:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="curriculum",
        object_id=code,
        details={"version": label, "content_sha256": drafting.sha256_of(content)},
    )


def _text(raw: Mapping[str, Any]) -> str:
    content = drafting.as_text(raw)
    if len(content) > LONGEST:
        raise Refused(say("This is far longer than any curriculum. Nothing was saved."))
    return content
