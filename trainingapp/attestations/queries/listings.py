"""Which States are listed on a day, in which report (R07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from trainingapp.kit.db import db
from trainingapp.states.models import Listing, ListingEnd


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing that holds on a day."""

    public_id: str
    state_code: str
    report: str
    listed_from: date
    source: str
    action_plan: str | None


def listed_states(*, on: date) -> Mapping[str, Listed]:
    """State -> the oldest listing that holds on a day; on the day of delisting it holds no more. One statement."""
    rows = db.session.execute(
        select(
            Listing.public_id,
            Listing.state_code,
            Listing.report,
            Listing.listed_from,
            Listing.source,
            Listing.action_plan,
        )
        .outerjoin(ListingEnd, ListingEnd.listing_id == Listing.id)
        .where(Listing.listed_from <= on, or_(ListingEnd.id.is_(None), ListingEnd.delisted_on > on))
        .order_by(Listing.listed_from.desc(), Listing.id.desc())
    )
    return {row.state_code: Listed(*row) for row in rows}


def listed(state_code: str, *, on: date) -> Listed | None:
    """The listing of a State that holds on a day; None when there is none. One statement."""
    return listed_states(on=on).get(state_code)
