"""What every edge does before it reads coverage: bring the steps up to the journal, when they are behind."""

from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.readiness import actions
from trainingapp.readiness.queries import feed


def keep_up() -> None:
    """Two rows read when the steps are up to date; otherwise a transaction that refreshes them."""
    if feed.behind():
        with transaction():
            actions.refresh(clock.now())
