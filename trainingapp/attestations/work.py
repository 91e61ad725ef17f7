"""What a worker does about certifications: nobody waits for weeks without a word, and no paper lies about."""

import time
from datetime import UTC, datetime, timedelta

from flask import current_app

from trainingapp.attestations.actions.reminding import Told, remind
from trainingapp.attestations.actions.steps import MovedOn
from trainingapp.attestations.queries.papers import stored_names
from trainingapp.attestations.queries.waiting import silent_since
from trainingapp.attestations.reports.papers import FOLDER
from trainingapp.kit import attachments, clock
from trainingapp.kit.db import transaction

#: Certifications that are told of in one round at most, so that a worker gets to its other work.
MOST = 100
#: The minute of each hour in which papers without a row are taken away.
MINUTE = 11
#: Seconds for which a paper may wait for its row: longer than any request takes.
ALONE = 86_400


def remind_waiting() -> int:
    """Tell both sides of what has waited as many days as the setting says; how many. One statement when none has.

    Each in a transaction of its own: of two workers one tells, and a worker that is killed tells or leaves it due.
    """
    after, today = current_app.config["SETTINGS"].attestation_word_days, clock.today()
    told = 0
    for one in silent_since(today - timedelta(days=after), most=MOST):
        try:
            with transaction():
                remind(one, now=clock.now(), today=today, after=after)
            told += 1
        except (Told, MovedOn):
            continue
    return told


def sweep_papers() -> int:
    """Once an hour, remove papers that a request which failed half-way has left. Gives how many."""
    if datetime.now(UTC).minute != MINUTE:
        return 0
    return remove_orphans(older_than=time.time() - ALONE)


def remove_orphans(*, older_than: float) -> int:
    """Remove papers that no row speaks of and that were last written before a moment (seconds). One statement."""
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    return attachments.sweep(folder, known=stored_names(), older_than=older_than)
