"""The sign-in sheets that were printed for a session, and who stood on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.training.models import NominationStep, SignInSheet, TrainingSession
from trainingapp.training.queries import nominations
from trainingapp.training.queries.nominations import Nominee


@dataclass(frozen=True)
class Sheet:
    """A numbered sheet of one day."""

    public_id: str
    day: date
    ordinal: int
    number: str


@dataclass(frozen=True)
class Printing:
    """Sheets that were printed together."""

    printed_at: datetime
    printed_by: str | None
    sheets: Sequence[Sheet]

    @property
    def days(self) -> list[date]:
        """The days they are for."""
        return sorted({sheet.day for sheet in self.sheets})


def printings(session_id: int) -> list[Printing]:
    """What was printed for a session, the newest first. One statement."""
    rows = db.session.execute(
        select(
            SignInSheet.public_id,
            SignInSheet.day,
            SignInSheet.ordinal,
            SignInSheet.number,
            SignInSheet.printed_at,
            SignInSheet.entry_seq,
            Account.name,
        )
        .outerjoin(Account, Account.public_id == SignInSheet.printed_by)
        .where(SignInSheet.session_id == session_id)
        .order_by(SignInSheet.entry_seq.desc(), SignInSheet.day, SignInSheet.ordinal)
    )
    found: dict[int, Printing] = {}
    for row in rows:
        one = found.setdefault(row.entry_seq, Printing(row.printed_at, row.name, []))
        one.sheets.append(Sheet(row.public_id, row.day, row.ordinal, row.number))  # type: ignore[attr-defined]
    return list(found.values())


def session_of(sheet_id: str) -> str:
    """The public id of the session that a sheet is of. Raises Absent. One statement."""
    found = db.session.scalar(
        select(TrainingSession.public_id)
        .join(SignInSheet, SignInSheet.session_id == TrainingSession.id)
        .where(SignInSheet.public_id == sheet_id)
    )
    if found is None:
        raise Absent()
    return str(found)


def accepted_at(session_id: int, moment: datetime) -> list[Nominee]:
    """Who was accepted at a moment: a sheet says the same whenever it is drawn. Two statements."""
    everybody = nominations.of_session(session_id)
    rows = db.session.execute(
        select(NominationStep.nomination_id, NominationStep.kind)
        .where(NominationStep.nomination_id.in_([one.id for one in everybody]), NominationStep.decided_at <= moment)
        .order_by(NominationStep.ordinal)
    )
    standing = {row[0]: row[1] for row in rows}
    return [one for one in everybody if standing.get(one.id) == "accepted"]
