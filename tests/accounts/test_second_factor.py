"""The second factor: obligatory for some roles, asked for at each sign-in, spent by its use, never a way to be locked
out for good (R76, trust 16)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests import make
from tests.client import SECOND_STEP, CheckedClient, code_now
from trainingapp.accounts import actions
from trainingapp.accounts.authenticators import Authenticators
from trainingapp.accounts.models import Authenticator, RecoveryCode, SignIn, SignInFailure
from trainingapp.accounts.rules import MAY, SECOND_FACTOR
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.letters.models import Letter

PASS = "a-good-pass-phrase"
EMAIL = "admin@example.org"
OFFICER = "training_officer.bgd@example.org"


@pytest.fixture
def administrator(session):
    return make.account("administrator", EMAIL)


@pytest.fixture
def newcomer(session):
    return make.account("administrator", EMAIL, factor=False)


@pytest.fixture
def officer(session):
    make.state()
    return make.account("training_officer", state="BGD")


def phrase(client: CheckedClient, email: str = EMAIL):
    return client.post_form("/sign-in", email=email, password=PASS)


def secret_on(page: str) -> str:
    """The secret as a person would type it into the app."""
    found = re.search(r'id="secret">([A-Z2-7-]+)<', page)
    assert found
    return found[1].replace("-", "")


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code dir=\"ltr\">([0-9a-f-]{14})</code>", page)


def enrol(client: CheckedClient, app, page: str = "/sign-in/set-up/authenticator"):
    secret = secret_on(client.get(page).text)
    code = app.extensions["authenticators"].shown(secret)
    return secret, client.post_form(page, code=code, name="My telephone")


def acts(session) -> list[str]:
    wanted = JournalEntry.act.like("account.%") & (JournalEntry.actor != "tests")
    return list(session.scalars(select(JournalEntry.act).where(wanted).order_by(JournalEntry.seq)))


def entry():
    return journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test")


def subjects(session, app) -> list[str]:
    from trainingapp.letters.envelope import unlock

    return [unlock(content, str(app.secret_key)).subject for content in session.scalars(select(Letter.content))]


def test_the_roles_that_certify_review_publish_or_administer_need_one():
    assert {role for role, _ in MAY} - SECOND_FACTOR == {"training_officer", "focal_point", "analyst", "mission_leader"}


def test_the_pass_phrase_alone_opens_nothing(client, administrator):
    answer = phrase(client)
    assert (answer.status_code, answer.location) == (302, SECOND_STEP)
    for path in ("/accounts", "/accounts/me", "/accounts/me/second-factors"):
        assert client.get(path).location == SECOND_STEP
    home = client.get("/").text
    assert "administrator" not in home, "to public pages they are a visitor"


def test_the_code_of_the_app_opens_what_the_role_may(client, app, administrator):
    phrase(client)
    answer = client.post_form(SECOND_STEP, code=code_now(app, EMAIL))
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/accounts").status_code == 200


def test_one_arrives_where_one_was_going(client, app, administrator):
    asked = client.get("/accounts")
    client.post_form(asked.location, email=EMAIL, password=PASS)
    assert client.post_form(SECOND_STEP, code=code_now(app, EMAIL)).location == "/accounts"


def test_a_code_may_be_typed_as_the_app_shows_it(client, app, administrator):
    phrase(client)
    code = code_now(app, EMAIL)
    assert client.post_form(SECOND_STEP, code=f" {code[:3]} {code[3:]} ").status_code == 302


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "abcdef", "１２３４５６", "0000-0000-0000", "%", "é"])
def test_a_wrong_code_is_refused_and_never_shown_again(client, administrator, code):
    phrase(client)
    answer = client.post_form(SECOND_STEP, code=code)
    assert answer.status_code == 422
    assert "This code is not right, or it was used before." in answer.text
    assert f'value="{code}"' not in answer.text


def test_a_code_opens_once(client, app, administrator):
    code = code_now(app, EMAIL)
    phrase(client)
    assert client.post_form(SECOND_STEP, code=code).status_code == 302
    other = app.test_client()
    phrase(other)
    assert other.post_form(SECOND_STEP, code=code).status_code == 422


class Spent:
    last_counter: int | None = None


@pytest.mark.parametrize(("off", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off_and_not_more(off, right):
    judge = Authenticators("a key")
    secret = judge.generate_totp_secret()
    app = judge._totp.from_source(secret)
    while True:  # again, when the half minute ended in between
        now = app.generate().counter
        taken = judge.is_right(app.generate((now + off) * 30).token, secret, Spent())
        if app.generate().counter == now:
            break
    assert taken is right


def test_an_earlier_code_is_not_taken_after_a_later_one(client, app, administrator, session):
    generator = app.extensions["authenticators"]._totp.from_source(session.scalars(select(Authenticator.secret)).one())
    now = generator.generate().counter
    for counter, status in ((now + 1, 302), (now, 422)):
        browser = app.test_client()
        phrase(browser)
        assert browser.post_form(SECOND_STEP, code=generator.generate(counter * 30).token).status_code == status


def test_after_8_wrong_codes_even_the_right_one_waits_and_not_for_good(client, app, administrator, session):
    phrase(client)
    assert [client.post_form(SECOND_STEP, code="000000").status_code for _ in range(8)] == [422] * 8
    answer = client.post_form(SECOND_STEP, code=code_now(app, EMAIL))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Try again in 15 minutes." in answer.text
    assert acts(session)[-1] == "account.lock_out"
    session.execute(update(SignInFailure).values(at=clock.now() - timedelta(minutes=15)))
    session.commit()
    assert client.post_form(SECOND_STEP, code=code_now(app, EMAIL)).status_code == 302


def test_the_right_pass_phrase_forgives_no_wrong_code(client, app, administrator):
    for _ in range(2):
        phrase(client)
        for _ in range(4):
            client.post_form(SECOND_STEP, code="000000")
        client = app.test_client()
    phrase(client)
    assert client.post_form(SECOND_STEP, code="000000").status_code == 429


def test_the_sign_in_is_journaled_when_it_is_whole_and_says_how(client, app, administrator, session):
    phrase(client)
    assert acts(session) == []
    client.post_form(SECOND_STEP, code=code_now(app, EMAIL))
    assert acts(session) == ["account.sign_in"]
    told = session.scalars(select(JournalEntry).where(JournalEntry.act == "account.sign_in")).one()
    assert '"way": "authenticator"' in told.details


def test_the_cookie_changes_at_the_second_step(client, app, administrator):
    phrase(client)
    half = client.get_cookie("session").value
    client.post_form(SECOND_STEP, code=code_now(app, EMAIL))
    thief = app.test_client()
    thief.set_cookie("session", half)
    assert thief.get("/accounts").location.startswith("/sign-in?next=")


def test_one_may_leave_in_the_middle_and_the_half_sign_in_is_over(client, app, administrator):
    phrase(client)
    half = client.get_cookie("session").value
    client.post_form(SECOND_STEP, action="/sign-in/leave")
    assert client.get("/accounts").location.startswith("/sign-in?next=")
    thief = app.test_client()
    thief.set_cookie("session", half)
    assert thief.get("/accounts").location.startswith("/sign-in?next=")


def test_whoever_needs_one_and_has_none_is_led_to_set_one_up_before_anything_opens(client, newcomer):
    assert phrase(client).location == SECOND_STEP
    assert client.get(SECOND_STEP).location == "/sign-in/set-up"
    assert client.get("/accounts").location == SECOND_STEP
    page = client.get("/sign-in/set-up").text
    assert "/sign-in/set-up/authenticator" in page


def test_setting_up_an_app_shows_the_secret_as_a_drawing_and_as_text_and_the_same_after_a_reload(client, newcomer):
    phrase(client)
    page = client.get("/sign-in/set-up/authenticator").text
    assert "<svg" in page
    assert 'class="qr"' in page
    assert secret_on(page) == secret_on(client.get("/sign-in/set-up/authenticator").text)


def test_an_app_is_set_up_by_a_code_of_it_and_then_the_role_opens(client, app, newcomer, session):
    phrase(client)
    secret, answer = enrol(client, app)
    assert answer.status_code == 200
    assert len(codes_on(answer.text)) == 10
    assert client.get("/accounts").status_code == 200
    kept = session.scalars(select(Authenticator)).one()
    assert secret not in kept.secret, "encrypted at rest"
    assert kept.name == "My telephone"
    assert acts(session) == ["account.factor_add", "account.sign_in"]
    assert "A second factor was added to your account" in subjects(session, app)


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(client, newcomer, session):
    phrase(client)
    secret = secret_on(client.get("/sign-in/set-up/authenticator").text)
    answer = client.post_form("/sign-in/set-up/authenticator", code="000000", name="x")
    assert answer.status_code == 422
    assert "This is not the code of this secret" in answer.text
    assert secret_on(answer.text) == secret
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 0


def test_the_code_that_set_it_up_signs_nobody_in_again(client, app, newcomer):
    phrase(client)
    secret = secret_on(client.get("/sign-in/set-up/authenticator").text)
    code = app.extensions["authenticators"].shown(secret)
    client.post_form("/sign-in/set-up/authenticator", code=code, name="x")
    other = app.test_client()
    phrase(other)
    assert other.post_form(SECOND_STEP, code=code).status_code == 422


def test_the_pass_phrase_alone_adds_no_second_factor_to_an_account_that_has_one(client, administrator, session):
    phrase(client)
    for path in ("/sign-in/set-up", "/sign-in/set-up/authenticator", "/sign-in/set-up/passkey"):
        assert client.get(path).location == SECOND_STEP
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 1


def test_recovery_codes_open_once_each_are_kept_as_fingerprints_and_counted(client, app, newcomer, session):
    phrase(client)
    _, page = enrol(client, app)
    first, *rest = codes_on(page.text)
    kept = session.scalars(select(RecoveryCode.fingerprint)).all()
    assert len(kept) == 10
    assert not {first, first.replace("-", "")} & set(kept)
    for code, status in ((first.upper(), 302), (first, 422), (rest[0].replace("-", " "), 302)):
        browser = app.test_client()
        phrase(browser)
        assert browser.post_form(SECOND_STEP, code=code).status_code == status
    assert "8</bdi> of" in client.get("/accounts/me/second-factors").text
    assert subjects(session, app).count("A recovery code of your account was used") == 2


def test_new_recovery_codes_make_the_earlier_ones_void(client, app, newcomer):
    phrase(client)
    _, page = enrol(client, app)
    old = codes_on(page.text)[0]
    new = codes_on(client.post_form("/accounts/me/second-factors", action="recovery-codes").text)
    assert len(new) == 10
    for code, status in ((old, 422), (new[0], 302)):
        browser = app.test_client()
        phrase(browser)
        assert browser.post_form(SECOND_STEP, code=code).status_code == status


def test_the_last_one_cannot_be_removed_by_whoever_needs_it(client, app, administrator, session):
    client.sign_in(EMAIL)
    page = client.get("/accounts/me/second-factors").text
    assert "The last one stays: your role needs it." in page
    factor = session.scalars(select(Authenticator.public_id)).one()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = client.post(
        f"/accounts/me/second-factors/{factor}/remove", data={"csrf_token": token}, follow_redirects=True
    )
    assert "this is the last one" in answer.text
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 1


def test_with_two_one_can_be_removed_and_is_journaled_and_written_about(client, app, administrator, session):
    client.sign_in(EMAIL)
    enrol(client, app, "/accounts/me/second-factors/authenticator")
    answer = client.post_form("/accounts/me/second-factors", action="/remove")
    assert answer.status_code == 302
    assert session.scalar(select(func.count()).select_from(Authenticator)) == 1
    assert acts(session) == ["account.sign_in", "account.factor_add", "account.factor_remove"]
    assert "A second factor was removed from your account" in subjects(session, app)


def test_nobody_removes_anothers(client, app, administrator, session):
    make.account("administrator", "other@example.org")
    client.sign_in("other@example.org")
    mine = session.scalars(select(Authenticator.public_id).where(Authenticator.account_id == administrator.id)).one()
    page = client.get("/accounts/me/second-factors").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = client.post(f"/accounts/me/second-factors/{mine}/remove", data={"csrf_token": token})
    assert answer.status_code == 404


def test_whoever_needs_none_may_set_one_up_and_stays_signed_in_here_and_nowhere_else_without_it(client, app, officer):
    elsewhere = app.test_client().sign_in(OFFICER)
    client.sign_in(OFFICER)
    _, page = enrol(client, app, "/accounts/me/second-factors/authenticator")
    assert len(codes_on(page.text)) == 10
    assert client.get("/accounts/me").status_code == 200
    assert elsewhere.get("/accounts/me").location == SECOND_STEP
    assert phrase(app.test_client(), OFFICER).location == SECOND_STEP


def test_whoever_needs_none_may_remove_the_last_one_and_its_recovery_codes_go(client, app, officer, session):
    client.sign_in(OFFICER)
    enrol(client, app, "/accounts/me/second-factors/authenticator")
    client.post_form("/accounts/me/second-factors", action="/remove")
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert phrase(app.test_client(), OFFICER).location == "/"


def test_six_of_a_kind_are_too_many(client, app, administrator, session):
    client.sign_in(EMAIL)
    for _ in range(4):
        enrol(client, app, "/accounts/me/second-factors/authenticator")
    _, answer = enrol(client, app, "/accounts/me/second-factors/authenticator")
    assert answer.status_code == 422
    assert "There are five of this kind already." in answer.text


def test_a_role_that_needs_one_asks_for_it_at_the_next_click(client, officer, session):
    client.sign_in(OFFICER)
    assert client.get("/accounts/me").status_code == 200
    with transaction(), entry() as opened:
        actions.grant(opened, session.merge(officer), "certifying_authority", state_code="BGD")
    assert client.get("/accounts/me").location == SECOND_STEP
    assert client.get(SECOND_STEP).location == "/sign-in/set-up"


def test_a_suspension_ends_a_half_sign_in_too(client, administrator, session):
    phrase(client)
    with transaction(), entry() as opened:
        actions.suspend(opened, session.merge(administrator), reason="A trial.", by="tests", now=make.NOW)
    assert client.get(SECOND_STEP).location.startswith("/sign-in?next=")


def test_a_half_sign_in_ends_when_it_is_idle(client, administrator, session):
    phrase(client)
    session.execute(update(SignIn).values(seen_at=clock.now() - timedelta(minutes=30)))
    session.commit()
    assert client.get(SECOND_STEP).location == "/sign-in?next=/"


def test_with_another_key_no_code_is_right_and_nothing_breaks(client, app, administrator):
    phrase(client)
    code = code_now(app, EMAIL)
    right = app.extensions["authenticators"]
    app.extensions["authenticators"] = Authenticators("another key")
    try:
        assert client.post_form(SECOND_STEP, code=code).status_code == 422
    finally:
        app.extensions["authenticators"] = right


def test_forgotten_factors_are_set_up_anew(client, app, administrator, session):
    from trainingapp.accounts.actions import factors

    with transaction(), entry() as opened:
        assert factors.forget_factors(opened, administrator.id, now=make.NOW) == 1
    phrase(client)
    assert client.get(SECOND_STEP).location == "/sign-in/set-up"
    assert "The second factors of your account were removed" in subjects(session, app)


def test_no_word_of_a_secret_or_a_code_is_in_the_journal(client, app, newcomer, session):
    phrase(client)
    secret, page = enrol(client, app)
    told = " ".join(e.details + e.object_id + e.actor for e in session.scalars(select(JournalEntry)))
    assert secret not in told
    assert EMAIL not in told
    assert not [code for code in codes_on(page.text) if code in told]
