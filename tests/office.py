"""A register on a database of its own, in which several people really commit at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from flask import Flask

from tests import reference
from tests.conftest import migrate, opened, settings_for
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import DomainError

Act = Callable[[], object]


@contextmanager
def office_on(url: str, folder: Path) -> Iterator[Flask]:
    """The register, verified to its last record when everything that happened at once is over."""
    migrate(url)
    with opened(settings_for(url, folder), TESTING=True) as app:
        reference.load(app)
        yield app
        with app.app_context():
            assert verify(db.session.connection(), deep=True).ok, "after everything that happened at once"


def at_once(app: Flask, *acts: Act) -> list[object]:
    """What came of each act, in a thread and a transaction of its own: its answer, or the name of its refusal."""
    start = Barrier(len(acts))

    def decide(act: Act) -> object:
        with app.app_context():
            start.wait(20)
            try:
                with transaction(patience=30_000):
                    return act()
            except DomainError as refused:
                return type(refused).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(decide, acts))
