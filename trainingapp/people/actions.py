"""Adds those who are trained."""

from collections.abc import Mapping, Sequence
from typing import Any

from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people.models import Person
from trainingapp.people.queries import ids_of


class AlreadyKnown(Conflict):
    """Somebody else has added a person with the same service number since the file was checked."""

    sentence = say(
        "A person with one of these service numbers was added while this was being recorded, so nothing was recorded. "
        "Check the file again: the person is known now."
    )


def add_people(entry: Entry, state: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """Keep new persons of a State; gives service number -> key and public id.

    Each row has `service_number` and a name (`full_name`, or `family_name` and `given_names`), and may have
    `original_name`, `sex` ("unspecified" when not given: never inferred), `born_on`. Names are kept exactly as given.
    Raises AlreadyKnown when a service number is taken. One statement per 5,000 rows, and one.
    """
    kept: list[dict[str, object]] = [
        {**row, "public_id": new_id(), "state_code": state, "sex": row.get("sex") or "unspecified"} for row in rows
    ]
    with refusing({"uq_person_state_code_service_number": AlreadyKnown}):
        entry.keep(Person, kept)
    return ids_of(state, [str(row["service_number"]) for row in kept])
