"""Sessions for the pages that are looked at: one that runs, with attendance and results, one open for nomination."""

from collections.abc import Sequence

from tests.make import NOW
from tests.training import made
from trainingapp.accounts import queries as accounts
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.kit.db import db, transaction
from trainingapp.training.actions import reviews
from trainingapp.training.models import TrainingSession


def taught(officer: Identity, numbers: Sequence[str], *, by: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What the pages of a session are about, and what some of them are about instead. `numbers`: service numbers of the
    officer's own; `by`: the e-mail address of an instructor of BIPSOT."""
    account = accounts.credentials_of(by)
    assert account is not None
    instructor = accounts.identity_of(account.account_id)
    assert instructor is not None
    people = list(numbers[:6])
    running = made.with_people(instructor, people, {"BGD": officer})
    made.attended(running, instructor, people[:4])
    made.results(running, instructor, {people[0]: ("pass", 85.0), people[1]: ("fail", 40.0)})
    opened = made.opened(instructor, places=2)
    made.nominated(opened, officer, people)
    made.accepted(opened, instructor)
    still_open = {"session_id": opened}
    pages = ("training.nominate", "training.nominations", "training.change_plan")
    return {"session_id": running, "cause_id": _in_doubt()}, dict.fromkeys(pages, still_open)


def _in_doubt() -> str:
    """The demonstration's course in Accra is put in doubt: its completions wait to be reviewed."""
    accra = db.session.scalars(db.select(TrainingSession.public_id).filter_by(number="2017-0008")).one()
    with transaction():
        return reviews.withdraw_session(accra, reason="The register of attendance is missing.", by=OPERATOR, now=NOW)
