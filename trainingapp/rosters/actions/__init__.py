"""A file is kept between its arrival and its recording, with what the person answered about it."""

import hashlib
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update

from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.rosters.models import Upload


def kept_days() -> int:
    """Days an upload is kept: long enough to mend its refused rows on a poor line, short enough for personal data."""
    days: int = current_app.config["SETTINGS"].upload_days
    return days


def keep_upload(
    content: bytes,
    *,
    name: str,
    kind: str,
    state_code: str,
    rotation_id: int,
    version_id: int | None,
    answers: str,
    by: str,
    now: datetime,
) -> str:
    """Keep a file; gives its public id. Takes away uploads whose days are over. Two statements."""
    db.session.execute(delete(Upload).where(Upload.uploaded_at < now - timedelta(days=kept_days())))
    public_id = new_id()
    db.session.add(
        Upload(
            public_id=public_id,
            state_code=state_code,
            rotation_id=rotation_id,
            kind=kind,
            version_id=version_id,
            name=name[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            answers=answers,
            uploaded_by=by,
            uploaded_at=now,
        )
    )
    db.session.flush()
    return public_id


def answer(upload_id: int, answers: str) -> None:
    """Keep what the person answered about a file. One statement."""
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(answers=answers))
