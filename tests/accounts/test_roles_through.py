"""Roles that follow from what an identity provider says: given, ended, and enough to come in by (R76)."""

import pytest
from sqlalchemy import select

from tests.accounts.through import EMAIL, come_in, invited, refused, roles
from trainingapp.accounts.models import Account
from trainingapp.accounts.models.single_sign_on import SingleSignOnLink
from trainingapp.journal.models import JournalEntry


def test_whoever_gets_a_role_there_needs_no_invitation(client, session, provider):
    provider.person["name"] = "Nasrin Chowdhury"
    assert come_in(client).location == "/"
    assert roles(session) == {("training_officer", "BGD")}
    assert "Nasrin Chowdhury" in client.get("/accounts/me").text
    assert session.scalars(select(SingleSignOnLink.subject)).all() == ["subject-1"]
    acts = session.scalars(select(JournalEntry.act).where(JournalEntry.actor == "provider")).all()
    assert acts == ["account.add", "account.follow_provider"]


def test_when_the_role_ends_there_the_account_stays_and_opens_nothing(client, app, session, provider):
    come_in(client)
    provider.person["groups"] = []
    assert come_in(app.test_client()).location == "/"
    assert roles(session) == set()
    assert client.get("/rotations").status_code == 404, "also where one was signed in before"


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ({"name": " José  Núñez "}, "José  Núñez"),
        ({"given_name": "José", "family_name": "Núñez"}, "José Núñez"),
        ({"name": "Admin\u202eistrator"}, EMAIL),
        ({"name": "x" * 201}, EMAIL),
        ({"name": 7}, EMAIL),
        ({}, EMAIL),
    ],
)
def test_the_name_is_taken_over_as_given_and_the_address_where_there_is_none(client, session, provider, said, called):
    provider.person |= said
    come_in(client)
    assert session.scalars(select(Account.name).where(Account.email == EMAIL)).one() == called


def test_a_role_for_an_address_that_is_not_confirmed_opens_nothing(client, session, provider):
    provider.person["email_verified"] = False
    refused(client, "Your e-mail address is not confirmed there")
    assert session.scalars(select(Account)).all() == []


def test_roles_follow_the_claims_at_each_sign_in_and_the_journal_tells(client, app, session, provider):
    invited(role="focal_point")
    come_in(client)
    assert roles(session) == {("focal_point", "BGD"), ("training_officer", "BGD")}
    provider.person["groups"] = ["register-authority", "something else"]
    come_in(app.test_client())
    assert roles(session) == {("focal_point", "BGD"), ("certifying_authority", "BGD")}
    provider.person["groups"] = []
    come_in(app.test_client())
    assert roles(session) == {("focal_point", "BGD")}
    entries = session.scalars(select(JournalEntry).where(JournalEntry.act == "account.follow_provider")).all()
    assert [one.actor for one in entries] == ["provider"] * 3


def test_when_nothing_changed_there_nothing_is_written_about_roles(client, app, session, provider):
    invited(role="focal_point")
    come_in(client)
    come_in(app.test_client())
    acts = session.scalars(select(JournalEntry.act).where(JournalEntry.act == "account.follow_provider")).all()
    assert len(acts) == 1


def test_a_role_that_people_gave_is_not_taken_by_the_provider(client, app, session, provider):
    invited()
    come_in(client)
    provider.person["groups"] = []
    come_in(app.test_client())
    assert roles(session) == {("training_officer", "BGD")}


def test_a_role_for_what_the_register_does_not_know_is_not_given(client, session, provider):
    invited()
    provider.person["groups"] = ["register-elsewhere"]
    assert come_in(client).location == "/"
    assert roles(session) == {("training_officer", "BGD")}
