"""Invitations as facts: who is invited to what, how it stands, and what a link opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, select, true

from trainingapp.accounts.inviting import Offered, mark, standing
from trainingapp.accounts.models import Account
from trainingapp.accounts.models.invitations import (
    Invitation,
    InvitationEnd,
    InvitationLink,
    InvitationRole,
    PhraseReset,
)
from trainingapp.accounts.models.single_sign_on import SingleSignOnLink
from trainingapp.accounts.queries import is_suspended
from trainingapp.accounts.queries.administration import within
from trainingapp.accounts.rules import Scope
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.states.models import Institution, Mission, State


@dataclass(frozen=True)
class InvitationFacts:
    """An invitation. The name and the address are empty once nobody needs them any more."""

    id: int
    public_id: str
    name: str | None
    email: str | None
    invited_at: datetime
    #: The public id of the account that invited, or "operator".
    invited_by: str
    sent_at: datetime | None
    expires_at: datetime | None
    standing: str
    roles: tuple[Offered, ...]


@dataclass(frozen=True)
class OpenInvitation:
    """What the link of an invitation opens: the invitation, while it waits for an answer."""

    id: int
    public_id: str
    name: str
    email: str
    roles: tuple[Offered, ...]
    expires_at: datetime


@dataclass(frozen=True)
class OpenReset:
    """What the link of a forgotten pass phrase opens."""

    id: int
    account_id: int
    public_id: str
    name: str
    email: str


def invitations(scope: Scope, *, now: datetime, standing: str | None = None, number: int = 1) -> Page[InvitationFacts]:
    """One page of the invitations within the scope, the newest first; of one standing, when asked. 3 statements."""
    statement = _facts(scope).where(_stands(standing, now) if standing else true())
    page = paged(db.session(), statement.order_by(Invitation.id.desc()), number=number)
    roles = _roles_of([row.id for row in page.rows])
    return page.each(lambda row: _invitation(row, roles, now))


def counted(scope: Scope, *, now: datetime, standing: str) -> ScalarSelect[int]:
    """How many of the invitations within the scope stand so, as a column of a statement."""
    found = _facts(scope).where(_stands(standing, now)).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _stands(wanted: str, now: datetime) -> ColumnElement[bool]:
    """The counterpart of `inviting.standing`, for a database to judge."""
    if wanted in ("waiting", "expired"):
        lasts = and_(InvitationLink.expires_at.is_not(None), InvitationLink.expires_at > now)
        return and_(InvitationEnd.id.is_(None), lasts if wanted == "waiting" else ~lasts)
    return InvitationEnd.how == wanted


def invitation(scope: Scope, public_id: str, *, now: datetime) -> InvitationFacts:
    """One invitation within the scope. Raises Absent. 2 statements."""
    row = db.session.execute(_facts(scope).where(Invitation.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return _invitation(row, _roles_of([row.id]), now)


def waits_for(scope: Scope, email: str, *, now: datetime) -> bool:
    """Whether an invitation within the scope waits for an answer from this address. One statement."""
    found = _facts(scope).where(Invitation.email == email, InvitationEnd.id.is_(None), InvitationLink.expires_at > now)
    return db.session.execute(found.limit(1)).first() is not None


def has_account(scope: Scope, email: str) -> bool:
    """Whether an account within the scope has this address. One statement."""
    return bool(db.session.scalar(select(exists().where(Account.email == email, within(scope)))))


def opened_by(token_sha256: str, now: datetime) -> OpenInvitation | None:
    """The invitation that a link's token opens; None when it was answered, withdrawn, sent anew, or ran out.

    2 statements, one when there is none.
    """
    return next(iter(_open(InvitationLink.token_sha256 == token_sha256, now)), None)


def open_for(email: str, *, now: datetime) -> list[OpenInvitation]:
    """The invitations that wait for an answer from this address, the oldest first. 2 statements."""
    return _open(Invitation.email == email, now)


def waiting_from(public_id: str, *, now: datetime) -> list[int]:
    """The keys of the invitations that wait for an answer and whose letter an account (its public id) sent last. One
    statement."""
    sender = (
        select(JournalEntry.actor)
        .where(
            JournalEntry.object_kind == "invitation",
            JournalEntry.object_id == Invitation.public_id,
            JournalEntry.act.in_(("invitation.send", "invitation.resend")),
        )
        .order_by(JournalEntry.seq.desc())
        .limit(1)
        .correlate(Invitation)
        .scalar_subquery()
    )
    rows = (
        select(Invitation.id)
        .join(InvitationLink, InvitationLink.invitation_id == Invitation.id)
        .outerjoin(InvitationEnd, InvitationEnd.invitation_id == Invitation.id)
        .where(InvitationEnd.id.is_(None), InvitationLink.expires_at > now, sender == public_id)
        .order_by(Invitation.id)
    )
    return list(db.session.scalars(rows))


def was_invited(account_id: int) -> bool:
    """Whether an account came to any of its roles by accepting an invitation. One statement."""
    found = exists().where(InvitationEnd.account_id == account_id)
    return bool(db.session.scalar(select(found)))


def reset_opened_by(token_sha256: str, now: datetime) -> OpenReset | None:
    """The account whose pass phrase a link's token lets choose anew; None when it was used, ran out or never was.

    One statement.
    """
    row = db.session.execute(
        select(PhraseReset.id, Account.id, Account.public_id, Account.name, Account.email)
        .join(Account, Account.id == PhraseReset.account_id)
        .where(
            PhraseReset.token_sha256 == token_sha256,
            PhraseReset.used_at.is_(None),
            PhraseReset.expires_at > now,
            ~is_suspended(),
        )
    ).one_or_none()
    return row and OpenReset(*row)


@dataclass(frozen=True)
class Forgetful:
    """Whoever asks for a new pass phrase, and whether they sign in elsewhere."""

    account_id: int
    name: str
    email: str
    elsewhere: bool


def forgetful(email: str, *, issuer: str) -> Forgetful | None:
    """The account with this address that may sign in. One statement, for an unknown address too."""
    elsewhere = exists().where(SingleSignOnLink.account_id == Account.id, SingleSignOnLink.issuer == issuer)
    row = db.session.execute(
        select(Account.id, Account.name, Account.email, elsewhere).where(Account.email == email, ~is_suspended())
    ).one_or_none()
    return row and Forgetful(*row)


def _facts(scope: Scope) -> Any:
    return (
        select(
            Invitation.id,
            Invitation.public_id,
            Invitation.name,
            Invitation.email,
            JournalEntry.at,
            JournalEntry.actor,
            InvitationLink.sent_at,
            InvitationLink.expires_at,
            InvitationEnd.how,
        )
        .join(JournalEntry, JournalEntry.seq == Invitation.entry_seq)
        .outerjoin(InvitationLink, InvitationLink.invitation_id == Invitation.id)
        .outerjoin(InvitationEnd, InvitationEnd.invitation_id == Invitation.id)
        .where(_within(scope))
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    """Invitations all of whose roles lie within the scope: one with a role beyond it is another's to send and end."""
    if scope.everything:
        return true()
    beyond = exists().where(
        InvitationRole.invitation_id == Invitation.id,
        func.coalesce(InvitationRole.state_code, "").not_in(sorted(scope.states)),
    )
    return ~beyond


def _invitation(row: Any, roles: Mapping[int, tuple[Offered, ...]], now: datetime) -> InvitationFacts:
    stands = standing(row.how, expires_at=row.expires_at, now=now)
    return InvitationFacts(
        row.id,
        row.public_id,
        row.name,
        row.email,
        row.at,
        row.actor,
        row.sent_at,
        row.expires_at,
        stands,
        roles.get(row.id, ()),
    )


def _open(condition: ColumnElement[bool], now: datetime) -> list[OpenInvitation]:
    rows = db.session.execute(
        select(
            Invitation.id,
            Invitation.public_id,
            Invitation.name,
            Invitation.email,
            Invitation.mark,
            Invitation.mark_salt,
            InvitationLink.expires_at,
        )
        .join(InvitationLink, InvitationLink.invitation_id == Invitation.id)
        .outerjoin(InvitationEnd, InvitationEnd.invitation_id == Invitation.id)
        .where(and_(condition, InvitationEnd.id.is_(None), InvitationLink.expires_at > now))
        .where(Invitation.email.is_not(None))
        .order_by(Invitation.id)
    ).all()
    # An address or a name that was put into the row behind the register's back is nobody's.
    whole = [row for row in rows if row.mark == mark(row.mark_salt or "", row.email or "", row.name or "")]
    roles = _roles_of([row.id for row in whole]) if whole else {}
    return [
        OpenInvitation(row.id, row.public_id, row.name or "", row.email or "", roles.get(row.id, ()), row.expires_at)
        for row in whole
    ]


def roles_offered(invitation_id: int) -> tuple[Offered, ...]:
    """The roles of an invitation (its key), with the names of their places. One statement."""
    return _roles_of([invitation_id]).get(invitation_id, ())


def _roles_of(invitation_ids: Sequence[int]) -> Mapping[int, tuple[Offered, ...]]:
    rows = db.session.execute(
        select(
            InvitationRole.invitation_id,
            InvitationRole.role,
            case(
                (InvitationRole.state_code.is_not(None), "state"),
                (InvitationRole.mission_code.is_not(None), "mission"),
                (InvitationRole.institution_code.is_not(None), "institution"),
                else_="all",
            ),
            func.coalesce(InvitationRole.state_code, InvitationRole.mission_code, InvitationRole.institution_code),
            func.coalesce(State.name, Mission.code, Institution.name, ""),
        )
        .outerjoin(State, State.code == InvitationRole.state_code)
        .outerjoin(Mission, Mission.code == InvitationRole.mission_code)
        .outerjoin(Institution, Institution.code == InvitationRole.institution_code)
        .where(InvitationRole.invitation_id.in_(invitation_ids))
        .order_by(InvitationRole.id)
    )
    found: dict[int, tuple[Offered, ...]] = {}
    for invitation_id, *rest in rows:
        found[invitation_id] = (*found.get(invitation_id, ()), Offered(*rest))
    return found
