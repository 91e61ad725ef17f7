"""Keeping up under which words people are found, in the transaction that says who they are."""

from collections.abc import Collection

from sqlalchemy import delete, insert

from trainingapp.kit.db import db
from trainingapp.people.index import Word, words_of
from trainingapp.people.models import PersonWord
from trainingapp.people.queries.facts import Facts, all_facts
from trainingapp.people.queries.known import listed_keys

#: Rows sent to the database at a time.
CHUNK = 20_000


def index(facts: Facts, *, instead_of: Collection[int] = ()) -> None:
    """Write down under which words people are found, from everything ever recorded of them.

    `facts` are those of whole groups; `instead_of` the keys of everybody who may stand in the index already. One
    statement per 20,000 words (some 3,000 persons), and one.
    """
    if instead_of:
        db.session.execute(
            delete(PersonWord)
            .where(PersonWord.person_id.in_(listed_keys(instead_of)))
            .execution_options(synchronize_session=False)
        )
    _write(words_of(*facts))


def rebuild_index() -> int:
    """Throw the index away and make it anew from the facts; gives how many words there are."""
    db.session.execute(delete(PersonWord).execution_options(synchronize_session=False))
    words = words_of(*all_facts(db.session.connection()))
    _write(words)
    return len(words)


def _write(words: Collection[Word]) -> None:
    rows = [word._asdict() for word in words]
    for start in range(0, len(rows), CHUNK):
        db.session.execute(insert(PersonWord), rows[start : start + CHUNK])
