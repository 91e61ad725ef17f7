"""Forgotten pass phrases as acts: a link asked for, and used once."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from trainingapp.accounts import inviting, notices
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.models import Account, SignIn
from trainingapp.accounts.models.invitations import PhraseReset
from trainingapp.accounts.queries import invitations as asked
from trainingapp.accounts.queries.invitations import OpenReset
from trainingapp.accounts.rules import token_sha256
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.ids import new_id, new_token
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters


def ask(email: str, *, base_url: str, minutes: int, issuer: str, label: str, now: datetime) -> None:
    """Write to the owner of the account with this address how to choose a new pass phrase.

    For an address that nobody has, or a suspended account, the same is done, and the letter goes to nobody: whoever
    asks can tell neither by the answer nor by the time it takes. Three statements. `issuer` and `label` are those of
    single sign-on; whoever signs in there is told so.
    """
    found = asked.forgetful(email, issuer=issuer)
    token = new_token()
    values = {
        "token_sha256": token_sha256(token),
        "account_id": found.account_id if found and not found.elsewhere else None,
        "asked_at": now,
        "expires_at": now + timedelta(minutes=minutes),
    }
    db.session.execute(insert(PhraseReset).values(values))
    notice = inviting.reset(link=f"{base_url}/reset/{token}", minutes=minutes)
    if found and found.elsewhere:
        notice = inviting.elsewhere(label=label)
    salutation = say("Dear %(name)s,", name=found.name if found else "")
    letters.write(to=found.email if found else "", subject=notice.subject, body=[salutation, *notice.told], now=now)


def choose_phrase(opened: OpenReset, hashed: str, *, now: datetime) -> None:
    """Give an account the pass phrase of this hash, end its sign-ins and its other links, and write to its owner.

    Raises Absent when the link was used in the meantime.
    """
    with journal.entry(
        act="account.reset", by=opened.public_id, now=now, object_kind="account", object_id=opened.public_id
    ):
        unused = update(PhraseReset).where(PhraseReset.id == opened.id, PhraseReset.used_at.is_(None))
        if not db.session.execute(unused.values(used_at=now)).rowcount:  # type: ignore[attr-defined]
            raise Absent()
        others = update(PhraseReset).where(PhraseReset.account_id == opened.account_id, PhraseReset.used_at.is_(None))
        db.session.execute(others.values(used_at=now))
        mine = update(Account).where(Account.id == opened.account_id)
        db.session.execute(mine.values(password=hashed, fs_uniquifier=new_id()))
        lasting = update(SignIn).where(SignIn.account_id == opened.account_id, SignIn.ended_at.is_(None))
        db.session.execute(lasting.values(ended_at=now))
        tell(opened.account_id, notices.phrase_changed(at=now), now=now)
