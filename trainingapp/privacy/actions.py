"""Erasing a person, and taking away what was kept long enough. Nothing here commits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, func, select, update

from trainingapp.accounts.models import SignIn, SignInFailure
from trainingapp.accounts.rules import Identity
from trainingapp.jobs import actions as jobs
from trainingapp.jobs.models import Job
from trainingapp.journal import actions as journal
from trainingapp.kit.db import Base, db
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.once import RequestKey
from trainingapp.kit.words import say
from trainingapp.letters.models import Letter
from trainingapp.people import actions as people
from trainingapp.privacy import queries, reports
from trainingapp.privacy.rules import REASONS, Keeping, Names
from trainingapp.rosters.models import Upload
from trainingapp.rosters.models.by_hand import HandDraft


class AlreadyErased(Refused):
    """Nothing is left of the person."""

    sentence = say("This person has been erased already.")


class ChangedMeanwhile(Conflict):
    """Who the person is was changed since the preview was shown."""

    sentence = say("Somebody has changed this record since you looked at it. Nothing was erased: look at it again.")


@dataclass(frozen=True)
class Erased:
    """What an erasing took away, and what is still to be done outside the database."""

    public_ids: tuple[str, ...]
    entry: int
    #: Table -> rows that were emptied; rows that were taken away.
    emptied: Mapping[str, int]
    removed: Mapping[str, int]
    #: Names of files of evidence and of papers in the data directory, to be removed once this is committed.
    stored: Sequence[str]
    #: What to look for in the letters that were written out as files. Never kept.
    names: Names = field(repr=False)


def erase(
    person_id: int,
    *,
    reason: str,
    by: Identity,
    now: datetime,
    secret: str,
    version: int | None = None,
    again: bool = False,
) -> Erased:
    """Erase a person: everything that was merged into one with them, every text, file and letter that names them.

    Rows that the journal vouches for are emptied as their labels say, and stay; the others go. `reason` is a key of
    REASONS; `version` the one that was shown (None: whatever it is now); `again` says that an older backup was
    restored and an earlier erasing is repeated. Raises Absent, AlreadyErased, ChangedMeanwhile. A few statements per
    table, however many rows.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    before = queries.somebody(person_id)
    if not by.scope("people.erase").reaches(before.state_code):
        raise Absent()
    details: dict[str, object] = {"reason": reason, "persons": list(before.public_ids)}
    with journal.entry(
        act="person.erase",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=before.public_id,
        state_code=before.state_code,
        details=details | ({"again": True} if again else {}),
    ) as entry:
        # From here on nobody else writes: what was read before may have changed while this waited its turn.
        who = queries.somebody(person_id)
        if who.erased:
            raise AlreadyErased()
        if (version is not None and who.version != version) or who.keys != before.keys:
            raise ChangedMeanwhile()
        found = reports.held(who, secret=secret)
        emptied = _empty(entry, found)
        removed = _remove(found)
        people.refresh_now(who.keys)
        jobs.begin_again(at=now)
        entry.details |= {"rows": sum(emptied.values()), "removed": sum(removed.values())}
    stored = [one.stored for one in found.evidence if not one.others]
    stored += [paper.stored for paper in found.papers]
    stored += [name for draft in found.drafts for name in draft.stored]
    return Erased(who.public_ids, entry.seq, emptied, removed, stored, found.names)


def _empty(entry: journal.Entry, found: reports.Held) -> dict[str, int]:
    """Empty the rows that are vouched for: those about the person, and texts elsewhere that name them."""
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    keys: dict[Table, set[int]] = {
        table: {row["id"] for row in found.rows.get(table.name, ())}
        for table in queries.tables_about()
        if queries.sealed(table)
    }
    for mention in found.mentions:
        if queries.sealed(mention.table):
            keys.setdefault(mention.table, set()).add(mention.key)
    keys.setdefault(queries.EVIDENCE, set()).update(one.id for one in found.evidence if not one.others)
    return {table.name: count for table, some in keys.items() if some and (count := entry.empty(models[table], some))}


def _remove(found: reports.Held) -> dict[str, int]:
    """Take away the rows that nobody vouches for: derived ones, files under way, letters, drafts."""
    gone: dict[str, int] = {}

    def take(table: Table, keys: set[int]) -> None:
        if keys:
            db.session.execute(delete(table).where(table.c.id.in_(sorted(keys))))
            gone[table.name] = gone.get(table.name, 0) + len(keys)

    for table in reversed(queries.tables_about()):
        if reports.goes_altogether(table):
            condition = queries.about(table, found.who.keys)
            assert condition is not None
            rows = found.rows.get(table.name, ())
            db.session.execute(delete(table).where(condition))
            if rows:
                gone[table.name] = len(rows)
    for mention in found.mentions:
        if not queries.sealed(mention.table):
            take(mention.table, {mention.key})
    take(HandDraft.__table__, {one.id for one in found.drafts if one.left is None})  # type: ignore[arg-type]
    for draft in found.drafts:
        if draft.left is not None:
            chosen, cells, files = (json.dumps(part, ensure_ascii=False) for part in draft.left)
            db.session.execute(
                update(HandDraft).where(HandDraft.id == draft.id).values(chosen=chosen, cells=cells, files=files)
            )
    take(Upload.__table__, {one.id for one in found.files})  # type: ignore[arg-type]
    take(Letter.__table__, {one.id for one in found.letters})  # type: ignore[arg-type]
    return gone


def take_away_old(kept: Keeping, *, now: datetime, apply: bool) -> dict[str, int]:
    """What has been kept long enough beside persons: how many rows of each kind; with `apply` they go.

    One statement per kind, two with `apply`.
    """
    old: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
        "sign_in": (SignIn, SignIn.seen_at < kept.before(kept.sign_in_days, now)),
        "sign_in_failure": (SignInFailure, SignInFailure.at < kept.before(1, now)),
        "request_key": (RequestKey, RequestKey.at < kept.before(kept.key_days, now)),
        "upload": (Upload, Upload.uploaded_at < kept.before(kept.upload_days, now)),
        "letter": (
            Letter,
            and_(Letter.status != "waiting", Letter.ended_at < kept.before(kept.letter_days, now)),
        ),
        "job": (
            Job,
            and_(Job.status.in_(("done", "failed")), Job.heartbeat_at < kept.before(kept.job_days, now)),
        ),
    }
    counts = {}
    for name, (model, condition) in old.items():
        counts[name] = db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
        if apply and counts[name]:
            db.session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
    return counts


def note_retention(counts: Mapping[str, int], *, by: Identity, now: datetime) -> None:
    """Write a retention run down in the journal, in numbers."""
    with journal.entry(
        act="retention.run",
        by=by.public_id,
        now=now,
        object_kind="reference",
        object_id="retention",
        details={"rows": sum(counts.values()), **counts},
    ):
        pass
