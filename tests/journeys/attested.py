"""What the pages of screening, listings and clearance are about: a listing, a concern."""

from datetime import date

from tests.make import NOW
from trainingapp.accounts.rules import OPERATOR
from trainingapp.attestations.actions import concerns, listings
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.db import transaction


def beside_training(rotation: RotationFacts) -> dict[str, str]:
    """Argument of a URL -> value."""
    with transaction():
        listing = listings.record_listing(
            "XCA",
            "CAAC",
            listed_from=date(2017, 4, 1),
            source="S/2017/249, annex",
            action_plan="Plan of 2017-06-30: commanders sign undertakings by 2018-03-31.",
            by=OPERATOR,
            now=NOW,
            today=NOW.date(),
        )
        about = {"by": OPERATOR, "now": NOW, "today": NOW.date()}
        words = "Reports of 2016 name a company of this battalion."
        concern = concerns.raise_concern(rotation, words, raised_on=date(2017, 11, 2), **about)  # type: ignore[arg-type]
    return {"listing_id": listing, "concern_id": concern}
