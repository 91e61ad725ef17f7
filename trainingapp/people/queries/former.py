"""Who had a service number that nobody has now."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonChange, PersonNow
from trainingapp.people.naming import Former, numbers_held
from trainingapp.people.queries.known import listed
from trainingapp.people.rules import Changed, display_name


def former_numbers(state: str, numbers: Iterable[str]) -> dict[str, Former]:
    """Of these service numbers, those that nobody of the State has now and somebody had: number -> who, until when.

    Of several who had it, the one who had it last. Whoever asks must be allowed to see the State's people by name. Two
    statements, however many numbers.
    """
    asked = listed(numbers)
    first, later = aliased(Person), aliased(PersonChange)
    rows = db.session.execute(
        select(
            Person.id,
            Person.service_number,
            PersonNow.service_number,
            PersonNow.full_name,
            PersonNow.given_names,
            PersonNow.family_name,
            PersonNow.person_id == PersonNow.same_as,
        )
        .join(PersonNow, PersonNow.person_id == Person.id)
        .where(
            Person.state_code == state,
            PersonNow.erased.is_(False),
            or_(
                Person.id.in_(select(first.id).where(first.state_code == state, first.service_number.in_(asked))),
                Person.id.in_(
                    select(later.person_id).where(
                        later.state_code == state, later.field == "service_number", later.value.in_(asked)
                    )
                ),
            ),
        )
    ).all()
    if not rows:
        return {}
    told = _number_changes([row[0] for row in rows])
    found: dict[str, Former] = {}
    for key, number, now, full_name, given_names, family_name, is_kept in rows:
        name = display_name(full_name=full_name, given_names=given_names, family_name=family_name)
        for held in numbers_held(number, told.get(key, ())):
            if held.number == now or (held.until is None and is_kept):
                continue
            known = found.get(held.number)
            if known is None or (known.until or date.max) <= (held.until or date.max):
                found[held.number] = Former(held.number, name, held.until, now)
    return found


def _number_changes(keys: list[int]) -> dict[int, list[Changed]]:
    rows = db.session.execute(
        select(*(getattr(PersonChange, name) for name in Changed._fields)).where(
            PersonChange.person_id.in_(keys), PersonChange.field == "service_number"
        )
    )
    found: dict[int, list[Changed]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Changed._make(row))
    return found
