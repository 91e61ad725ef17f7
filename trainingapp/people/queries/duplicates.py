"""Records that may be one person's: whom somebody may be, what was decided, and what waits for a decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, cast, func, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.people.likeness import RARE, Likeness, Somebody, keys_of_forms, likeness, somebody
from trainingapp.people.models import (
    LikelyDuplicate,
    Person,
    PersonChange,
    PersonDistinct,
    PersonName,
    PersonNow,
    PersonWord,
)
from trainingapp.people.queries.known import PERSON, KnownPerson, is_kept, listed, listed_keys
from trainingapp.people.words import loose, skeleton

#: Two words of a name that more persons of the State have together than this do not make anybody likely; the same day
#: of birth or a variant of the service number still does.
COMMON = 40

#: What is told of a record beside the day of birth and the sex: a change of rank says nothing about who it is.
_TELLING = ("service_number", "born_on", "sex")


class Found(NamedTuple):
    """Somebody the register knows who may be the one asked about: the place in what was asked, and how likely."""

    place: int
    other: Somebody
    #: The place of the other, when that one is among those asked about, too.
    other_place: int | None
    likeness: Likeness


def look_alikes(state: str, arriving: Sequence[Somebody]) -> list[Found]:
    """Whom each of some records of a State may be, among the others of the State and among themselves.

    Who shares a variant of the service number, the day of birth with a word of the name, or two words of a name that is
    not common. Each pair once, the likeliest first. Eight statements, however many records there are.
    """
    places = {one.id: place for place, one in enumerate(arriving) if one.id is not None}
    namesakes = _namesakes(state, {key for one in arriving for key in keys_of_forms(one.forms)})
    blocks, others = _blocks(state, arriving, namesakes)
    found: dict[tuple[Any, Any], Found] = {}
    for place, one in enumerate(arriving):
        named = keys_of_forms(one.forms)
        for key in blocks[place]:
            other = others[key]
            other_place = places.get(other.id) if other.id is not None else -1 - key
            if (other.id is not None and other.id == one.id) or other_place == place:
                continue
            common = named & keys_of_forms(other.forms)
            # The one, the other, and hardly anybody else.
            alike = likeness(one, other, rare=any(namesakes.get(name, 0) <= RARE + 2 for name in common))
            if not alike.is_likely:
                continue
            pair = _pair(one, place, other, other_place)
            found.setdefault(pair, Found(place, other, other_place, alike))
    return sorted(found.values(), key=lambda one: (-one.likeness.score, one.place, one.other.numbers))


def _pair(one: Somebody, place: int, other: Somebody, other_place: int | None) -> tuple[Any, Any]:
    ours, theirs = (one.id if one.id is not None else -1 - place), other.id
    if theirs is None:
        theirs = -1 - (other_place or 0)
    return (ours, theirs) if ours < theirs else (theirs, ours)


def _blocks(
    state: str, arriving: Sequence[Somebody], namesakes: Mapping[str, int]
) -> tuple[list[set[int]], dict[int, Somebody]]:
    """For each record the keys of those worth comparing, and who these are; those without a key count downwards."""
    numbers, days, names = _keys_of(arriving)
    near: list[set[int]] = [set() for _ in arriving]
    few = {name: places for name, places in names.items() if namesakes.get(name, 0) <= COMMON}
    for kind, asked in (("number", numbers), ("pair", few)):
        for shared, person in _sharing(state, kind, asked):
            for place in asked[shared]:
                near[place].add(person)
    born = _born(state, days)
    others = somebodies({key for keys in near for key in keys} | {key for keys in born.values() for key in keys})
    for day, keys in born.items():
        by_bone: dict[str, set[int]] = {}
        for key in keys:
            for bone in _bones(others[key]):
                by_bone.setdefault(bone, set()).add(key)
        for place in days[day]:
            for bone in _bones(arriving[place]):
                near[place] |= by_bone.get(bone, set())
    if any(one.id is None for one in arriving):
        others |= {-1 - place: one for place, one in enumerate(arriving) if one.id is None}
        _among_themselves(near, arriving, numbers, days, names)
    return near, others


def _among_themselves(
    near: list[set[int]],
    arriving: Sequence[Somebody],
    numbers: Mapping[str, Collection[int]],
    days: Mapping[date, Collection[int]],
    names: Mapping[str, Collection[int]],
) -> None:
    """Those of a file that the register does not hold yet meet one another here."""
    for places in (*numbers.values(), *(one for one in names.values() if len(one) <= COMMON), *days.values()):
        new = [place for place in places if arriving[place].id is None]
        for one, other in combinations(sorted(new), 2):
            near[other].add(-1 - one)


def _keys_of(
    arriving: Sequence[Somebody],
) -> tuple[dict[str, set[int]], dict[date, set[int]], dict[str, set[int]]]:
    numbers: dict[str, set[int]] = {}
    days: dict[date, set[int]] = {}
    names: dict[str, set[int]] = {}
    for place, one in enumerate(arriving):
        for number in one.numbers:
            numbers.setdefault(loose(number) or number, set()).add(place)
        if one.born_on:
            days.setdefault(one.born_on, set()).add(place)
        for key in keys_of_forms(one.forms):
            names.setdefault(key, set()).add(place)
    return numbers, days, names


def _bones(one: Somebody) -> set[str]:
    return {skeleton(word) for form in one.forms for word in form}


def _sharing(state: str, kind: str, asked: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Who shares one of these: a number as it is read loosely, or two words of a name. One statement."""
    rows = db.session.execute(select(PersonWord.skeleton, PersonWord.person_id).where(*_in_index(state, kind, asked)))
    return [(row.skeleton, row.person_id) for row in rows]


def _namesakes(state: str, asked: Iterable[str]) -> dict[str, int]:
    """How many of the State have these two words in their names. One statement."""
    rows = db.session.execute(
        select(PersonWord.skeleton, func.count()).where(*_in_index(state, "pair", asked)).group_by(PersonWord.skeleton)
    )
    return {name: count for name, count in rows}  # noqa: C416 - a row is no pair to `dict`


def _in_index(state: str, kind: str, asked: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    return PersonWord.kind == kind, PersonWord.state_code == state, PersonWord.skeleton.in_(listed(asked))


def _born(state: str, days: Iterable[date]) -> dict[date, set[int]]:
    """Who of the State was born on these days. One statement."""
    column: Any = PersonNow.born_on
    asked: Any = listed(day.isoformat() for day in days)
    if db.session.get_bind().dialect.name == "postgresql":
        asked = select(cast(asked.element.selected_columns[0], Date))
    rows = db.session.execute(
        select(PersonNow.born_on, PersonNow.person_id).where(
            PersonNow.state_code == state, column.in_(asked), is_kept(), PersonNow.erased.is_(False)
        )
    )
    found: dict[date, set[int]] = {}
    for day, key in rows:
        if day is not None:
            found.setdefault(day, set()).add(key)
    return found


def somebodies(keys: Collection[int]) -> dict[int, Somebody]:
    """Persons by key, each with every name and number they have or had. Three statements."""
    members = listed_keys(keys)
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            PersonNow.sex,
            PersonNow.born_on,
            *((getattr(PersonNow, name)) for name in _NAME),
            PersonNow.service_number,
            *((getattr(Person, name)) for name in _NAME),
            Person.service_number,
        )
        .join(Person, Person.id == PersonNow.person_id)
        .where(PersonNow.same_as.in_(members), PersonNow.erased.is_(False))
    ).all()
    numbers: dict[int, list[str]] = {}
    names: dict[int, list[tuple[str | None, str | None, str | None, str | None]]] = {}
    about: dict[int, tuple[str, date | None]] = {}
    for key, sex, born_on, *rest in rows:
        about[key] = sex, born_on
        numbers.setdefault(key, []).extend((rest[4], rest[9]))
        names.setdefault(key, []).extend((tuple(rest[:4]), tuple(rest[5:9])))
    for key, number in db.session.execute(
        select(PersonNow.same_as, PersonChange.value)
        .join(PersonChange, PersonChange.person_id == PersonNow.person_id)
        .where(PersonNow.same_as.in_(members), PersonChange.field == "service_number")
    ):
        numbers.setdefault(key, []).append(number)
    for key, *name in db.session.execute(
        select(PersonNow.same_as, *((getattr(PersonName, name)) for name in _NAME))
        .join(PersonName, PersonName.person_id == PersonNow.person_id)
        .where(PersonNow.same_as.in_(members))
    ):
        names.setdefault(key, []).append(tuple(name))
    return {
        key: somebody(key, numbers=numbers[key], names=names[key], sex=sex, born_on=born_on)
        for key, (sex, born_on) in about.items()
    }


_NAME = ("family_name", "given_names", "full_name", "original_name")


def decided(keys: Collection[int]) -> dict[tuple[int, int], int]:
    """The pairs that somebody decided to be two persons: the two keys in order -> the newest decision's entry.

    Taking a merge back alone is no such decision: it restores what was. One statement.
    """
    one, other = aliased(PersonNow), aliased(PersonNow)
    wanted = listed_keys(keys)
    found: dict[tuple[int, int], int] = {}
    apart = (
        select(one.same_as, other.same_as, PersonDistinct.entry_seq)
        .join(one, one.person_id == PersonDistinct.one_id)
        .join(other, other.person_id == PersonDistinct.other_id)
    )
    of_these = one.same_as.in_(wanted) | other.same_as.in_(wanted)
    for a, b, seq in db.session.execute(apart.where(of_these)):
        pair = (a, b) if a < b else (b, a)
        found[pair] = max(found.get(pair, 0), seq)
    return found


def told_since(keys: Collection[int]) -> dict[int, int]:
    """The newest entry that corrected who these persons are: a name, a service number, a birth date. Two statements."""
    found: dict[int, int] = {}
    wanted = listed_keys(keys)
    for model, *more in ((PersonName,), (PersonChange, PersonChange.field.in_(_TELLING))):
        rows = db.session.execute(
            select(PersonNow.same_as, func.max(model.entry_seq))
            .join(model, model.person_id == PersonNow.person_id)
            .where(PersonNow.same_as.in_(wanted), *more)
            .group_by(PersonNow.same_as)
        )
        for key, seq in rows:
            found[key] = max(found.get(key, 0), seq)
    return found


def known(keys: Collection[int]) -> dict[int, KnownPerson]:
    """Persons by key, as they are known now. One statement. Whoever asks must be allowed to act for their State."""
    rows = db.session.execute(select(*PERSON).where(PersonNow.person_id.in_(listed_keys(keys)), is_kept()))
    return {row.id: KnownPerson._make(row) for row in rows}


# --- What waits -------------------------------------------------------------------------------------------------------

#: Among pairs of as many points; keys of the list itself are given anew whenever somebody is looked for.
_IN_ORDER = (LikelyDuplicate.one_id, LikelyDuplicate.other_id)


class Pair(NamedTuple):
    """Two records that may be one person, waiting for a decision."""

    public_id: str
    state_code: str
    score: int
    reasons: tuple[str, ...]
    entry_seq: int
    one: KnownPerson
    other: KnownPerson


def waiting(
    scope: Scope, *, state: str | None = None, entry_seq: int | None = None, number: int = 1, size: int = SIZE
) -> Page[Pair]:
    """One page of the pairs of the States in a scope, the likeliest first; those found by one act. Two statements."""
    statement = _pairs(scope)
    if state:
        statement = statement.where(LikelyDuplicate.state_code == state)
    if entry_seq is not None:
        statement = statement.where(LikelyDuplicate.entry_seq == entry_seq)
    ordered = statement.order_by(LikelyDuplicate.score.desc(), *_IN_ORDER)
    return paged(db.session(), ordered, number=number, size=size).each(_as_pair)


def pair(scope: Scope, public_id: str) -> Pair:
    """The pair with this public id. Raises Absent, also when it lies outside the scope. One statement."""
    row = db.session.execute(_pairs(scope).where(LikelyDuplicate.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return _as_pair(row)


def next_after(scope: Scope, found: Pair, *, entry_seq: int | None = None) -> str | None:
    """The pair that follows in the list, by public id; the first one again at its end. One statement."""
    statement = (
        select(LikelyDuplicate.public_id).where(_within(scope)).order_by(LikelyDuplicate.score.desc(), *_IN_ORDER)
    )
    if entry_seq is not None:
        statement = statement.where(LikelyDuplicate.entry_seq == entry_seq)
    listed_ids = list(db.session.scalars(statement))
    if found.public_id not in listed_ids or len(listed_ids) < 2:
        return next((one for one in listed_ids if one != found.public_id), None)
    return str(listed_ids[(listed_ids.index(found.public_id) + 1) % len(listed_ids)])


def how_many(scope: Scope) -> int:
    """How many pairs of the States in a scope wait for a decision. One statement."""
    return db.session.scalar(select(func.count()).select_from(LikelyDuplicate).where(_within(scope))) or 0


def arrived_with(scope: Scope, entry_seq: int) -> int:
    """How many persons who arrived in one act may be somebody else, and wait for a decision. One statement."""
    # Keys grow: of the two, the newer one arrived.
    newer = select(func.count(LikelyDuplicate.other_id.distinct()))
    return db.session.scalar(newer.where(_within(scope), LikelyDuplicate.entry_seq == entry_seq)) or 0


def acts_waiting(scope: Scope) -> list[int]:
    """The acts by which the pairs that wait were found, by number. One statement."""
    return list(db.session.scalars(select(LikelyDuplicate.entry_seq).where(_within(scope)).distinct()))


def states_waiting(scope: Scope) -> list[str]:
    """The States with pairs that wait, by code. One statement."""
    rows = select(LikelyDuplicate.state_code).where(_within(scope)).distinct().order_by(LikelyDuplicate.state_code)
    return list(db.session.scalars(rows))


def _within(scope: Scope) -> Any:
    # Whoever decides speaks for the State: a mission's cell does not.
    return True if scope.everything else LikelyDuplicate.state_code.in_(sorted(scope.states))


def _pairs(scope: Scope) -> Select[Any]:
    one, other = aliased(PersonNow), aliased(PersonNow)
    names = [column.key if column.key != "id" else "same_as" for column in PERSON]
    return (
        select(
            LikelyDuplicate.public_id,
            LikelyDuplicate.state_code,
            LikelyDuplicate.score,
            LikelyDuplicate.reasons,
            LikelyDuplicate.entry_seq,
            *(getattr(one, name).label(f"one_{name}") for name in names),
            *(getattr(other, name).label(f"other_{name}") for name in names),
        )
        .join(one, one.person_id == LikelyDuplicate.one_id)
        .join(other, other.person_id == LikelyDuplicate.other_id)
        .where(_within(scope))
    )


def _as_pair(row: Any) -> Pair:
    width = len(PERSON)
    return Pair(
        row[0],
        row[1],
        row[2],
        tuple(row[3].split()),
        row[4],
        KnownPerson._make(row[5 : 5 + width]),
        KnownPerson._make(row[5 + width :]),
    )
