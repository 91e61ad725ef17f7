"""What is kept for speed follows the journal, and can be thrown away, rebuilt and compared at any time."""

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests import make
from tests.readiness.conftest import battalion, enrol
from trainingapp.accounts.rules import OPERATOR
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.models import CoverageStep
from trainingapp.readiness.queries import feed, kept

SEPTEMBER = date(2017, 9, 25)
#: Of the battalions of one test that is run many times.
NUMBERS = count(100)


def held(rotation: object) -> int:
    question = Question(date(2017, 12, 31), 180, rotation=rotation.public_id)  # type: ignore[attr-defined]
    return reports.coverage(OPERATOR.scope("gaps.see"), question, by="rotation").totals.cells["CPTM"].held


def test_the_first_refresh_computes_everything_and_the_second_nothing(bangladesh, statements):
    battalion(bangladesh, 5)
    assert actions.refresh(make.NOW).everything
    with statements() as seen:
        assert actions.refresh(make.NOW).rotations == 0
    assert len([statement for statement in seen if "advisory" not in statement]) == 2
    with statements() as seen:
        assert not feed.behind()
    assert len(seen) == 1


def test_only_what_an_act_touched_is_computed_anew(bangladesh):
    first, second = battalion(bangladesh, 5, code="A"), battalion(bangladesh, 5, code="B")
    actions.refresh(make.NOW)
    first.pass_all(make.version(), SEPTEMBER)
    assert feed.behind()
    done = actions.refresh(make.NOW)
    assert (done.rotations, done.everything) == (1, False)
    assert (held(first.rotation), held(second.rotation)) == (5, 0)


def test_results_recorded_for_one_rotation_count_in_every_rotation_of_the_same_people(bangladesh):
    """A unit's successor takes people over: the act names one rotation, the people stand on two rolls."""
    first = battalion(bangladesh, 5, code="A")
    successor = make.rotation(bangladesh, "B", deploys_on=date(2017, 12, 1))
    enrol(successor, first.people[:3])
    actions.refresh(make.NOW)
    first.pass_all(make.version(), SEPTEMBER)
    assert actions.refresh(make.NOW).rotations == 2
    assert (held(first.rotation), held(successor)) == (5, 3)
    first.withdraw(make.version(), [0])
    assert actions.refresh(make.NOW).rotations == 2
    assert (held(first.rotation), held(successor)) == (4, 2)


def test_a_roll_and_its_changes_are_followed(bangladesh):
    group = battalion(bangladesh, 5)
    actions.refresh(make.NOW)
    make.assignment(group.rotation, make.person(bangladesh, "NEW"))
    assert actions.refresh(make.NOW).rotations == 1
    group.leave([0], "in_error")
    assert actions.refresh(make.NOW).rotations == 1
    question = Question(date(2017, 12, 31), 180, rotation=group.rotation.public_id)
    assert reports.coverage(OPERATOR.scope("gaps.see"), question, by="rotation").whole.required == 5


@pytest.mark.parametrize(("kind", "everything"), [("account", False), ("certificate", False), ("reference", True)])
def test_an_act_that_cannot_matter_is_passed_over_and_an_unknown_one_computes_everything(bangladesh, kind, everything):
    battalion(bangladesh, 5)
    actions.refresh(make.NOW)
    with journal.entry(act="some.thing", by="tests", now=make.NOW, object_kind=kind, object_id="x"):
        pass
    assert actions.refresh(make.NOW).everything is everything
    assert not feed.behind()


def test_an_act_about_a_rotation_or_a_person_that_keeps_no_row_computes_theirs(bangladesh):
    first = battalion(bangladesh, 5, code="A")
    battalion(bangladesh, 5, code="B")
    actions.refresh(make.NOW)
    for kind, thing in (("rotation", first.rotation.public_id), ("person", first.people[0].public_id)):
        with journal.entry(act="some.thing", by="tests", now=make.NOW, object_kind=kind, object_id=thing):
            pass
        done = actions.refresh(make.NOW)
        assert (done.rotations, done.everything) == (1, False)


def test_a_new_version_of_a_curriculum_computes_everything(bangladesh):
    battalion(bangladesh, 5)
    actions.refresh(make.NOW)
    make.version("CPTM", "2031", status="pilot")
    assert actions.refresh(make.NOW).everything


def test_what_is_kept_is_what_the_facts_give_and_a_wrong_step_is_found(bangladesh):
    group = battalion(bangladesh, 5)
    group.pass_all(make.version(), SEPTEMBER, [0, 1, 2])
    actions.refresh(make.NOW)
    assert list(reports.differing_rotations()) == []
    step = db.session.scalars(select(CoverageStep).where(CoverageStep.held == 3)).first()
    db.session.execute(update(CoverageStep).where(CoverageStep.id == step.id).values(held=5))
    (wrong,) = reports.steps_are_right(db.session.connection())
    assert (wrong.table, wrong.id) == ("coverage_change", group.rotation.public_id)
    assert "CPTM male 2017-09-25" in str(wrong.reason) or "CPTM female 2017-09-25" in str(wrong.reason)
    actions.rebuild(make.NOW)
    assert list(reports.differing_rotations()) == []


def test_what_is_only_behind_the_journal_is_not_called_wrong(bangladesh):
    group = battalion(bangladesh, 5)
    assert list(reports.differing_rotations()) == []
    actions.refresh(make.NOW)
    group.pass_all(make.version(), SEPTEMBER)
    assert list(reports.differing_rotations()) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_following_the_journal_and_starting_from_nothing_give_the_same(bangladesh, data):
    """Acts in any order, refreshed now and then: in the end the steps are those of a rebuild."""
    groups = [battalion(bangladesh, 4, code=f"BAT{next(NUMBERS)}") for _ in range(2)]
    enrol(groups[1].rotation, groups[0].people[2:])
    versions = [make.version("CPTM", "2017"), make.version("BFA", "2017")]
    free = {(g, n, v) for g in (0, 1) for n in range(4) for v in (0, 1)}
    recorded: set[tuple[int, int, int]] = set()
    staying = {(g, n) for g in (0, 1) for n in range(4)}
    for _ in range(data.draw(st.integers(1, 8))):
        act = data.draw(st.sampled_from(["record", "withdraw", "leave", "refresh"]))
        if act == "record" and free:
            g, n, v = data.draw(st.sampled_from(sorted(free)))
            day = data.draw(st.dates(date(2016, 1, 1), date(2017, 12, 31)))
            groups[g].record(versions[v], day, data.draw(st.sampled_from(["pass", "fail"])), [n])
            free.remove((g, n, v))
            recorded.add((g, n, v))
        elif act == "withdraw" and recorded:
            g, n, v = data.draw(st.sampled_from(sorted(recorded)))
            groups[g].withdraw(versions[v], [n])
            recorded.remove((g, n, v))
        elif act == "leave" and staying:
            g, n = data.draw(st.sampled_from(sorted(staying)))
            on = data.draw(st.none() | st.dates(date(2017, 11, 15), date(2018, 6, 1)))
            groups[g].leave([n], "left" if on else "in_error", on=on)
            staying.remove((g, n))
        else:
            actions.refresh(make.NOW)
    actions.refresh(make.NOW)
    ids = [group.rotation.id for group in groups]
    followed = {key: sorted(steps, key=str) for key, steps in kept.steps_of(ids).items()}
    actions.rebuild(make.NOW)
    assert followed == {key: sorted(steps, key=str) for key, steps in kept.steps_of(ids).items()}
