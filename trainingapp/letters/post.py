"""How letters leave: to a mail server by SMTP, or as files into a folder when no server is set.

Every failure is told as one word of `rules.FAILURES`. What the server answered is not kept: it often quotes an address.
"""

import os
import smtplib
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

#: Seconds that each answer of the server may take.
PATIENCE = 30


class Undelivered(Exception):
    """The letter did not leave. `failure` says why, as one word of `rules.FAILURES`."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


class Post(Protocol):
    """Somewhere to bring letters."""

    def deliver(self, message: EmailMessage, public_id: str) -> None:
        """Bring a letter there. Raises Undelivered."""


@dataclass(frozen=True)
class Server:
    """A mail server and how to speak to it. `security`: starttls, tls, or none (for one on this machine only)."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""


@contextmanager
def to_folder(folder: Path) -> Iterator[Post]:
    """Write each letter into `<folder>/<id>.eml`, whole or not at all; the same letter again is the same file."""
    yield _Folder(folder)


@dataclass(frozen=True)
class _Folder:
    folder: Path

    def deliver(self, message: EmailMessage, public_id: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as made:  # for its owner only
                made.write(message.as_bytes(policy=SMTP))
                made.flush()
                os.fsync(made.fileno())
            Path(made.name).replace(self.folder / f"{public_id}.eml")
        except OSError:
            raise Undelivered("folder") from None


def to_server(server: Server, *, trusted: ssl.SSLContext | None = None) -> AbstractContextManager[Post]:
    """One connection for as many letters as there are, opened at the first; opened again when the server closed it.

    `trusted` names other authorities than the machine's for the server's certificate.
    """
    return _connected(server, trusted or ssl.create_default_context())


@contextmanager
def _connected(server: Server, trusted: ssl.SSLContext) -> Iterator[Post]:
    post = _Connection(server, trusted)
    try:
        yield post
    finally:
        post.close()


class _Connection:
    def __init__(self, server: Server, trusted: ssl.SSLContext) -> None:
        self.server = server
        self.trusted = trusted
        self.smtp: smtplib.SMTP | None = None

    def deliver(self, message: EmailMessage, public_id: str) -> None:
        with _told():
            if self.smtp is not None and not self._is_there(self.smtp):
                self.close()
            if self.smtp is None:
                self.smtp = self._connect()
            try:
                self.smtp.send_message(message)
            except smtplib.SMTPException:
                # Whatever state the conversation is in, the next letter begins a new one.
                self.close()
                raise

    @staticmethod
    def _is_there(smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        smtp = (
            smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=self.trusted)
            if self.server.security == "tls"
            else smtplib.SMTP(host, port, timeout=PATIENCE)
        )
        try:
            if self.server.security == "starttls":
                smtp.starttls(context=self.trusted)
            if self.server.user:
                smtp.login(self.server.user, self.server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def close(self) -> None:
        """End the conversation in good order, if the server still listens."""
        if self.smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.smtp.quit()
            self.smtp.close()
        self.smtp = None


@contextmanager
def _told() -> Iterator[None]:
    """Every way in which it can go wrong, as one word. The more special kinds stand first."""
    try:
        yield
    except smtplib.SMTPAuthenticationError:
        raise Undelivered("sign_in") from None
    except smtplib.SMTPSenderRefused as refused:
        raise Undelivered("sender" if refused.smtp_code >= 500 else "busy") from None
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise Undelivered("address" if all(code >= 500 for code in codes) else "busy") from None
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError):
        raise Undelivered("unreachable") from None
    except smtplib.SMTPNotSupportedError as error:
        # It knows no addresses beyond ASCII, or no sign-in, or no STARTTLS.
        said = str(error)
        raise Undelivered("address" if "SMTPUTF8" in said else "sign_in" if "AUTH" in said else "insecure") from None
    except smtplib.SMTPResponseException as answered:
        raise Undelivered("refused" if answered.smtp_code >= 500 else "busy") from None
    except ssl.SSLError:
        raise Undelivered("insecure") from None
    except (smtplib.SMTPException, OSError):
        raise Undelivered("unreachable") from None
