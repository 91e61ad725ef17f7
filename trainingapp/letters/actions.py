"""What is done with letters: written, taken by a worker, sent, put off, given up, sent again after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import delete, func, select, update

from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence
from trainingapp.letters import envelope, rules
from trainingapp.letters.models import Letter

#: Under this name the session remembers that a letter was written, until its transaction ends.
WRITTEN = "a letter was written"


def write(*, to: str, subject: Sentence, body: Sequence[Sentence], now: datetime, language: str | None = None) -> str:
    """Put a letter into the outbox, in the caller's transaction: no act, no letter. Its id. One statement.

    `body` holds paragraphs, the salutation first; an address of a page stands as a paragraph of its own. `language` is
    the addressee's, when it is known; else English. A letter to nobody (`to` empty) is written and thrown away by the
    worker, so that asking for an unknown address takes as long as for a known one.
    Raises ValueError for a subject that tells anything but numbers.
    """
    if not rules.may_be_a_subject(subject):
        raise ValueError("the subject of a letter carries nothing but numbers")
    home = current_app.config["SETTINGS"].base_url
    with force_locale(language or "en"):
        text = rules.laid_out(body, home=home, gettext=gettext)
        contents = envelope.Contents(to, subject.through(gettext), text, language or "en")
    content = envelope.lock(contents, str(current_app.secret_key))
    row = Letter(public_id=new_id(), status="waiting", written_at=now, next_at=now, attempts=0, content=content)
    db.session.add(row)
    db.session.flush()
    db.session.info[WRITTEN] = True
    return row.public_id


@dataclass(frozen=True)
class Taken:
    """A letter that this worker has, and nobody else, for as long as the lease lasts."""

    id: int
    public_id: str
    attempts: int
    first_tried_at: datetime
    content: bytes


def take(*, at: datetime) -> Taken | None:
    """Take the letter that has waited longest beyond its time; None when none is due. Exactly one of many gets it.

    A letter whose worker was killed is due again when the lease is over. One statement.
    """
    due = (
        select(Letter.id)
        .where(Letter.status == "waiting", Letter.next_at <= at)
        .where(Letter.leased_until.is_(None) | (Letter.leased_until <= at))
        .order_by(Letter.next_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = db.session.execute(
        update(Letter)
        .where(Letter.id == due)
        .values(
            attempts=Letter.attempts + 1,
            leased_until=at + rules.LEASE,
            first_tried_at=func.coalesce(Letter.first_tried_at, at),
        )
        .returning(Letter.id, Letter.public_id, Letter.attempts, Letter.first_tried_at, Letter.content)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    assert row.first_tried_at is not None
    assert row.content is not None
    return Taken(row.id, row.public_id, row.attempts, row.first_tried_at, row.content)


def sent(letter: Taken, *, at: datetime) -> None:
    """The letter has left: its text goes."""
    _end(letter, status="sent", content=None, ended_at=at, failure=None)


def discard(letter: Taken) -> None:
    """The letter was to nobody."""
    db.session.execute(delete(Letter).where(Letter.id == letter.id, Letter.attempts == letter.attempts))


def stopped(letter: Taken, failure: str, *, at: datetime, within: timedelta) -> bool:
    """The letter did not leave: it is put off, or given up when it was tried for so long. True when it waits."""
    again = rules.next_try(
        failure, attempts=letter.attempts, first_tried_at=letter.first_tried_at, at=at, within=within
    )
    if again is None:
        _end(letter, status="given_up", failure=failure, ended_at=at)
    else:
        _end(letter, failure=failure, next_at=again)
    return again is not None


def _end(letter: Taken, **values: object) -> None:
    """Only while it is this worker's: one that was thought dead changes nothing any more."""
    mine = update(Letter).where(Letter.id == letter.id, Letter.status == "waiting", Letter.attempts == letter.attempts)
    db.session.execute(mine.values(leased_until=None, **values).execution_options(synchronize_session=False))


def send_again(failure: str, *, by: str, now: datetime) -> int:
    """Let the letters that were given up for this wait once more, as if they were new; how many."""
    with journal.entry(act="letters.resend", by=by, now=now, object_kind="letters", object_id=failure) as entry:
        done = db.session.execute(
            update(Letter)
            .where(Letter.status == "given_up", Letter.failure == failure, Letter.content.is_not(None))
            .values(status="waiting", attempts=0, next_at=now, first_tried_at=None, leased_until=None, ended_at=None)
            .execution_options(synchronize_session=False)
        )
        count = int(done.rowcount)  # type: ignore[attr-defined]
        entry.details["letters"] = count
    db.session.info[WRITTEN] = True
    return count


def clear(*, before: datetime) -> None:
    """Throw away what ended before: nobody needs to know any more that a letter was sent. One statement."""
    db.session.execute(delete(Letter).where(Letter.status != "waiting", Letter.ended_at < before))
