"""Sessions for the pages that are looked at: one that runs, with attendance and results, one open for nomination."""

from collections.abc import Sequence

from tests.training import made
from trainingapp.accounts import queries as accounts
from trainingapp.accounts.rules import Identity


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
    return {"session_id": running}, dict.fromkeys(pages, still_open)
