"""One example of many on one database: what it does is taken back, so that the next one sees nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from trainingapp.kit.db import db


@contextmanager
def by_itself() -> Iterator[None]:
    """Everything inside is taken back at the end: one example sees nothing of the one before."""
    db.session.remove()
    begun = db.engines[None].begin_nested()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        db.session.remove()
        begun.rollback()
