"""Passkeys made and shown by a key of software: as the second factor, and alone (R76). tests/journeys asks Chromium."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests import make
from tests.accounts.softkey import ORIGIN, SoftKey, asked, raw, text
from tests.client import SECOND_STEP, CheckedClient
from trainingapp.accounts import actions
from trainingapp.accounts.models import Authenticator, Passkey, SpentChallenge
from trainingapp.accounts.passkeys import Party
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.kit.db import transaction

PASS = "a-good-pass-phrase"
EMAIL = "admin@example.org"
ADD, SET_UP = "/accounts/me/second-factors/passkey", "/sign-in/set-up/passkey"
NOTHING_HERE = "This passkey opens nothing here."


@pytest.fixture(autouse=True)
def named(app, monkeypatch) -> None:
    """Browsers make passkeys for a register that is reached by a name."""
    monkeypatch.setattr(app.config["SETTINGS"], "base_url", ORIGIN)


@pytest.fixture
def newcomer(session):
    return make.account("administrator", EMAIL, factor=False)


def phrase(client: CheckedClient, email: str = EMAIL):
    return client.post_form("/sign-in", email=email, password=PASS)


def answered(client: CheckedClient, page: str, answer: str, **more: str):
    """Send what the browser answered, with the form that the passkey's button stands in."""
    shown = client.get(page).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert token
    return client.post(page, data={"csrf_token": token[1], "credential": answer, **more})


def enrolled(client: CheckedClient, key: SoftKey, page: str = SET_UP):
    return answered(client, page, key.make(asked(client.get(page).text)), name="My telephone")


def shown(client: CheckedClient, key: SoftKey, page: str = "/sign-in", **more: str):
    return answered(client, page, key.show(asked(client.get(page).text)), **more)


@pytest.fixture
def key(client, app, newcomer) -> SoftKey:
    """A passkey of the administrator, who is signed out again."""
    made = SoftKey()
    phrase(client)
    assert enrolled(client, made).status_code == 200
    client.delete_cookie("session")
    return made


def test_a_passkey_is_set_up_while_signing_in_and_opens_what_the_role_may(client, newcomer, session):
    phrase(client)
    answer = enrolled(client, SoftKey())
    assert answer.status_code == 200
    assert "Your recovery codes" in answer.text
    assert client.get("/accounts").status_code == 200
    kept = session.scalars(select(Passkey)).one()
    assert kept.name == "My telephone"
    wanted = JournalEntry.act.like("account.%") & (JournalEntry.actor != "tests")
    assert list(session.scalars(select(JournalEntry.act).where(wanted).order_by(JournalEntry.seq))) == [
        "account.factor_add",
        "account.sign_in",
    ]


def test_a_browser_is_asked_for_a_key_that_stays_and_knows_its_holder(client, newcomer):
    phrase(client)
    wish = asked(client.get(SET_UP).text)
    assert wish["rp"]["id"] == "localhost"
    chosen = wish["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert raw(wish["user"]["id"]).decode() == newcomer.public_id, "the handle names nobody"


def test_a_passkey_alone_signs_in(client, app, key):
    answer = shown(client, key)
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/accounts").status_code == 200


def test_a_passkey_alone_leads_where_one_was_going(client, key):
    assert shown(client, key, next="/accounts").location == "/accounts"
    client.delete_cookie("session")
    assert shown(client, key, next="//evil.example").location == "/"


def test_a_passkey_is_the_second_factor_after_the_pass_phrase(client, key, session):
    assert phrase(client).location == SECOND_STEP
    question = asked(client.get(SECOND_STEP).text)
    assert [raw(one["id"]) for one in question["allowCredentials"]] == [key.credential_id]
    assert shown(client, key, SECOND_STEP).location == "/"
    assert client.get("/accounts").status_code == 200
    assert session.scalars(select(Passkey.used_at)).one() is not None


def test_an_answer_opens_once(client, app, key):
    page = client.get("/sign-in").text
    cookies = client.get_cookie("session").value
    answer = key.show(asked(page))
    assert answered(client, "/sign-in", answer).status_code == 302
    thief = app.test_client()
    thief.set_cookie("session", cookies)
    again = answered(thief, "/sign-in", answer)
    assert again.status_code == 422
    assert NOTHING_HERE in again.text


def test_an_answer_to_another_browsers_question_opens_nothing(client, app, key):
    elsewhere = app.test_client()
    answer = key.show(asked(elsewhere.get("/sign-in").text))
    assert answered(client, "/sign-in", answer).status_code == 422


def test_an_answer_to_a_question_of_ones_own_making_opens_nothing(client, key):
    answer = key.show({"rpId": "localhost", "challenge": text(b"0" * 32)})
    assert answered(client, "/sign-in", answer).status_code == 422


def test_an_answer_given_to_a_false_page_opens_nothing(client, key):
    key.origin = "http://1ocalhost:8000"
    assert shown(client, key).status_code == 422


def test_an_answer_for_another_register_opens_nothing(client, key):
    question = asked(client.get("/sign-in").text) | {"rpId": "elsewhere.example"}
    assert answered(client, "/sign-in", key.show(question)).status_code == 422


def test_a_key_that_did_not_ask_who_holds_it_opens_nothing(client, key):
    key.flags = 0x01
    assert shown(client, key).status_code == 422


def test_a_key_that_did_not_ask_who_holds_it_is_not_registered(client, newcomer, session):
    phrase(client)
    answer = enrolled(client, SoftKey(flags=0x01))
    assert answer.status_code == 422
    assert "No passkey was made" in answer.text
    assert not session.scalars(select(Passkey)).all()


def test_a_copied_key_is_found_out_by_its_count(client, key):
    assert shown(client, key).status_code == 302
    client.delete_cookie("session")
    key.count = 0
    assert shown(client, key).status_code == 422


def test_another_key_under_a_known_name_opens_nothing(client, key):
    forged = SoftKey(credential_id=key.credential_id, handle=key.handle, count=50)
    assert shown(client, forged).status_code == 422


def test_a_key_that_says_it_is_somebody_elses_opens_nothing(client, key, session):
    other = make.account("administrator", "other@example.org")
    key.handle = other.public_id.encode()
    assert shown(client, key).status_code == 422


def test_unknown_removed_damaged_and_suspended_are_answered_alike(client, app, key, newcomer, session):
    def told(answer) -> str:
        assert answer.status_code == 422
        return re.sub(r'(name="csrf_token" value|data-options)="[^"]*"', "", answer.text)

    unknown = told(shown(client, SoftKey(handle=newcomer.public_id.encode())))
    assert NOTHING_HERE in unknown
    damaged = json.loads(key.show(asked(client.get("/sign-in").text)))
    damaged["response"]["signature"] = text(b"x" * 70)
    assert told(answered(client, "/sign-in", json.dumps(damaged))) == unknown
    with transaction(), journal.entry(act="test", by="tests", now=make.NOW, object_kind="t", object_id="t") as opened:
        actions.suspend(opened, session.merge(newcomer), reason="A trial.", by="tests", now=make.NOW)
    assert told(shown(client, key)) == unknown
    session.execute(Passkey.__table__.delete())
    session.commit()
    assert told(shown(client, key)) == unknown


@pytest.mark.parametrize(
    "answer", ["x", "{}", "[]", "null", '{"response": 1}', '{"response": {"clientDataJSON": "%%"}}', "[" * 2000, "é"]
)
@pytest.mark.parametrize("page", ["/sign-in", SET_UP])
def test_what_is_no_answer_at_all_breaks_nothing(client, newcomer, page, answer):
    if page == SET_UP:
        phrase(client)
    assert answered(client, page, answer, **({"name": "x"} if page == SET_UP else {})).status_code == 422


def test_a_wish_is_granted_once(client, newcomer, session):
    phrase(client)
    first, second = SoftKey(), SoftKey()
    wish = asked(client.get(SET_UP).text)
    answers = [key.make(wish) for key in (first, second)]
    answered(client, SET_UP, answers[0], name="a")
    client.get(ADD)
    assert answered(client, ADD, answers[1], name="b").status_code == 422
    assert len(session.scalars(select(Passkey)).all()) == 1


def test_one_key_belongs_to_one_account(client, app, key, session):
    make.account("administrator", "other@example.org")
    other = app.test_client().sign_in("other@example.org")
    answer = enrolled(other, key, ADD)
    assert answer.status_code == 422
    assert "This passkey is registered already." in answer.text


def test_anothers_passkey_is_no_second_factor_of_mine(client, app, key):
    make.account("administrator", "other@example.org")
    client.post_form("/sign-in", email="other@example.org", password=PASS)
    page = client.get(SECOND_STEP).text
    assert "data-options" not in page, "they have none"
    question = asked(app.test_client().get("/sign-in").text)
    answer = answered(client, SECOND_STEP, key.show(question))
    assert answer.status_code == 422


def test_an_app_and_a_passkey_stand_side_by_side(client, app, key, session):
    shown(client, key)
    page = client.get("/accounts/me/second-factors/authenticator").text
    secret = re.search(r'id="secret">([A-Z2-7-]+)<', page)[1].replace("-", "")
    judge = app.extensions["authenticators"]
    client.post_form("/accounts/me/second-factors/authenticator", code=judge.shown(secret), name="App")
    session.execute(update(Authenticator).values(last_counter=None))
    session.commit()
    browser = app.test_client()
    phrase(browser)
    assert browser.post_form(SECOND_STEP, code=judge.shown(secret)).status_code == 302
    page = client.get("/accounts/me/second-factors").text
    assert "Authenticator app" in page
    assert "Passkey" in page


def test_spent_questions_are_swept_after_a_day(client, key, session):
    session.execute(update(SpentChallenge).values(at=clock.now() - timedelta(days=2)))
    session.commit()
    shown(client, key)
    assert len(session.scalars(select(SpentChallenge)).all()) == 1


@pytest.mark.parametrize(
    ("base_url", "can"),
    [
        ("https://register.example", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
        ("http://register.example", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(client, app, session, monkeypatch, base_url, can):
    monkeypatch.setattr(app.config["SETTINGS"], "base_url", base_url)
    assert Party.of(base_url, "x").can_have_passkeys is can
    assert ("data-passkey" in client.get("/sign-in").text) is can


def test_looking_at_the_sign_in_page_costs_no_statement(client, session, statements):
    with statements() as seen:
        client.get("/sign-in")
    assert seen == []
