"""Signing in through an identity provider, as acts: an account tied to its subject, roles given and ended."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from trainingapp.accounts import inviting
from trainingapp.accounts.actions import end_grant, grant, keep_account
from trainingapp.accounts.actions.invitations import accept, accept_into
from trainingapp.accounts.actions.telling import tell
from trainingapp.accounts.claims import Claims
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account
from trainingapp.accounts.models.single_sign_on import SingleSignOnGrant, SingleSignOnLink
from trainingapp.accounts.queries import invitations
from trainingapp.accounts.queries import single_sign_on as asked
from trainingapp.accounts.queries.single_sign_on import Known
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Who acts when roles follow from what the provider says.
PROVIDER = "provider"


class NotInvited(Refused):
    """Whoever the provider knows is not yet somebody here: a suspended account is answered alike."""

    sentence = say(
        "You are known there, but no account here waits for you, and nothing there gives you a role in the register. "
        "Ask for an invitation."
    )


class NotConfirmed(Refused):
    """An address that nobody has confirmed may be anybody's."""

    sentence = say("Your e-mail address is not confirmed there, so it cannot be relied on. Have it confirmed first.")


class KnownOtherwise(Refused):
    """The address was given to another person there, or the person was entered anew."""

    sentence = say(
        "The account with your address is tied to another entry there. Ask the administrator of the register."
    )


def recognise(claims: Claims, wanted: Collection[Offered], *, label: str, now: datetime) -> Known:
    """The account that these claims open: known by issuer and subject, by nothing else.

    The first time, it is tied to the account with the confirmed address when that was invited, or to a new account
    that accepts the invitations which wait for that address; without any, to a new account when the claims give one of
    the roles `wanted`, for a place that the register knows. Raises NotInvited, NotConfirmed, KnownOtherwise.
    """
    known = asked.known_as(claims.issuer, claims.subject)
    if known is None:
        if not claims.email or not claims.email_confirmed:
            raise NotConfirmed()
        known = _first_time(claims, wanted, label=label, now=now)
    if known.suspended:
        raise NotInvited()
    return known


def _first_time(claims: Claims, wanted: Collection[Offered], *, label: str, now: datetime) -> Known:
    found = asked.with_address(claims.email)
    if found is None:
        found = _new_account(claims, wanted, now=now)
    elif found.suspended or not invitations.was_invited(found.account_id):
        raise NotInvited()
    elif asked.is_linked(found.account_id, claims.issuer):
        raise KnownOtherwise()
    else:
        tell(found.account_id, inviting.linked(label=label, at=now), now=now)
    row: dict[str, object] = {"public_id": new_id(), "account_id": found.account_id}
    row |= {"issuer": claims.issuer, "subject": claims.subject}
    with journal.entry(
        act="account.link", by=found.public_id, now=now, object_kind="account", object_id=found.public_id
    ) as entry:
        entry.keep(SingleSignOnLink, [row])
        # Whoever leaves the organisation must not come in by a pass phrase of last year.
        db.session.execute(update(Account).where(Account.id == found.account_id).values(password=None))
    return found


def _new_account(claims: Claims, wanted: Collection[Offered], *, now: datetime) -> Known:
    waiting = invitations.open_for(claims.email, now=now)
    if waiting:
        account_id, public_id = accept(waiting[0], hashed=None, now=now)
        account = db.session.execute(select(Account).where(Account.id == account_id)).scalar_one()
        for other in waiting[1:]:
            accept_into(account, other, now=now)
    else:
        if not _possible(wanted, asked.known_places()):
            raise NotInvited()
        public_id = new_id()
        with journal.entry(
            act="account.add", by=PROVIDER, now=now, object_kind="account", object_id=public_id
        ) as entry:
            account = keep_account(
                entry, public_id=public_id, email=claims.email, name=claims.name, hashed=None, now=now
            )
        account_id = account.id
    return Known(account_id, public_id, suspended=False)


def _possible(wanted: Collection[Offered], places: frozenset[tuple[str, str | None]]) -> set[Offered]:
    """The roles for places that the register knows."""
    return {one for one in wanted if one.kind == "all" or (one.kind, one.code) in places}


def follow(known: Known, wanted: Collection[Offered], *, now: datetime) -> Sequence[str]:
    """Give the account the roles that the provider's claims mean, and end those that they mean no more.

    Roles that people gave stay as they are. Nothing is written when nothing changes: two statements then. A role for a
    State, mission or institution that the register does not know is not given; the places not known are given back.
    """
    held, possible = asked.held(known.account_id), _possible(wanted, asked.known_places())
    given = sorted(possible - held.every.keys(), key=lambda one: (one.role, one.kind, one.code or ""))
    ended = [public_id for one, public_id in held.given.items() if one not in possible]
    if given or ended:
        with journal.entry(
            act="account.follow_provider", by=PROVIDER, now=now, object_kind="account", object_id=known.public_id
        ) as entry:
            account = db.session.execute(select(Account).where(Account.id == known.account_id)).scalar_one()
            for public_id in ended:
                end_grant(entry, public_id)
            for one in given:
                key = asked.grant_key(grant(entry, account, one.role, **one.columns))
                entry.keep(SingleSignOnGrant, [{"public_id": new_id(), "grant_id": key}])
            entry.details.update(given=len(given), taken=len(ended))
    return sorted({f"{one.kind} {one.code}" for one in set(wanted) - possible})
