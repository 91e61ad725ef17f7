"""Signing in through an identity provider, as the tests of it do."""

import re

import requests
from sqlalchemy import select

from trainingapp.accounts import queries
from trainingapp.accounts.actions import invitations
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit import clock
from trainingapp.kit.db import transaction

EMAIL = "nasrin@mod.example"
ROLES = """
[[role]]
claim = "register-officers"
role = "training_officer"
kind = "state"
code = "BGD"

[[role]]
claim = "register-authority"
role = "certifying_authority"
kind = "state"
code = "BGD"

[[role]]
claim = "register-elsewhere"
role = "training_officer"
kind = "state"
code = "XXX"
"""


def invited(email: str = EMAIL, role: str = "training_officer") -> None:
    with transaction():
        invitations.invite(
            email=email,
            name="Nasrin Chowdhury",
            roles=[Offered(role, "state", "BGD")],
            days=14,
            label=None,
            by=OPERATOR,
            now=clock.now(),
        )


def leave(client, url: str = "/sign-in/single-sign-on") -> str:
    """Where the provider sends the browser back to, after the person has signed in there."""
    there = client.get(url)
    assert there.status_code == 302, there.text
    page = requests.get(there.location, timeout=10).text
    back = re.search(r'href="([^"]+)"', page)
    assert back
    return back[1].replace("&amp;", "&").removeprefix("http://127.0.0.1:8000")


def come_in(client):
    return client.get(leave(client))


def refused(client, sentence: str) -> None:
    """The last answer led back to the sign-in page, which says why; nobody is signed in."""
    answer = come_in(client)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert sentence in client.get("/sign-in").text
    assert client.get("/accounts/me").status_code == 302


def roles(session, email: str = EMAIL) -> set[tuple[str, str | None]]:
    account = session.scalars(select(Account).where(Account.email == email)).one()
    return {(one.role, one.state_code) for one in queries.grants_held(account)}
