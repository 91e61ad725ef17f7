"""From State to State: offered by the one, accepted or declined by the other; what was completed goes along."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import make
from tests.people.test_identity import focal_point, merge, undo
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as told
from trainingapp.completions.models import Completion
from trainingapp.intake.actions.transfers import accept
from trainingapp.journal import actions as journal
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.ids import new_id
from trainingapp.people import actions
from trainingapp.people.models import LikelyDuplicate, Person
from trainingapp.people.queries import recorded, transfers

TODAY = date(2017, 12, 31)
OLD, NEW = focal_point("BGD"), focal_point("NPL")


@pytest.fixture
def alice(session) -> Person:
    make.state("NPL", "Nepal", "NP")
    return make.person(make.state(), "BA-1", "Alice Uwera", born_on=date(1990, 5, 3))


def offer(person: Person, to: str = "NPL", by: Identity = OLD) -> str:
    seen = recorded.person_of(by.scope("people.see"), person.public_id).version
    return actions.offer(person.public_id, to, reason="Naturalised", version=seen, by=by, now=make.NOW)


def accepted(offer_id: str, number: str = "N-1", by: Identity = NEW) -> Person:
    made = accept(offer_id, number, by=by, now=make.NOW, today=TODAY)
    return db.session.scalars(select(Person).where(Person.public_id == made)).one()


def test_any_number_of_people_can_be_offered_and_each_as_often_as_it_takes(alice):
    bob = make.person(make.state(), "BA-2", "Bob")
    first, _second = offer(alice), offer(bob)
    with pytest.raises(actions.AlreadyOffered):
        offer(alice)
    actions.decline(first, reason="Not ours", by=NEW, now=make.NOW)
    again = offer(alice)
    actions.withdraw_offer(again, reason=None, by=OLD, now=make.NOW)
    assert offer(alice)
    assert [one.answer for one in transfers.transfers_of(alice.id)] == [None, "withdrawn", "declined"]


def test_accepted_somebody_is_a_new_person_there_with_everything_that_stands_and_stays_whole_here(alice):
    stands, gone = make.completion(alice, make.version()), make.completion(alice, make.version("BFA"))
    officer = Identity("officer", "Officer", (Grant("training_officer", "state", frozenset({"BGD"})),))
    completions.withdraw(gone.public_id, reason="Did not take place", by=officer, now=make.NOW)
    new = accepted(offer(alice))
    assert (new.state_code, new.service_number, new.full_name, new.born_on) == (
        "NPL",
        "N-1",
        "Alice Uwera",
        date(1990, 5, 3),
    )
    (carried,) = told.history_of(new.id)
    assert (carried.curriculum_code, carried.completed_on, carried.result) == ("CPTM", stands.completed_on, "pass")
    assert len(told.history_of(alice.id)) == 2
    completions.withdraw(stands.public_id, reason="Did not take place", by=officer, now=make.NOW)
    assert [one.withdrawn for one in told.history_of(new.id)] == ["withdrawn"], "with the old one goes what it carried"
    assert verify(db.session.connection(), deep=True).ok


def test_whoever_was_accepted_is_not_offered_again_until_they_came_back(alice):
    new = accepted(offer(alice))
    with pytest.raises(actions.AlreadyGone):
        offer(alice)
    back = accepted(offer(new, "BGD", NEW), "BA-1-2", OLD)
    assert offer(back)
    make.version()
    merge(alice, make.person(make.state(), "BA-5", "Somebody Else"), OLD)
    with pytest.raises(actions.AlreadyGone):
        offer(alice)


def test_an_offer_is_answered_once(alice):
    offered = offer(alice)
    accepted(offered)
    with pytest.raises(actions.AlreadyAnswered):
        accepted(offered, "N-2")
    with pytest.raises(actions.AlreadyAnswered):
        actions.decline(offered, reason="Too late", by=NEW, now=make.NOW)
    with pytest.raises(actions.AlreadyAnswered):
        actions.withdraw_offer(offered, reason=None, by=OLD, now=make.NOW)


def test_a_number_that_somebody_there_has_is_refused(alice):
    make.person(make.state("NPL"), "N-1", "Karim")
    with pytest.raises(actions.NumberTaken):
        accepted(offer(alice))


def test_nobody_answers_for_another_state_and_nobody_offers_anothers_people(alice):
    offered = offer(alice)
    for wrong in (OLD, focal_point("KEN")):
        with pytest.raises(Absent):
            accepted(offered, by=wrong)
        with pytest.raises(Absent):
            actions.decline(offered, reason="No", by=wrong, now=make.NOW)
    with pytest.raises(Absent):
        actions.withdraw_offer(offered, reason=None, by=NEW, now=make.NOW)
    with pytest.raises(Absent):
        actions.offer(alice.public_id, "BGD", reason="Mine", version=1, by=NEW, now=make.NOW)
    with pytest.raises(actions.OwnState):
        offer(make.person(make.state(), "BA-3", "Eve"), "BGD")


def test_two_records_merged_after_the_offer_go_along_as_the_one_person_they_are(alice):
    twin = make.person(make.state(), "BA-01", "Uwera Alice")
    make.completion(alice, make.version())
    make.completion(twin, make.version("BFA"))
    offered = offer(twin)
    merged = merge(alice, twin, OLD)
    with pytest.raises(actions.AlreadyOffered), db.session.begin_nested():
        offer(alice)
    new = accepted(offered)
    assert (new.full_name, {one.curriculum_code for one in told.history_of(new.id)}) == ("Alice Uwera", {"CPTM", "BFA"})
    undo(merged, OLD)
    assert len(told.history_of(new.id)) == 2
    assert verify(db.session.connection(), deep=True).ok


def test_whoever_comes_back_may_be_a_person_the_state_knows_and_an_officer_is_asked(alice):
    there = make.person(make.state("NPL"), "BA1", "Uwera Alice", born_on=date(1990, 5, 3))
    new = accepted(offer(alice))
    (pair,) = db.session.scalars(select(LikelyDuplicate).where(LikelyDuplicate.state_code == "NPL"))
    assert {pair.one_id, pair.other_id} == {there.id, new.id}


def test_what_an_act_of_transfer_costs_does_not_grow_with_the_people_there_are(alice, statements):
    costs = []
    for n in range(2):
        with statements() as seen:
            accepted(offer(make.person(make.state(), f"C-{n}", f"Charles {n}")), f"N-{n}")
        costs.append(len(seen))
        for m in range(20):
            make.person(make.state("NPL"), f"M-{n}-{m}", "Somebody Else")
    assert costs[0] == costs[1]


def test_what_is_under_review_counts_in_no_state_it_was_carried_to_however_far(alice):
    """Naturalised twice: the third State holds what the first one's officer recorded."""
    make.state("GHA", "Ghana", "GH")
    third = Identity("g", "G", (Grant("focal_point", "state", frozenset({"GHA"})),))
    officer = make.account("training_officer", "o@example.org", state="BGD")
    row = {"public_id": new_id(), "state_code": "BGD", "person_id": alice.id, "version_id": make.version().id}
    row |= {"completed_on": date(2017, 9, 25), "valid_through": date(2019, 9, 25), "recorded_on": TODAY}
    row |= {"ordinal": 0, "result": "pass", "evidence": "recorded"}
    about = {"object_kind": "account", "object_id": officer.public_id, "now": make.NOW}
    with journal.entry(act="roster.record", by=officer.public_id, **about) as entry:
        entry.keep(Completion, [row])
    second = accepted(offer(alice))
    last = accepted(offer(second, to="GHA", by=NEW), "G-1", by=third)

    def counting() -> list[bool]:
        return [not told.history_of(person.id)[0].held for person in (alice, second, last)]

    assert counting() == [True, True, True]
    more = {"since": make.NOW - timedelta(1), "reason": "Two sheets look alike.", "by_the_register": True}
    with journal.entry(act="recordings.suspend", by="operator", **about) as entry:
        held = completions.hold(entry, state_code="BGD", account_key=officer.id, by="operator", now=make.NOW, **more)
    assert (held.completions, counting()) == (1, [False, False, False])
    with journal.entry(act="recordings.lift", by="operator", **about) as entry:
        completions.release(entry, held.key, state_code="BGD", reason="They are right.", by="operator", now=make.NOW)
    assert counting() == [True, True, True]
