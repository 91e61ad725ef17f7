"""What the workers do for this room: files of evidence that no row speaks of are taken away."""

import time
from datetime import UTC, datetime

from flask import current_app

from trainingapp.intake.reports.evidence import FOLDER
from trainingapp.kit import attachments
from trainingapp.rosters.queries.drafts import stored_names

#: The minute of each hour in which it is done: reading every name once a minute would be for nothing.
MINUTE = 7
#: Seconds for which a file may wait for its row: longer than any request takes.
ALONE = 86_400


def sweep_evidence() -> int:
    """Once an hour, remove what a request that failed half-way, or a draft that ran out, has left. Gives how many."""
    if datetime.now(UTC).minute != MINUTE:
        return 0
    return remove_orphans(older_than=time.time() - ALONE)


def remove_orphans(*, older_than: float) -> int:
    """Remove the files that no row speaks of and that were last written before a moment (seconds). Two statements."""
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    return attachments.sweep(folder, known=stored_names(), older_than=older_than)
