"""Screening for human rights: who waits, who is cleared, and who is out of a rotation for good (R06, issue 6, 7)."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.attestations.screened import screened
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions import screening as actions
from trainingapp.attestations.actions.screening import OthersWait, Said, Whom
from trainingapp.attestations.queries import screening
from trainingapp.attestations.queries.screened import everybody
from trainingapp.attestations.screening import Counts
from trainingapp.forces import actions as forces_actions
from trainingapp.forces import queries as forces
from trainingapp.forces.actions import AlreadyEnded, KeptOut
from trainingapp.intake.queries import known_for_roll
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit
from trainingapp.people import actions as people
from trainingapp.people.queries import recorded

TODAY = date(2017, 12, 31)
EVERYTHING = OPERATOR.scope("screening.see")
FOCAL = Identity("focal", "A focal point", (Grant("focal_point", "state", states=frozenset({"BGD"})),))
NEPAL = Identity("nepal", "Another focal point", (Grant("focal_point", "state", states=frozenset({"NPL"})),))


def of(group) -> list[str]:
    """What holds of each of a battalion, in the order of the roll."""
    found = screening.standings(EVERYTHING, group.rotation.id)
    return [found[person.id].result for person in group.people if person.id in found]


def test_whoever_stands_in_no_record_waits(group):
    assert of(group) == ["pending"] * 8
    assert screening.counts([group.rotation.id]) == {group.rotation.id: Counts(pending=8)}


def test_the_newest_result_holds(group):
    screened(group, range(4))
    screened(group, [1], "pending", ordinal=1)
    screened(group, [2], "not_cleared", ordinal=1)
    assert of(group) == ["cleared", "pending", "not_cleared", "cleared", *["pending"] * 4]
    assert screening.counts([group.rotation.id])[group.rotation.id] == Counts(2, 1, 5)


def test_the_roll_is_that_of_the_day_of_deployment(group):
    screened(group, range(8))
    group.leave([0], "in_error")
    group.leave([1], "left", date(2017, 11, 14))
    group.leave([2], "left", date(2018, 1, 31))
    counts = screening.counts([group.rotation.id])[group.rotation.id]
    assert len(of(group)) == counts.cleared == 6
    later = date(2018, 2, 1)
    assert screening.counts([group.rotation.id], as_of=later)[group.rotation.id].cleared == 5
    assert len(screening.standings(EVERYTHING, group.rotation.id, as_of=later)) == 5


def test_two_records_of_one_person_count_once_and_not_cleared_outlasts_the_other(group):
    screened(group, [0], "not_cleared")
    screened(group, [1, 2])
    for kept, merged in ((0, 1), (2, 3)):
        one, other = (recorded.person_of(EVERYTHING, group.people[n].public_id) for n in (kept, merged))
        seen = {"kept_version": one.version, "merged_version": other.version}
        people.merge(one.public_id, other.public_id, reason="One man", by=OPERATOR, now=make.NOW, **seen)
    db.session.commit()
    found = screening.standings(EVERYTHING, group.rotation.id)
    assert len(found) == 6
    assert [found[group.people[n].id].result for n in (0, 2)] == ["not_cleared", "cleared"]
    assert screening.counts([group.rotation.id])[group.rotation.id] == Counts(1, 1, 4)


def test_another_state_finds_nobody(group):
    assert not screening.standings(NEPAL.scope("screening.see"), group.rotation.id)
    assert len(screening.standings(FOCAL.scope("screening.see"), group.rotation.id)) == 8


def test_it_costs_one_statement_however_many_there_are(group, statements):
    key = group.rotation.id
    with statements() as few:
        screening.standings(EVERYTHING, key)
        screening.counts([key])
    screened(group, range(8))
    key = group.rotation.id
    with statements() as many:
        screening.standings(EVERYTHING, key)
        screening.counts([key, key + 1])
    assert len(few) == len(many) == 2


# --- What may be recorded ------------------------------------------------------------------------------------------


def facts(group):
    return forces.rotation(EVERYTHING, group.rotation.public_id, as_of=TODAY)


def say_of(group, result: str = "cleared", *, by=FOCAL, on=date(2017, 10, 1), remark: str = "", **whom) -> int:
    """Record a result for those named by their places on the roll, by numbers, or for whoever waits."""
    told = Whom(frozenset(group.people[n].public_id for n in whom.pop("which", ())), **whom)
    return done(actions.record(facts(group), told, Said(result, on, remark), by=by, now=make.NOW, today=TODAY))


def done(count: int) -> int:
    db.session.commit()
    return count


def refused(group, *args, **more) -> dict[str, list[str]]:
    with pytest.raises(Unfit) as refusal:
        say_of(group, *args, **more)
    db.session.rollback()
    return {name: [str(one) for one in said] for name, said in refusal.value.problems.items()}


def test_a_result_is_recorded_for_those_named_and_the_journal_says_how_many(group):
    assert say_of(group, which=[0, 1], numbers=("BANBAT-4-0002", "BANBAT-4-0002")) == 3
    assert of(group)[:4] == ["cleared"] * 3 + ["pending"]
    (entry,) = db.session.scalars(select(JournalEntry).filter_by(act="screening.record"))
    assert json.loads(entry.details) == {"persons": 3, "result": "cleared"}
    assert (entry.actor, entry.object_kind, entry.object_id) == ("focal", "rotation", group.rotation.public_id)


def test_a_number_that_nobody_has_is_named_and_nothing_is_recorded(group):
    assert refused(group, numbers=("BANBAT-4-0001", "999", "NEP-1")) == {
        "numbers": [
            "Nobody with the service number 999 is on the roll.",
            "Nobody with the service number NEP-1 is on the roll.",
        ]
    }
    assert of(group) == ["pending"] * 8


def test_everybody_who_waits_is_whoever_waited_when_the_page_was_opened(group):
    say_of(group, which=[0])
    seen = actions.waiting_now(actions.on_roll(FOCAL, facts(group), today=TODAY))
    newcomer = make.person(make.state(), "NEW-1", "A Replacement")
    make.assignment(group.rotation, newcomer)
    with pytest.raises(OthersWait):
        say_of(group, waiting=seen)
    db.session.rollback()
    assert of(group)[1:] == ["pending"] * 7, "the replacement was not cleared by the way"
    seen = actions.waiting_now(actions.on_roll(FOCAL, facts(group), today=TODAY))
    assert say_of(group, waiting=seen) == 8


def test_whoever_is_not_cleared_stays_so_in_that_rotation_and_in_no_other(group, bangladesh):
    say_of(group, "not_cleared", which=[3], remark="Ministry, letter 12")
    said = "BANBAT-4-0003 was not cleared for this rotation. That is final: nothing else can be recorded."
    assert refused(group, which=[2, 3]) == {"numbers": [said]}
    assert refused(group, "pending", which=[3]) == {"numbers": [said]}
    assert of(group)[2:4] == ["pending", "not_cleared"]
    other = battalion(bangladesh, 1, women=0, code="BANBAT-5")
    make.assignment(other.rotation, group.people[3])
    assert screening.standings(EVERYTHING, other.rotation.id)[group.people[3].id].result == "pending"


def test_what_cannot_be_is_refused_with_every_reason_at_once(group):
    found = refused(group, "not_cleared", on=date(2018, 1, 1))
    assert found == {
        "screened_on": ["Screening that has not taken place yet has no result: write 2017-12-31 or earlier."],
        "remark": ["Say where the decision is found: whoever is not cleared stays out of this rotation."],
        "whom": ["Nobody was chosen: tick persons, or paste their service numbers."],
    }
    seen = actions.waiting_now(actions.on_roll(FOCAL, facts(group), today=TODAY))
    assert list(refused(group, "not_cleared", waiting=seen, remark="x")) == ["whom"]


@pytest.mark.parametrize("by", [NEPAL, Identity("r", "A reviewer", (Grant("reviewer_military", "all"),))])
def test_another_state_and_the_secretariat_record_nothing(group, by):
    with pytest.raises(Absent):
        say_of(group, which=[0], by=by)
    with pytest.raises(Absent):
        actions.exclude(facts(group), {group.people[0].public_id}, reason="x", by=by, now=make.NOW, today=TODAY)


# --- Taking off the roll -------------------------------------------------------------------------------------------


def off(group, which, *, today=TODAY, left_on=TODAY) -> int:
    chosen = {group.people[n].public_id for n in which}
    about = {"by": FOCAL, "now": make.NOW, "today": today}
    return done(actions.exclude(facts(group), chosen, reason="Not cleared", left_on=left_on, **about))


def test_e6_whoever_was_not_cleared_is_taken_off_and_cannot_come_back_and_a_replacement_waits(group):
    """1 of 140 not cleared: out for good, the audit shows who removed whom, the replacement is screened anew."""
    before = date(2017, 10, 10)
    say_of(group, which=[0, 1, 2, 4, 5, 6, 7])
    say_of(group, "not_cleared", which=[3], remark="Ministry, letter 12")
    assert off(group, [3], today=before) == 1
    assert screening.counts([group.rotation.id])[group.rotation.id] == Counts(cleared=7)
    (gone,) = [one.gone for one in everybody(EVERYTHING, group.rotation.id) if one.gone]
    assert (gone.kind, gone.by, gone.at, gone.excluded) == ("in_error", "focal", make.NOW, True)
    (entry,) = db.session.scalars(select(JournalEntry).filter_by(act="screening.exclude"))
    assert (json.loads(entry.details), entry.object_id) == ({"persons": 1}, group.rotation.public_id)
    with pytest.raises(KeptOut, match="not cleared"):
        put(group, group.people[3].id)
    db.session.rollback()
    put(group, make.person(make.state(), "NEW-1", "A Replacement").id)
    assert screening.counts([group.rotation.id])[group.rotation.id] == Counts(cleared=7, pending=1)


def put(group, person_id: int) -> None:
    with journal.entry(act="test", by="t", now=make.NOW, object_kind="test", object_id="t") as entry:
        rows = [{"person_id": person_id, "category": "troops"}]
        forces_actions.assign(entry, state="BGD", rotation_id=group.rotation.id, rows=rows)
    db.session.commit()


def test_whoever_is_not_screened_can_be_taken_off_and_come_back(group):
    """E4: the unscreened person is removed; nothing is said against them."""
    assert off(group, [0], today=date(2017, 10, 28)) == 1
    put(group, group.people[0].id)
    assert len(of(group)) == 8


def test_whoever_is_cleared_or_gone_is_not_taken_off(group):
    say_of(group, which=[0])
    off(group, [1])
    for which in ([0], [1], [0, 2], []):
        with pytest.raises(AlreadyEnded):
            off(group, which)
        db.session.rollback()


def test_once_deployed_they_leave_on_the_day_and_served_until_then(group):
    say_of(group, "not_cleared", which=[3], remark="Ministry, letter 12")
    off(group, [3])
    (gone,) = [one.gone for one in everybody(EVERYTHING, group.rotation.id) if one.gone]
    assert (gone.kind, gone.on) == ("left", TODAY)
    key = group.rotation.id
    assert screening.counts([key])[key].not_cleared == 0, "nobody is held to have sent them"
    days = {"eve": date(2017, 12, 30), "day": TODAY}
    assert {name: screening.counts([key], as_of=day)[key].persons for name, day in days.items()} == {"eve": 8, "day": 7}
    assert len(screening.standings(EVERYTHING, key)) == len(actions.on_roll(FOCAL, facts(group), today=TODAY)) == 7


def test_their_last_day_is_within_the_tour_and_has_come(group):
    say_of(group, "not_cleared", which=[3], remark="Ministry, letter 12")
    for day in (None, date(2018, 1, 1), date(2017, 11, 13)):
        with pytest.raises(Unfit) as refusal:
            off(group, [3], left_on=day)
        db.session.rollback()
        assert list(refusal.value.problems) == ["left_on"]
    assert off(group, [3], left_on=date(2017, 11, 14)) == 1, "they never came"


def test_a_roll_file_names_whoever_may_not_stand_on_it(group):
    say_of(group, "not_cleared", which=[3], remark="Ministry, letter 12")
    off(group, [3], today=date(2017, 10, 10))
    known = known_for_roll(facts(group), ["BANBAT-4-0003"])
    assert [str(one)[:38] for one in known.kept_out.values()] == ["This person was not cleared in the scre"[:38]]
    assert list(known.kept_out) == [group.people[3].id]
