"""Six-digit codes of authenticator apps, and recovery codes: Flask-Security's, with secrets encrypted and codes spent.

Nothing here reads the clock of the demonstration: an app shows the code of the real half minute.
"""

import re
from typing import Protocol, cast

import structlog
from flask_security.core import UserMixin
from flask_security.totp import Totp
from passlib.totp import TotpMatch  # type: ignore[import-untyped]

from trainingapp.accounts.rules import fingerprint, token_sha256

log = structlog.get_logger(__name__)

#: What the app shows above the codes.
ISSUER = "Peacekeeping Training Register"

#: Seconds that a telephone's clock may be wrong, either way.
DRIFT = 30

#: Recovery codes in a set.
CODES = 10


class Spent(Protocol):
    """What remembers the half minute of the last code that was taken."""

    last_counter: int | None


class Authenticators(Totp):
    """Makes secrets and judges codes. A secret is JSON, encrypted with `key`; without the key it opens nothing."""

    def __init__(self, key: str) -> None:
        self._key = key
        # The tag stands beside what was encrypted: with another key it says so instead of giving nonsense.
        super().__init__({token_sha256(key)[:8]: key}, issuer=ISSUER)

    def locked(self, base32: str) -> str:
        """A secret that is known already, as it is kept."""
        return str(self._totp(key=base32, format="base32").to_json(encrypt=True))

    def shown(self, base32: str, *, after: int | None = None) -> str:
        """What an app that holds this secret shows now; or the first it shows after that half minute."""
        app = self._totp(key=base32, format="base32")
        now = app.generate()
        counter = now.counter if after is None else max(now.counter, after + 1)
        return str(app.generate(counter * app.period).token)

    def is_right(self, typed: str, secret: str, spent: Spent) -> bool:
        """Whether the code is the one of this half minute, or of one beside it, and was not taken before.

        A code that is right is spent by this.
        """
        try:
            # Only `last_counter` is asked of the account; the library's type wants all of a user.
            return bool(self.verify_totp(typed, secret, cast("UserMixin", spent), window=DRIFT))
        except KeyError:
            log.error("a second factor was encrypted with another key: is TRAININGAPP_SECOND_FACTOR_KEY the right one?")
            return False

    def get_last_counter(self, user: UserMixin) -> int | None:
        """The half minute up to which codes are spent."""
        return cast("Spent", user).last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Spend the codes up to this half minute."""
        cast("Spent", user).last_counter = tmatch.counter

    def new_recovery_codes(self) -> list[str]:
        """A set of codes: each twelve hexadecimal digits in three groups."""
        return list(self.generate_recovery_codes(CODES))

    def recovery_mark(self, typed: str) -> str:
        """What is kept of a recovery code, however it was typed."""
        return fingerprint(self._key, "recovery code", bare(typed))


def bare(typed: str) -> str:
    """A code without the spaces and hyphens that people put into it."""
    return re.sub(r"[\s-]", "", typed).lower()


def is_app_code(typed: str) -> bool:
    """Whether this looks like the code of an app, and not like a recovery code or a pass phrase."""
    return re.fullmatch(r"\d{6}", bare(typed), re.ASCII) is not None
