"""What changes in units, rotations and rolls: by whoever may, once, through the journal."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.forces import actions, queries
from trainingapp.forces.models import Assignment, Rotation, Unit
from trainingapp.forces.rules import NewRotation
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.errors import Absent

AS_OF = date(2017, 12, 31)
OFFICER = Identity("officer", "Officer", (Grant("training_officer", "state", frozenset({"BGD"})),))
NEIGHBOUR = Identity("neighbour", "Neighbour", (Grant("training_officer", "state", frozenset({"RWA"})),))
AUTHORITY = Identity("authority", "Authority", (Grant("certifying_authority", "state", frozenset({"BGD"})),))
SCOPE = OFFICER.scope("rotations.see")


def new(**more) -> NewRotation:
    values = {
        "state": "BGD",
        "designation": "BANBAT-4",
        "unit_type": "INF_BN",
        "code": "BANBAT-4",
        "mission": "MINUSCA",
        "location": "Bouar",
        "deploys_on": date(2017, 11, 15),
        "ends_on": date(2018, 11, 14),
        "strength": 850,
    }
    return NewRotation(**(values | more))


def add(by: Identity = OFFICER, **more) -> Rotation:
    public_id = actions.open_rotation(new(**more), by=by, now=make.NOW)
    return queries.rotation(by.scope("rotations.see"), public_id, as_of=AS_OF)


def refused(**more) -> dict[str, str]:
    with pytest.raises(actions.CannotAdd) as caught:
        add(**more)
    return {field: str(problem) for field, problem in caught.value.problems.items()}


def entry():
    return journal.entry(act="test", by="t", now=make.NOW, object_kind="test", object_id="t")


def test_a_rotation_is_added_with_its_unit_in_one_entry(session):
    """E2: BANBAT-4, 850, for MINUSCA, deploying 2017-11-15."""
    added = add()
    assert (added.code, added.designation, added.unit_type, added.strength) == (
        "BANBAT-4",
        "BANBAT-4",
        "Infantry battalion",
        850,
    )
    last = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert (last.act, last.actor, last.object_id, last.state_code) == (
        "rotation.add",
        "officer",
        added.public_id,
        "BGD",
    )
    assert "unit" in last.commitments
    assert "rotation" in last.commitments


def test_the_next_rotation_of_a_unit_does_not_add_the_unit_again(session):
    first = add()
    second = add(code="BANBAT-4/2", deploys_on=date(2018, 11, 15), ends_on=date(2019, 11, 14))
    units = {row.unit_id for row in session.scalars(select(Rotation).where(Rotation.id.in_([first.id, second.id])))}
    assert len(units) == 1
    assert len(session.scalars(select(Unit).where(Unit.state_code == "BGD")).all()) == 1


@pytest.mark.parametrize("by", [NEIGHBOUR, AUTHORITY], ids=lambda identity: identity.name)
def test_whoever_may_not_add_for_the_state_finds_nothing(session, by):
    with pytest.raises(Absent):
        add(by)


def test_every_problem_is_said_at_once(session):
    add()
    assert refused(
        unit_type="FPU", ends_on=date(2017, 11, 15), deploys_on=date(2012, 1, 1), strength=0, code="BANBAT-4"
    ) == {
        "deploys_on": "MINUSCA was established on 2014-04-01, after this day.",
        "ends_on": "This tour would last longer than three years. Check both dates.",
        "strength": "The strength is a number of persons, from 1 to 5000.",
        "unit_type": "BANBAT-4 is known as another kind of unit: Infantry battalion.",
        "code": "There is a rotation BANBAT-4 already: MINUSCA, from 2017-11-15. Give the new one a name of its own.",
    }


def test_a_tour_ends_after_it_begins_and_begins_while_the_mission_lasts(session):
    assert list(refused(ends_on=date(2017, 11, 15))) == ["ends_on"]
    assert list(refused(mission="UNOCI", deploys_on=date(2017, 7, 1), ends_on=date(2017, 12, 31))) == ["deploys_on"]
    assert add(mission="UNOCI", deploys_on=date(2017, 6, 30), ends_on=date(2017, 12, 31)).mission_code == "UNOCI"


def test_whoever_loses_the_race_for_a_name_is_told_so(session):
    """Two officers add the same rotation at once: the check passed for both, the database decides."""
    known = add()
    unit = queries.unit("BGD", "BANBAT-4")
    with pytest.raises(actions.RotationKnown, match="already has a rotation"), entry() as opened:
        actions.add_rotation(opened, new(), unit_id=unit.id, public_id="x" * 22)
    assert known.code == "BANBAT-4"


def test_whoever_loses_the_race_for_a_unit_is_told_so(session):
    add()
    with pytest.raises(actions.UnitKnown), entry() as opened:
        actions.add_unit(opened, state="BGD", designation="BANBAT-4", unit_type="INF_BN")


def put(rotation: Rotation, *people, **more) -> int:
    rows = [{"person_id": person.id, "category": "troops", **more} for person in people]
    with entry() as opened:
        return actions.assign(opened, state=rotation.state_code, rotation_id=rotation.id, rows=rows)


def take_off(rotation: Rotation, *, left_on: date | None = None) -> int:
    ids = [line.assignment_id for line in queries.roll(SCOPE, rotation.id, as_of=AS_OF)]
    with entry() as opened:
        return actions.end_assignments(
            opened, state=rotation.state_code, assignment_ids=ids, reason="a reason", left_on=left_on
        )


def test_ranks_and_functions_are_kept_as_given(session):
    rotation, person = add(), make.person(make.state())
    put(rotation, person, rank="Lt Col (Retd.)", function="Bn. Comd", function_code="battalion_commander")
    (line,) = queries.roll(SCOPE, rotation.id, as_of=AS_OF)
    assert (line.rank, line.function, bool(line.decides)) == ("Lt Col (Retd.)", "Bn. Comd", True)


def test_a_person_stands_on_a_roll_once(session):
    rotation, person = add(), make.person(make.state())
    put(rotation, person)
    with pytest.raises(actions.OnTheRoll):
        put(rotation, person)


def test_whoever_loses_the_race_for_a_line_is_told_so(session):
    rotation, person = add(), make.person(make.state())
    with pytest.raises(actions.OnTheRoll):
        put(rotation, person, person)


def test_a_person_taken_off_a_roll_can_be_put_on_it_again(session):
    rotation, person = add(), make.person(make.state())
    put(rotation, person)
    take_off(rotation)
    put(rotation, person)
    lines = session.scalars(select(Assignment).where(Assignment.person_id == person.id).order_by(Assignment.ordinal))
    assert [line.ordinal for line in lines] == [0, 1]
    assert len(queries.roll(SCOPE, rotation.id, as_of=AS_OF)) == 1


def test_a_line_is_ended_once(session):
    rotation = add()
    put(rotation, make.person(make.state()))
    (line,) = queries.roll(SCOPE, rotation.id, as_of=AS_OF)
    assert take_off(rotation, left_on=date(2017, 12, 1)) == 1
    with pytest.raises(actions.AlreadyEnded), entry() as opened:
        actions.end_assignments(opened, state="BGD", assignment_ids=[line.assignment_id], reason="again")


def test_what_one_act_put_on_a_roll_can_be_found_for_its_undoing(session):
    rotation, state = add(), make.state()
    put(rotation, make.person(state, "A1"), make.person(state, "A2"))
    first, second = queries.roll(SCOPE, rotation.id, as_of=AS_OF)
    put(rotation, make.person(state, "A3"))
    assert actions.lines_of_entry("BGD", first.entry_seq) == [first.assignment_id, second.assignment_id]
    assert actions.lines_of_entry("RWA", first.entry_seq) == []


def test_putting_many_on_a_roll_takes_as_many_statements_as_putting_one(session, statements):
    state, counts = make.state(), []
    for size in (1, 200):
        rotation = add(code=f"R{size}", designation=f"U{size}")
        people = [make.person(state, f"{size}-{n}", "X") for n in range(size)]
        assert all(person.id for person in people)  # read again after their commit, before counting
        with statements() as seen:
            put(rotation, *people)
        counts.append(len(seen))
    assert counts[0] == counts[1]
