"""What is recorded beside the training of rotations, for those who try every route: listings, concerns."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from tests import make
from tests.house.world import Thing, World, of_state
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import UnitConcern
from trainingapp.forces.models import Rotation
from trainingapp.states.models import Listing


def attested(world: World) -> None:
    """A listing of each State, which the Secretariat's reviewers end; a concern about a rotation of each."""
    for rotation, state in zip(world.pair("rotation_id"), ("BGD", "NPL"), strict=True):
        row = make._keep(
            Listing,
            state_code=state,
            report="CRSV",
            listed_from=date(2017, 4, 1),
            source="S/2017/249, annex",
            recorded_by="tests",
            recorded_at=make.NOW,
        )
        world.add("listing_id", of_state(str(row.public_id), state))
        world.add("concern_id", Thing(_concern(rotation.value, state), _mitigates(state)))


def _mitigates(state: str) -> Callable[[Identity, str | None], bool]:
    def reached_by(who: Identity, may: str | None) -> bool:
        return any(who.scope(one).reaches(state) for one in ("concerns.record", "screening.record"))

    return reached_by


def _concern(rotation_id: str, state: str) -> str:
    rotation = make.db.session.scalars(select(Rotation).where(Rotation.public_id == rotation_id)).one()
    row = make._keep(
        UnitConcern,
        state_code=state,
        rotation_id=rotation.id,
        concern="Reports of 2016 name a company of this battalion.",
        raised_on=date(2017, 11, 2),
        raised_by="tests",
        raised_at=make.NOW,
    )
    return str(row.public_id)
