"""Who is asking, in this request: for the edges (views, api) of every room."""

from flask import g
from werkzeug.exceptions import NotFound

from trainingapp.accounts.rules import Identity


def current_identity() -> Identity:
    """The identity behind this request, as its grants stand now. Absent (404) when nobody is signed in."""
    found: Identity | None = g.get("identity")
    if found is None:
        raise NotFound
    return found
