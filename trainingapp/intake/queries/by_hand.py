"""What the register knows that bears on results typed by hand: a fixed number of statements, whatever the roll."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from trainingapp.accounts.rules import Scope
from trainingapp.completions import queries as completions
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.queries import lines_on_roll
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, listed
from trainingapp.rosters import grid
from trainingapp.rosters.queries import by_hand


def known_for_grid(rotation: RotationFacts, version: VersionFacts, *, besides: int | None = None) -> grid.Known:
    """What bears on a grid of one rotation and version; `besides` is a record that waits itself. Three statements."""
    return grid.Known(
        on_roll=lines_on_roll(rotation.id),
        recorded=completions.standing_on_roll(rotation.id, version.id),
        waiting=by_hand.waiting_on(rotation.id, version.id, besides=besides),
        effective_from=version.effective_from,
        pass_mark=version.pass_rule.mark,
    )


def persons(scope: Scope, public_ids: Collection[str]) -> Mapping[str, KnownPerson]:
    """Public id -> who that is now, for persons in the scope; by ids of merged rows, too. One statement."""
    rows = db.session.execute(
        select(Person.public_id, *PERSON)
        .join(PersonNow, PersonNow.person_id == Person.id)
        .where(Person.public_id.in_(listed(sorted(public_ids))), forces.people_within(scope))
    )
    return {row[0]: KnownPerson._make(row[1:]) for row in rows}
