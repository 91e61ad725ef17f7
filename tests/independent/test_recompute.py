"""Anybody can recompute coverage from the export alone: a program that shares nothing with the register finds the same
in every cell, on ten dates, whatever happened to the facts (trust; R08, R19, R36, R52)."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
import recompute
from flask import Flask

from tests.conftest import opened, settings_for
from tests.independent.demanding import Demanding
from trainingapp.accounts.rules import OPERATOR
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import SEXES, Question, Tally
from trainingapp.readiness.work import keep_up

SCRIPT = Path(recompute.__file__)
#: Long past, past, the day itself, and to come, through the last tour of the small demonstration.
DAYS = [
    *(date(2016, 1, 15), date(2017, 4, 20), date(2017, 6, 20), date(2017, 9, 30), date(2017, 11, 15)),
    *(date(2017, 12, 31), date(2018, 2, 28), date(2018, 6, 30), date(2018, 10, 1), date(2019, 3, 1)),
]


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small demonstration, and everything that can happen to facts."""
    folder = tmp_path_factory.mktemp("register")
    with opened(settings_for(new_database(), folder)) as app:
        for command in (["init"], ["seed", "--scale", "small"]):
            done = app.test_cli_runner().invoke(args=command)
            assert done.exit_code == 0, done.output
        with app.app_context():
            Demanding().all()
        yield app


@pytest.fixture(scope="module")
def exported(register: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    assert register.test_cli_runner().invoke(args=["export", str(folder)]).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def recomputed(exported: Path) -> Mapping[date, recompute.Coverage]:
    """What the program finds for each day, run as anybody would run it: with nothing of the register in reach."""
    days = [day.isoformat() for day in DAYS]
    told = subprocess.run(
        [sys.executable, "-E", "-s", str(SCRIPT), str(exported), *days, "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=exported,
    )
    found: dict[date, recompute.Coverage] = {day: {} for day in DAYS}
    for row in json.loads(told.stdout):
        key = (row["state"], row["curriculum"], row["sex"])
        found[date.fromisoformat(row["as_of"])][key] = [row[name] for name in recompute.MEASURES]
    return found


def told(register: Flask, day: date) -> recompute.Coverage:
    """What the register's own command says of a day, as the program writes it."""
    done = register.test_cli_runner().invoke(args=["gaps", "--as-of", day.isoformat(), "--by", "state", "--json"])
    assert done.exit_code == 0, done.output
    return {
        (row["state"], row["curriculum"], sex): [row[f"{what}_{sex}"] for what in ("required", "held")]
        for row in json.loads(done.stdout)["rows"]
        for sex in SEXES
        if row[f"required_{sex}"]
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_gaps_of_every_state_are_found_again_from_the_export_alone(
    register: Flask, recomputed: Mapping[date, recompute.Coverage], day: date
):
    expected = {key: counts[:2] for key, counts in recomputed[day].items() if key[1]}
    assert told(register, day) == expected


def counted(tally: Tally) -> list[tuple[int, int, int]]:
    """Required, held and waived, of each of SEXES."""
    return list(zip(tally.required_by_sex, tally.held_by_sex, tally.waived_by_sex, strict=True))


def reported(day: date, evidence: str) -> recompute.Coverage:
    """What reports say of a day, counting evidence at least so strong: curricula, and persons under none."""
    table = reports.coverage(OPERATOR.scope("gaps.see"), Question(day, 0, evidence=evidence), by="state")
    return {
        (row.key[0], code, sex): list(counts)
        for row in table.rows
        for code, tally in (("", row.whole), *row.cells.items())
        for sex, counts in zip(SEXES, counted(tally), strict=True)
        if counts[0]
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_waivers_persons_and_the_strength_of_evidence_are_found_again(
    register: Flask, recomputed: Mapping[date, recompute.Coverage], day: date
):
    required, held, waived, *stronger = range(len(recompute.MEASURES))
    with register.app_context():
        keep_up()
        for strength, evidence in enumerate(recompute.STRENGTHS):
            # Waivers are told of any evidence; with a stronger one asked for, they are left out.
            place, waivers = (stronger[strength - 1], None) if strength else (held, waived)
            assert reported(day, evidence) == {
                key: [counts[required], counts[place], counts[waivers] if waivers else 0]
                for key, counts in recomputed[day].items()
            }, evidence


def test_everything_that_can_happen_to_facts_happens_in_what_is_compared(
    recomputed: Mapping[date, recompute.Coverage], exported: Path
):
    """Or cells would be equal because nothing is in them: each measure counts somebody and leaves somebody out."""
    sums = [sum(counts[place] for one in recomputed.values() for counts in one.values()) for place in range(6)]
    required, held, waived, recorded, certified, verified = sums
    assert required > held > recorded > certified > verified > 0
    assert 0 < waived < required - held
    assert {sex for one in recomputed.values() for _state, _code, sex in one} == set(SEXES)
    asked = {code for one in recomputed.values() for _state, code, _sex in one}
    assert asked >= {"", "IHL-IHRL", "MGA", "UNSOC", "SMART", "INFOSEC", "COMBATMEDIC", "CIED-BASIC", "FPU-CMD", "ORP"}
    assert "UAS-BASIC" not in asked, "what is recommended is not counted"


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("completion_withdrawal", "a completion was withdrawn"),
        ("completion_hold", "completions are under review"),
        ("recording_suspension_end", "a review was lifted"),
        ("assignment_end", "somebody left, or was never there"),
        ("person_merge", "two rows are one person"),
        ("person_change", "somebody's sex was recorded anew"),
        ("version_step", "a version is over"),
        ("validity_decision", "a version counts for another time"),
        ("equivalence", "training stands for other training"),
        ("requirement_reach", "a rule asks only some"),
        ("requirement_end", "a rule was ended"),
        ("unit_statement", "a mission states what it requires of a unit"),
        ("waiver", "something is waived"),
        ("waiver_end", "a waiver was ended"),
        ("mission_flag", "missions carry flags"),
    ],
)
def test_without_one_of_its_tables_the_program_finds_other_figures(
    exported: Path, recomputed: Mapping[date, recompute.Coverage], tmp_path: Path, table: str, what: str
):
    """So each kind of fact is known to be read, and to matter in what is compared."""
    for file in exported.glob("*.csv"):
        if file.stem == table:
            (tmp_path / file.name).write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
        else:
            (tmp_path / file.name).symlink_to(file)
    facts = recompute.Facts(tmp_path)
    assert any(recompute.coverage(facts, day) != recomputed[day] for day in DAYS), what


def test_the_program_shares_nothing_with_the_register():
    """Its files import the standard library, and each other."""
    own = [SCRIPT, SCRIPT.with_name("exported.py"), SCRIPT.with_name("completed.py")]
    imported = {
        name.split(".")[0]
        for file in own
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    assert imported - {file.stem for file in own} <= sys.stdlib_module_names


def test_it_is_run_as_its_first_lines_say(exported: Path):
    done = subprocess.run(
        [sys.executable, "-E", "-s", str(SCRIPT), str(exported), "2017-12-31"],
        capture_output=True,
        text=True,
        check=True,
    )
    heading, *lines = done.stdout.splitlines()
    assert heading == "as_of,state,curriculum,sex,required,held,waived,recorded,certified,verified"
    assert any(line.startswith("2017-12-31,NPL,CPTM,male,") for line in lines)
    assert done.stderr.startswith(f"{len(lines)} lines: ")
