"""Results typed by hand held against the register: what recording them would do, and every mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.queries import by_hand as queries
from trainingapp.people.queries import KnownPerson
from trainingapp.rosters import grid
from trainingapp.rosters.block import People
from trainingapp.rosters.grid import Cells, Checked
from trainingapp.rosters.queries.by_hand import HandFacts, HandLine
from trainingapp.rosters.queries.drafts import DraftFacts


class GridPerson(NamedTuple):
    """Who a row of the grid is about."""

    id: int
    public_id: str
    service_number: str
    name: str
    original_name: str | None
    rank: str | None


@dataclass(frozen=True)
class Grid:
    """A grid with everything known of it: its rows in the order of the roll, what stands in them, and what is wrong."""

    people: Sequence[GridPerson]
    #: Public id of a person -> what stands in the cells.
    cells: Mapping[str, Cells]
    checked: Checked
    known: grid.Known

    @property
    def left(self) -> frozenset[str]:
        """The persons whose cells stay when the good rows are recorded."""
        bad = self.checked.bad
        return frozenset(person.public_id for person in self.people if person.id in bad)

    @property
    def as_people(self) -> People:
        """The persons, for a block that is read into the grid."""
        return People({one.service_number: (one.id, one.name, one.original_name) for one in self.people})

    def with_cells(self, cells: Mapping[str, Cells], *, day: date | None, today: date) -> "Grid":
        """The same persons with other cells, checked anew. No statement."""
        rows = ((one.id, cells.get(one.public_id, grid.EMPTY)) for one in self.people)
        return replace(self, cells=cells, checked=grid.check(rows, self.known, day=day, today=today))


def examine_grid(
    draft: DraftFacts, rotation: RotationFacts, version: VersionFacts, *, scope: Scope, today: date
) -> Grid:
    """What is typed, held against the register as it is now. Four statements; five when the roll has changed.

    Whoever is no longer on the roll keeps a row as long as something is typed in it, and the row says why it cannot be
    recorded. Who was merged with somebody meanwhile is there once.
    """
    there = {
        line.person.public_id: _person(line.person, line.rank) for line in forces.roll(scope, rotation.id, as_of=today)
    }
    cells = {person: row for person, row in draft.cells.items() if not row.is_empty}
    gone = {*draft.chosen, *cells} - there.keys()
    now = queries.persons(scope, gone) if gone else {}
    for old in sorted(gone & cells.keys()):
        row = cells.pop(old)
        if (found := now.get(old)) is not None and cells.get(found.public_id, grid.EMPTY).is_empty:
            cells[found.public_id] = row
    chosen = [now[one].public_id if one in now else one for one in draft.chosen]
    order = dict.fromkeys(one for one in chosen if one in there) if draft.chosen else dict.fromkeys(there)
    order |= dict.fromkeys(cells)
    strangers = {found.public_id: _person(found, None) for found in now.values()}
    people = [there.get(one) or strangers[one] for one in order]
    empty = Grid(people, {}, Checked((), frozenset(), ()), queries.known_for_grid(rotation, version))
    return empty.with_cells(cells, day=draft.completed_on, today=today)


def examine_lines(
    facts: HandFacts, lines: Sequence[HandLine], rotation: RotationFacts, version: VersionFacts, *, today: date
) -> Checked:
    """A record that waits, held against the register as it is now. Three statements."""
    known = queries.known_for_grid(rotation, version, besides=facts.id)
    return grid.again([line.result for line in lines], known, today=today)


def _person(person: KnownPerson, rank: str | None) -> GridPerson:
    return GridPerson(
        person.id, person.public_id, person.service_number, person.name, person.original_name, rank or person.rank
    )
