"""What is recorded beside the training of rotations, for those who try every route: listings, concerns."""

from datetime import date

from tests import make
from tests.house.world import World, of_state
from trainingapp.states.models import Listing


def attested(world: World) -> None:
    """A listing of each State, which the Secretariat's reviewers end."""
    for state in ("BGD", "NPL"):
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
