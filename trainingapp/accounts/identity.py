"""Who is asking, in this request: for the edges (views, api) of every room."""

from flask import g
from flask_babel import gettext, ngettext

from trainingapp.accounts.rules import Identity, in_words
from trainingapp.kit.errors import Absent


def current_identity() -> Identity:
    """The identity behind this request, as its grants stand now. Absent (404) when nobody is signed in."""
    found = who_is_here()
    if found is None:
        raise Absent()
    return found


def who_is_here() -> Identity | None:
    """The identity behind this request, or None when nobody is signed in."""
    found: Identity | None = g.get("identity")
    return found


def roles_in_words(identity: Identity) -> str:
    """What stands under a name, in the reader's language: "Training officer, Bangladesh and one more role"."""
    if not identity.grants:
        return ""
    first, more = in_words(identity.grants[0]).through(gettext), len(identity.grants) - 1
    others = ngettext("and one more role", "and %(num)d more roles", more)
    return f"{first} {others}" if more else first
