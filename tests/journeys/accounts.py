"""What the pages of accounts are looked at with: somebody newly invited, an open link of each kind, an account."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import BrowserContext

from tests.make import NOW
from trainingapp.accounts import actions, queries
from trainingapp.accounts.actions import invitations, resets
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import AccountGrant
from trainingapp.accounts.models.invitations import InvitationLink, PhraseReset
from trainingapp.accounts.rules import OPERATOR, token_sha256
from trainingapp.demo.signins import PASS_PHRASE
from trainingapp.journal import actions as journal
from trainingapp.kit import clock
from trainingapp.kit.db import db, transaction

#: Holds a role that needs a second factor, and has none yet.
NEWCOMER = "newcomer@demo.example"
#: Has shown the pass phrase and not yet the code.
HALF_WAY = "authority.bangladesh@demo.example"


def furnish(token: str) -> dict[str, str]:
    """Argument of a URL -> value; `token` opens an invitation and a new pass phrase."""
    now, opened = clock.now(), {"token_sha256": token_sha256(token), "expires_at": clock.now() + timedelta(days=1)}
    with transaction():
        about = {"act": "account.add", "by": "tests", "now": NOW, "object_kind": "account", "object_id": "tests"}
        with journal.entry(**about) as entry:  # type: ignore[arg-type]
            newcomer = actions.add_account(entry, email=NEWCOMER, name="Amina Yusuf", password=PASS_PHRASE, now=NOW)
            actions.grant(entry, newcomer, "administrator")
        for email in ("invited@demo.example", "another@demo.example"):
            role = Offered("certifying_authority", "state", "BGD")
            invitations.invite(
                email=email, name="Rokeya Begum", roles=[role], days=14, label=None, by=OPERATOR, now=now
            )
        newest = db.select(db.func.max(InvitationLink.id)).scalar_subquery()
        db.session.execute(db.update(InvitationLink).where(InvitationLink.id == newest).values(opened))
        resets.ask("officer.nepal@demo.example", base_url="", minutes=60, issuer="", label="", now=now)
        db.session.execute(db.update(PhraseReset).values(opened))
    account = queries.credentials_of(HALF_WAY)
    assert account is not None
    grant = db.select(AccountGrant.public_id).where(AccountGrant.account_id == account.account_id)
    return {
        "account_id": account.public_id,
        "grant_id": str(db.session.scalars(grant).first()),
        "institution_code": "BIPSOT",
    }


def half_way(somebody: Callable[..., BrowserContext], email: str, **more: object) -> BrowserContext:
    """A browser in which the pass phrase was right and the second factor is still missing."""
    context = somebody(**more)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Pass phrase").fill(PASS_PHRASE)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/sign-in/s*")
    page.close()
    return context
