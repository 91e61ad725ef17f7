"""What waits on the first pages of the demonstration: invitations, an account that is suspended. Invented people."""

from datetime import UTC, datetime, timedelta
from typing import Final

from trainingapp.accounts import actions as accounts
from trainingapp.accounts.actions import invitations, suspensions
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.rules import OPERATOR
from trainingapp.demo.plan import AS_OF
from trainingapp.journal import actions as journal

#: Days that an invitation of the demonstration lasts.
LASTS: Final = 14

#: Address, name, role, State, and how many days before the demonstration's day they were invited.
INVITED: Final = (
    ("training.branch@demo.example", "Anwar Hossain", "training_officer", "BGD", 3),
    ("training.reserve@demo.example", "Sultana Begum", "training_officer", "BGD", 40),
    ("training.carana@demo.example", "Grace Mensah", "training_officer", "XCA", 40),
)


def add_what_waits(by: str) -> None:
    """Two invitations that ran out, one that waits, and an account of somebody who left the service."""
    noon = datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(hours=12)
    for email, name, role, state, before in INVITED:
        invitations.invite(
            email=email,
            name=name,
            roles=[Offered(role, "state", state)],
            days=LASTS,
            label=None,
            by=OPERATOR,
            now=noon - timedelta(days=before),
        )
    with journal.entry(act="account.add", by=by, now=noon, object_kind="account", object_id=by) as entry:
        # Without a pass phrase: nobody signs in with it.
        left = accounts.keep_account(
            entry, email="officer.left@demo.example", name="Mizan Talukder", hashed=None, now=noon
        )
        accounts.grant(entry, left, "training_officer", state_code="BGD")
    suspensions.suspend_account(left.public_id, reason="Left the service.", by=OPERATOR, now=noon)
