"""Who has lost every second factor begins anew, by the hand of somebody else and never alone (R76)."""

import json

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import SECOND_STEP, CheckedClient
from trainingapp.accounts import actions
from trainingapp.accounts.models import Authenticator, RecoveryCode, SignIn
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.letters.envelope import unlock
from trainingapp.letters.models import Letter

ADMINISTRATOR, LOST = "admin@example.org", "authority@example.org"


@pytest.fixture
def lost(session):
    """A certifying authority who is signed in somewhere, and has lost the telephone."""
    return make.account("certifying_authority", LOST, state=make.state().code)


def page_of(account) -> str:
    return f"/accounts/{account.public_id}/second-factors/forget"


def factors(session, account) -> int:
    return session.scalar(select(func.count()).where(Authenticator.account_id == account.id))


def test_an_administrator_removes_them_and_the_person_sets_up_a_new_one(client, app, session, lost):
    theirs: CheckedClient = app.test_client()
    theirs.sign_in(LOST)
    make.account("administrator", ADMINISTRATOR)
    client.sign_in(ADMINISTRATOR)
    assert page_of(lost) in client.get(f"/accounts/{lost.public_id}").text
    done = client.post_form(page_of(lost))
    assert done.location == f"/accounts/{lost.public_id}"
    assert "none yet" in client.get(done.location).text
    assert theirs.get("/accounts/me").status_code == 302, "signed out everywhere"
    assert theirs.post_form("/sign-in", email=LOST, password="a-good-pass-phrase").location == SECOND_STEP
    assert theirs.get(SECOND_STEP).location == "/sign-in/set-up"
    assert theirs.get("/accounts/me").status_code == 302, "nothing opens before that"


def test_it_is_journaled_for_the_state_and_its_owner_gets_a_letter(client, app, session, lost):
    make.account("account_manager", "manager@example.org", state="BGD")
    client.sign_in("manager@example.org").post_form(page_of(lost))
    told = session.scalars(select(JournalEntry).where(JournalEntry.act == "account.factors_forget")).one()
    assert (told.object_id, told.state_code, json.loads(told.details)["factors"]) == (lost.public_id, "BGD", 1)
    letters = [unlock(content, str(app.secret_key)) for content in session.scalars(select(Letter.content))]
    assert [one.subject for one in letters if one.to == LOST] == ["The second factors of your account were removed"]


def test_recovery_codes_go_with_them(client, session, lost):
    session.add(RecoveryCode(account_id=lost.id, fingerprint="0" * 64, made_at=make.NOW))
    session.commit()
    make.account("administrator", ADMINISTRATOR)
    client.sign_in(ADMINISTRATOR).post_form(page_of(lost))
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


def test_where_there_is_none_it_is_said_and_nothing_happens(client, session, lost):
    make.account("administrator", ADMINISTRATOR)
    client.sign_in(ADMINISTRATOR).post_form(page_of(lost))
    again = client.post_form(page_of(lost))
    assert again.status_code == 422
    assert "This account has no second factor." in again.text


def test_nobody_does_it_for_themselves(client, session):
    administrator = make.account("administrator", ADMINISTRATOR)
    answer = client.sign_in(ADMINISTRATOR).get(page_of(administrator))
    assert answer.status_code == 422
    assert factors(session, administrator) == 1


def test_another_states_manager_finds_no_such_account(client, session, lost):
    make.account("account_manager", "manager@example.org", state=make.state("NPL", "Nepal", "NP").code)
    assert client.sign_in("manager@example.org").get(page_of(lost)).status_code == 404
    assert factors(session, lost) == 1


def test_a_states_manager_does_not_do_it_to_somebody_who_acts_for_others_too(client, session, lost):
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        actions.grant(entry, lost, "reviewer_military")
    make.account("account_manager", "manager@example.org", state="BGD")
    client.sign_in("manager@example.org")
    assert page_of(lost) not in client.get(f"/accounts/{lost.public_id}").text
    assert client.get(page_of(lost)).status_code == 422
    assert factors(session, lost) == 1


def test_the_operator_does_it_for_the_last_administrator(app, session):
    administrator = make.account("administrator", ADMINISTRATOR)
    session.commit()
    run = app.test_cli_runner().invoke
    result = run(args=["forget-factors", "Admin@Example.org", "--json"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"forgotten": 1}), result.output
    assert factors(session, administrator) == 0
    assert session.scalar(select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None))) == 0
    for email in (ADMINISTRATOR, "nobody@example.org"):
        refused = run(args=["forget-factors", email, "--json"])
        assert (refused.exit_code, list(json.loads(refused.stdout))) == (1, ["refused"])
