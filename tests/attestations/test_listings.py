"""States that are listed in the annual reports: the dated register, and what follows from it (R07, E6)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import make
from tests.forces.test_pages import told, words
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions import listings as actions
from trainingapp.attestations.actions.listings import ListedAlready
from trainingapp.attestations.queries import listings
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit
from trainingapp.states.models import Listing

TODAY = date(2017, 12, 31)
LISTED, DELISTED = date(2017, 4, 1), date(2017, 10, 15)
EVERYTHING = OPERATOR.scope("listings.see")
REVIEWER = Identity("reviewer", "A reviewer", (Grant("reviewer_police", "all"),))
FOCAL = Identity("focal", "A focal point", (Grant("focal_point", "state", states=frozenset({"XCA"})),))


@pytest.fixture
def carana(session):
    return make.state("XCA", "Carana", "XC")


def record(state: str = "XCA", report: str = "CRSV", day: date = LISTED, *, by=REVIEWER, **more) -> str:
    told = {"source": "S/2017/249, annex", "action_plan": ""} | more
    found = actions.record_listing(state, report, listed_from=day, by=by, now=make.NOW, today=TODAY, **told)
    db.session.commit()
    return found


def end(public_id: str, day: date = DELISTED, *, by=REVIEWER) -> None:
    actions.end_listing(public_id, delisted_on=day, source="S/2018/250", by=by, now=make.NOW, today=TODAY)
    db.session.commit()


def refused(*args, **more) -> dict[str, str]:
    with pytest.raises(Unfit) as refusal:
        record(*args, **more)
    db.session.rollback()
    return {name: str(said) for name, said in refusal.value.problems.items()}


def test_e6_carana_is_listed_from_the_first_of_april_until_the_day_before_its_delisting(carana):
    """As of 2017-06-30 the listing still holds, whatever was recorded since (E6)."""
    public_id = record()
    assert listings.listed("XCA", on=date(2017, 3, 31)) is None
    assert [listings.listed("XCA", on=day).report for day in (LISTED, date(2017, 6, 30), TODAY)] == ["CRSV"] * 3
    end(public_id)
    assert listings.listed("XCA", on=date(2017, 10, 14)) is not None
    assert listings.listed("XCA", on=DELISTED) is None
    assert listings.listed("XCA", on=date(2017, 6, 30)).listed_from == LISTED


def test_a_state_listed_in_both_reports_is_listed_until_it_is_delisted_from_both(carana):
    first = record()
    record(report="CAAC", day=date(2017, 6, 1))
    end(first)
    assert listings.listed("XCA", on=TODAY).report == "CAAC"
    assert set(listings.listed_states(on=TODAY)) == {"XCA"}


def test_two_listings_by_one_report_do_not_overlap_and_both_are_named(carana):
    public_id = record()
    assert refused(day=date(2017, 6, 1)) == {
        "listed_from": "Carana is listed by CRSV already, since 2017-04-01. To record it from 2017-06-01 on, end that "
        "listing first."
    }
    end(public_id)
    assert refused(day=date(2017, 10, 14)) == {
        "listed_from": "Carana was listed by CRSV from 2017-04-01 and delisted on 2017-10-15. Recorded from 2017-10-14 "
        "on, the two would overlap."
    }
    assert list(refused(day=date(2016, 1, 1))) == ["listed_from"]
    record(day=DELISTED)
    assert db.session.scalar(select(func.count(Listing.id))) == 2


def test_days_to_come_and_an_end_before_the_beginning_are_refused(carana):
    assert list(refused(day=date(2018, 1, 1))) == ["listed_from"]
    public_id = record()
    for day in (LISTED, date(2017, 3, 1), date(2018, 1, 1)):
        with pytest.raises(Unfit):
            end(public_id, day)
        db.session.rollback()
    end(public_id, date(2017, 4, 2))
    with pytest.raises(ListedAlready):
        end(public_id, date(2017, 4, 3))


def test_only_the_secretariats_reviewers_record_and_the_journal_belongs_to_the_state(carana):
    analyst = Identity("a", "An analyst", (Grant("analyst", "all"),))
    for somebody in (FOCAL, analyst):
        with pytest.raises(Absent):
            record(by=somebody)
    public_id = record()
    with pytest.raises(Absent):
        end(public_id, by=FOCAL)
    db.session.rollback()
    entry = db.session.scalars(select(JournalEntry).filter_by(act="listing.record")).one()
    assert (entry.state_code, entry.object_kind, entry.object_id) == ("XCA", "listing", public_id)


def test_a_state_sees_its_own_listings_only(carana):
    make.state("NPL", "Nepal", "NP")
    own = record()
    record("NPL")
    scope = FOCAL.scope("listings.see")
    assert [one.state_code for one in listings.register(scope, as_of=TODAY).rows] == ["XCA"]
    assert set(listings.states_listed(scope)) == {"XCA"}
    assert listings.listing(scope, own).source == "S/2017/249, annex"
    with pytest.raises(Absent):
        listings.listing(
            Identity("n", "N", (Grant("focal_point", "state", states=frozenset({"NPL"})),)).scope("listings.see"), own
        )


def test_the_register_is_filtered_as_of_a_day_and_costs_the_same_for_many(carana, statements):
    end(record())
    with statements() as few:
        listings.register(EVERYTHING, as_of=TODAY)
    for code in ("NPL", "RWA", "GHA"):
        make.state(code, code, code[:2])
        record(code, "CAAC", date(2017, 5, 1))
    with statements() as many:
        page = listings.register(EVERYTHING, as_of=TODAY)
    assert len(few) == len(many) == 2
    assert [one.state_code for one in page.rows] == ["GHA", "RWA", "NPL", "XCA"]

    def found(**more) -> list[str]:
        return [one.state_code for one in listings.register(EVERYTHING, **({"as_of": TODAY} | more)).rows]

    assert found(show="over") == ["XCA"]
    assert found(show="listed", as_of=date(2017, 4, 30)) == ["XCA"]
    assert found(report="CAAC", state="NPL") == ["NPL"]


# --- Pages ---------------------------------------------------------------------------------------------------------

#: role and its grant -> what it gets of the register, and of recording.
SEEN = {
    ("reviewer_military", None, None): (200, 200),
    ("analyst", None, None): (200, 404),
    ("focal_point", "XCA", None): (200, 404),
    ("certifying_authority", "XCA", None): (200, 404),
    ("training_officer", "XCA", None): (404, 404),
    ("mission_leader", None, "MINUSCA"): (404, 404),
}


@pytest.mark.parametrize(("role", "state", "mission"), SEEN)
def test_who_sees_the_register_and_who_records(client, carana, role, state, mission):
    public_id = record()
    make.mission()
    client.sign_in(make.account(role, state=state, mission=mission).email)
    seen = [client.get(f"/listings{more}").status_code for more in ("", "/new", f"/{public_id}/end")]
    assert seen == [SEEN[(role, state, mission)][0], *[SEEN[(role, state, mission)][1]] * 2]


def test_a_listing_is_recorded_and_ended_on_its_pages(client, carana):
    client.sign_in(make.account("reviewer_police").email)
    said = {"state": "XCA", "report": "CRSV", "listed_from": "1 Apr 2017", "source": "S/2017/249", "action_plan": ""}
    assert client.post_form("/listings/new", **said).status_code == 302
    again = client.post_form("/listings/new", **{**said, "listed_from": "2017-06-01"})
    assert (again.status_code, told(again.text)) == (
        422,
        [
            "Listed from: Carana is listed by CRSV already, since 2017-04-01. To record it from 2017-06-01 on, end "
            "that listing first."
        ],
    )
    public_id = db.session.scalars(select(Listing.public_id)).one()
    ended = client.post_form(f"/listings/{public_id}/end", delisted_on="2017-10-15", source="S/2018/250")
    assert ended.status_code == 302
    page = words(client.get("/listings").text)
    assert "Carana CRSV: Conflict-related sexual violence Delisted 1 Apr 2017 15 Oct 2017 S/2017/249" in page
    early = words(client.get("/listings?as_of=2017-06-30").text)
    assert "Carana CRSV: Conflict-related sexual violence Listed 1 Apr 2017" in early


@pytest.mark.parametrize(
    ("deploys", "ends", "banner"),
    [
        (date(2017, 3, 1), date(2018, 2, 28), "Suspension review: Carana is listed since 1 Apr 2017"),
        (date(2018, 3, 1), date(2019, 2, 28), "a certification of this rotation cannot be accepted"),
        (date(2016, 3, 1), date(2017, 2, 28), None),
    ],
)
def test_e6_a_rotation_that_is_deployed_or_will_be_says_so_and_one_that_is_over_does_not(
    client, carana, deploys, ends, banner
):
    rotation = make.rotation(carana, "CARFPU-2", deploys_on=deploys, ends_on=ends, strength=140)
    url = f"/rotations/{rotation.public_id}"
    public_id = record()
    client.sign_in(make.account("reviewer_police").email)
    page = words(client.get(url).text)
    assert ("is listed since" in page) == (banner is not None)
    assert banner is None or banner in page
    end(public_id)
    assert "is listed since" not in words(client.get(url).text)


def test_whoever_may_not_see_listings_reads_nothing_of_them_on_the_rotation(client, carana):
    rotation = make.rotation(carana, "CARFPU-2", deploys_on=date(2017, 3, 1), ends_on=date(2018, 2, 28), strength=140)
    record()
    client.sign_in(make.account("mission_leader", mission="MINUSCA").email)
    assert "is listed" not in client.get(f"/rotations/{rotation.public_id}").text
