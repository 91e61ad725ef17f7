"""Who is known. Personal data leaves this room only through these, and each asks whose it is."""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import JSON, ColumnElement, ScalarSelect, String, Text, cast, column, func, literal, select

from trainingapp.kit.db import db
from trainingapp.people.models import Person
from trainingapp.people.rules import display_name


class KnownPerson(NamedTuple):
    """A person as their State knows them. A tuple, because a file may hold fifty thousand."""

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

    @property
    def name(self) -> str:
        """The name as it was given."""
        return display_name(full_name=self.full_name, given_names=self.given_names, family_name=self.family_name)


#: The columns of `KnownPerson`, for queries of the rooms above that join persons to their own facts.
PERSON = (
    Person.id,
    Person.public_id,
    Person.state_code,
    Person.service_number,
    Person.family_name,
    Person.given_names,
    Person.full_name,
    Person.original_name,
    Person.sex,
    Person.born_on,
)


def by_service_number(state: str, numbers: Iterable[str]) -> dict[str, KnownPerson]:
    """The persons of a State who have one of these service numbers, by number. One statement, however many numbers.

    A service number is text: "00417" and "417" are two persons. Whoever asks must be allowed to act for the State.
    """
    rows = db.session.execute(
        select(*PERSON).where(Person.state_code == state, Person.service_number.in_(_listed(numbers)))
    )
    return {row.service_number: KnownPerson._make(row) for row in rows}


def ids_of(state: str, numbers: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Service number -> key and public id, for rows that were just kept. One statement."""
    rows = db.session.execute(
        select(Person.service_number, Person.id, Person.public_id).where(
            Person.state_code == state, Person.service_number.in_(_listed(numbers))
        )
    )
    return {row.service_number: (row.id, row.public_id) for row in rows}


def _listed(texts: Iterable[str]) -> ScalarSelect[str]:
    """Many texts as a table of one column, in one parameter: both engines limit how many parameters there may be."""
    given = json.dumps(list(texts), ensure_ascii=False)
    if db.session.get_bind().dialect.name == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value).scalar_subquery()
    rows = func.json_array_elements_text(cast(literal(given, Text), JSON)).table_valued(column("value", String))
    return select(rows.c.value).scalar_subquery()


def matches_text(text: str) -> ColumnElement[bool]:
    """Persons whose service number begins with the text, or whose name contains it, without regard to case.

    SQLite disregards the case of Latin letters without accents only.
    """
    return (
        Person.service_number.istartswith(text, autoescape=True)
        | Person.full_name.icontains(text, autoescape=True)
        | Person.family_name.icontains(text, autoescape=True)
        | Person.given_names.icontains(text, autoescape=True)
        | Person.original_name.icontains(text, autoescape=True)
    )
