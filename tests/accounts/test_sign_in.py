"""Signing in through the page, as a person would: what opens, what does not, and when it closes again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests import make
from trainingapp.accounts import actions
from trainingapp.accounts.models import Account, AccountGrant, SignIn, SignInFailure
from trainingapp.accounts.rules import token_sha256
from trainingapp.accounts.sign_in import HASHING, HASHING_IN_TESTS
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.kit.db import transaction

PASS = "a-good-pass-phrase"
NOT_TOGETHER = "This e-mail address and this pass phrase do not belong together."
EMAIL = "training_officer.bgd@example.org"


@pytest.fixture
def officer(session) -> str:
    make.state()
    return make.account("training_officer", state="BGD").public_id


def token_of(client) -> str | None:
    with client.session_transaction() as kept:
        return kept.get("sign_in")


def attempt(client, email: str = EMAIL, password: str = "not-this-pass-phrase", **more: str):
    return client.post_form("/sign-in", email=email, password=password, **more)


def acts(session) -> list[str]:
    wanted = JournalEntry.act.in_(["account.sign_in", "account.sign_out", "account.lock_out"])
    return list(session.scalars(select(JournalEntry.act).where(wanted).order_by(JournalEntry.seq)))


def age(session, **before: timedelta) -> None:
    """Let time have passed since the sign-in was begun or seen."""
    for column, span in before.items():
        session.execute(update(SignIn).values({column: clock.now() - span}))
    session.commit()


def test_the_right_pass_phrase_signs_in_and_goes_home(client, officer):
    answer = attempt(client, password=PASS)
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/accounts/me").status_code == 200


def test_an_e_mail_address_may_be_capitalised_and_spaced(client, officer):
    assert attempt(client, email=" Training_Officer.BGD@Example.org ", password=PASS).status_code == 302


def test_after_signing_in_one_arrives_where_one_was_going(client, officer):
    asked = client.get("/accounts/me")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/accounts/me")
    answer = client.post_form(asked.location, email=EMAIL, password=PASS)
    assert answer.location == "/accounts/me"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_host(client, officer, there):
    answer = client.post_form(f"/sign-in?next={there}", email=EMAIL, password=PASS)
    assert answer.location == "/"
    client.post("/sign-out", data={"csrf_token": token_in(client)})
    assert attempt(client, password=PASS, next=there).location == "/"


def token_in(client) -> str:
    text = client.get("/accounts/me").text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def test_known_and_unknown_addresses_are_answered_alike(client, officer):
    known, unknown = attempt(client), attempt(client, email="nobody@example.org")
    assert known.status_code == unknown.status_code == 422
    assert NOT_TOGETHER in known.text

    def told(answer, email: str) -> str:
        return "".join(line for line in answer.text.splitlines() if "csrf_token" not in line).replace(email, "")

    assert told(known, EMAIL) == told(unknown, "nobody@example.org")


def test_known_and_unknown_addresses_cost_the_same_hashes(client, officer, app, monkeypatch):
    security = app.extensions["security"]
    counted: list[str] = []

    def counting(do):
        return lambda *given, **more: (counted.append("x"), do(*given, **more))[1]

    for name in ("hash", "verify"):
        monkeypatch.setattr(security.pwd_context, name, counting(getattr(security.pwd_context, name)))
    attempt(client)
    after_known = len(counted)
    attempt(client, email="nobody@example.org")
    assert (after_known, len(counted)) == (1, 2)


def test_a_refused_sign_in_keeps_the_address_and_never_the_pass_phrase(client, officer):
    page = attempt(client, password="not-this-pass-phrase").text
    assert EMAIL in page
    assert "not-this-pass-phrase" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "", "password": PASS}, "Type your e-mail address."),
        ({"email": EMAIL, "password": ""}, "Type your pass phrase."),
        ({"email": EMAIL, "password": "x" * 201}, "This is too long."),
    ],
)
def test_what_was_not_typed_is_asked_for(client, officer, typed, said):
    answer = attempt(client, **typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_field_the_form_does_not_know_is_refused(client, officer):
    answer = attempt(client, password=PASS, role="administrator")
    assert answer.status_code == 422
    assert "does not know: role" in answer.text
    assert token_of(client) is None


def test_a_sign_in_without_its_token_is_refused(client, officer):
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASS})
    assert answer.status_code == 400
    assert token_of(client) is None


def test_the_cookie_changes_at_sign_in_and_at_sign_out(client, officer):
    client.get("/sign-in")
    planted = client.get_cookie("session").value
    client.sign_in(EMAIL)
    signed_in = client.get_cookie("session").value
    assert signed_in != planted
    first = token_of(client)
    client.post("/sign-out", data={"csrf_token": token_in(client)})
    client.sign_in(EMAIL)
    assert token_of(client) not in (None, first)


def test_a_planted_cookie_is_worth_nothing_after_its_victim_signed_in(client, officer, app):
    client.get("/sign-in")
    planted = client.get_cookie("session").value
    client.sign_in(EMAIL)
    attacker = app.test_client()
    attacker.set_cookie("session", planted)
    assert attacker.get("/accounts/me").status_code == 302


def test_the_database_keeps_the_tokens_hash_and_the_cookie_the_token(client, officer, session):
    client.sign_in(EMAIL)
    token = token_of(client)
    kept = session.scalars(select(SignIn.token_sha256)).all()
    assert kept == [token_sha256(token)]
    assert token not in kept


def test_signing_out_ends_the_sign_in_for_every_copy_of_the_cookie(client, officer, app, session):
    client.sign_in(EMAIL)
    copy = client.get_cookie("session").value
    answer = client.post("/sign-out", data={"csrf_token": token_in(client)})
    assert answer.status_code == 302
    thief = app.test_client()
    thief.set_cookie("session", copy)
    assert thief.get("/accounts/me").status_code == 302
    assert client.get("/accounts/me").status_code == 302


def test_a_sign_in_ends_after_30_minutes_without_a_request(client, officer, session):
    client.sign_in(EMAIL)
    age(session, seen_at=timedelta(minutes=29))
    assert client.get("/accounts/me").status_code == 200
    age(session, seen_at=timedelta(minutes=30))
    asked = client.get("/accounts/me")
    assert asked.location == "/sign-in?next=/accounts/me"
    assert "Your sign-in has ended" in client.get(asked.location).text
    assert "Your sign-in has ended" not in client.get(asked.location).text


def test_a_sign_in_ends_after_12_hours_however_busy(client, officer, session):
    client.sign_in(EMAIL)
    age(session, began_at=timedelta(hours=12))
    assert client.get("/accounts/me").status_code == 302


def test_a_form_sent_after_the_sign_in_ended_is_told_so_and_not_that_nothing_is_here(client, officer, session):
    client.sign_in(EMAIL)
    token = token_in(client)
    age(session, seen_at=timedelta(hours=1))
    answer = client.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_reading_pages_writes_at_most_once_a_minute(client, officer, session, statements):
    client.sign_in(EMAIL)
    with statements() as seen:
        client.get("/accounts/me")
    assert not [s for s in seen if not s.startswith("SELECT")]
    age(session, seen_at=timedelta(minutes=1))
    with statements() as seen:
        client.get("/accounts/me")
        client.get("/accounts/me")
    assert len([s for s in seen if s.startswith("UPDATE")]) == 1


def test_who_is_asking_costs_two_statements_and_nothing_for_a_visitor(client, officer, statements):
    with statements() as seen:
        client.get("/sign-in")
    assert seen == []
    client.sign_in(EMAIL)
    with statements() as seen:
        client.get("/accounts/me")
    assert len(seen) == 2


def test_a_suspended_account_ends_at_its_next_click_and_signs_in_no_more(client, officer, session):
    client.sign_in(EMAIL)
    account = session.scalars(select(Account).where(Account.public_id == officer)).one()
    with transaction(), entry() as opened:
        actions.suspend(opened, account, reason="A trial.", by="tests", now=make.NOW)
    assert client.get("/accounts/me").status_code == 302
    answer = attempt(client, password=PASS)
    assert answer.status_code == 422
    assert NOT_TOGETHER in answer.text


def entry():
    return journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test")


def test_a_role_that_was_taken_away_is_gone_at_the_next_click(client, session):
    account = make.account("administrator", "a@example.org")
    given = session.scalars(select(AccountGrant.public_id).where(AccountGrant.account_id == account.id)).one()
    client.sign_in("a@example.org")
    assert client.get("/accounts").status_code == 200
    with transaction(), entry() as opened:
        actions.end_grant(opened, given)
    assert client.get("/accounts").status_code == 404
    assert "You have no role yet" in client.get("/accounts/me").text


def test_after_8_failures_even_the_right_pass_phrase_waits(client, officer, session):
    assert [attempt(client).status_code for _ in range(8)] == [422] * 8
    answer = attempt(client, password=PASS)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Try again in 15 minutes." in answer.text
    assert token_of(client) is None


def test_an_unknown_address_waits_as_a_known_one(client, officer):
    answers = [attempt(client, email="nobody@example.org").status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]


def test_while_one_waits_no_hash_is_computed(client, officer, app, monkeypatch):
    for _ in range(8):
        attempt(client)
    security = app.extensions["security"]

    def never(*_: object) -> bool:
        raise AssertionError("a hash was computed")

    monkeypatch.setattr(security.pwd_context, "verify", never)
    monkeypatch.setattr(security.pwd_context, "hash", never)
    assert attempt(client, password=PASS).status_code == 429


def test_waiting_makes_nobody_wait_longer(client, officer, session):
    for _ in range(8):
        attempt(client)
    count = session.scalar(select(func.count()).select_from(SignInFailure))
    attempt(client)
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == count
    past = {"at": clock.now() - timedelta(minutes=15)}
    session.execute(update(SignInFailure).values(past))
    session.commit()
    assert attempt(client, password=PASS).status_code == 302


def test_the_right_pass_phrase_forgives_the_wrong_ones_before(client, officer):
    for _ in range(3):
        for _ in range(7):
            attempt(client)
        client.sign_in(EMAIL)
        client.post("/sign-out", data={"csrf_token": token_in(client)})


def test_many_addresses_tried_from_one_line_wait_too(client, officer):
    answers = [attempt(client, email=f"n{i}@example.org").status_code for i in range(33)]
    assert answers == [422] * 32 + [429]


def test_signing_in_does_not_forgive_what_the_same_line_tried_at_others(client, officer):
    for i in range(31):
        attempt(client, email=f"n{i}@example.org")
    client.sign_in(EMAIL)
    client.post("/sign-out", data={"csrf_token": token_in(client)})
    assert attempt(client, email="n32@example.org").status_code == 422
    assert attempt(client, email="n33@example.org").status_code == 429


def test_failures_are_counted_by_fingerprint_and_swept_after_a_day(client, officer, session):
    attempt(client)
    kept = session.scalars(select(SignInFailure.what)).all()
    assert all(len(what) == 64 and "@" not in what for what in kept)
    session.execute(update(SignInFailure).values(at=clock.now() - timedelta(days=1, minutes=1)))
    session.commit()
    attempt(client, email="nobody@example.org")
    assert len(session.scalars(select(SignInFailure.what)).all()) == 2


def test_a_sign_in_a_lock_out_and_a_sign_out_are_journaled_and_single_failures_are_not(client, officer, session):
    attempt(client)
    client.sign_in(EMAIL)
    client.post("/sign-out", data={"csrf_token": token_in(client)})
    for _ in range(9):
        attempt(client)
    assert acts(session) == ["account.sign_in", "account.sign_out", "account.lock_out"]
    entries = session.scalars(select(JournalEntry).where(JournalEntry.act.like("account.%"))).all()
    assert {e.object_id for e in entries} == {officer}
    assert not [e for e in entries if "@" in e.details + e.actor or "127.0.0.1" in e.details]


def test_a_hash_of_another_day_is_renewed_at_sign_in(client, officer, session, app):
    hashed = app.extensions["security"].pwd_context
    old = hashed.using(**(HASHING_IN_TESTS | {"argon2__time_cost": 2})).hash(PASS)
    session.execute(update(Account).values(password=old))
    session.commit()
    client.sign_in(EMAIL)
    renewed = session.scalars(select(Account.password).where(Account.public_id == officer)).one()
    assert renewed.startswith("$argon2id$")
    assert "t=1" in renewed


def test_pass_phrases_are_kept_as_argon2id_and_cheaply_only_in_tests(app, new_settings):
    from trainingapp.app import create_app

    assert app.extensions["security"].pwd_context.hash(PASS).startswith("$argon2id$v=19$m=8,t=1,p=1$")
    real = create_app(new_settings())
    assert real.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] == HASHING
    assert real.extensions["security"].pwd_context.hash(PASS).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.fixture
def new_settings(tmp_path):
    from tests.conftest import settings_for

    return lambda **more: settings_for(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, **more)


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("https://register.example", "__Host-session", True), ("http://127.0.0.1:8000", "session", False)],
)
def test_over_https_the_cookie_is_for_this_host_only(new_settings, base_url, name, secure):
    from trainingapp.app import create_app

    app = create_app(new_settings(base_url=base_url), TESTING=True)
    answer = app.test_client().get("/sign-in", base_url=base_url)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    assert ("; Secure" in cookie) is secure
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "; Path=/" in cookie
    assert "Domain" not in cookie


def test_flask_securitys_own_ways_in_stay_shut(client, officer, app, session):
    account = session.scalars(select(Account).where(Account.public_id == officer)).one()
    token = app.extensions["security"].login_serializer.dumps({"ver": "5", "uid": account.fs_uniquifier, "exp": 0})
    assert client.get("/accounts/me", headers={"Authentication-Token": token}).status_code == 302
    assert client.get(f"/accounts/me?auth_token={token}").status_code == 302
    with client.session_transaction() as kept:
        kept["_user_id"] = account.fs_uniquifier
    assert client.get("/accounts/me").status_code == 302
    for path in ("/login", "/logout", "/register", "/change", "/confirm", "/verify-auth", "/tf-setup"):
        assert client.get(path).status_code == 404
    assert not [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")]


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/accounts/me"}
    answer = client.get("/accounts/me", headers=headers)
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/accounts/me"
