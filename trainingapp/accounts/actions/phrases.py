"""Pass phrases as acts."""

from collections.abc import Iterable
from datetime import datetime

from flask import current_app
from flask_security import hash_password
from sqlalchemy import update

from trainingapp.accounts import notices, phrases
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.models import Account
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused


def hashed(typed: str, *, about: Iterable[str] = ()) -> str:
    """The hash that is kept of a new pass phrase. `about` is what everybody knows of its owner: name, address.

    Raises Refused for one that is too short, or would be guessed. Costs an Argon2 hash.
    """
    phrase: str = current_app.extensions["security"].password_util.normalize(typed)
    if (wrong := phrases.problem(phrase, about=about)) is not None:
        raise Refused(wrong)
    return str(hash_password(phrase))


def change_phrase(account_id: int, kept: str, *, by: str, now: datetime) -> None:
    """Give an account the pass phrase of this hash, and write to its owner."""
    with journal.entry(act="account.phrase_change", by=by, now=now, object_kind="account", object_id=by):
        db.session.execute(update(Account).where(Account.id == account_id).values(password=kept))
        tell(account_id, notices.phrase_changed(at=now), now=now)
