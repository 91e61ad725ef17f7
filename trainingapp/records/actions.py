"""Gives somebody a private link to their own record, and ends one."""

from datetime import datetime, timedelta

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
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
