"""What has been kept long enough is told in numbers first, and goes with --apply; the journal says how much (R71)."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.conftest import migrate, opened, settings_for
from tests.privacy.test_files import bytes_with_traces, database_file
from trainingapp.accounts.models import SignIn, SignInFailure
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.forces.models import Rotation
from trainingapp.jobs.models import Job
from trainingapp.journal.models import JournalEntry
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.kit.once import RequestKey
from trainingapp.people.models import Person, PersonNow
from trainingapp.privacy import queries
from trainingapp.privacy.rules import years_before
from trainingapp.rosters.actions import keep_upload
from trainingapp.rosters.models import Upload

#: Ten years and more after everybody's last tour but one.
NOW = datetime(2030, 1, 10, 9, tzinfo=UTC)
NAME, NUMBER = "Zyxwvut Qponmlk", "ZQ-774219983-X"
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://register.example")


@pytest.fixture
def register(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """Somebody whose last tour and certificate ended long ago, somebody who deploys again, old rows of all kinds."""
    url = new_database()
    migrate(url)
    settings = settings_for(url, tmp_path / "data", today=NOW.date())
    with opened(settings, TESTING=True, JOBS_INLINE=True) as app, app.app_context():
        of = make.state()
        old = make.rotation(of, "OLD-1", deploys_on=date(2017, 1, 1), ends_on=date(2017, 12, 31))
        new = make.rotation(of, "NEW-1", deploys_on=date(2029, 1, 1), ends_on=date(2029, 12, 31))
        gone = make.person(of, NUMBER, NAME)
        stays = make.person(of, "A2", "Alice Uwera")
        for person, rotations in ((gone, [old]), (stays, [old, new])):
            for rotation in rotations:
                make.assignment(rotation, person)
        completion = make.completion(gone, make.version())
        with transaction():
            certificates.issue_one(completion.public_id, letterhead=LETTERHEAD, by=OPERATOR, now=make.NOW)
        account = make.account("training_officer", "officer@example.org", state="BGD")
        long_ago, just_now = NOW - timedelta(days=200), NOW - timedelta(hours=1)
        with transaction():
            for at in (just_now, long_ago):
                db.session.add_all([_sign_in(account.id, at), _request(at)])
                more = {"kind": "roll", "state_code": "BGD", "rotation_id": old.id, "version_id": None}
                keep_upload(b"a\n1\n", name="a.csv", answers="{}", by="tests", now=at, **more)
            db.session.add_all([SignInFailure(what=what, at=long_ago) for what in "ab"])
        db.session.remove()
        yield app


def _sign_in(account: int, at: datetime) -> SignIn:
    moments = {"began_at": at, "seen_at": at, "proved_at": at}
    about = {"way": "pass phrase", "browser": "Firefox", "system": "Linux", "network": "10.0"}
    return SignIn(public_id=new_id(), token_sha256=new_id(), account_id=account, **moments, **about)


def _request(at: datetime) -> RequestKey:
    return RequestKey(asked_by="tests", key=new_id(), act="a", answer="", at=at)


def run(app: Flask, *arguments: str) -> dict[str, object]:
    done = app.test_cli_runner().invoke(args=["retention", "--json", *arguments])
    assert done.exit_code == 0, done.output
    db.session.remove()
    found: dict[str, object] = json.loads(done.stdout)
    return found


def counts() -> dict[str, int]:
    found = {
        model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (SignIn, SignInFailure, RequestKey, Upload, Job, JournalEntry)
    }
    db.session.remove()
    return found


def erased() -> list[bool]:
    found = list(db.session.scalars(select(PersonNow.erased).order_by(PersonNow.person_id)))
    db.session.remove()
    return found


def test_a_run_without_apply_tells_and_changes_nothing(register):
    before = counts()
    told = run(register)
    assert told["applied"] is False
    assert {name: told["rows"][name] for name in ("person", "sign_in", "sign_in_failure", "request_key", "upload")} == {
        "person": 1,
        "sign_in": 1,
        "sign_in_failure": 2,
        "request_key": 1,
        "upload": 1,
    }
    assert counts() == before
    assert erased() == [False, False]


def test_with_apply_the_same_numbers_go_and_nothing_else(register):
    told = run(register)
    before = counts()
    done = run(register, "--apply")
    assert {name: count for name, count in done["rows"].items() if name in told["rows"]} == told["rows"]
    after = counts()
    assert {name: before[name] - after[name] for name in ("sign_in", "sign_in_failure", "request_key", "upload")} == {
        "sign_in": 1,
        "sign_in_failure": 2,
        "request_key": 1,
        "upload": 1,
    }
    assert erased() == [True, False]
    data, file = register.config["SETTINGS"].data_dir, database_file(register)
    assert bytes_with_traces(*((data, file.parent) if file else (data,))) == []
    with db.engine.connect() as connection:
        assert verify(connection, deep=True).ok


def test_the_journal_says_how_much_and_that_nobody_asked(register):
    run(register, "--apply")
    entries = {entry.act: json.loads(entry.details) for entry in db.session.scalars(select(JournalEntry))}
    assert entries["person.erase"]["reason"] == "kept_long_enough"
    assert entries["retention.run"]["person"] == 1
    assert entries["retention.run"]["upload"] == 1


def test_a_second_run_finds_nothing_and_writes_nothing(register):
    run(register, "--apply")
    before = counts()
    told = run(register, "--apply")
    assert set(told["rows"].values()) == {0}
    assert counts() == before


def test_whoever_is_kept_by_one_thing_alone_stays(register):
    """A tour, a result that counts, a certificate, or having been recorded lately: each keeps somebody."""
    of, day = make._known(make.State, code="BGD"), years_before(NOW.date(), 10)
    trained = make.person(of, "C1", "Carried By Training")
    make.completion(trained, make.version(), date(2017, 9, 25), valid_through=day)
    rotation = make.rotation(of, "EDGE-1", deploys_on=date(2019, 1, 1), ends_on=day)
    make.assignment(rotation, make.person(of, "C2", "Carried By Tour"))
    make.person(of, "C3", "Long Ago And Nothing")
    due = queries.served_long_ago(day)
    names = set(db.session.scalars(select(Person.full_name).where(Person.id.in_(due))))
    assert names == {NAME, "Long Ago And Nothing"}
    assert day == date(2020, 1, 10)
    assert db.session.scalar(select(func.count()).select_from(Rotation)) == 3


def test_29_february_ten_years_ago_is_the_28th():
    assert years_before(date(2028, 2, 29), 10) == date(2018, 2, 28)
