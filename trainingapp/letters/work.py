"""The edge at which letters leave: at once after the commit that wrote them, every minute, and by command."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from trainingapp.kit.db import db, transaction
from trainingapp.kit.settings import Settings
from trainingapp.letters import actions, envelope, post, rules

log = structlog.get_logger(__name__)

#: Letters sent in one round at most, so that a worker gets to its other work.
MOST = 500


@dataclass(frozen=True)
class Round:
    """What came of one round: how many left, and what stopped the others."""

    sent: int = 0
    stopped: Mapping[str, int] = field(default_factory=dict)
    given_up: int = 0


def init_app(app: Flask, wake: Callable[[], None]) -> None:
    """Name what wakes a worker when a letter was written and committed. It never fails."""
    app.extensions["letters"] = wake


@event.listens_for(db.session, "after_commit")
def _committed(session: Session) -> None:
    if session.info.pop(actions.WRITTEN, False):
        current_app.extensions["letters"]()


@event.listens_for(db.session, "after_rollback")
def _lost(session: Session) -> None:
    session.info.pop(actions.WRITTEN, None)


def send() -> Round:
    """Send the letters that are due, one after the other, each in transactions of its own. Any number may at once.

    Ends at the first failure that concerns the server: the others would meet the same, and wait their turn.
    A worker killed between the server's word and ours sends the letter once more, under the same Message-ID.
    """
    settings: Settings = current_app.config["SETTINGS"]
    secret = str(current_app.secret_key)
    within = timedelta(hours=settings.letter_hours)
    left, given_up, stopped = 0, 0, Counter[str]()
    with _post(settings) as office:
        while left + sum(stopped.values()) < MOST:
            with transaction():
                letter = actions.take(at=_moment())
            if letter is None:
                break
            try:
                contents = envelope.unlock(letter.content, secret)
                if contents.to:
                    mail = envelope.message(contents, letter.public_id, sender=settings.smtp_sender, at=_moment())
                    office.deliver(mail, letter.public_id)
            except (envelope.Locked, post.Undelivered) as error:
                failure = error.failure if isinstance(error, post.Undelivered) else "locked"
                with transaction():
                    waits = actions.stopped(letter, failure, at=_moment(), within=within)
                stopped[failure] += 1
                given_up += not waits
                if failure in rules.OF_THE_SERVER:
                    break
                continue
            with transaction():
                if contents.to:
                    actions.sent(letter, at=_moment())
                    left += 1
                else:
                    actions.discard(letter)
    if stopped:
        log.warning("letters were stopped", failures=dict(stopped), given_up=given_up)
    return Round(left, dict(stopped), given_up)


def send_waiting() -> None:
    """What a worker does every minute: send what is due, and throw away what ended long ago."""
    send()
    days = current_app.config["SETTINGS"].letter_days
    with transaction():
        actions.clear(before=_moment() - timedelta(days=days))


def _post(settings: Settings) -> AbstractContextManager[post.Post]:
    if not settings.smtp_host:
        return post.to_folder(settings.data_dir / "outbox")
    server = post.Server(
        settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, settings.smtp_password
    )
    return post.to_server(server, trusted=current_app.config.get("SMTP_TRUSTED"))


def _moment() -> datetime:
    """This moment as it is: pauses must not stand still with TODAY."""
    return datetime.now(UTC)
