"""Rules, statements of unit requirements and waivers, for those who try every route."""

from datetime import date

from sqlalchemy import select

from tests import make
from tests.house.world import Thing, World, everyones, of_state
from trainingapp.accounts.rules import Identity
from trainingapp.forces.models import Rotation
from trainingapp.requirements.models import Waiver


def required(world: World) -> None:
    """Two rules and two statements, which everybody reads who reads requirements; a waiver in each rotation."""
    for code in ("CPTM-ALL", "BFA-UNIFORMED"):
        world.add("rule_code", everyones(code))
    for mission in ("MINUSCA", "UNMISS"):
        world.add("statement_id", everyones(make.unit_statement(mission)))
    for thing, (state, mission) in zip(world.pair("rotation_id"), (("BGD", "MINUSCA"), ("NPL", "UNMISS")), strict=True):
        waiver = _waiver(thing.value, state)
        world.add("waiver_id", of_state(waiver, state, mission))
        # The rotations are military: whoever reviews police finds nothing to decide about.
        world.add("reviewed_waiver_id", Thing(waiver, reviews_the_military))
        world.add("reviewed_rotation_id", Thing(thing.value, reviews_the_military))


def reviews_the_military(who: Identity, may: str | None) -> bool:
    return any(grant.role == "reviewer_military" for grant in who.grants)


def _waiver(rotation_id: str, state: str) -> str:
    rotation = make.db.session.scalars(select(Rotation).where(Rotation.public_id == rotation_id)).one()
    row = make._keep(
        Waiver,
        state_code=state,
        rotation_id=rotation.id,
        curriculum_code=make.version("BFA").curriculum_code,
        whole_rotation=True,
        first_day=date(2018, 1, 1),
        last_day=date(2018, 3, 31),
        authority="Office of Military Affairs",
        consent="Cable 12 of 3 January 2018",
        reason="Instructors are in the mission.",
        granted_by="tests",
        granted_at=make.NOW,
    )
    return str(row.public_id)
