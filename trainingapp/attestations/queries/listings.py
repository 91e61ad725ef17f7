"""Which States are listed on a day, in which report (R07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.listing import Period
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.states.models import Listing, ListingEnd, State


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


@dataclass(frozen=True)
class ListingFacts:
    """A listing with its end, as the register shows it."""

    id: int
    public_id: str
    state_code: str
    state_name: str
    report: str
    listed_from: date
    source: str
    action_plan: str | None
    recorded_by: str
    recorded_at: datetime
    delisted_on: date | None
    end_source: str | None
    ended_by: str | None
    ended_at: datetime | None

    @property
    def period(self) -> Period:
        """From when, through before when."""
        return Period(self.listed_from, self.delisted_on)


def register(
    scope: Scope, *, as_of: date, state: str = "", report: str = "", show: str = "", number: int = 1
) -> Page[ListingFacts]:
    """One page of the listings in the scope, the newest first. `show`: listed or over on the day. Two statements."""
    chosen = [_within(scope)]
    if state:
        chosen.append(Listing.state_code == state)
    if report:
        chosen.append(Listing.report == report)
    gone = and_(ListingEnd.id.is_not(None), ListingEnd.delisted_on <= as_of)
    if show == "listed":
        chosen += [Listing.listed_from <= as_of, ~gone]
    elif show == "over":
        chosen.append(gone)
    ordered = _register().where(*chosen).order_by(Listing.listed_from.desc(), Listing.id.desc())
    return paged(db.session(), ordered, number=number).each(lambda row: ListingFacts(*row))


def listing(scope: Scope, public_id: str) -> ListingFacts:
    """One listing. Raises Absent, also when its State lies outside the scope. One statement."""
    row = db.session.execute(_register().where(_within(scope), Listing.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return ListingFacts(*row)


def periods(state: str, report: str) -> Sequence[Period]:
    """When a State is or was listed by a report, the latest first. One statement."""
    rows = db.session.execute(
        select(Listing.listed_from, ListingEnd.delisted_on)
        .outerjoin(ListingEnd, ListingEnd.listing_id == Listing.id)
        .where(Listing.state_code == state, Listing.report == report)
        .order_by(Listing.listed_from.desc(), Listing.id.desc())
    )
    return [Period(*row) for row in rows]


def states_listed(scope: Scope) -> Mapping[str, str]:
    """ISO3 code -> English name of the States that are or were listed, within the scope. One statement."""
    rows = db.session.execute(
        select(State.code, State.name)
        .where(State.code.in_(select(Listing.state_code).where(_within(scope))))
        .order_by(State.name)
    )
    return {row.code: row.name for row in rows}


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.everything else Listing.state_code.in_(sorted(scope.states))


def _register() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Listing.id,
            Listing.public_id,
            Listing.state_code,
            State.name,
            Listing.report,
            Listing.listed_from,
            Listing.source,
            Listing.action_plan,
            Listing.recorded_by,
            Listing.recorded_at,
            ListingEnd.delisted_on,
            ListingEnd.source,
            ListingEnd.recorded_by,
            ListingEnd.recorded_at,
        )
        .join(State, State.code == Listing.state_code)
        .outerjoin(ListingEnd, ListingEnd.listing_id == Listing.id)
    )
