"""Who sees which rotations and persons, and what is counted on a day."""

from datetime import date

import pytest

from tests import make
from trainingapp.accounts.rules import Grant, Identity, Scope
from trainingapp.forces import actions, queries
from trainingapp.forces.models import Rotation
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Absent, Refused
from trainingapp.people.models import Person

AS_OF = date(2017, 12, 31)


def scope(role: str, kind: str, *, states: str = "", missions: str = "") -> Scope:
    """Whose rotations and people somebody in this role sees."""
    grant = Grant(role, kind, frozenset(states.split()), frozenset(missions.split()))
    return Identity("id", role, (grant,)).scope("rotations.see")


BANGLADESH = scope("training_officer", "state", states="BGD")
RWANDA = scope("training_officer", "state", states="RWA")
CELL = scope("training_officer", "mission", missions="MINUSCA")
OTHER_CELL = scope("training_officer", "mission", missions="UNMISS")
ANALYST = scope("analyst", "all")
NOBODY = scope("administrator", "all")
INSTITUTION = scope("training_officer", "institution", states="BGD RWA")
ALL = (BANGLADESH, RWANDA, CELL, OTHER_CELL, ANALYST, NOBODY, INSTITUTION)


@pytest.fixture
def two_states(session) -> tuple[Rotation, Rotation]:
    """BANBAT-4 of Bangladesh in MINUSCA and RWABAT-1 of Rwanda in UNMISS."""
    bangladesh, rwanda = make.state("BGD"), make.state("RWA", "Rwanda", "RW")
    return (
        make.rotation(bangladesh, "BANBAT-4"),
        make.rotation(rwanda, "RWABAT-1", mission_code=make.mission("UNMISS").code),
    )


def on_roll(rotation: Rotation, count: int = 1, *, category: str = "troops", sex: str = "male") -> list[Person]:
    """So many persons on its roll."""
    state = make.state(rotation.state_code)
    people = [make.person(state, f"{rotation.code}-{category}-{sex}-{n}", f"Person {n}", sex=sex) for n in range(count)]
    for person in people:
        make.assignment(rotation, person, category=category)
    return people


def end(rotation: Rotation, person: Person, **more) -> None:
    lines = queries.roll(ANALYST, rotation.id, as_of=date(2000, 1, 1))
    ids = [line.assignment_id for line in lines if line.person.id == person.id]
    with journal.entry(act="test", by="t", now=make.NOW, object_kind="test", object_id="t") as entry:
        actions.end_assignments(entry, state=rotation.state_code, assignment_ids=ids, reason="a reason", **more)


def codes(seen_by: Scope, **more) -> list[str]:
    return [row.code for row in queries.rotations(seen_by, as_of=AS_OF, **more).rows]


def test_each_sees_the_rotations_of_their_states_or_missions_and_no_other(two_states):
    assert {scope: set(codes(scope)) for scope in ALL} == {
        BANGLADESH: {"BANBAT-4"},
        RWANDA: {"RWABAT-1"},
        CELL: {"BANBAT-4"},
        OTHER_CELL: {"RWABAT-1"},
        ANALYST: {"BANBAT-4", "RWABAT-1"},
        NOBODY: set(),
        INSTITUTION: {"BANBAT-4", "RWABAT-1"},
    }


def test_a_foreign_rotation_is_as_absent_as_one_that_never_was(two_states):
    banbat, _ = two_states
    assert queries.rotation(BANGLADESH, banbat.public_id, as_of=AS_OF).code == "BANBAT-4"
    for seen_by, public_id in ((RWANDA, banbat.public_id), (NOBODY, banbat.public_id), (BANGLADESH, "x" * 22)):
        with pytest.raises(Absent):
            queries.rotation(seen_by, public_id, as_of=AS_OF)


def test_a_foreign_roll_is_empty(two_states):
    banbat, _ = two_states
    on_roll(banbat)
    assert len(queries.roll(BANGLADESH, banbat.id, as_of=AS_OF)) == 1
    assert queries.roll(RWANDA, banbat.id, as_of=AS_OF) == []
    assert queries.roll_summary(RWANDA, banbat.id, as_of=AS_OF) == {}
    assert queries.roll_page(RWANDA, banbat.id, as_of=AS_OF).total == 0


def sees(seen_by: Scope, person: Person) -> bool:
    try:
        return queries.person(seen_by, person.public_id).id == person.id
    except Absent:
        return False


def test_a_person_is_seen_by_their_state_and_by_the_mission_they_serve_in(two_states):
    (person,) = on_roll(two_states[0])
    assert [sees(seen_by, person) for seen_by in ALL] == [True, False, True, False, True, False, True]


def test_a_missions_cell_does_not_see_who_was_put_on_a_roll_in_error(two_states):
    (person,) = on_roll(two_states[0])
    end(two_states[0], person)
    assert sees(BANGLADESH, person)
    assert not sees(CELL, person)


def test_a_missions_cell_sees_who_served_and_left_but_not_who_left_before_deployment(two_states):
    banbat, _ = two_states
    served, never_came = on_roll(banbat, 2)
    end(banbat, served, left_on=date(2017, 12, 1))
    end(banbat, never_came, left_on=date(2017, 11, 14))
    assert sees(CELL, served)
    assert not sees(CELL, never_came)


def test_somebody_who_left_stands_on_the_roll_through_their_last_day(two_states):
    banbat, _ = two_states
    stays, leaves = on_roll(banbat, 2)
    end(banbat, leaves, left_on=date(2017, 12, 1))

    def numbers(day: date) -> tuple[int, int, int]:
        listed = {row.code: row.on_roll for row in queries.rotations(BANGLADESH, as_of=day).rows}
        single = queries.rotation(BANGLADESH, banbat.public_id, as_of=day).on_roll
        return listed["BANBAT-4"], single, len(queries.roll(BANGLADESH, banbat.id, as_of=day))

    assert numbers(date(2017, 12, 1)) == (2, 2, 2)
    assert numbers(date(2017, 12, 2)) == (1, 1, 1)
    assert [line.person.id for line in queries.roll(BANGLADESH, banbat.id, as_of=AS_OF)] == [stays.id]


def test_a_line_recorded_in_error_never_counted(two_states):
    banbat, _ = two_states
    (person,) = on_roll(banbat)
    end(banbat, person)
    for day in (date(2017, 1, 1), AS_OF):
        assert queries.rotation(BANGLADESH, banbat.public_id, as_of=day).on_roll == 0
    (service,) = queries.service_of(BANGLADESH, person.id)
    assert (service.rotation, service.ended, service.reason) == ("BANBAT-4", "in_error", "a reason")


def test_a_persons_service_in_rotations_outside_the_scope_is_not_told(two_states):
    banbat, _ = two_states
    (person,) = on_roll(banbat)
    earlier = make.rotation(make.state(), "BANBAT-1", mission_code=make.mission("UNMISS").code)
    make.assignment(earlier, person)
    assert {each.rotation for each in queries.service_of(BANGLADESH, person.id)} == {"BANBAT-4", "BANBAT-1"}
    assert [each.rotation for each in queries.service_of(CELL, person.id)] == ["BANBAT-4"]


def test_the_summary_counts_by_category_and_sex(two_states):
    banbat, _ = two_states
    on_roll(banbat, 3)
    on_roll(banbat, 2, sex="female")
    on_roll(banbat, 1, category="staff_officer", sex="unspecified")
    assert queries.roll_summary(ANALYST, banbat.id, as_of=AS_OF) == {
        ("troops", "male"): 3,
        ("troops", "female"): 2,
        ("staff_officer", "unspecified"): 1,
    }


def test_a_roll_knows_who_decides_at_tactical_level(two_states):
    """R17: the designation comes with the function."""
    banbat, _ = two_states
    leader, soldier = on_roll(banbat, 1)[0], make.person(make.state(), "B", "Bob")
    make.assignment(banbat, soldier, function="Rifleman")
    commander = make.person(make.state(), "C", "Carol")
    make.assignment(banbat, commander, function="CO", function_code=make.function("battalion_commander").code)
    lines = queries.roll(BANGLADESH, banbat.id, as_of=AS_OF)
    assert {line.person.id: bool(line.decides) for line in lines} == {
        leader.id: False,
        soldier.id: False,
        commander.id: True,
    }


def test_a_rotation_is_named_by_its_code_and_by_state_where_two_use_it(two_states):
    make.rotation(make.state("RWA", "Rwanda", "RW"), "BANBAT-4")

    def called(seen_by: Scope, text: str) -> str:
        return queries.rotation_by_code(seen_by, text, as_of=AS_OF).state_code

    assert called(BANGLADESH, "BANBAT-4") == "BGD"
    assert called(ANALYST, "rwa:BANBAT-4") == "RWA"
    with pytest.raises(Refused, match="BGD:BANBAT-4, RWA:BANBAT-4"):
        called(ANALYST, "BANBAT-4")
    with pytest.raises(Refused, match="no rotation called “RWABAT-1”"):
        called(BANGLADESH, "RWABAT-1")


def test_filters_narrow_the_list(two_states):
    def found(**chosen) -> list[str]:
        return codes(ANALYST, filters=queries.Filters(**chosen))

    assert found(state="BGD") == ["BANBAT-4"]
    assert found(mission="UNMISS") == ["RWABAT-1"]
    assert found(text="ban") == ["BANBAT-4"]
    assert found(text="%") == []
    assert found(text="bat", state="RWA") == ["RWABAT-1"]


@pytest.mark.parametrize(
    ("phase", "deploys_on", "ends_on"),
    [
        ("planned", date(2018, 7, 1), date(2019, 6, 30)),
        ("preparing", date(2018, 6, 29), date(2019, 6, 30)),
        ("preparing", date(2018, 1, 1), date(2018, 12, 31)),
        ("deployed", date(2017, 12, 31), date(2018, 12, 31)),
        ("deployed", date(2016, 12, 31), date(2017, 12, 31)),
        ("ended", date(2016, 1, 1), date(2017, 12, 30)),
    ],
)
def test_the_phase_of_a_rotation_and_the_filter_agree_to_the_day(session, phase, deploys_on, ends_on):
    make.rotation(make.state(), "R", deploys_on=deploys_on, ends_on=ends_on)
    (row,) = queries.rotations(ANALYST, as_of=AS_OF).rows
    assert row.phase(as_of=AS_OF, preparing_days=180) == phase
    by_filter = {
        wanted: codes(ANALYST, filters=queries.Filters(phase=wanted, preparing_days=180))
        for wanted in ("planned", "preparing", "deployed", "ended")
    }
    assert by_filter == {wanted: ["R"] if wanted == phase else [] for wanted in by_filter}


@pytest.mark.parametrize("column", queries.SORTS)
def test_the_list_can_be_ordered_both_ways(two_states, column):
    make.rotation(make.state(), "A", deploys_on=date(2017, 1, 1), ends_on=date(2018, 1, 1), strength=10)
    on_roll(two_states[1])
    up, down = codes(ANALYST, sort=column), codes(ANALYST, sort=f"-{column}")
    assert len(up) == 3
    assert up != down or column in ("unit_type",)


@pytest.mark.parametrize(("sort", "cost"), [("-deploys_on", 3), ("on_roll", 2)])
def test_the_list_takes_as_many_statements_for_few_rotations_as_for_many(two_states, statements, sort, cost):
    counts = []
    for more in (0, 60):
        for n in range(more):
            make.rotation(make.state(), f"X{n}")
        with statements() as seen:
            page = queries.rotations(ANALYST, as_of=AS_OF, sort=sort)
        counts.append(len(seen))
    assert counts == [cost, cost]
    assert (page.total, len(page.rows), page.pages) == (62, 50, 2)
