"""What the pages of screening, listings and clearance are about: a listing of a State of the scenarios."""

from datetime import date

from tests.make import NOW
from trainingapp.accounts.rules import OPERATOR
from trainingapp.attestations.actions import listings
from trainingapp.kit.db import transaction


def beside_training() -> dict[str, str]:
    """Argument of a URL -> value."""
    with transaction():
        listing = listings.record_listing(
            "XCA",
            "CRSV",
            listed_from=date(2017, 4, 1),
            source="S/2017/249, annex",
            action_plan="Plan of 2017-06-30: commanders sign undertakings by 2018-03-31.",
            by=OPERATOR,
            now=NOW,
            today=NOW.date(),
        )
    return {"listing_id": listing}
