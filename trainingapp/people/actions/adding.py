"""Adds those who are trained."""

from collections.abc import Mapping, Sequence
from typing import Any

from trainingapp.journal.actions import Entry
from trainingapp.kit.ids import new_id
from trainingapp.people.actions.finding import index
from trainingapp.people.actions.now import AlreadyKnown, write_now
from trainingapp.people.models import Person
from trainingapp.people.queries.facts import Facts
from trainingapp.people.rules import First, identity

__all__ = ["AlreadyKnown", "add_people"]


def add_people(entry: Entry, state: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """Keep new persons of a State; gives service number -> key and public id.

    Each row has `service_number` and a name (`full_name`, or `family_name` and `given_names`), and may have
    `original_name`, `sex` ("unspecified" when not given: never inferred), `born_on`. Names are kept exactly as given.
    Raises AlreadyKnown when a service number is taken. Three statements per 5,000 rows.
    """
    kept: list[dict[str, Any]] = [
        {**row, "public_id": new_id(), "state_code": state, "sex": row.get("sex") or "unspecified"} for row in rows
    ]
    entry.keep(Person, kept)
    firsts = [First._make((*(row[name] for name in First._fields[:-1]), False)) for row in kept]
    write_now([identity(first, (), ()) for first in firsts])
    index(Facts(firsts, [], [], []))
    return {str(row["service_number"]): (row["id"], row["public_id"]) for row in kept}
