"""Gives somebody a private link to their own record, and ends one; puts what an account recorded under review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.giving import NotOneself
from trainingapp.accounts.rules import Identity
from trainingapp.certificates import actions as certificates
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as recorded
from trainingapp.completions.actions import NothingToHold
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people.models import Person
from trainingapp.people.queries import KnownPerson
from trainingapp.records.models import OwnLink, OwnLinkEnd

#: How often one link opens its record at most: enough to look and to save, few enough that a link that was passed on
#: runs dry. [A]
MOST_OPENINGS = 30


class AlreadyEnded(Conflict):
    """Somebody else ended the link."""

    sentence = say("This link was ended already.")


def make_link(person: KnownPerson, *, token_sha256: str, days: int, by: Identity, now: datetime) -> str:
    """A link to this person's own record, for so many days; returns its public id.

    Only the fingerprint of the token is given here and kept. Raises Absent when `by` may not do it for the person's
    State, or the person was erased. Seven statements.
    """
    if person.erased or not by.scope("people.link").reaches(person.state_code):
        raise Absent()
    row = {
        "public_id": new_id(),
        "state_code": person.state_code,
        "person_id": person.id,
        "token_sha256": token_sha256,
        "expires_at": now + timedelta(days=days),
        "most_openings": MOST_OPENINGS,
        "made_by": by.public_id,
        "made_at": now,
    }
    about = {"object_kind": "person", "object_id": person.public_id, "state_code": person.state_code}
    with journal.entry(act="own_link.make", by=by.public_id, now=now, details={"days": days}, **about) as entry:
        entry.keep(OwnLink, [row])
    return str(row["public_id"])


def end_link(public_id: str, *, by: Identity, now: datetime) -> None:
    """End a link now. Raises Absent when there is none within reach, AlreadyEnded. Seven statements."""
    found = db.session.execute(
        select(OwnLink.id, OwnLink.state_code, Person.public_id.label("person"))
        .join(Person, Person.id == OwnLink.person_id)
        .where(OwnLink.public_id == public_id)
    ).one_or_none()
    if found is None or not by.scope("people.link").reaches(found.state_code):
        raise Absent()
    about = {"object_kind": "person", "object_id": found.person, "state_code": found.state_code}
    row = {"public_id": new_id(), "state_code": found.state_code, "link_id": found.id}
    row |= {"ended_by": by.public_id, "ended_at": now}
    with (
        refusing({"uq_own_link_end_link_id": AlreadyEnded}),
        journal.entry(act="own_link.end", by=by.public_id, now=now, **about) as entry,
    ):
        entry.keep(OwnLinkEnd, [row])


# --- Under review ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suspended:
    """What one act suspended: completions held, and certificates held beside those of these completions."""

    completions: int
    certificates: int


def suspend_recordings(
    account_id: str, *, since: datetime, states: Collection[str], reason: str, by: Identity, now: datetime
) -> Suspended:
    """Hold what an account (its public id) recorded and issued for these States since a moment, until it is lifted.

    A State's account manager may do it for that State, the administrator for any; nobody for themselves. Each State's
    journal tells its own part. Rolls stay: taking people off a roll would make coverage look better than it is. Raises
    Absent, NotOneself, NothingToHold, NoReason.
    """
    scope = by.scope("recordings.suspend")
    if not states or not all(scope.reaches(state) for state in states):
        raise Absent()
    account = accounts.kept(account_id)
    if account_id == by.public_id:
        raise NotOneself()
    done = Suspended(0, 0)
    for state in sorted(states):
        with journal.entry(
            act="recordings.suspend",
            by=by.public_id,
            now=now,
            object_kind="account",
            object_id=account_id,
            state_code=state,
        ) as entry:
            held = completions.hold(
                entry,
                state_code=state,
                account_key=account.id,
                since=since,
                reason=reason,
                by_the_register=scope.everything,
                by=by.public_id,
                now=now,
            )
            issued = certificates.hold_issued(entry, held.key, account_id, since=since, state_code=state)
            if not held.completions and not issued:
                raise NothingToHold()
            entry.details |= {
                "suspension": held.public_id,
                "since": since.isoformat(),
                "completions": held.completions,
                "certificates": issued,
            }
        done = Suspended(done.completions + held.completions, done.certificates + issued)
    return done


def lift_suspension(suspension_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """End a review: everything that it alone held counts again exactly as before.

    What the register's administration suspended, only it lifts; nobody lifts what holds their own recordings. Raises
    Absent, NotOneself, AlreadyLifted, NoReason.
    """
    scope = by.scope("recordings.suspend")
    found = recorded.suspension(scope, suspension_id)
    if found.by_the_register and not scope.everything:
        raise Absent()
    if found.account_id == by.public_id:
        raise NotOneself()
    with journal.entry(
        act="recordings.lift",
        by=by.public_id,
        now=now,
        object_kind="account",
        object_id=found.account_id,
        state_code=found.state_code,
        details={"suspension": found.public_id, "completions": found.completions},
    ) as entry:
        completions.release(entry, found.id, state_code=found.state_code, reason=reason, by=by.public_id, now=now)
