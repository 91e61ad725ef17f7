"""Pure: what a letter says, as it is locked into the outbox and as it goes out."""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from cryptography.fernet import Fernet, InvalidToken


class Locked(Exception):
    """The content was locked with another key."""


@dataclass(frozen=True)
class Contents:
    """A letter's words: plain text in one language. Without an address it goes to nobody."""

    to: str
    subject: str
    text: str
    language: str


def lock(contents: Contents, secret: str) -> bytes:
    """The contents, unreadable and unchangeable without the secret."""
    return _key(secret).encrypt(json.dumps(asdict(contents), ensure_ascii=False).encode())


def unlock(content: bytes, secret: str) -> Contents:
    """The contents again. Raises Locked."""
    try:
        return Contents(**json.loads(_key(secret).decrypt(content)))
    except InvalidToken:
        raise Locked from None


def _key(secret: str) -> Fernet:
    # A key of its own for this purpose (trust rule 18): the secret also signs cookies.
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), b"letters in the outbox", hashlib.sha256)))


def message(contents: Contents, public_id: str, *, sender: str, at: datetime) -> EmailMessage:
    """The letter as mail. Sent a second time it has the same id, by which mail servers drop the repetition."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = contents.to
    made["Subject"] = contents.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{public_id}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
    made["Content-Language"] = contents.language
    # Whoever is away answers people only (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(contents.text)
    return made
