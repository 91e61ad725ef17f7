"""A person is erased: nothing of them is left, the journal still holds, the counts of the past stay (R71, trust 19)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text, update

from tests import make
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates import reports as checks
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import actions as completions
from trainingapp.journal.models import EmptiedRow, JournalEntry
from trainingapp.journal.reports import verify
from trainingapp.kit.db import Base, db, transaction
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person, PersonNow
from trainingapp.privacy import actions, queries
from trainingapp.readiness import actions as readiness
from trainingapp.readiness.models import CoverageStep

NAME, NUMBER, BORN, OWN = "Zyxwvut Qponmlk", "ZQ-77421-X", date(1984, 3, 19), "Зыксвут Кпонмлк"
#: Everything by which the person could be found again, in the cases in which it might be kept.
TOKENS = ("zyxwvut", "qponmlk", "77421", "1984-03-19", "зыксвут", "кпонмлк", "Зыксвут", "Кпонмлк")
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://register.example")
NOW = datetime(2018, 1, 5, 9, tzinfo=UTC)
SECRET = "test"


def authority(state: str = "BGD") -> Identity:
    account = make.account("certifying_authority", f"authority.{state}@example.org".lower(), state=state)
    found = identity_of(account.id)
    assert found
    return found


@pytest.fixture
def zyx(session) -> Person:
    """A soldier with a roll, a result, a certificate, a withdrawn result; beside somebody who stays."""
    of = make.state()
    rotation = make.rotation(of)
    person = make.person(of, NUMBER, NAME, born_on=BORN, original_name=OWN, sex="male")
    other = make.person(of, "A2", "Alice Uwera")
    for one in (person, other):
        make.assignment(rotation, one, rank="Corporal", function=f"Driver {one.full_name}")
        completion = make.completion(one, make.version(), score=88, row=12)
        with transaction():
            certificates.issue_one(completion.public_id, letterhead=LETTERHEAD, by=OPERATOR, now=make.NOW)
    wrong = make.completion(person, make.version(), date(2017, 6, 1), result="fail", valid_through=None)
    with transaction():
        completions.withdraw(wrong.public_id, reason=f"{NAME} was ill", by=OPERATOR, now=make.NOW)
    readiness.refresh(now=make.NOW)
    db.session.commit()
    return person


def erase(person: int, **more) -> actions.Erased:
    with transaction():
        return actions.erase(
            person, **({"reason": "asked", "by": OPERATOR, "now": NOW, "secret": SECRET} | more)
        )


def everything() -> Iterator[tuple[str, str, str]]:
    """Every value of every row of every table as text: (table, column, text)."""
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for name, value in row.items():
                if isinstance(value, bytes):
                    value = value.decode(errors="replace")
                if value is not None:
                    yield table.name, name, str(value)


def traces() -> list[tuple[str, str, str]]:
    found = [one for one in everything() if any(token.lower() in one[2].lower() for token in TOKENS)]
    return found


def holds() -> None:
    verdict = verify(db.session.connection(), deep=True)
    assert verdict.ok, verdict.first_bad


def test_nothing_of_the_person_is_left_in_any_table_and_the_journal_still_holds(zyx):
    assert len(traces()) > 5
    erased = erase(zyx.id)
    assert erased.emptied["person"] == 1
    assert erased.emptied["assignment"] == 1
    assert erased.emptied["completion"] == 2
    assert erased.emptied["completion_withdrawal"] == 1
    assert erased.emptied["certificate"] == 1
    assert not traces()
    holds()
