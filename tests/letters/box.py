"""What a test finds in the outbox: the letters that wait, opened as only the register can."""

from flask import current_app
from sqlalchemy import select

from trainingapp.kit.db import db
from trainingapp.letters.envelope import Contents, unlock
from trainingapp.letters.models import Letter


def waiting(to: str | None = None) -> list[Contents]:
    """The letters that wait, oldest first; those to one address."""
    rows = db.session.scalars(select(Letter.content).where(Letter.status == "waiting").order_by(Letter.id)).all()
    opened = [unlock(content, str(current_app.secret_key)) for content in rows if content is not None]
    return [one for one in opened if to is None or one.to == to]
