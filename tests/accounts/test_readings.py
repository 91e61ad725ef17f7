"""Whoever looks at people by name is written down before they see them (R71, trust rule 19)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests import make
from trainingapp.accounts import readings
from trainingapp.journal import actions as journal
from trainingapp.journal import queries
from trainingapp.journal.models import Reading
from trainingapp.kit import clock


@pytest.fixture
def alice(session):
    alice = make.person(make.state(), full_name="Alice Uwera")
    make.assignment(make.rotation(make.state()), alice)
    return alice


def kept(session) -> list[Reading]:
    return list(session.scalars(select(Reading).order_by(Reading.id)))


def test_a_page_that_names_somebody_is_a_reading(client, session, alice):
    officer = make.account("training_officer", state="BGD")
    client.sign_in(officer.email).get(f"/people/{alice.public_id}")
    (one,) = kept(session)
    assert (one.actor, one.role) == (officer.public_id, "training_officer state BGD")
    assert (one.page, one.kind, one.state_code, one.persons) == ("records.person", "page", "BGD", 1)
    assert (one.object_kind, one.object_id) == ("person", alice.public_id)


def test_a_page_that_names_nobody_is_none(client, session, alice):
    browser = client.sign_in(make.account("training_officer", state="BGD").email)
    browser.get("/people")
    browser.post_form("/people", text="Nobody of that name")
    browser.get("/people/nobody-of-that-id")
    assert kept(session) == []


def test_the_role_kept_is_the_one_by_which_somebody_sees_them(client, session, alice):
    account = make.account("analyst")
    with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
        from trainingapp.accounts.actions import grant

        grant(entry, account, "training_officer", mission_code="MINUSCA")
    session.commit()
    client.sign_in(account.email).get(f"/people/{alice.public_id}")
    assert [one.role for one in kept(session)] == ["training_officer mission MINUSCA"]


def test_what_cannot_be_written_down_is_not_shown(client, session, alice):
    browser = client.sign_in(make.account("training_officer", state="BGD").email)
    refuse_readings(session)
    answer = browser.get(f"/people/{alice.public_id}")
    assert answer.status_code == 503
    assert "Uwera" not in answer.text
    assert "written down before they are shown" in answer.text
    assert browser.get("/people").status_code == 200, "a page that names nobody goes on"


def refuse_readings(session) -> None:
    """As a full disk would."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        body = "$$ BEGIN RAISE EXCEPTION 'full'; END $$"
        connection.execute(text(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS {body}"))
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON reading EXECUTE FUNCTION full_disk()"))
    else:
        connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON reading BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    session.commit()


def test_the_worker_seals_once_in_the_time_that_is_set(app, session, client, alice):
    browser = client.sign_in(make.account("training_officer", state="BGD").email)
    browser.get(f"/people/{alice.public_id}")
    assert readings.seal_when_due() == 1
    browser.get(f"/people/{alice.public_id}")
    assert readings.seal_when_due() == 0
    sealed = queries.newest_readings_seal()
    assert sealed is not None
    assert sealed.at <= clock.now() < sealed.at + timedelta(minutes=app.config["SETTINGS"].readings_seal_minutes)


def test_a_reading_costs_one_statement(client, session, alice, statements):
    browser = client.sign_in(make.account("training_officer", state="BGD").email)
    browser.get(f"/people/{alice.public_id}")
    with statements() as seen:
        browser.get(f"/people/{alice.public_id}")
    assert [said.split()[:3] for said in seen if "INSERT" in said] == [["INSERT", "INTO", "reading"]]


def test_no_reading_can_name_nobody(session):
    with pytest.raises(Exception, match="shows_somebody"):
        session.execute(
            text(
                "INSERT INTO reading (at, actor, role, page, kind, state_code, persons, object_kind, object_id)"
                " VALUES ('2017-12-31 09:00:00', 'a', '', 'p', 'page', 'BGD', 0, '', '')"
            )
        )
