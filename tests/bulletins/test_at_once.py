"""What is said of needs and consents at one moment, and figures that are taken while others record.

Real commits on a database of their own, each decision in a thread and a transaction of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests import make
from tests.bulletins.said import DAY, after, need, say
from tests.office import at_once, office_on
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions, queries, work
from trainingapp.bulletins.models import EmergingContributor, NameConsent, NameConsentEnd, Need, NeedEnd
from trainingapp.kit.db import db
from trainingapp.readiness.work import keep_up
from trainingapp.snapshots import queries as stored
from trainingapp.snapshots import work as snapshots
from trainingapp.snapshots.rules import Subject

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        with app.app_context():
            make.state("XSU", "Sumora", "XU")
        yield app


def counted(app: Flask, column: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(column))) or 0  # type: ignore[arg-type]


def test_a_need_that_is_changed_and_ended_at_once_is_one_of_both(office):
    with office.app_context():
        key = say(need())
        before = queries.need(OPERATOR.scope("needs.declare"), key)

    def change() -> object:
        return actions.declare(need(held=600), by=OPERATOR, now=make.NOW, today=DAY, instead_of=before)

    def end() -> object:
        return actions.end(key, "met", by=OPERATOR, now=make.NOW)

    said = at_once(office, change, end, change, end)
    assert sum(one in ("ChangedMeanwhile", "Absent") for one in said) == 3, said
    assert counted(office, Need.id) - 1 + counted(office, NeedEnd.id) == 1


def test_consent_is_given_once_and_taken_back_once(office):
    def give() -> object:
        return actions.let_name("XSU", by=OPERATOR, now=make.NOW, today=DAY)

    def take_back() -> object:
        return actions.let_name_no_more("XSU", by=OPERATOR, now=make.NOW, today=DAY)

    assert at_once(office, *[give] * 3).count("NamedAlready") == 2
    assert at_once(office, *[take_back] * 3).count("NotNamed") == 2
    assert (counted(office, NameConsent.id), counted(office, NameConsentEnd.id)) == (1, 1)


def test_a_state_becomes_emerging_once(office):
    def record() -> object:
        return actions.record_emerging("XSU", holds_from=DAY, reason="New.", by=OPERATOR, now=make.NOW)

    assert at_once(office, *[record] * 3).count("Refused") == 2
    assert counted(office, EmergingContributor.id) == 1


class Meanwhile:
    """Does something in another thread as soon as the steps of readiness were read for the first time."""

    def __init__(self, app: Flask, do: Callable[[], object]) -> None:
        self.app, self.do, self.done = app, do, 0

    def __enter__(self) -> "Meanwhile":
        event.listen(db.engine, "after_cursor_execute", self.read)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "after_cursor_execute", self.read)

    def read(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self.done or "FROM coverage_change" not in statement:
            return
        self.done += 1
        with ThreadPoolExecutor(1) as other:
            other.submit(self.elsewhere).result()

    def elsewhere(self) -> None:
        with self.app.app_context():
            self.do()
            keep_up()
            db.session.remove()


@pytest.fixture
def group(office: Flask) -> Iterator[Battalion]:
    with office.app_context():
        there = battalion(
            make.state(), 12, women=6, code=f"BAN-{next(_NUMBERS)}", deploys_on=after(30), ends_on=after(400)
        )
        there.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25))
        keep_up()
        yield there


def taken_back(app: Flask, group: Battalion) -> Meanwhile:
    """Six lose what they passed."""
    return Meanwhile(app, lambda: group.withdraw(make.version("CPTM", "2017"), range(6)))


def test_a_report_holds_the_figures_of_one_moment_and_names_its_entry(office, group):
    _ = [person.id for person in group.people]
    entry = stored_entry()
    with taken_back(office, group) as meanwhile:
        key = snapshots.made("gap", "inside", Subject(), as_of=DAY, by=OPERATOR, now=make.NOW)
    assert meanwhile.done
    one = stored.snapshot(OPERATOR.scope("reports.see"), key)
    totals, rotations = one.face["totals"]["persons"], one.face["rotations"]
    for measure in ("held", "gap"):
        assert totals[measure][0] == sum(row["persons"][measure][0] for row in rotations)
    assert one.face["totals"]["curricula"]["CPTM"]["held"][0] == 12
    assert one.taken_at_entry == entry < stored_entry() - 1


def test_a_bulletin_holds_the_figures_of_one_moment_and_names_its_entry(office, group):
    _ = [person.id for person in group.people]
    with office.app_context():
        group.withdraw(make.version("CPTM", "2017"), range(6, 7))
        keep_up()
    entry = stored_entry()
    cptm = f"{group.rotation.public_id}.CPTM"
    with taken_back(office, group) as meanwhile:
        looked_at = work.preview([cptm], as_of=DAY, today=DAY)
    assert meanwhile.done
    assert (looked_at.entry, looked_at.faces["inside"]["needs"][0]["open"][0]) == (entry, 1)


def stored_entry() -> int:
    from trainingapp.readiness.queries import feed

    db.session.rollback()
    return feed.head()
