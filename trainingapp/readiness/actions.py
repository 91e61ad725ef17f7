"""Keeping the steps of coverage up with the journal. What is written here is derived and can always be thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from trainingapp.kit.db import db
from trainingapp.readiness import reports
from trainingapp.readiness.models import CoverageMade, CoverageStep, Watermark
from trainingapp.readiness.queries import feed
from trainingapp.readiness.steps import MEASURES, Step


@dataclass(frozen=True)
class Refreshed:
    """How many rotations were computed anew; `everything`: all there are."""

    rotations: int
    everything: bool = False


def refresh(now: datetime) -> Refreshed:
    """Bring the steps up to the head of the journal, inside the caller's transaction. Does nothing when they are there.

    Only what the acts since the watermark touched is computed anew; an act of a kind that is not known here computes
    everything, because a wrong number is worse than a slow one. Two statements when there is nothing to do.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        # SQLite's one writer waits already; here the second to notice waits for the first, then finds nothing to do.
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("coverage_change"))))
    mark, head = feed.watermark(), feed.head()
    if mark is not None and mark >= head:
        return Refreshed(0)
    touched = None if mark is None else reports.changed_since(mark)
    if touched is None:
        done = rebuild(now)
    else:
        done = Refreshed(_compute(touched, head) if touched else 0)
        _keep_watermark(head, now)
    return done


def rebuild(now: datetime) -> Refreshed:
    """Throw every step away and compute them from the facts. Two statements for every fifty rotations."""
    head = feed.head()
    db.session.execute(delete(CoverageStep))
    db.session.execute(delete(CoverageMade))
    done = sum(_insert(chunk, head) for chunk in reports.steps_from_facts())
    _keep_watermark(head, now)
    return Refreshed(done, everything=True)


def _compute(ids: set[int], head: int) -> int:
    db.session.execute(delete(CoverageStep).where(CoverageStep.rotation_id.in_(sorted(ids))))
    db.session.execute(delete(CoverageMade).where(CoverageMade.rotation_id.in_(sorted(ids))))
    return sum(_insert(chunk, head) for chunk in reports.steps_from_facts(ids))


def _insert(chunk: Mapping[int, Sequence[Step]], head: int) -> int:
    rows = [
        {
            "rotation_id": rotation_id,
            "curriculum_code": step.curriculum,
            "sex": step.sex,
            "day": step.day,
            **dict(zip(MEASURES, step.changes, strict=True)),
        }
        for rotation_id, steps in chunk.items()
        for step in steps
    ]
    if rows:
        db.session.execute(insert(CoverageStep), rows)
    db.session.execute(insert(CoverageMade), [{"rotation_id": rotation_id, "seq": head} for rotation_id in chunk])
    return len(chunk)


def _keep_watermark(seq: int, now: datetime) -> None:
    db.session.execute(delete(Watermark))
    db.session.execute(insert(Watermark).values(id=1, seq=seq, at=now))
