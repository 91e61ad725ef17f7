"""Keeping the list of records that may be one person's: what is written here is derived, and decides nothing."""

from collections.abc import Collection

from sqlalchemy import delete, insert

from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people.models import LikelyDuplicate
from trainingapp.people.queries import duplicates
from trainingapp.people.queries.known import listed_keys
from trainingapp.people.rules import Now


def look(seq: int, state: str, keys: Collection[int]) -> int:
    """Look for records of the State that may be one person with these, who arrived or changed in the act `seq`.

    Gives how many pairs wait because of them. What somebody decided does not come again, unless a name, a service
    number or a birth date of one of the two was told after the decision. Called once the index knows them. Fifteen
    statements, however many persons.
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
    decided, told = duplicates.decided(named), duplicates.told_since(named)
    rows = [
        {
            "public_id": new_id(),
            "state_code": state,
            "one_id": a,
            "other_id": b,
            "score": alike.score,
            "reasons": " ".join(alike.reasons),
            "entry_seq": seq,
        }
        for (a, b), alike in pairs.items()
        if (a, b) not in decided or max(told.get(a, 0), told.get(b, 0)) > decided[a, b]
    ]
    if rows:
        db.session.execute(insert(LikelyDuplicate), rows)
    return len(rows)


def look_again(rows: Collection[Now]) -> None:
    """Look anew for whom these may be: a name, a number or a birth date has become another, or two became one.

    `rows` are whole groups as they are now. Sixteen statements at most.
    """
    drop([row.person_id for row in rows])
    kept = [row for row in rows if row.person_id == row.same_as and not row.erased]
    for state in {row.state_code for row in kept}:
        there = [row for row in kept if row.state_code == state]
        look(max(row.version for row in there), state, [row.person_id for row in there])


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
