"""Keeping the list of records that may be one person's: what is written here is derived, and decides nothing."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection

from sqlalchemy import delete, insert

from trainingapp.kit.db import db
from trainingapp.people.models import LikelyDuplicate
from trainingapp.people.queries import duplicates
from trainingapp.people.queries.known import listed_keys
from trainingapp.people.rules import Now


def look(state: str, keys: Collection[int]) -> int:
    """Look for records of the State that may be one person with these, who arrived or changed.

    Gives how many pairs wait because of them. What somebody decided does not come again, unless a name, a service
    number or a birth date of one of the two was told after the decision. Called once the index knows them. Fifteen
    statements, however many persons.

    A pair is made of what is known of the two and of nothing else: where they are found again, as after a merge that
    was undone, it is the same pair at the same address.
    """
    arriving = duplicates.somebodies(keys)
    drop(keys)
    found = duplicates.look_alikes(state, list(arriving.values()))
    if not found:
        return 0
    order = list(arriving)
    pairs = {}
    for one in found:
        a, b = order[one.place], one.other.id
        assert b is not None
        pairs[(a, b) if a < b else (b, a)] = one.likeness
    named = {key for pair in pairs for key in pair}
    people = duplicates.known(named)
    decided, told = duplicates.decided(named), duplicates.told_since(named)
    rows = [
        {
            "public_id": address_of(people[a].public_id, people[b].public_id),
            "state_code": state,
            "one_id": a,
            "other_id": b,
            "score": alike.score,
            "reasons": " ".join(alike.reasons),
            "entry_seq": max(people[a].version, people[b].version),
        }
        for (a, b), alike in pairs.items()
        if (a, b) not in decided or max(told.get(a, 0), told.get(b, 0)) > decided[a, b]
    ]
    if rows:
        db.session.execute(insert(LikelyDuplicate), rows)
    return len(rows)


def address_of(one: str, other: str) -> str:
    """The public id of a pair, from those of the two: as hard to guess as they are."""
    digest = hashlib.sha256(" ".join(sorted((one, other))).encode()).digest()
    return urlsafe_b64encode(digest).decode()[:22]


def look_again(rows: Collection[Now]) -> None:
    """Look anew for whom these may be: a name, a number or a birth date has become another, or two became one.

    `rows` are whole groups as they are now. Sixteen statements at most.
    """
    drop([row.person_id for row in rows])
    kept = [row for row in rows if row.person_id == row.same_as and not row.erased]
    for state in {row.state_code for row in kept}:
        there = [row for row in kept if row.state_code == state]
        look(state, [row.person_id for row in there])


def drop(keys: Collection[int]) -> None:
    """Take every pair with one of these records off the list. One statement."""
    wanted = listed_keys(keys)
    db.session.execute(
        delete(LikelyDuplicate)
        .where(LikelyDuplicate.one_id.in_(wanted) | LikelyDuplicate.other_id.in_(wanted))
        .execution_options(synchronize_session=False)
    )


def drop_pair(one: int, other: int) -> None:
    """Take one pair off the list: it was decided. One statement."""
    a, b = sorted((one, other))
    db.session.execute(
        delete(LikelyDuplicate)
        .where(LikelyDuplicate.one_id == a, LikelyDuplicate.other_id == b)
        .execution_options(synchronize_session=False)
    )
