"""What every edge does to make a report: bring the steps up to date, take the figures, draw, then store."""

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app

from trainingapp.accounts.rules import Identity
from trainingapp.kit.db import transaction
from trainingapp.kit.once import once
from trainingapp.readiness.face import Printed
from trainingapp.readiness.queries import feed
from trainingapp.readiness.work import keep_up
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
) -> str:
    """Make a report and store it; gives its public id. The same key again gives the same report.

    It is drawn before anything is locked: whoever records waits for its storing only. Raises Absent, Overtaken.
    """
    settings = current_app.config["SETTINGS"]
    keep_up()
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
    for attempt in range(ATTEMPTS):
        ordinal = queries.last_ordinal(kind, now.year) + 1
        drawn = files(face, number_of(kind, now.year, ordinal), printed)
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
