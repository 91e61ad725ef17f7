"""Persons named on certifications, by public id."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from trainingapp.accounts.rules import Scope
from trainingapp.forces.queries import people_within
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, is_kept


def called(scope: Scope, public_ids: Collection[str]) -> Mapping[str, KnownPerson]:
    """Public id -> these persons, as far as the scope reaches them by name. One statement; none for nobody."""
    if not public_ids:
        return {}
    rows = db.session.execute(
        select(*PERSON).where(people_within(scope), is_kept(), PersonNow.public_id.in_(sorted(public_ids)))
    )
    return {one.public_id: one for one in (KnownPerson._make(row) for row in rows)}
