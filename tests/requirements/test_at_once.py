"""Several say at the same moment what must be held: what contradicts another is refused, as if it had come later.

Real commits on a database of their own, each decision in a thread and a transaction of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.office import at_once, office_on
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.requirements import actions, queries, table
from trainingapp.requirements.models import RequirementEnd, UnitStatement, Waiver, WaiverEnd
from trainingapp.requirements.rules import Asked, Rule, Statement
from trainingapp.requirements.waiving import Asked as AskedWaiver

TODAY = date(2017, 12, 31)


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        yield app


def rule(code: str, *, mandatory: bool, curriculum: str = "AU-CIED") -> Rule:
    return Rule(
        code=code,
        title=code,
        curriculum=curriculum,
        mandatory=mandatory,
        categories=frozenset({"troops"}),
        decision_makers_only=False,
        mission_flag=None,
        phase="pre-deployment",
        holds_from=date(2018, 3, 1),
        holds_through=None,
        source="Order 5",
        assumption=False,
        note=None,
    )


def adding(one: Rule) -> Callable[[], object]:
    return lambda: actions.add_rule(one, by=OPERATOR, now=make.NOW)


@pytest.mark.parametrize("curriculum", ["AU-CIED", "CDT-ANNUAL", "COMBATMEDIC"])
def test_of_two_rules_that_contradict_each_other_one_is_kept(office, curriculum):
    codes = [f"{curriculum}-MUST", f"{curriculum}-MAY"]
    said = at_once(office, *(adding(rule(c, mandatory=c.endswith("MUST"), curriculum=curriculum)) for c in codes))
    assert said.count("Unfit") == 1, said
    with office.app_context():
        assert len([one for one in queries.own_rules() if one.code in codes]) == 1


def test_a_table_that_is_loaded_while_somebody_contradicts_it_is_refused_or_refuses(office, tmp_path: Path):
    content = table.FILE.read_text("utf-8").replace('code = "CPTM-ALL"', 'code = "CPTM-MORE"', 1)
    file = tmp_path / "rules.toml"
    file.write_text(content.replace("categories = []", 'categories = ["troops"]', 1), "utf-8")
    with office.app_context():
        wanted, _ = table.read(file.read_bytes(), known=queries.known())
    told = next(one for one in wanted if one.code == "CPTM-MORE")
    against = replace(told, code="CPTM-OTHER", mandatory=not told.mandatory)
    said = at_once(office, adding(against), lambda: actions.load(by="tests", now=make.NOW, file=file))
    assert sum(one in ("Unfit", "UnusableTable", "LoadedMeanwhile") for one in said) == 1, said


def test_a_rule_ends_once(office):
    at_once(office, adding(rule("EOD-ALL", mandatory=True, curriculum="EOD")))

    def ending(day: date) -> Callable[[], object]:
        return lambda: actions.end_rule("EOD-ALL", last_day=day, reason="Over.", by=OPERATOR, now=make.NOW, today=TODAY)

    said = at_once(office, ending(date(2018, 6, 1)), ending(date(2018, 7, 1)))
    assert sum(one in ("EndedAlready", "Unfit") for one in said) == 1, said
    with office.app_context():
        ends = select(func.count()).where(RequirementEnd.requirement_code == "EOD-ALL")
        assert db.session.scalar(ends) == 1


def test_of_two_versions_that_stand_in_each_others_way_one_is_kept(office):
    with office.app_context():
        make.unit_type("FPU")

    def stating(version: int, first: date) -> Callable[[], object]:
        line = Asked("CIED-BASIC", frozenset(), None)
        one = Statement(
            new_id(), "MINUSMA", "FPU", version, first, headcount=140, language="fr", source="MOU", note=None,
            lines=(line,),
        )  # fmt: skip
        return lambda: actions.state_requirements(one, by=OPERATOR, now=make.NOW)

    said = at_once(office, stating(1, date(2018, 3, 1)), stating(2, date(2018, 2, 1)))
    assert said.count("Unfit") == 1, said
    with office.app_context():
        assert db.session.scalar(select(func.count(UnitStatement.id))) == 1


@pytest.fixture
def rotation(office: Flask) -> Iterator[RotationFacts]:
    with office.app_context():
        of = make.state()
        place = db.session.scalar(select(func.count(Waiver.id))) or 0
        group = battalion(of, 4, code=f"BANBAT-W{place}")
        yield forces.rotation(OPERATOR.scope("waivers.see"), group.rotation.public_id, as_of=TODAY)


WAIVED = AskedWaiver(
    curriculum="BFA",
    first_day=TODAY,
    last_day=date(2018, 1, 31),
    authority="Office of Military Affairs",
    consent="MINUSCA cable 12",
    reason="The instructors are in the mission.",
)


def granting(rotation: RotationFacts, asked: AskedWaiver = WAIVED) -> Callable[[], object]:
    return lambda: actions.grant_waiver(rotation, asked, by=OPERATOR, now=make.NOW, today=TODAY, most_days=180)


def test_the_same_is_waived_once_and_that_waiver_ends_once(office, rotation):
    said = at_once(office, *[granting(rotation)] * 3)
    assert said.count("Unfit") == 2, said
    waiver = str(next(one for one in said if one != "Unfit"))

    def end() -> object:
        return actions.end_waiver(waiver, last_day=TODAY, reason="Trained.", by=OPERATOR, now=make.NOW, today=TODAY)

    assert at_once(office, end, end).count("EndedAlready") == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count(WaiverEnd.id))) == 1
