"""What is asked of a rotation by statements, narrow rules and waivers, and how strongly it must be shown, through
everything that is kept and judged (R02, R12; E10, E12)."""

from datetime import date

import pytest

from tests import make
from tests.readiness.conftest import Battalion, battalion, keep
from trainingapp.accounts.rules import OPERATOR
from trainingapp.forces.models import Unit
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.readiness import actions, reports
from trainingapp.readiness.coverage import Question, Tally
from trainingapp.readiness.queries import kept
from trainingapp.requirements.models import (
    Requirement,
    RequirementEnd,
    RequirementReach,
    UnitStatement,
    UnitStatementLine,
    Waiver,
    WaiverEnd,
    WaiverPerson,
)

EVERYTHING = OPERATOR.scope("gaps.see")
DECEMBER = date(2017, 12, 31)


def tallies(group: Battalion, day: date = DECEMBER, **asked: str) -> dict[str, Tally]:
    """Curriculum -> tally of one rotation: as kept, and the same as judged person by person."""
    actions.refresh(make.NOW)
    question = Question(day, 180, rotation=group.rotation.public_id, **asked)
    (row,) = reports.coverage(EVERYTHING, question, by="rotation").rows
    evidence = asked.get("evidence", "self_declared")
    judged = reports.of_rotation(
        EVERYTHING, group.rotation.public_id, as_of=day, names=EVERYTHING, evidence=evidence
    ).standing
    if evidence == "self_declared":
        assert dict(row.cells) == dict(judged.tallies)
        assert row.whole == judged.whole
    else:
        assert {code: one.held for code, one in row.cells.items()} == {
            code: one.held for code, one in judged.tallies.items()
        }
    return dict(row.cells)


def waive(group: Battalion, code: str, first: date, last: date, which: list[int] | None = None) -> int:
    """Waive a curriculum, for all or for some by their places on the roll; the waiver's key."""
    row = {
        "public_id": new_id(),
        "state_code": group.rotation.state_code,
        "rotation_id": group.rotation.id,
        "curriculum_code": code,
        "whole_rotation": which is None,
        "first_day": first,
        "last_day": last,
        "authority": "Military Adviser",
        "consent": "MINUSCA, fax 17-331 of 2 Nov 2017",
        "reason": "No instructor before deployment",
        "granted_by": "tests",
        "granted_at": make.NOW,
    }
    keep(Waiver, [row], about=group.rotation, act="waiver.grant")
    if which:
        persons = [
            {
                "public_id": new_id(),
                "state_code": group.rotation.state_code,
                "waiver_id": row["id"],
                "person_id": group.people[n].id,
            }
            for n in which
        ]
        keep(WaiverPerson, persons, about=group.rotation, act="waiver.grant")
    return int(str(row["id"]))


def state_requirements(version: int, first: date, *curricula: str, unit_type: str) -> None:
    """A statement of unit requirements of MINUSCA."""
    group = make.rotation(make.state(), f"SUR-{version}")
    statement = {
        "public_id": new_id(),
        "mission_code": "MINUSCA",
        "unit_type_code": unit_type,
        "version": version,
        "effective_from": first,
        "headcount": 140,
        "language": "fr",
        "source": "MOU annex",
        "stated_by": "tests",
        "stated_at": make.NOW,
    }
    keep(UnitStatement, [statement], about=group, act="statement.make")
    lines = [
        {"public_id": new_id(), "statement_id": statement["id"], "curriculum_code": code, "functions": ""}
        for code in curricula
    ]
    keep(UnitStatementLine, lines, about=group, act="statement.make")


def unit_type_of(group: Battalion) -> str:
    unit = db.session.get(Unit, group.rotation.unit_id)
    assert unit is not None
    return unit.unit_type_code


def test_a_waiver_is_counted_apart_and_runs_out_into_a_gap(bangladesh):
    group = battalion(bangladesh, 10)
    group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(6))
    waive(group, "CPTM", date(2017, 11, 1), date(2018, 1, 15), [6, 7, 8])
    during, after = tallies(group)["CPTM"], tallies(group, date(2018, 1, 16))["CPTM"]
    assert (during.required, during.held, during.waived, during.open) == (10, 6, 3, 1)
    assert (after.required, after.held, after.waived, after.open) == (10, 6, 0, 4)


def test_whoever_trains_under_a_waiver_holds_it_and_is_waived_no_more(bangladesh):
    group = battalion(bangladesh, 4)
    version = make.version("CPTM", "2017")
    key = waive(group, "CPTM", date(2017, 11, 1), date(2018, 6, 30))
    assert tallies(group)["CPTM"].waived == 4
    group.pass_all(version, date(2017, 12, 20), [0])
    assert (tallies(group)["CPTM"].held, tallies(group)["CPTM"].waived) == (1, 3)
    ending = {
        "public_id": new_id(),
        "state_code": "BGD",
        "waiver_id": key,
        "ended_on": date(2017, 12, 25),
        "reason": "an instructor came",
        "ended_by": "tests",
        "ended_at": make.NOW,
    }
    keep(WaiverEnd, [ending], about=group.rotation, act="waiver.end")
    assert (tallies(group)["CPTM"].waived, tallies(group, date(2017, 12, 25))["CPTM"].waived) == (0, 3)


def test_a_new_statement_asks_more_of_those_who_deploy_after_it_and_nothing_of_those_before(bangladesh):
    """E10: version 2 adds C-IED from 2017-10-01: a unit of 140 gets 140 gaps; who deployed in June gets none."""
    before = battalion(bangladesh, 140, code="FPU-1", deploys_on=date(2017, 6, 10), ends_on=date(2018, 6, 9))
    after = battalion(bangladesh, 140, code="FPU-2", deploys_on=date(2017, 11, 15), ends_on=date(2018, 11, 14))
    kind = unit_type_of(after)
    state_requirements(1, date(2017, 1, 1), "CPTM", "SEA-ELEARN", "BFA", "POC-POL", unit_type=kind)
    was, then = tallies(before), tallies(after)
    assert was["POC-POL"].gap == then["POC-POL"].gap == 140
    assert "CIED-BASIC" not in then
    state_requirements(2, date(2017, 10, 1), "CPTM", "SEA-ELEARN", "BFA", "POC-POL", "CIED-BASIC", unit_type=kind)
    assert tallies(before) == was
    assert tallies(after) == {**then, "CIED-BASIC": tallies(after)["CIED-BASIC"]}
    assert (tallies(after)["CIED-BASIC"].required, tallies(after)["CIED-BASIC"].gap) == (140, 140)
    by_language = reports.coverage(EVERYTHING, Question(DECEMBER, 180), by="language")
    assert {row.key for row in by_language.rows} == {("fr",)}


def test_the_strength_of_evidence_decides_what_is_counted(bangladesh):
    """R02: self-declared, recorded, certified and verified are never merged; each count says which it counts."""
    group = battalion(bangladesh, 10)
    version = make.version("CPTM", "2017")
    for which, evidence in (([0, 1, 2, 3], "self_declared"), ([4, 5, 6], "recorded"), ([7, 8], "verified")):
        group.record(version, date(2017, 9, 25), "pass", which, evidence=evidence)
    held = {
        evidence: tallies(group, evidence=evidence)["CPTM"].held
        for evidence in ("self_declared", "recorded", "certified", "verified")
    }
    assert held == {"self_declared": 9, "recorded": 5, "certified": 2, "verified": 2}
    judged = reports.of_rotation(
        EVERYTHING, group.rotation.public_id, as_of=DECEMBER, names=EVERYTHING, evidence="recorded"
    ).standing
    assert judged.reasons("CPTM") == {"weaker": 4, "not_recorded": 1}
    said = {str(person.gaps["CPTM"].sentence) for person in judged.missing if "CPTM" in person.gaps}
    assert "Completed on 2017-09-25, evidence: Self-declared." in said


@pytest.mark.parametrize(("day", "required"), [(date(2017, 11, 28), 0), (date(2017, 11, 29), 10)])
def test_a_rule_that_asks_after_arrival_asks_from_that_day(bangladesh, day, required):
    """E12: the induction is due 14 days after arrival."""
    group = battalion(bangladesh, 10)
    rule = {
        "code": "TEST-INDUCTION",
        "title": "Induction within a fortnight",
        "curriculum_code": "INDUCTION-MINUSCA",
        "mandatory": True,
        "categories": "",
        "decision_makers_only": False,
        "phase": "in-mission",
        "holds_from": date(2017, 1, 1),
        "source": "R39: H ¶232",
        "assumption": False,
    }
    keep(Requirement, [rule], about=group.rotation, act="requirement.load")
    reach = dict.fromkeys(("components", "unit_types", "rank_bands", "functions", "versions"), "")
    keep(
        RequirementReach,
        [
            {
                **reach,
                "public_id": new_id(),
                "requirement_code": "TEST-INDUCTION",
                "missions": "MINUSCA",
                "due": "arrival",
                "due_days": 14,
            }
        ],
        about=group.rotation,
        act="requirement.load",
    )
    found = tallies(group, day).get("INDUCTION-MINUSCA", Tally())
    assert found.required == required


def test_following_new_rules_and_statements_gives_what_a_rebuild_gives(bangladesh):
    group, later = battalion(bangladesh, 5), battalion(bangladesh, 5, code="B", deploys_on=date(2018, 2, 1))
    group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25))
    actions.refresh(make.NOW)
    state_requirements(1, date(2018, 1, 1), "CIED-BASIC", unit_type=unit_type_of(later))
    waive(later, "CPTM", date(2018, 1, 1), date(2018, 3, 1), [1])
    ending = {
        "public_id": new_id(),
        "requirement_code": "BFA-UNIFORMED",
        "last_day": date(2018, 1, 15),
        "reason": "replaced",
        "ended_by": "tests",
        "ended_at": make.NOW,
    }
    keep(RequirementEnd, [ending], about=group.rotation, act="requirement.end")
    done = actions.refresh(make.NOW)
    assert not done.everything
    ids = [group.rotation.id, later.rotation.id]
    followed = {key: sorted(steps, key=str) for key, steps in kept.steps_of(ids).items()}
    assert "BFA" not in {step.curriculum for step in followed[later.rotation.id]}
    actions.rebuild(make.NOW)
    assert followed == {key: sorted(steps, key=str) for key, steps in kept.steps_of(ids).items()}


def test_held_today_is_told_apart_from_held_to_the_end_of_the_tour(bangladesh):
    group = battalion(bangladesh, 4)
    version = make.version("CPTM", "2017")
    group.record(version, date(2017, 9, 25), "pass", [0, 1], valid_through=date(2018, 3, 1))
    group.record(version, date(2017, 9, 25), "pass", [2], valid_through=None)
    found = tallies(group)["CPTM"]
    assert (found.held, found.through) == (3, 1)
    question, last = Question(DECEMBER, 180), date(2018, 12, 31)
    lines = reports.daily(EVERYTHING, question, first=DECEMBER, last=last, curriculum="CPTM")
    assert list(lines.lines[()]) == [(DECEMBER, 4, 3), (date(2018, 3, 2), 4, 1), (date(2018, 11, 15), 0, 0)]
    (expiry,) = reports.expiring(EVERYTHING, question, first=DECEMBER, last=last)
    assert (expiry.curriculum, expiry.last, expiry.persons) == ("CPTM", date(2018, 3, 1), 2)
