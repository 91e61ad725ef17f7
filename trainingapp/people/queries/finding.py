"""Finding people by a word of a name in any script, or the beginning of a service number: the index `person_word`."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db
from trainingapp.people.index import Asked, Term, Word, nearness
from trainingapp.people.models import PersonNow, PersonWord
from trainingapp.people.queries.known import PERSON, KnownPerson, listed_keys

#: Persons looked at for each way in which the words may be meant, before the nearest are chosen.
LOOKED_AT = 120
#: Words of the index are counted so far, to begin with the rarest.
COUNTED = 3_000
#: Another word of the same person. Named once: naming a table anew costs more than asking it.
_OTHER = aliased(PersonWord)
#: After every letter and digit of the index.
LAST = "~"


class Matching(NamedTuple):
    """The nearest persons, the nearest first, and whether there are more."""

    people: Sequence[KnownPerson]
    more: bool


def matching(scope: Scope, asked: Asked, *, within: ColumnElement[bool], most: int) -> Matching:
    """The persons in a scope who answer what was asked, the nearest first, then by State and service number.

    `within` is the scope as a condition on `PersonNow`. Three statements at most, however many persons there are: the
    words counted, to begin with the rarest; candidates from ranges of the index; who they are.
    """
    if not asked or not scope:
        return Matching((), False)
    statement = _candidates(scope, asked, within)
    keys: set[int] = set(db.session.scalars(statement))
    if not keys:
        return Matching((), False)
    words: dict[int, list[tuple[str, str, str]]] = {}
    rows = db.session.execute(
        select(*PERSON, PersonWord.kind, PersonWord.word, PersonWord.skeleton)
        .join(PersonWord, PersonWord.person_id == PersonNow.person_id)
        .where(PersonNow.person_id.in_(listed_keys(keys)), PersonWord.kind != "pair")
    )
    found: dict[int, KnownPerson] = {}
    for *person, kind, word, bones in rows:
        known = KnownPerson._make(person)
        found[known.id] = known
        words.setdefault(known.id, []).append((kind, word, bones))
    ordered = sorted(
        found.values(),
        key=lambda one: (nearness(asked, words[one.id]), one.state_code, one.service_number, one.id),
    )
    return Matching(ordered[:most], len(ordered) > most)


def _candidates(scope: Scope, asked: Asked, within: ColumnElement[bool]) -> Select[Any]:
    first = _begin_with(asked)
    parts = [*_by_number(asked)]
    for reading in asked.readings:
        if reading:
            parts += _by_words(reading, first)
    # Only a mission's cell needs more than the State, which stands in the index.
    limited = [_limited(part, scope, within) for part in parts]
    return select(
        union_all(*(select(part.subquery().c.person_id) for part in limited)).subquery().c.person_id
    ).distinct()


def _limited(part: Select[Any], scope: Scope, within: ColumnElement[bool]) -> Select[Any]:
    if scope.missions:
        part = part.join(PersonNow, PersonNow.person_id == PersonWord.person_id).where(within)
    elif not scope.everything:
        part = part.where(PersonWord.state_code.in_(sorted(scope.states)))
    return part.limit(LOOKED_AT)


def _by_number(asked: Asked) -> Iterator[Select[Any]]:
    """The number as typed or the beginning of one; then what is a likely variant of it."""
    if asked.number:
        yield _from(PersonWord.word, "number", _begins(PersonWord.word, asked.number))
        yield _from(PersonWord.skeleton, "number", _begins(PersonWord.skeleton, asked.loosely))


def _by_words(reading: Sequence[Term], rarest: Mapping[Term, int]) -> Iterator[Select[Any]]:
    """Everybody in whom each of the words occurs: as it is, then as a beginning, then spelt another way."""
    first = min(reading, key=lambda term: rarest.get(term, 0))
    others = [term for term in reading if term != first]
    exactly = [_has(term, _is) for term in others]
    nearly = [_has(term, _near) for term in others]
    yield _from(PersonWord.word, first.kind, PersonWord.word == first.word, *exactly)
    yield _from(PersonWord.word, first.kind, _begins(PersonWord.word, first.beginning), *nearly)
    yield _from(PersonWord.skeleton, first.kind, _sounds(first), *nearly)


def _from(column: Any, kind: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    """In the order of the index, so that the first that fit end the search."""
    return (
        select(PersonWord.person_id)
        .where(PersonWord.kind == kind, *conditions)
        .order_by(column, PersonWord.state_code, PersonWord.person_id)
    )


def _has(term: Term, how: Any) -> ColumnElement[bool]:
    """Whether the same person has a word that answers the term.

    Asked of each person in turn, by the person's own few words: as a subquery that is not joined, with conditions for
    which there is no index. A planner left free reads all the words like this one again for every person.
    """
    one = (
        select(literal(1))
        .where(_OTHER.person_id == PersonWord.person_id, _OTHER.kind == term.kind, how(_OTHER, term))
        .correlate(PersonWord)
        .limit(1)
    )
    return one.scalar_subquery().is_not(None)


def _is(words: Any, term: Term) -> ColumnElement[bool]:
    return _starts(words.word, term.word) & (func.length(words.word) == len(term.word))


def _near(words: Any, term: Term) -> ColumnElement[bool]:
    if term.begins_loosely:
        return _starts(words.word, term.beginning) | _starts(words.skeleton, term.skeleton)
    sounds = _starts(words.skeleton, term.skeleton) & (func.length(words.skeleton) == len(term.skeleton))
    return _starts(words.word, term.beginning) | sounds


def _starts(column: Any, text: str) -> ColumnElement[bool]:
    starts: ColumnElement[bool] = func.substr(column, 1, len(text)) == text
    return starts


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < text + LAST)


def _sounds(term: Term) -> ColumnElement[bool]:
    if term.begins_loosely:
        return _begins(PersonWord.skeleton, term.skeleton)
    return PersonWord.skeleton == term.skeleton


def _begin_with(asked: Asked) -> Mapping[Term, int]:
    """How many words of the index answer each term, as far as that is worth counting. One statement, or none."""
    terms = list(dict.fromkeys(term for reading in asked.readings if len(reading) > 1 for term in reading))
    if not terms:
        return {}
    counts = [_count(and_(PersonWord.kind == term.kind, how(term))) for term in terms for how in _WAYS]
    row = db.session.execute(select(*counts)).one()
    return {term: max(row[2 * place : 2 * place + 2]) for place, term in enumerate(terms)}


_WAYS: tuple[Any, ...] = (lambda term: _begins(PersonWord.word, term.beginning), _sounds)


def _count(condition: ColumnElement[bool]) -> Any:
    some = select(literal(1).label("one")).where(condition).limit(COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def kept_words(connection: Connection) -> Generator[Word]:
    """What the index says, streamed, in no order; to be closed. One statement."""
    rows = connection.execute(
        select(*(getattr(PersonWord, name) for name in Word._fields)),
        execution_options={"stream_results": True, "yield_per": 5_000},
    )
    with closing(rows):
        yield from map(Word._make, rows)
