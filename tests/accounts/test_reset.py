"""A forgotten pass phrase: asked for alike by everybody, chosen anew by a letter, once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests import make
from tests.letters.box import waiting
from trainingapp.accounts.models import PhraseReset, SignIn
from trainingapp.accounts.rules import token_sha256
from trainingapp.accounts.work import clear_invitations
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.letters import work
from trainingapp.letters.models import Letter

EMAIL, PHRASE = "officer@example.org", "seven herons cross the delta"


@pytest.fixture
def officer(session):
    return make.account("training_officer", EMAIL, state=make.state().code)


def ask(client, email: str = EMAIL):
    return client.post_form("/reset", email=email)


def link() -> str:
    return re.findall(r"^http://127.0.0.1:8000(/reset/\S+)$", waiting(EMAIL)[-1].text, re.M)[0]


def test_by_the_letters_link_one_chooses_a_new_pass_phrase_and_signs_in_with_it(client, app, officer):
    assert "a letter to it is on its way" in ask(client).text
    answer = client.post_form(link(), new=PHRASE, again=PHRASE)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "Your new pass phrase is kept." in client.get("/sign-in").text
    assert client.post_form("/sign-in", email=EMAIL, password="a-good-pass-phrase").status_code == 422
    client.sign_in(EMAIL, PHRASE)


def test_all_sign_ins_end_and_the_owner_is_told(client, app, officer):
    client.sign_in(EMAIL)
    ask(app.test_client())
    path = link()
    app.test_client().post_form(path, new=PHRASE, again=PHRASE)
    assert client.get("/accounts/me").status_code == 302
    assert "The pass phrase of your account was changed" in [one.subject for one in waiting(EMAIL)]


def test_the_second_factor_is_still_asked_for(client, session):
    make.account("administrator", EMAIL)
    ask(client)
    client.post_form(link(), new=PHRASE, again=PHRASE)
    assert client.post_form("/sign-in", email=EMAIL, password=PHRASE).location == "/sign-in/second-factor"


def test_a_link_works_once(client, app, officer):
    ask(client)
    path = link()
    client.post_form(path, new=PHRASE, again=PHRASE)
    assert client.get(path).status_code == 404


def test_with_one_link_used_the_others_open_nothing(client, officer):
    ask(client)
    first = link()
    ask(client)
    client.post_form(link(), new=PHRASE, again=PHRASE)
    assert client.get(first).status_code == 404


def test_a_link_lasts_sixty_minutes(client, officer, session):
    ask(client)
    path = link()
    for minutes, status in ((59, 200), (60, 404)):
        expires_at = clock.now() + timedelta(minutes=60 - minutes)
        session.execute(update(PhraseReset).values(expires_at=expires_at))
        session.commit()
        assert client.get(path).status_code == status


def test_known_and_unknown_addresses_get_the_same_page(client, officer):
    known, unknown = ask(client), ask(client, "nobody@example.org")

    def told(answer, email: str) -> str:
        return "".join(line for line in answer.text.splitlines() if "csrf_token" not in line).replace(email, "")

    assert known.status_code == unknown.status_code == 200
    assert told(known, EMAIL) == told(unknown, "nobody@example.org")


def test_known_and_unknown_addresses_cost_the_same_statements_and_a_letter(client, officer, session, statements):
    seen: dict[str, list[str]] = {}
    for email in (EMAIL, "nobody@example.org"):
        with statements() as counted:
            ask(client, email)
        seen[email] = [re.sub(r"\W.*", "", one) for one in counted]
    assert seen[EMAIL] == seen["nobody@example.org"]
    sizes = session.scalars(select(func.length(Letter.content))).all()
    assert len(sizes) == 2


def test_the_letter_to_an_unknown_address_goes_to_nobody(client, officer, session, app, tmp_path, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "data_dir", tmp_path)
    ask(client, "nobody@example.org")
    assert work.send().sent == 0
    assert session.scalars(select(Letter)).all() == []
    assert not (tmp_path / "outbox").exists()


def test_a_suspended_account_gets_no_letter_and_its_link_opens_nothing(client, app, session, officer):
    from trainingapp.accounts import actions
    from trainingapp.journal import actions as journal
    from trainingapp.kit.db import transaction

    ask(client)
    path = link()
    with (
        transaction(),
        journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry,
    ):
        actions.suspend(entry, officer, reason="A test.", by="tests", now=make.NOW)
    assert client.get(path).status_code == 404
    ask(client)
    assert len([one for one in waiting(EMAIL) if "new pass phrase" in one.subject]) == 1


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_who_asks_too_often_waits_whether_the_address_is_known_or_not(client, officer, email):
    assert [ask(client, email).status_code for _ in range(9)] == [200] * 8 + [429]


def test_many_addresses_asked_from_one_line_wait_too_and_signing_in_is_not_touched(client, officer):
    answers = [ask(client, f"n{number}@example.org").status_code for number in range(33)]
    assert answers == [200] * 32 + [429]
    client.sign_in(EMAIL)


def test_a_weak_pass_phrase_is_refused_in_words_and_the_link_stays_good(client, officer):
    ask(client)
    answer = client.post_form(link(), new="officer officer", again="officer officer")
    assert answer.status_code == 422
    assert "repeats itself" in answer.text
    assert client.post_form(link(), new=PHRASE, again=PHRASE).status_code == 302


def test_two_that_differ_are_refused(client, officer):
    ask(client)
    assert "The two differ." in client.post_form(link(), new=PHRASE, again=PHRASE + "s").text


def test_only_the_hash_of_the_secret_is_kept_and_the_row_goes_after_a_day(client, officer, session):
    ask(client)
    assert session.scalars(select(PhraseReset.token_sha256)).all() == [token_sha256(link().rpartition("/")[2])]
    session.execute(update(PhraseReset).values(asked_at=clock.now() - timedelta(days=1, minutes=1)))
    session.commit()
    clear_invitations()
    assert session.scalars(select(PhraseReset)).all() == []


def test_asking_is_not_journaled_and_choosing_is(client, officer, session):
    ask(client)
    ask(client, "nobody@example.org")
    client.post_form(link(), new=PHRASE, again=PHRASE)
    acts = session.scalars(select(JournalEntry.act).where(JournalEntry.act.like("account.%"))).all()
    assert acts == ["account.reset"]
    assert session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
