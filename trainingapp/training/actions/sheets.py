"""Printing sign-in sheets: each has its own number, so that a sheet that is missing is missed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.training.actions.sessions import NotNow
from trainingapp.training.models import SignInSheet
from trainingapp.training.queries import nominations, sessions
from trainingapp.training.rules import days_of, reach


def print_sheets(public_id: str, days: Collection[date], *, rows: int, by: Identity, now: datetime) -> str:
    """Number the sheets of these days, `rows` persons on each. Gives the public id of the first.

    Raises Absent, NotNow, Refused. Eight statements.
    """
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    with journal.entry(
        act="session.print_sheets",
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=public_id,
        details={"session": found.number},
    ) as entry:
        found = sessions.session(public_id)
        if found.status not in ("confirmed", "running"):
            raise NotNow(say("Sheets are printed when the session is confirmed, and while it runs."))
        whole = days_of(found.starts_on, found.ends_on)
        wanted = [day for day in whole if day in set(days)]
        if not wanted:
            raise Refused(say("Choose a day of the session."))
        people = len(nominations.accepted(found.id))
        if not people:
            raise Refused(say("Nobody is accepted yet: accept nominations first, then print."))
        taken = db.session.execute(
            select(SignInSheet.day, func.count()).where(SignInSheet.session_id == found.id).group_by(SignInSheet.day)
        )
        before: dict[date, int] = {row[0]: row[1] for row in taken}
        made: list[dict[str, object]] = [
            {
                "public_id": new_id(),
                "session_id": found.id,
                "day": day,
                "ordinal": before.get(day, 0) + n,
                "number": f"{found.number}/{whole.index(day) + 1}-{before.get(day, 0) + n + 1}",
                "printed_by": by.public_id,
                "printed_at": now,
            }
            for day in wanted
            for n in range(-(-people // rows))
        ]
        entry.details |= {"sheets": len(made)}
        with refusing({"uq_sign_in_sheet_session_id_day_ordinal": Conflict, "uq_sign_in_sheet_number": Conflict}):
            entry.keep(SignInSheet, made)
    return str(made[0]["public_id"])
