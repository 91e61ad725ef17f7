"""Pure: names that cannot be guessed."""

import secrets

#: 128 random bits as base64url: 22 characters.
LENGTH = 22


def new_id() -> str:
    """A new public id: 128 random bits, fit for a link (trust rule 4)."""
    return secrets.token_urlsafe(16)
