"""Keeping up what is derived from the facts about people, in the transaction of the facts themselves."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert

from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict
from trainingapp.kit.words import say
from trainingapp.people.actions.duplicates import look_again
from trainingapp.people.actions.finding import index
from trainingapp.people.models import PersonNow
from trainingapp.people.queries.facts import facts_about, members_of, now_rows
from trainingapp.people.queries.known import listed_keys
from trainingapp.people.rules import Now, now_of

#: Rows sent to the database at a time.
CHUNK = 5_000


class AlreadyKnown(Conflict):
    """Somebody else of the State has the service number."""

    sentence = say(
        "A person with one of these service numbers was added while this was being recorded, so nothing was recorded. "
        "Check the file again: the person is known now."
    )


def refresh_now(person_keys: Collection[int]) -> None:
    """Derive anew who these persons are, and everybody who is or was one person with them.

    Called by whatever keeps a fact about who somebody is, before its entry closes. Raises AlreadyKnown when a service
    number would be two persons'. Nine statements, one per 5,000 persons that differ, two for the words they are found
    under, and sixteen for whom they may be.
    """
    if not person_keys:
        return
    keys = members_of(person_keys)
    known = now_rows(keys)
    facts = facts_about(keys)
    right = now_of(*facts)
    differing = [row for key, row in sorted(right.items()) if known.get(key) != row]
    if known and differing:
        db.session.execute(
            delete(PersonNow)
            .where(PersonNow.person_id.in_(listed_keys([row.person_id for row in differing])))
            .execution_options(synchronize_session=False)
        )
    write_now(differing)
    index(facts, instead_of=keys)
    look_again(list(right.values()))


def write_now(rows: Sequence[Now]) -> None:
    """Write down who new rows are. One statement per 5,000."""
    with refusing({"uq_person_now_service_number": AlreadyKnown}):
        for start in range(0, len(rows), CHUNK):
            db.session.execute(insert(PersonNow), [row._asdict() for row in rows[start : start + CHUNK]])
