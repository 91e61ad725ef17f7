"""Screening for human rights: who waits, who is cleared, and who is out of a rotation for good (R06, issue 6, 7)."""

from datetime import date

from tests import make
from tests.attestations.screened import screened
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.queries import screening
from trainingapp.attestations.screening import Counts
from trainingapp.kit.db import db
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
