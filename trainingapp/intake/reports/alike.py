"""Which lines of a nominal roll may be people whom the register knows already, or one another: to look at, no more."""

from collections.abc import Sequence
from typing import NamedTuple

from trainingapp.intake.reports import Examined
from trainingapp.people.likeness import Likeness, Somebody, somebody
from trainingapp.people.queries import duplicates
from trainingapp.people.queries.known import KnownPerson
from trainingapp.people.rules import display_name
from trainingapp.rosters.roll import RollRow


class Alike(NamedTuple):
    """A line of the file that brings a new person, and who that may be: a person, or another line of the file."""

    row: int
    service_number: str
    name: str
    other: KnownPerson | None
    other_row: int | None
    likeness: Likeness


def alike(examined: Examined) -> Sequence[Alike]:
    """For each new person of a roll whom they may be, by row. Refuses nothing and decides nothing.

    Nine statements, however many lines; none for results, or while a question is open.
    """
    if examined.kind != "roll" or examined.is_asking or examined.checked is None:
        return ()
    rows = [row for row in examined.checked.to_record if row.person_id is None]
    if not rows:
        return ()
    found = duplicates.look_alikes(examined.rotation.state_code, [_somebody(row) for row in rows])
    known = duplicates.known([one.other.id for one in found if one.other.id is not None])
    told = [
        Alike(
            rows[one.place].row,
            rows[one.place].service_number,
            _name(rows[one.place]),
            known[one.other.id] if one.other.id is not None else None,
            rows[one.other_place].row if one.other.id is None and one.other_place is not None else None,
            one.likeness,
        )
        for one in found
    ]
    return sorted(told, key=lambda one: (one.row, -one.likeness.score))


def _somebody(row: RollRow) -> Somebody:
    names = [(row.family_name, row.given_names, row.full_name, row.original_name)]
    return somebody(None, numbers=[row.service_number], names=names, sex=row.sex, born_on=row.born_on)


def _name(row: RollRow) -> str:
    return display_name(full_name=row.full_name, given_names=row.given_names, family_name=row.family_name)
