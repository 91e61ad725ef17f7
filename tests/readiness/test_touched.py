"""Whom a change of the rules touches is told before it is made, and is what changes when it is (R12, E10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import make
from tests.readiness.conftest import Battalion, keep
from trainingapp.accounts.rules import OPERATOR
from trainingapp.forces.models import Assignment, Unit
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people.models import Person
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import Tally
from trainingapp.readiness.reports.touched import touched
from trainingapp.requirements import actions, queries
from trainingapp.requirements.rules import Asked, Rule, Statement, in_order, rules_of
from trainingapp.states.models import State

EVERYTHING = OPERATOR.scope("gaps.see")
FIRST = ("CPTM", "SEA-ELEARN", "BFA", "POC-POL")


#: A rule that asks something new of everybody.
NEW_RULE = Rule(
    *("CP-NEW", "Child protection", "CP-POL", True, frozenset(), False, None, "pre-deployment"),
    *(date(2017, 10, 1), None, "R19", False),
)


def statement(version: int, first: date, *curricula: str, mission: str = "MINUSCA", kind: str = "FPU") -> Statement:
    lines = tuple(Asked(code) for code in curricula)
    return Statement(new_id(), mission, kind, version, first, 140, "fr", "R12: S ¶62", None, lines)


def with_statement(one: Statement) -> list[Rule]:
    """All rules, as they would be with it."""
    placed = in_order([*queries.statements(), one])
    return [*queries.own_rules(), *(rule for each in placed for rule in rules_of(each))]


def lacking(rotation, day: date, curriculum: str) -> int | None:
    judged = reports.of_rotation(EVERYTHING, rotation.public_id, as_of=day, names=EVERYTHING)
    found = judged.standing.tallies.get(curriculum)
    return None if found is None else found.gap


def police(of: State, code: str, deploys_on: date, strength: int = 140) -> Battalion:
    """A rotation of a formed police unit, for a year."""
    make.unit_type("FPU", "police")
    unit = {"state_code": of.code, "designation": code, "unit_type_code": "FPU", "public_id": new_id()}
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        entry.keep(Unit, [unit])
    rotation = make.rotation(
        of, code, deploys_on=deploys_on, ends_on=deploys_on + timedelta(364), strength=strength or 140
    )
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": of.code,
            "service_number": f"{code}-{place:03}",
            "full_name": f"Officer {place:03}",
            "sex": "female" if place < 11 else "male",
        }
        for place in range(strength)
    ]
    keep(Person, rows, about=rotation, act="roll.record")
    group = Battalion(rotation, [db.session.get_one(Person, row["id"]) for row in rows])
    line = {"state_code": of.code, "rotation_id": rotation.id, "ordinal": 0, "category": "formed_police"}
    lines = [{"public_id": new_id(), "person_id": one.id, **line} for one in group.people]
    keep(Assignment, lines, about=rotation, act="roll.record")
    return group


@pytest.fixture
def rimosa(session):
    """A formed police unit of Rimosa for MINUSCA: one rotation deployed in June 2017, the next in November (E10)."""
    of = make.state("XRM", "Rimosa", "XR")
    served, coming = police(of, "RIMFPU-1", date(2017, 6, 1)), police(of, "RIMFPU-2", date(2017, 11, 1))
    actions.state_requirements(statement(1, date(2016, 1, 1), *FIRST), by=OPERATOR, now=make.NOW)
    db.session.commit()
    return served, coming


def test_a_second_version_gives_140_new_gaps_and_leaves_who_deployed_before_alone(rimosa):
    """E10: v2 adds C-IED from 2017-10-01; the rotation that deployed in June is unaffected."""
    served, coming = rimosa
    second = statement(2, date(2017, 10, 1), *FIRST, "CIED-BASIC")
    told = touched(EVERYTHING, queries.rules(), with_statement(second), mandatory=True, as_of=date(2017, 9, 15))
    assert [one.code for one in told.rotations] == ["RIMFPU-2"]
    assert told.total.asked.gap == 140
    assert told.curricula.keys() == {"CIED-BASIC"}
    assert told.states["XRM"].rotations == 1
    assert told.total.deployed == 0
    actions.state_requirements(second, by=OPERATOR, now=make.NOW)
    db.session.commit()
    assert lacking(coming.rotation, date(2017, 11, 1), "CIED-BASIC") == 140
    assert lacking(served.rotation, date(2017, 11, 1), "CIED-BASIC") is None
    assert lacking(served.rotation, date(2017, 11, 1), "POC-POL") == 140


def test_who_holds_it_already_is_asked_and_lacks_nothing(rimosa):
    _served, coming = rimosa
    coming.pass_all(make.version("CIED-BASIC"), date(2017, 9, 1), range(40))
    second = statement(2, date(2017, 10, 1), *FIRST, "CIED-BASIC")
    told = touched(EVERYTHING, queries.rules(), with_statement(second), mandatory=True, as_of=date(2017, 9, 15))
    assert (told.total.asked.required, told.total.asked.held, told.total.asked.gap) == (140, 40, 100)


def test_what_a_version_drops_eases(rimosa):
    second = statement(2, date(2017, 10, 1), "CPTM", "SEA-ELEARN", "BFA")
    told = touched(EVERYTHING, queries.rules(), with_statement(second), mandatory=True, as_of=date(2017, 9, 15))
    assert (told.total.asked, told.total.eased.required, told.total.eased.gap) == (Tally(), 140, 140)


def test_a_line_that_a_rule_asks_of_everybody_anyway_touches_nobody(rimosa):
    second = statement(2, date(2017, 10, 1), *FIRST)
    told = touched(EVERYTHING, queries.rules(), with_statement(second), mandatory=True, as_of=date(2017, 9, 15))
    assert told.rotations == []


def test_a_new_rule_touches_whoever_deploys_while_it_holds_and_ending_it_eases_them_again(rimosa):
    _served, coming = rimosa
    rule = Rule(
        *("CP-POL-MINUSCA", "Child protection in MINUSCA", "CP-POL", True, frozenset(), False, None, "pre-deployment"),
        *(date(2017, 10, 1), None, "R19", False),
        missions=frozenset({"MINUSCA"}),
        components=frozenset({"police"}),
    )
    before = queries.rules()
    told = touched(EVERYTHING, before, [*before, rule], mandatory=True, as_of=date(2017, 9, 15))
    assert (told.total.rotations, told.total.asked.gap) == (1, 140)
    actions.add_rule(rule, by=OPERATOR, now=make.NOW)
    db.session.commit()
    assert lacking(coming.rotation, date(2017, 11, 1), "CP-POL") == 140
    ended = [
        one if one.code != rule.code else replace(one, holds_through=date(2017, 10, 15)) for one in queries.rules()
    ]
    eased = touched(EVERYTHING, queries.rules(), ended, mandatory=True, as_of=date(2017, 9, 15))
    assert (eased.total.rotations, eased.total.eased.required) == (1, 140)


def test_a_rotation_without_a_roll_is_named_and_nobody_counted(rimosa):
    of = make.state("XKT", "Katasi", "XK")
    police(of, "KATFPU-1", date(2017, 12, 1), 0)
    second = statement(2, date(2017, 10, 1), *FIRST, "CIED-BASIC")
    told = touched(EVERYTHING, queries.rules(), with_statement(second), mandatory=True, as_of=date(2017, 9, 15))
    assert told.without_roll == 1
    assert told.states["XKT"].asked == Tally()


def test_a_rotation_without_a_roll_is_touched_only_if_its_unit_can_be_bound(rimosa):
    """A rule of formed police names no infantry battalion, and one of the military no formed police unit."""
    of = make.state("XKT", "Katasi", "XK")
    police(of, "KATFPU-1", date(2017, 12, 1), 0)
    make.rotation(of, "KATBAT-1", deploys_on=date(2017, 12, 1), ends_on=date(2018, 11, 30))
    before = queries.rules()

    def named(**narrowed: frozenset[str]) -> list[str]:
        rule = replace(NEW_RULE, **narrowed)
        told = touched(EVERYTHING, before, [*before, rule], mandatory=True, as_of=date(2017, 9, 15))
        return [one.code for one in told.rotations if not one.has_roll]

    assert named(categories=frozenset({"formed_police"})) == ["KATFPU-1"]
    assert named(categories=frozenset({"individual_police"})) == []
    assert named(components=frozenset({"police"})) == ["KATFPU-1"]
    assert named(components=frozenset({"military"})) == ["KATBAT-1"]
    assert named(categories=frozenset({"troops"})) == ["KATBAT-1"]
    assert named() == ["KATBAT-1", "KATFPU-1"]
    assert named(missions=frozenset({"UNMISS"})) == []


def test_it_costs_the_same_however_many_stand_on_the_rolls(rimosa, statements):
    second = with_statement(statement(2, date(2017, 10, 1), *FIRST, "CIED-BASIC"))
    before = queries.rules()
    with statements() as few:
        touched(EVERYTHING, before, second, mandatory=True, as_of=date(2017, 9, 15))
    nepal = make.state("NPL", "Nepal", "NP")
    police(nepal, "NEPFPU-1", date(2017, 12, 1), 60)
    with statements() as many:
        touched(EVERYTHING, before, second, mandatory=True, as_of=date(2017, 9, 15))
    assert len(few) == len(many)
