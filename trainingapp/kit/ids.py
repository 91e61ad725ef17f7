"""Pure: names that cannot be guessed."""

import secrets

#: 128 random bits as base64url: 22 characters.
LENGTH = 22


def new_id() -> str:
    """A new public id: 128 random bits, fit for a link (trust rule 4)."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """A new secret for a cookie or a link: 256 random bits, 43 characters. Only its SHA-256 is ever kept."""
    return secrets.token_urlsafe(32)
