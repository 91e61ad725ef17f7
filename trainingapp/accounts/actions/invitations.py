"""Invitations as acts: sent, sent again, withdrawn, accepted; and their traces cleared away."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from flask import current_app
from flask_security import EmailValidateException
from sqlalchemy import delete, select, update

from trainingapp.accounts import inviting, queries
from trainingapp.accounts.actions import grant, keep_account
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.giving import may_give
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account
from trainingapp.accounts.models.invitations import (
    Invitation,
    InvitationEnd,
    InvitationLink,
    InvitationRole,
    PhraseReset,
)
from trainingapp.accounts.notices import Notice
from trainingapp.accounts.queries import invitations as asked
from trainingapp.accounts.queries.invitations import InvitationFacts, OpenInvitation
from trainingapp.accounts.rules import Identity, Operator, email_key, token_sha256
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id, new_token
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters

#: Roles in one invitation: nobody does so many things at once.
MOST_ROLES = 5


class NoAddress(Refused):
    """A letter could not reach it."""


class WaitsAlready(Refused):
    """One invitation after the other."""

    sentence = say(
        "An invitation to this address waits for its answer. Send it again, or withdraw it before you send another."
    )


class HasAccount(Refused):
    """The inviter looks after this account already."""

    sentence = say("There is an account with this address already. Open it in the list and give it the role there.")


class Answered(Conflict):
    """It was accepted or withdrawn in the meantime."""

    sentence = say("This invitation was answered or withdrawn in the meantime.")


def invite(
    *, email: str, name: str, roles: Sequence[Offered], days: int, label: str | None, by: Identity, now: datetime
) -> str:
    """Invite somebody to an account with these roles, by letter; the invitation's public id.

    The account comes into being when the invitation is accepted, not before: until then it can do nothing, and whoever
    invites learns nothing about an address. An address that has an account in the inviter's own scope is refused,
    since they see that account anyway; one that has an account elsewhere is answered exactly as a new one, and its
    owner takes up the role by signing in. Raises NoAddress, WaitsAlready, HasAccount, and Absent for a role that is not
    `by`'s to give.
    """
    email = _normal(email)
    if not roles or len(roles) > MOST_ROLES or not all(_may_give(by, one) for one in roles):
        raise Absent()
    roles = list(dict.fromkeys(roles))
    scope = by.scope("accounts.manage")
    public_id, token, salt = new_id(), new_token(), new_id()
    with journal.entry(
        act="invitation.send",
        by=by.public_id,
        now=now,
        object_kind="invitation",
        object_id=public_id,
        state_code=_state(roles),
        details={"roles": ", ".join(f"{one.role} {one.code or one.kind}" for one in roles)},
    ) as entry:
        # Behind the journal's lock: the same form sent from two windows is one invitation.
        if asked.has_account(scope, email):
            raise HasAccount()
        if asked.waits_for(scope, email, now=now):
            raise WaitsAlready()
        row: dict[str, object] = {
            "public_id": public_id,
            "email": email,
            "name": name,
            "mark_salt": salt,
            "mark": inviting.mark(salt, email, name),
        }
        entry.keep(Invitation, [row])
        entry.keep(
            InvitationRole,
            [{"public_id": new_id(), "invitation_id": row["id"], "role": one.role, **one.columns} for one in roles],
        )
        until = now + timedelta(days=days)
        link = InvitationLink(invitation_id=row["id"], token_sha256=token_sha256(token), sent_at=now, expires_at=until)
        db.session.add(link)
        db.session.flush()
        named = asked.roles_offered(link.invitation_id)
        _send(email, name, named, token=token, until=until, label=label, by=by, now=now)
    return public_id


def send_again(public_id: str, *, days: int, label: str | None, by: Identity, now: datetime) -> InvitationFacts:
    """Send an invitation again, with a new link that lasts from now; the earlier link opens nothing any more.

    Raises Absent, and Answered when it was accepted or withdrawn.
    """
    found = asked.invitation(by.scope("accounts.manage"), public_id, now=now)
    if found.standing not in ("waiting", "expired") or found.email is None:
        raise Answered()
    with _entry("invitation.resend", found, by=by, now=now):
        token, until = new_token(), now + timedelta(days=days)
        values = {"token_sha256": token_sha256(token), "sent_at": now, "expires_at": until}
        db.session.execute(update(InvitationLink).where(InvitationLink.invitation_id == found.id).values(values))
        _send(found.email, found.name or "", found.roles, token=token, until=until, label=label, by=by, now=now)
    return found


def withdraw(public_id: str, *, by: Identity, now: datetime) -> InvitationFacts:
    """Withdraw an invitation: its link opens nothing any more. Raises Absent, and Answered when it is too late."""
    found = asked.invitation(by.scope("accounts.manage"), public_id, now=now)
    if found.standing not in ("waiting", "expired"):
        raise Answered()
    with _entry("invitation.withdraw", found, by=by, now=now) as entry, _once():
        entry.keep(InvitationEnd, [{"public_id": new_id(), "invitation_id": found.id, "how": "withdrawn"}])
    return found


def accept(opened: OpenInvitation, *, hashed: str | None, now: datetime) -> tuple[int, str]:
    """Open an account for whoever holds the invitation's link, with its roles; the account's key and public id.

    `hashed` is the hash of the pass phrase they chose; None for somebody who signs in through an identity provider.
    Raises Answered, and EmailTaken when an account with the address came into being in the meantime: then its owner
    signs in and accepts.
    """
    public_id = new_id()
    with _accepting(opened, by=public_id, now=now) as entry:
        account = keep_account(entry, public_id=public_id, email=opened.email, name=opened.name, hashed=hashed, now=now)
        _take(entry, account, opened)
    return account.id, public_id


def accept_into(account: Account, opened: OpenInvitation, *, now: datetime) -> None:
    """Give an account with the invitation's own address its roles, at its owner's word. Raises Absent, Answered.

    A role that the account has already stays as it is.
    """
    if account.email != opened.email:
        raise Absent()
    with _accepting(opened, by=account.public_id, now=now) as entry:
        _take(entry, account, opened)
    tell(account.id, inviting.accepted(opened.roles, at=now), now=now)


def clear(*, before: datetime, now: datetime) -> None:
    """Empty the address and the name of invitations that ended or ran out before; sweep links of pass phrases.

    Four statements.
    """
    ended = (
        select(Invitation.id)
        .join(InvitationLink, InvitationLink.invitation_id == Invitation.id)
        .where(InvitationLink.expires_at < before)
    )
    gone = db.session.scalars(ended).all()
    if gone:
        db.session.execute(
            update(Invitation).where(Invitation.id.in_(gone)).values(email=None, name=None, mark_salt=None)
        )
        db.session.execute(delete(InvitationLink).where(InvitationLink.invitation_id.in_(gone)))
    db.session.execute(delete(PhraseReset).where(PhraseReset.asked_at < now - timedelta(days=1)))


def _accepting(opened: OpenInvitation, *, by: str, now: datetime) -> AbstractContextManager[Entry]:
    return journal.entry(
        act="invitation.accept",
        by=by,
        now=now,
        object_kind="invitation",
        object_id=opened.public_id,
        state_code=_state(opened.roles),
    )


def _take(entry: Entry, account: Account, opened: OpenInvitation) -> None:
    row = {"public_id": new_id(), "invitation_id": opened.id, "how": "accepted", "account_id": account.id}
    with _once():
        entry.keep(InvitationEnd, [row])
    held = {
        (one.role, one.state_code or one.mission_code or one.institution_code) for one in queries.grants_held(account)
    }
    for one in opened.roles:
        if (one.role, one.code) not in held:
            grant(entry, account, one.role, **one.columns)


def _once() -> AbstractContextManager[None]:
    return refusing({"uq_invitation_end_invitation_id": Answered})


def _entry(act: str, found: InvitationFacts, *, by: Identity, now: datetime) -> AbstractContextManager[Entry]:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="invitation",
        object_id=found.public_id,
        state_code=_state(found.roles),
    )


def _state(roles: Sequence[Offered]) -> str | None:
    """The one State whose journal tells of it; None when it is about several, or none."""
    places = {(one.kind, one.code) for one in roles}
    return next((code for kind, code in places if kind == "state"), None) if len(places) == 1 else None


def _may_give(by: Identity, one: Offered) -> bool:
    return isinstance(by, Operator) or may_give(by, one.role, one.kind, one.code)


def _normal(email: str) -> str:
    try:
        return email_key(current_app.extensions["security"].mail_util.normalize(email))
    except EmailValidateException:
        raise NoAddress(say("“%(text)s” is no e-mail address.", text=email[:80])) from None


def _send(
    email: str,
    name: str,
    roles: Sequence[Offered],
    *,
    token: str,
    until: datetime,
    label: str | None,
    by: Identity,
    now: datetime,
) -> None:
    link = f"{current_app.config['SETTINGS'].base_url}/invitation/{token}"
    inviter = None if isinstance(by, Operator) else by.name
    _write(email, name, inviting.invitation(roles, link=link, inviter=inviter, until=until, label=label), now=now)


def _write(email: str, name: str, notice: Notice, *, now: datetime) -> None:
    letters.write(to=email, subject=notice.subject, body=[say("Dear %(name)s,", name=name), *notice.told], now=now)
