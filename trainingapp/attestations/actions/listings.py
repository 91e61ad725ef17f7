"""A State is listed in a report, or no longer: recorded by the Secretariat's reviewers (R07)."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations import listing as rules
from trainingapp.attestations.queries import listings
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.states import queries as states
from trainingapp.states.models import Listing, ListingEnd


class ListedAlready(Conflict):
    """Somebody else has just recorded the same."""

    sentence = say("Somebody else has just recorded this. Look at the register of listings again.")


def record_listing(
    state: str,
    report: str,
    *,
    listed_from: date,
    source: str,
    action_plan: str,
    by: Identity,
    now: datetime,
    today: date,
) -> str:
    """Record that a State is listed from a day on; gives the listing's public id.

    Raises Absent, Unfit by field, ListedAlready. Seven statements.
    """
    if not by.scope("listings.record").reaches(state):
        raise Absent()
    public_id = new_id()
    with (
        refusing({"uq_listing_state_code_report_listed_from": ListedAlready}),
        journal.entry(
            act="listing.record",
            by=by.public_id,
            now=now,
            object_kind="listing",
            object_id=public_id,
            state_code=state,
            details={"report": report, "from": listed_from.isoformat()},
        ) as entry,
    ):
        name = states.state_names(codes=[state])[state]
        # Only now can nobody else record one.
        known = listings.periods(state, report)
        if found := rules.refusals(listed_from, state=name, report=report, known=known, today=today):
            raise Unfit(found)
        entry.keep(
            Listing,
            [
                {
                    "public_id": public_id,
                    "state_code": state,
                    "report": report,
                    "listed_from": listed_from,
                    "source": source,
                    "action_plan": action_plan or None,
                    "recorded_by": by.public_id,
                    "recorded_at": now,
                }
            ],
        )
    return public_id


def end_listing(public_id: str, *, delisted_on: date, source: str, by: Identity, now: datetime, today: date) -> str:
    """Record the day from which a State is no longer listed by a listing. Raises Absent, Unfit, ListedAlready."""
    scope = by.scope("listings.record")
    found = listings.listing(scope, public_id)
    with (
        refusing({"uq_listing_end_listing_id": ListedAlready}),
        journal.entry(
            act="listing.end",
            by=by.public_id,
            now=now,
            object_kind="listing",
            object_id=public_id,
            state_code=found.state_code,
            details={"report": found.report, "on": delisted_on.isoformat()},
        ) as entry,
    ):
        if listings.listing(scope, public_id).delisted_on is not None:
            raise ListedAlready()
        if problems := rules.end_refusals(found.period, delisted_on, today=today):
            raise Unfit(problems)
        entry.keep(
            ListingEnd,
            [
                {
                    "public_id": new_id(),
                    "state_code": found.state_code,
                    "listing_id": found.id,
                    "delisted_on": delisted_on,
                    "source": source,
                    "recorded_by": by.public_id,
                    "recorded_at": now,
                }
            ],
        )
    return public_id
