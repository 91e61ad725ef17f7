"""Whether what is kept of who people are now is what the facts say."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import Connection

from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.words import say
from trainingapp.people.index import words_of
from trainingapp.people.queries.facts import all_facts, kept_rows
from trainingapp.people.queries.finding import kept_words
from trainingapp.people.rules import Now, now_of


def persons_are_right(connection: Connection) -> Iterator[Wrong]:
    """What `verify --deep` asks of this room: every row of `person_now` that is not what the facts give.

    Reads every person once; some 300 bytes of memory for each.
    """
    facts = all_facts(connection)
    right = now_of(*facts)
    public_ids = {first.id: first.public_id for first in facts.firsts}
    with closing(kept_rows(connection)) as rows:
        for found in rows:
            wanted = right.pop(found.person_id)
            if found != wanted:
                column = next(name for name in Now._fields if getattr(found, name) != getattr(wanted, name))
                sentence = say("Who this is now is not what the facts give: “%(column)s” differs.", column=column)
                yield Wrong(wanted.version, "person_now", public_ids[found.person_id], column, sentence)
    for key, wanted in right.items():
        sentence = say("Who this is now was not written down.")
        yield Wrong(wanted.version, "person_now", public_ids[key], None, sentence)


def words_are_right(connection: Connection) -> Iterator[Wrong]:
    """Every word under which nobody should be found, or somebody is not. Reads every person once."""
    facts = all_facts(connection)
    right = words_of(*facts)
    told = {first.id: (first.public_id, first.entry_seq) for first in facts.firsts}
    with closing(kept_words(connection)) as rows:
        for found in rows:
            if found in right:
                right.remove(found)
                continue
            public_id, seq = told[found.person_id]
            sentence = say("The index finds this person under a word that no name or number of theirs gives.")
            yield Wrong(seq, "person_word", public_id, None, sentence)
    for missing in sorted(right):
        public_id, seq = told[missing.person_id]
        sentence = say("The index does not find this person under each of their names and numbers.")
        yield Wrong(seq, "person_word", public_id, None, sentence)


DEEP_CHECKS.extend((persons_are_right, words_are_right))
