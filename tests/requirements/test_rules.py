"""Whom a requirement binds, and the table of dated rules that comes with the register."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trainingapp.curricula.content import load
from trainingapp.forces.reference import load_functions, load_unit_kinds
from trainingapp.people.ranks import BANDS
from trainingapp.requirements import table
from trainingapp.requirements.coherence import Known
from trainingapp.requirements.rules import Flag, Rule, binding, flags_on
from trainingapp.states.reference import load_missions

ROOT = Path(__file__).parents[2]


def everything() -> Known:
    """What the register comes with, as its files tell it."""
    curricula: dict[str, set[str]] = {}
    for path in (ROOT / "curricula").glob("*.toml"):
        content = load(path).content
        curricula.setdefault(content.curriculum, set()).add(content.version)
    return Known(
        curricula=curricula,
        functions=[one.code for one in load_functions()],
        unit_types=[one.code for one in load_unit_kinds()],
        missions=[one.acronym for one in load_missions()],
        rank_bands=BANDS,
    )


KNOWN = everything()
#: What the stories name as required: five from days in 2016 and 2017 (E2, E4), three since (E4, E7).
MANDATORY = ["CPTM", "SEA-ELEARN", "BFA", "CP-MIL", "CPOC-MIL", "JNRCMD", "CIED-BASIC", "POC-POL"]
PROTECTION = Flag("MINUSCA", "CP", date(2014, 4, 10), None)
CHILD_PROTECTION = Rule(
    code="CP-MIL-X",
    title="Child protection",
    curriculum="CP-MIL",
    mandatory=True,
    categories=frozenset({"troops", "staff_officer"}),
    decision_makers_only=False,
    mission_flag="CP",
    phase="pre-deployment",
    holds_from=date(2016, 1, 1),
    holds_through=date(2017, 12, 31),
    source="R19",
    assumption=False,
)


@pytest.mark.parametrize(
    ("deploys_on", "binds"),
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), True),
        (date(2017, 12, 31), True),
        (date(2018, 1, 1), False),
    ],
)
def test_a_rule_binds_a_rotation_that_deploys_while_it_holds(deploys_on: date, binds: bool) -> None:
    assert CHILD_PROTECTION.binds_rotation(deploys_on=deploys_on, flags={"CP"}) is binds
    assert not CHILD_PROTECTION.binds_rotation(deploys_on=deploys_on, flags=())


def test_a_flag_counts_on_the_day_of_deployment_and_not_before_or_after() -> None:
    ended = replace(PROTECTION, valid_through=date(2017, 6, 30))
    assert flags_on([ended], mission="MINUSCA", day=date(2017, 6, 30)) == {"CP"}
    assert flags_on([ended], mission="MINUSCA", day=date(2017, 7, 1)) == frozenset()
    assert flags_on([ended], mission="UNIFIL", day=date(2017, 6, 30)) == frozenset()
    for day, rules in ((date(2017, 6, 30), 1), (date(2017, 7, 1), 0)):
        assert len(binding([CHILD_PROTECTION], flags=[ended], mission="MINUSCA", deploys_on=day)) == rules


def test_a_rule_binds_persons_by_category_and_decision_makers_by_function() -> None:
    assert CHILD_PROTECTION.binds_person(category="troops", decides=False)
    assert not CHILD_PROTECTION.binds_person(category="individual_police", decides=False)
    deciders = replace(CHILD_PROTECTION, categories=frozenset(), decision_makers_only=True)
    assert deciders.binds_person(category="formed_police", decides=True)
    assert not deciders.binds_person(category="troops", decides=False)


def test_recommended_rules_are_kept_apart_from_mandatory_ones() -> None:
    advice = replace(CHILD_PROTECTION, mandatory=False)
    asked = {"flags": [PROTECTION], "mission": "MINUSCA", "deploys_on": date(2017, 5, 1)}
    assert binding([CHILD_PROTECTION, advice], **asked) == (CHILD_PROTECTION,)  # type: ignore[arg-type]
    assert binding([CHILD_PROTECTION, advice], mandatory=False, **asked) == (advice,)  # type: ignore[arg-type]


def test_the_table_of_the_register_is_without_fault_and_names_its_sources() -> None:
    rules, problems = table.read(table.FILE.read_bytes(), known=KNOWN)
    assert problems == ()
    assert [rule.curriculum for rule in rules if rule.mandatory] == MANDATORY
    assert all(rule.source.startswith("R") for rule in rules)
    assert all(rule.note for rule in rules if rule.assumption)


def test_every_problem_of_a_table_is_told_at_once_by_rule_and_key() -> None:
    content = b"""
        [[rule]]
        code = "A"
        title = "One"
        curriculum = "CPTN"
        mandatory = true
        categories = ["sailors"]
        decision_makers_only = false
        mission_flag = "WEATHER"
        phase = "pre-deployment"
        versions = "in force or in transition"
        holds_from = 2017-01-01
        holds_through = 2016-01-01
        source = "R16"
        assumption = true

        [[rule]]
        code = "b"
        surprise = 1
    """
    rules, problems = table.read(content, known=KNOWN)
    assert rules == ()
    said = [f"{problem.where}: {problem.message}" for problem in problems]
    assert "A: There is no curriculum with the code CPTN." in said
    assert "A: sailors is no category of persons." in said
    assert "A: No mission can carry the flag WEATHER." in said
    assert "A: It ends on 2016-01-01, before it begins." in said
    assert "A: It rests on an assumption, but no note says on which." in said
    assert "b: surprise is no key of a rule." in said
    assert "b: title is missing." in said


def test_two_rules_of_one_code_and_a_file_that_is_no_toml_are_refused() -> None:
    content = table.FILE.read_bytes()
    rules, problems = table.read(content + content[content.index(b"[[rule]]") :], known=KNOWN)
    assert {str(problem.message) for problem in problems} == {f"Two rules have the code {rule.code}." for rule in rules}
    _, (problem,) = table.read(b"[[rule", known=KNOWN)
    assert str(problem.message).startswith("The file cannot be read as TOML")


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("R01, R16: S ¶100, G ¶77", "A/70/357-S/2015/682 ¶100, A/72/573 ¶77"),
        ("R02, R17: H ¶101", "A/70/95-S/2015/446 ¶101"),
        ("G ¶88", "A/72/573 ¶88"),
        ("R19", "R19"),
        ("a decision of the Chief of Staff", "a decision of the Chief of Staff"),
    ],
)
def test_a_source_is_cited_by_the_symbols_of_its_documents(source: str, cited: str) -> None:
    assert replace(CHILD_PROTECTION, source=source).cited == cited
