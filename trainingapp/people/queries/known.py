"""Persons as they are known now.

`PersonNow` is who a row of `person` is now. A fact names a row; whoever shows the fact joins `PersonNow` on it and has
the person as they are called today, also when the row was merged into another. Whoever asks everything of a person asks
the whole `group`.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    Text,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.rules import display_name


class KnownPerson(NamedTuple):
    """A person as they are known now. A tuple, because a file may hold fifty thousand. `id` is never shown."""

    #: The key of the row that is kept, when several were merged.
    id: int
    public_id: str
    state_code: str
    service_number: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    sex: str
    born_on: date | None
    #: As a change of rank gave it; the rank on a roll stands with the assignment.
    rank: str | None
    #: The newest entry that changed who this is.
    version: int
    erased: bool

    @property
    def name(self) -> str:
        """The name as it was given."""
        return display_name(full_name=self.full_name, given_names=self.given_names, family_name=self.family_name)


#: The columns of `KnownPerson`, for queries of the rooms above that join `PersonNow` to their own facts.
PERSON = (
    PersonNow.same_as.label("id"),
    PersonNow.public_id,
    PersonNow.state_code,
    PersonNow.service_number,
    PersonNow.family_name,
    PersonNow.given_names,
    PersonNow.full_name,
    PersonNow.original_name,
    PersonNow.sex,
    PersonNow.born_on,
    PersonNow.rank,
    PersonNow.version,
    PersonNow.erased,
)


#: The rows of one person, and the row that is asked about. Named once: naming a table anew costs more than asking it.
_MEMBER, _NAMED = aliased(PersonNow), aliased(PersonNow)


def is_kept() -> ColumnElement[bool]:
    """The condition under which a row of `PersonNow` is a person, and not a second row of one."""
    return PersonNow.person_id == PersonNow.same_as


def group(person_id: Any) -> Select[int]:
    """The keys of every row that is this person: itself, and those it was merged with. A key or a column."""
    return (
        select(_MEMBER.person_id).join(_NAMED, _NAMED.same_as == _MEMBER.same_as).where(_NAMED.person_id == person_id)
    )


def by_service_number(state: str, numbers: Iterable[str]) -> dict[str, KnownPerson]:
    """The persons of a State who have one of these service numbers now, by number. One statement, however many.

    A service number is text: "00417" and "417" are two persons. Whoever asks must be allowed to act for the State.
    """
    rows = db.session.execute(
        select(*PERSON).where(
            PersonNow.state_code == state,
            PersonNow.service_number.in_(listed(numbers)),
            is_kept(),
            PersonNow.erased.is_(False),
        )
    )
    return {row.service_number: KnownPerson._make(row) for row in rows}


def listed(texts: Iterable[str]) -> ScalarSelect[str]:
    """Many texts as a table of one column, in one parameter: both engines limit how many parameters there may be."""
    given = json.dumps(list(texts), ensure_ascii=False)
    if db.session.get_bind().dialect.name == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value).scalar_subquery()
    rows = func.json_array_elements_text(cast(literal(given, Text), JSON)).table_valued(column("value", String))
    return select(rows.c.value).scalar_subquery()


def listed_keys(keys: Collection[int]) -> ScalarSelect[int]:
    """Many keys as a table of one column, in one parameter."""
    given = json.dumps(sorted(keys))
    if db.session.get_bind().dialect.name == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value).scalar_subquery()
    rows = func.json_array_elements_text(cast(literal(given, Text), JSON)).table_valued(column("value", String))
    return select(cast(rows.c.value, Integer)).scalar_subquery()


def matches_text(text: str) -> ColumnElement[bool]:
    """Persons whose service number begins with the text, or whose name contains it, without regard to case.

    SQLite disregards the case of Latin letters without accents only.
    """
    return (
        PersonNow.service_number.istartswith(text, autoescape=True)
        | PersonNow.full_name.icontains(text, autoescape=True)
        | PersonNow.family_name.icontains(text, autoescape=True)
        | PersonNow.given_names.icontains(text, autoescape=True)
        | PersonNow.original_name.icontains(text, autoescape=True)
    )
