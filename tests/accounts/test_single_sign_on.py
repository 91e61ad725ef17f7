"""Single sign-on against an identity provider on this machine: who gets in, as whom, with which roles, and who not."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from tests import make
from tests.accounts.provider import CLIENT, SECRET
from tests.accounts.through import EMAIL, come_in, invited, leave, refused, roles
from tests.conftest import settings_for
from tests.letters.box import waiting
from trainingapp.accounts import queries, single_sign_on
from trainingapp.accounts.actions import invitations
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account, SingleSignOnLink
from trainingapp.app import create_app
from trainingapp.kit import clock
from trainingapp.kit.db import transaction

NOT_TRUSTED = "Signing in there did not work, or took too long."
NOT_INVITED = "no account here waits for you"


def test_without_a_provider_there_is_no_such_address_and_no_button(client, session):
    assert client.get("/sign-in/single-sign-on").status_code == 404
    assert client.get("/sign-in/single-sign-on/return?code=x&state=y").status_code == 404
    assert "Sign in through" not in client.get("/sign-in").text


def test_an_invited_person_accepts_by_signing_in_there(client, session, provider):
    invited()
    assert "Sign in through the Ministry" in client.get("/sign-in").text
    answer = come_in(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Nasrin Chowdhury" in client.get("/accounts/me").text
    assert roles(session) == {("training_officer", "BGD")}
    link = session.scalars(select(SingleSignOnLink)).one()
    assert (link.issuer, link.subject) == (provider.address, "subject-1")


def test_one_arrives_where_one_was_going(client, session, provider):
    invited()
    assert client.get(leave(client, "/sign-in/single-sign-on?next=/accounts/me")).location == "/accounts/me"


def test_the_provider_is_asked_with_state_nonce_and_a_challenge_and_never_with_a_secret(client, session, provider):
    invited()
    come_in(client)
    asked = provider.asked[0]
    assert len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/sign-in/single-sign-on/return"
    assert SECRET not in str(asked)


@pytest.mark.parametrize("groups", [[], ["something else"], ["register-elsewhere"]])
def test_whoever_was_never_invited_and_gets_no_role_there_is_not_let_in(client, session, provider, groups):
    provider.person["groups"] = groups
    refused(client, NOT_INVITED)
    assert session.scalars(select(SingleSignOnLink)).all() == []


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "no"}])
def test_an_address_that_the_provider_has_not_confirmed_is_not_relied_on(client, session, provider, said):
    invited()
    provider.person |= said
    refused(client, "Your e-mail address is not confirmed there")


def test_later_one_is_known_by_issuer_and_subject_whatever_the_address(client, app, session, provider):
    invited()
    come_in(client)
    provider.person |= {"email": "another@mod.example", "email_verified": False}
    other = app.test_client()
    assert come_in(other).location == "/"
    assert "Nasrin Chowdhury" in other.get("/accounts/me").text


def test_an_address_given_to_another_person_there_opens_nothing_of_the_first(client, app, session, provider):
    invited()
    come_in(client)
    provider.person["sub"] = "subject-2"
    refused(app.test_client(), "is tied to another entry there")


def test_an_account_that_was_invited_is_tied_and_its_pass_phrase_is_void(client, app, session, provider):
    invited()
    path = re.findall(r"^http://127.0.0.1:8000(/invitation/\S+)$", waiting(EMAIL)[0].text, re.M)[0]
    app.test_client().post_form(path, new="seven herons cross the delta", again="seven herons cross the delta")
    assert come_in(client).location == "/"
    assert "Your account is opened in another way now" in [one.subject for one in waiting(EMAIL)]
    typed = {"email": EMAIL, "password": "seven herons cross the delta"}
    assert app.test_client().post_form("/sign-in", **typed).status_code == 422


def test_an_account_that_nobody_invited_is_not_tied_by_its_address(client, session, provider):
    make.account("training_officer", EMAIL, state="BGD")
    refused(client, NOT_INVITED)


def test_whoever_signs_in_there_gets_no_link_for_a_pass_phrase_but_is_told_so(client, app, session, provider):
    invited()
    come_in(client)
    app.test_client().post_form("/reset", email=EMAIL)
    letter = waiting(EMAIL)[-1]
    assert letter.subject == "Signing in to your account"
    assert "/reset/" not in letter.text
    assert "the Ministry" in letter.text


def test_an_invitation_for_an_account_of_single_sign_on_is_answered_by_signing_in(client, app, session, provider):
    invited()
    come_in(client)
    make.state("NPL", "Nepal", "NP")
    manager = make.account("account_manager", "manager@example.org", state="NPL")
    by = queries.identity_of(manager.id)
    assert by
    offered = [Offered("focal_point", "state", "NPL")]
    with transaction():
        invitations.invite(email=EMAIL, name="N", roles=offered, days=14, label=None, by=by, now=clock.now())
    path = re.findall(r"^http://127.0.0.1:8000(/invitation/\S+)$", waiting(EMAIL)[-1].text, re.M)[0]
    assert "Sign in to accept it." in app.test_client().get(path).text
    client.post_form(path)
    assert ("focal_point", "NPL") in roles(session)


def test_a_role_that_needs_a_second_factor_asks_for_our_own(client, session, provider):
    invited(role="certifying_authority")
    assert come_in(client).location == "/sign-in/second-factor"
    assert client.get("/accounts/me").status_code == 302


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}])
def test_unless_the_provider_says_that_it_asked_for_one(client, session, provider, said):
    invited(role="certifying_authority")
    provider.person |= said
    assert come_in(client).location == "/"
    assert client.get("/accounts/me").status_code == 200


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {"amr": ["pwd", "otp"], "acr": "0"}])
def test_less_than_that_is_no_second_factor(client, session, provider, said):
    invited(role="certifying_authority")
    provider.person |= said
    assert come_in(client).location != "/"
    assert client.get("/accounts/me").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": ["another client"], "azp": CLIENT},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"sub": ""},
        {"sub": None},
    ],
)
def test_an_answer_that_is_not_for_us_or_not_now_is_not_taken(client, session, provider, wrong):
    invited()
    provider.wrong = wrong
    refused(client, NOT_TRUSTED)


def test_an_answer_signed_with_another_key_is_not_taken(client, session, provider):
    invited()
    provider.foreign_key = True
    refused(client, NOT_TRUSTED)


def test_a_provider_that_gives_itself_another_name_is_not_asked(client, session, provider):
    provider.metadata = {"issuer": "https://another.example"}
    assert client.get("/sign-in/single-sign-on").location == "/sign-in"
    assert "does not answer" in client.get("/sign-in").text


def test_unsigned_answers_and_shared_secrets_are_not_taken_even_when_offered(client, session, provider):
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "HS256"]}
    assert client.get("/sign-in/single-sign-on").location == "/sign-in"
    assert "does not answer" in client.get("/sign-in").text


def test_an_answer_meant_for_another_browser_is_not_taken(client, app, session, provider):
    invited()
    back = leave(client)
    thief = app.test_client()
    assert thief.get(back).location == "/sign-in"
    leave(thief)
    assert thief.get(back).location == "/sign-in"
    assert thief.get("/accounts/me").status_code == 302


def test_an_answer_is_taken_once(client, app, session, provider):
    invited()
    back = leave(client)
    assert client.get(back).location == "/"
    token = client.get("/accounts/me").text.split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/sign-out", data={"csrf_token": token})
    assert client.get(back).location == "/sign-in"
    assert client.get("/accounts/me").status_code == 302


def test_who_presses_cancel_there_comes_back_to_the_sign_in_page(client, session, provider):
    state = parse_qs(urlsplit(client.get("/sign-in/single-sign-on").location).query)["state"][0]
    answer = client.get(f"/sign-in/single-sign-on/return?error=access_denied&state={state}")
    assert answer.location == "/sign-in"
    assert NOT_TRUSTED in client.get("/sign-in").text


def test_claims_told_only_at_the_page_of_user_information_count(client, session, provider):
    invited()
    provider.only_there = ("email", "email_verified", "groups")
    assert come_in(client).location == "/"


def test_a_provider_that_does_not_answer_is_said_so(client, app, session, provider, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "single_sign_on_issuer", "http://127.0.0.1:1")
    single_sign_on.init_app(app)
    assert client.get("/sign-in/single-sign-on").location == "/sign-in"
    assert "does not answer" in client.get("/sign-in").text


def test_a_suspended_account_is_answered_as_one_that_nobody_invited(client, app, session, provider):
    from trainingapp.accounts import actions
    from trainingapp.journal import actions as journal

    invited()
    come_in(client)
    account = session.scalars(select(Account).where(Account.email == EMAIL)).one()
    about = {"act": "test", "by": "tests", "now": make.NOW, "object_kind": "test", "object_id": "test"}
    with transaction(), journal.entry(**about) as entry:
        actions.suspend(entry, account, reason="A test.", by="tests", now=make.NOW)
    refused(app.test_client(), NOT_INVITED)


def test_signed_in_one_can_prove_there_that_it_is_still_the_same_person(client, session, provider):
    invited()
    come_in(client)
    provider.person["auth_time"] = int(time.time())
    back = leave(client, "/sign-in/single-sign-on?again=1")
    assert provider.asked[-1]["prompt"] == "login"
    assert "Thank you: it is you" in client.get(back).text
    provider.person["auth_time"] = int(time.time()) - 3600
    assert client.get(leave(client, "/sign-in/single-sign-on?again=1")).status_code == 422
    provider.person |= {"auth_time": int(time.time()), "sub": "subject-2", "email": "other@mod.example"}
    invited("other@mod.example")
    assert "somebody else" in client.get(leave(client, "/sign-in/single-sign-on?again=1")).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("role =", "no TOML"),
        ('[[role]]\nclaim = "x"\nrole = "king"\nkind = "all"', "there is no role “king”"),
        ('[[role]]\nclaim = "x"\nrole = "analyst"\nkind = "state"\ncode = "BGD"', "no role “analyst” of the kind"),
        ('[[role]]\nclaim = "x"\nrole = "analyst"\nkind = "all"\ncode = "BGD"', "code is needed unless"),
        ('[[role]]\nrole = "analyst"\nkind = "all"', "claim is missing"),
        ('[[role]]\nclaim = "x"\nrole = "analyst"\nkind = "all"\nstate = "BGD"', "“state” is unknown"),
    ],
)
def test_a_file_of_roles_that_is_wrong_keeps_the_register_from_starting(tmp_path, text, said):
    file = tmp_path / "roles.toml"
    file.write_text(text)
    more = {"single_sign_on_issuer": "https://id.example", "single_sign_on_roles_file": file}
    with pytest.raises(RuntimeError, match=re.escape(said)):
        create_app(settings_for(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, **more))
