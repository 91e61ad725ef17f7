"""What every edge does to make a report: bring the steps up to date, take the figures, draw, then store."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import current_app

from trainingapp.accounts.rules import Identity
from trainingapp.certificates.queries import acting
from trainingapp.jobs.work import Kind, Progress, Task
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent
from trainingapp.kit.once import once
from trainingapp.kit.words import N_
from trainingapp.readiness.face import Printed
from trainingapp.readiness.queries import feed
from trainingapp.readiness.work import at_one_moment
from trainingapp.snapshots import actions, queries, reports
from trainingapp.snapshots.face import canonical
from trainingapp.snapshots.files import files
from trainingapp.snapshots.rules import Subject, number_of

#: So often a report is drawn anew because another took its number meanwhile.
ATTEMPTS = 3


def made(
    kind: str,
    edition: str,
    subject: Subject,
    *,
    as_of: date,
    by: Identity,
    now: datetime,
    evidence: str = "self_declared",
    key: str | None = None,
    language: str = "en",
    gettext: Callable[[str], str] = str,
    step: Callable[[], object] = lambda: None,
) -> str:
    """Make a report and store it; gives its public id. The same key again gives the same report. Five steps.

    Its figures are those of one moment. It is drawn before anything is locked: whoever records waits for its storing
    only. Raises Absent, Overtaken, Busy.
    """
    settings = current_app.config["SETTINGS"]
    with at_one_moment():
        face = reports.face(
            kind,
            edition,
            subject,
            as_of=as_of,
            preparing_days=settings.preparing_days,
            amber_percent=settings.amber_percent,
            evidence=evidence,
        )
        printed = Printed(now, feed.watermark() or 0, language, gettext)
    step()
    for attempt in range(ATTEMPTS):
        ordinal = queries.last_ordinal(kind, now.year) + 1
        drawn = files(face, number_of(kind, now.year, ordinal), printed, step=step)
        ready = actions.Ready(kind, edition, subject, now.year, ordinal, as_of, printed.entry, canonical(face), drawn)

        def do(ready: actions.Ready = ready) -> str:
            return actions.make(ready, by=by, now=now)

        try:
            with transaction():
                return once(key, asked_by=by.public_id, act="reports.make", now=now, do=do)
        except actions.Overtaken:
            if attempt + 1 == ATTEMPTS:
                raise
    raise AssertionError


def make(task: Task, progress: Progress) -> Mapping[str, object]:
    """A report as long work: of all States it takes some seconds. Killed and begun again, it is stored once.

    Arguments: kind, edition, state, mission, name, as_of, evidence, as `made` takes them.
    """
    with transaction():
        by = acting(task.asked_by)
    if by is None:
        raise Absent()
    told = task.arguments
    progress(0, 5)
    public_id = made(
        told["kind"],
        told["edition"],
        Subject(told["state"], told["mission"], told["name"]),
        as_of=date.fromisoformat(told["as_of"]),
        evidence=told["evidence"],
        by=by,
        now=clock.now(),
        key=task.public_id,
        step=progress.step,
    )
    progress(5)
    return {"report": public_id}


KINDS: Mapping[str, Kind] = {"reports.make": Kind(N_("Making a report"), make)}
