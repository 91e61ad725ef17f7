"""Coverage and gaps, figure for figure, on real databases (stories E2 and E3)."""

from collections import Counter
from datetime import date

from tests import make
from tests.readiness.conftest import Battalion, battalion, enrol, keep
from trainingapp.accounts.rules import OPERATOR
from trainingapp.forces.models import Assignment
from trainingapp.kit.figures import percent
from trainingapp.kit.ids import new_id
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question, Table, Tally
from trainingapp.readiness.reports import Judged

EVERYTHING = OPERATOR.scope("gaps.see")


def table(as_of: date, by: str = "rotation", **more: object) -> Table:
    actions.refresh(make.NOW)
    return reports.coverage(EVERYTHING, Question(as_of, preparing_days=180, **more), by=by)  # type: ignore[arg-type]


def judged(group: Battalion, as_of: date) -> Judged:
    return reports.of_rotation(EVERYTHING, group.rotation.public_id, as_of=as_of, names=EVERYTHING)


def cell(group: Battalion, as_of: date, curriculum: str = "CPTM") -> Tally:
    """The coverage of one curriculum, which the steps and the persons must agree on."""
    from_steps = table(as_of, rotation=group.rotation.public_id).rows[0].cells[curriculum]
    assert judged(group, as_of).standing.tallies[curriculum] == from_steps
    return from_steps


def banbat(bangladesh: object) -> Battalion:
    """BANBAT-4 after the file of 25 September: 829 passed, 18 failed, 3 rows were refused (E2)."""
    group = battalion(bangladesh)  # type: ignore[arg-type]
    cptm = make.version("CPTM", "2017")
    group.pass_all(cptm, date(2017, 9, 25), range(829))
    group.record(cptm, date(2017, 9, 25), "fail", range(829, 847))
    return group


def test_829_of_850_hold_the_core_course_and_the_21_missing_are_named_with_why(bangladesh):
    group = banbat(bangladesh)
    found = cell(group, date(2017, 9, 30))
    assert (found.held, found.required, found.gap, found.share) == (829, 850, 21, 97.5)
    assert percent(found.held, found.required) == "97.5\u00a0%"
    standing = judged(group, date(2017, 9, 30)).standing
    lacking = [person for person in standing.missing if "CPTM" in person.gaps]
    assert [person.who.name for person in lacking if person.who] == [f"Soldier {n:04}" for n in range(829, 850)]
    assert Counter(person.gaps["CPTM"].reason for person in lacking) == {"failed": 18, "not_recorded": 3}
    assert standing.reasons("CPTM") == {"failed": 18, "not_recorded": 3}
    assert str(lacking[0].gaps["CPTM"].sentence) == "Failed on 2017-09-25."


def test_after_the_retest_all_850_hold_it_and_the_past_is_not_rewritten(bangladesh):
    group = banbat(bangladesh)
    cptm = make.version("CPTM", "2017")
    group.pass_all(cptm, date(2017, 10, 20), range(829, 847))
    group.pass_all(cptm, date(2017, 9, 25), range(847, 850))
    assert cell(group, date(2017, 10, 20)).share == 100.0
    assert cell(group, date(2017, 10, 19)).gap == 18


def test_false_attendance_of_14_leaves_835_of_849(bangladesh):
    group = banbat(bangladesh)
    cptm = make.version("CPTM", "2017")
    group.pass_all(cptm, date(2017, 10, 20), range(829, 850))
    group.leave([849], on=date(2017, 11, 1))
    assert cell(group, date(2017, 11, 20)).share == 100.0
    group.withdraw(cptm, range(14))
    found = cell(group, date(2017, 12, 10))
    assert (found.held, found.required, found.share) == (835, 849, 98.4)
    # A withdrawn completion never counted: not on the day it was still believed, either.
    assert cell(group, date(2017, 10, 20)).held == 836
    assert judged(group, date(2017, 12, 10)).standing.reasons("CPTM") == {"withdrawn": 14}


def test_child_protection_of_2014_closes_no_gap_after_its_transition(bangladesh):
    group = battalion(bangladesh, 20, deploys_on=date(2017, 7, 1), ends_on=date(2019, 6, 30))
    first = make.version("CP-MIL", "2014")
    group.record(first, date(2017, 6, 1), "pass", valid_through=date(2019, 6, 1))
    assert cell(group, date(2018, 6, 1), "CP-MIL").gap == 0
    assert cell(group, first.transition_until, "CP-MIL").gap == 0
    assert cell(group, date(2019, 2, 1), "CP-MIL").gap == 20
    assert judged(group, date(2019, 2, 1)).standing.reasons("CP-MIL") == {"superseded": 20}


def test_a_recorded_online_course_does_not_make_up_for_a_missing_one(bangladesh):
    """R08: with CPTM and without SEA a person is not ready."""
    group = banbat(bangladesh)
    standing = judged(group, date(2017, 12, 31)).standing
    assert standing.whole.held == 0
    assert standing.tallies["SEA-ELEARN"].gap == 850


def test_only_the_designated_decision_makers_owe_the_protection_package(bangladesh):
    """R17, and the requirement of E4: a battalion commander is bound, a soldier is not."""
    make.function()
    group = banbat(bangladesh)
    assert cell(group, date(2017, 12, 31), "CPOC-MIL").required == 1


def test_counts_are_told_by_sex_and_the_unrecorded_apart(bangladesh):
    """R70, R71."""
    group = battalion(bangladesh, 10, women=3)
    unknown = make.person(bangladesh, "U1", "Sam", sex="unspecified")
    make.assignment(group.rotation, unknown)
    group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(5))
    found = cell(group, date(2017, 12, 31))
    assert found.required_by_sex == (3, 7, 1)
    assert found.held_by_sex == (3, 2, 0)
    assert found.gap_by_sex == (0, 5, 1)


def test_a_line_recorded_in_error_never_counted_and_one_who_left_counts_through_the_last_day(bangladesh):
    group = battalion(bangladesh, 10)
    group.leave([8], "in_error")
    group.leave([9], on=date(2018, 3, 1))
    assert cell(group, date(2017, 12, 31)).required == 9
    assert cell(group, date(2018, 3, 1)).required == 9
    assert cell(group, date(2018, 3, 2)).required == 8


def test_who_comes_back_under_another_line_is_counted_once(bangladesh):
    group = battalion(bangladesh, 2)
    group.leave([1], on=date(2018, 3, 1))
    person = group.people[1]
    line = {"public_id": new_id(), "state_code": "BGD", "rotation_id": group.rotation.id, "person_id": person.id}
    keep(Assignment, [line | {"ordinal": 1, "category": "troops"}], about=group.rotation)
    for day in (date(2018, 3, 1), date(2018, 3, 2)):
        assert cell(group, day).required == 2


def test_a_rotation_without_a_roll_is_counted_apart_and_never_as_complete(bangladesh):
    make.rotation(bangladesh, "BANBAT-4")
    battalion(bangladesh, 10, code="BANBAT-5")
    found = table(date(2017, 12, 31), by="state")
    (row,) = found.rows
    assert row.total.required
    assert [(one.code, one.planned, one.named) for one in row.without_roll] == [("BANBAT-4", 850, 0)]


def test_a_rotation_that_is_preparing_is_shown_when_asked_for_and_judged_at_deployment(bangladesh):
    """The course expires between the day asked for and the deployment: the second figure says so."""
    group = battalion(bangladesh, 10)
    group.record(make.version("BFA", "2017"), date(2016, 11, 1), "pass", valid_through=date(2017, 11, 1))
    as_of = date(2017, 10, 1)
    assert table(as_of).rows == []
    (row,) = table(as_of, phases=("deployed", "preparing")).rows
    assert row.cells["BFA"].gap == 0
    (row,) = table(as_of, phases=("preparing",), at_deployment=True).rows
    assert row.cells["BFA"].gap == 10
    both = judged(group, as_of)
    assert both.standing.tallies["BFA"].gap == 0
    assert both.at_deployment is not None
    assert both.at_deployment.tallies["BFA"].gap == 10
    assert judged(group, date(2017, 11, 15)).at_deployment is None
    too_early = date(2017, 5, 1)
    assert table(too_early, phases=("deployed", "preparing")).rows == []


def test_an_ended_rotation_is_judged_on_its_last_day(bangladesh):
    group = battalion(bangladesh, 10, deploys_on=date(2016, 11, 15), ends_on=date(2017, 11, 14))
    group.record(make.version("CPTM", "2017"), date(2016, 9, 1), "pass", valid_through=date(2017, 11, 30))
    assert cell(group, date(2030, 1, 1)).gap == 0
    assert judged(group, date(2030, 1, 1)).standing.judged_on == date(2017, 11, 14)
    assert table(date(2017, 11, 15)).rows == []


def test_a_requirement_binds_a_rotation_by_the_day_it_deploys(bangladesh):
    """R01: rotations that deployed before 2016 are not asked for the core course."""
    before = battalion(bangladesh, 5, code="A", deploys_on=date(2015, 12, 20), ends_on=date(2018, 1, 31))
    after = battalion(bangladesh, 5, code="B", deploys_on=date(2016, 1, 10), ends_on=date(2018, 1, 31))
    assert "CPTM" not in judged(before, date(2017, 12, 31)).standing.tallies
    assert judged(after, date(2017, 12, 31)).standing.tallies["CPTM"].gap == 5
    rows = {row.key[2]: row for row in table(date(2017, 12, 31)).rows}
    assert rows[before.rotation.public_id].cells == {}
    assert rows[before.rotation.public_id].whole.required == 5


def test_the_tables_by_state_mission_rotation_and_curriculum_agree(bangladesh):
    banbat(bangladesh)
    carana = make.state("XCA", "Carana", "XA")
    battalion(carana, 30, code="CARBAT", mission_code=make.mission("UNMISS").code)
    tables = {by: table(date(2017, 12, 31), by) for by in ("state", "mission", "rotation", "curriculum")}
    assert {by: len(found.rows) for by, found in tables.items()} == {
        "state": 2,
        "mission": 2,
        "rotation": 2,
        "curriculum": 1,
    }
    totals = {by: (found.totals.cells, found.totals.whole) for by, found in tables.items()}
    assert all(total == totals["curriculum"] for total in totals.values())
    assert totals["state"][0]["CPTM"].required == 880


def test_every_report_takes_the_same_number_of_statements_for_few_and_for_many(bangladesh, statements):
    for strength in (3, 40):
        more = battalion(bangladesh, strength, code=f"BANBAT-{strength}")
        more.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25))
        actions.refresh(make.NOW)
        with statements() as seen:
            reports.coverage(EVERYTHING, Question(date(2017, 12, 31), 180), by="component")
        assert len(seen) in (10, 11)
        for by in ("state", "mission", "rotation", "curriculum", "unit_type"):
            with statements() as seen:
                reports.coverage(EVERYTHING, Question(date(2017, 12, 31), 180), by=by)
            assert len(seen) == 3
        public_id = more.rotation.public_id
        with statements() as seen:
            reports.of_rotation(EVERYTHING, public_id, as_of=date(2017, 12, 31), names=EVERYTHING)
        assert len(seen) == 13
    with statements() as seen:
        list(reports.of_rotations(EVERYTHING, Question(date(2017, 12, 31), 180), names=EVERYTHING))
    assert len(seen) == 14


def test_a_person_in_two_rotations_counts_in_both(bangladesh):
    first = battalion(bangladesh, 4, code="A")
    second = make.rotation(bangladesh, "B", deploys_on=date(2017, 12, 1))
    enrol(second, first.people)
    first.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25))
    found = table(date(2017, 12, 31)).rows
    assert [row.cells["CPTM"].held for row in found] == [4, 4]
