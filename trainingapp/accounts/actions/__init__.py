"""What is done to accounts: opened, given roles, suspended, signed in with."""

from datetime import datetime

from flask import current_app
from flask_security import EmailValidateException, hash_password
from sqlalchemy import select

from trainingapp.accounts import reports as _reports  # noqa: F401  what `verify --deep` asks is there wherever one writes
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import email_key
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class EmailTaken(Refused):
    """Two people cannot sign in with one address."""

    sentence = say("There is an account with this e-mail address already.")


def add_account(entry: Entry, *, email: str, name: str, password: str, now: datetime) -> Account:
    """An account that can sign in and may do nothing yet.

    Raises Refused for what is no e-mail address or too short a pass phrase, and EmailTaken. Costs an Argon2 hash.
    """
    security = current_app.extensions["security"]
    try:
        email = email_key(security.mail_util.normalize(email))
    except EmailValidateException:
        raise Refused(say("“%(text)s” is no e-mail address.", text=email[:80])) from None
    problems, phrase = security.password_util.validate(password, is_register=True)
    if problems:
        least = current_app.config["SECURITY_PASSWORD_LENGTH_MIN"]
        raise Refused(say("A pass phrase needs at least %(least)s characters.", least=least))
    return keep_account(entry, email=email, name=name, hashed=hash_password(phrase), now=now)


def keep_account(
    entry: Entry, *, email: str, name: str, hashed: str | None, now: datetime, public_id: str = ""
) -> Account:
    """Keep an account, sealed: with the hash of its pass phrase, or without one for whoever signs in elsewhere.

    `email` is in the form in which addresses are kept. Raises EmailTaken. Three statements.
    """
    row: dict[str, object] = {
        "public_id": public_id or new_id(),
        "email": email,
        "name": name,
        "password": hashed,
        "fs_uniquifier": new_id(),
        "created_at": now,
    }
    with refusing({"uq_account_email": EmailTaken}):
        entry.keep(Account, [row])
    note(entry, "accounts", str(row["public_id"]))
    return db.session.scalars(select(Account).where(Account.public_id == row["public_id"])).one()


def note(entry: Entry, what: str, public_id: str) -> None:
    """Name something in the entry's details, beside what was named there before."""
    noted = entry.details.setdefault(what, [])
    assert isinstance(noted, list)
    noted.append(public_id)


from trainingapp.accounts.actions.grants import (  # noqa: E402 - they use what stands above
    AlreadyEnded,
    end_grant,
    end_role,
    give_role,
    grant,
)
from trainingapp.accounts.actions.suspensions import (  # noqa: E402 - they use what stands above
    lift_account,
    lift_state,
    suspend,
    suspend_account,
    suspend_state,
)

__all__ = [
    "AlreadyEnded",
    "EmailTaken",
    "add_account",
    "end_grant",
    "end_role",
    "give_role",
    "grant",
    "keep_account",
    "lift_account",
    "lift_state",
    "note",
    "suspend",
    "suspend_account",
    "suspend_state",
]
