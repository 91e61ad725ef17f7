"""What every edge does before it reads coverage: bring the steps up to the journal, when they are behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from trainingapp.kit import clock
from trainingapp.kit.db import one_moment, transaction
from trainingapp.kit.errors import Busy
from trainingapp.readiness import actions
from trainingapp.readiness.queries import feed

#: How often to try again when somebody records something between keeping up and reading.
TRIES: Final = 10


def keep_up() -> None:
    """Two rows read when the steps are up to date; otherwise a transaction that refreshes them."""
    if feed.behind():
        with transaction():
            actions.refresh(clock.now())


@contextmanager
def at_one_moment() -> Iterator[None]:
    """The register as it is at one moment, with the steps up to it, however long the reading takes.

    Nobody waits for it. Raises Busy when something new is recorded each time.
    """
    for _ in range(TRIES):
        keep_up()
        with one_moment():
            if not feed.behind():
                yield
                return
    raise Busy()
