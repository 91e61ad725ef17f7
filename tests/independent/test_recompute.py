"""Anybody can recompute coverage from the export alone: a program that shares nothing with the register finds the same
in every cell, on ten dates, whatever happened to the facts (trust; R08, R19, R36, R52)."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.conftest import opened, settings_for
from tests.independent import recompute
from trainingapp.accounts.rules import OPERATOR
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspension,
    RecordingSuspensionEnd,
)
from trainingapp.curricula.models import CurriculumVersion, ValidityDecision, VersionStep
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people.actions import refresh_now
from trainingapp.people.models import PersonChange, PersonMerge, PersonMergeUndo
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import SEXES, Question, Tally
from trainingapp.readiness.work import keep_up
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

SCRIPT = Path(recompute.__file__)
#: Long past, past, the day itself, and to come, through the last tour of the small demonstration.
DAYS = [
    *(date(2016, 1, 15), date(2017, 4, 20), date(2017, 6, 20), date(2017, 9, 30), date(2017, 11, 15)),
    *(date(2017, 12, 31), date(2018, 2, 28), date(2018, 6, 30), date(2018, 10, 1), date(2019, 3, 1)),
]
WHY = {"reason": "As decided"}


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small demonstration, and everything that can happen to facts."""
    folder = tmp_path_factory.mktemp("register")
    with opened(settings_for(new_database(), folder)) as app:
        for command in (["init"], ["seed", "--scale", "small"]):
            done = app.test_cli_runner().invoke(args=command)
            assert done.exit_code == 0, done.output
        with app.app_context():
            Awkward().all()
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
        [sys.executable, "-I", str(SCRIPT), str(exported), *days, "--json"],
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


class Awkward:
    """Facts as life makes them, kept through the journal, on rotations of the small demonstration."""

    def __init__(self) -> None:
        self.rotations = {row.code: row for row in db.session.scalars(select(Rotation))}
        self.versions = {(v.curriculum_code, v.label): v for v in db.session.scalars(select(CurriculumVersion))}
        self.number = count(1)

    def keep(self, model: Any, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        made = [{"public_id": new_id(), **row} for row in rows]
        if model is Requirement:
            made = [{name: value for name, value in row.items() if name != "public_id"} for row in made]
        with (
            transaction(),
            journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry,
        ):
            entry.keep(model, made)
            if model is PersonChange:
                refresh_now([row["person_id"] for row in made])
            if model is PersonMerge:
                refresh_now([key for row in made for key in (row["kept_id"], row["merged_id"])])
        return made

    def lines(self, code: str) -> Sequence[Assignment]:
        """The roll of a rotation."""
        rows = select(Assignment).where(Assignment.rotation_id == self.rotations[code].id).order_by(Assignment.id)
        return db.session.scalars(rows).all()

    def completions(self, code: str, curriculum: str) -> Sequence[Completion]:
        """What the people of a rotation completed of a curriculum."""
        return db.session.scalars(
            select(Completion)
            .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
            .where(
                CurriculumVersion.curriculum_code == curriculum,
                Completion.person_id.in_([line.person_id for line in self.lines(code)]),
            )
            .order_by(Completion.id)
        ).all()

    def all(self) -> None:
        """Everything."""
        self.rolls()
        self.persons()
        self.recorded()
        self.versions_and_what_stands_for_them()
        self.rules()
        self.statements()
        self.waivers()

    def rolls(self) -> None:
        """Somebody left, somebody was never there, somebody came back as something else."""
        lines = self.lines("RWANQRF-1")
        ends = [
            ("left", date(2017, 10, 3)),
            ("in_error", None),
            ("left", date(2018, 1, 31)),
            ("left", date(2017, 8, 1)),
        ]
        self.keep(
            AssignmentEnd,
            [
                {"state_code": "RWA", "assignment_id": line.id, "kind": kind, "ended_on": on, **WHY}
                for line, (kind, on) in zip(lines[10:14], ends, strict=True)
            ],
        )
        again = [
            ("troops", "battalion_commander", "Lieutenant Colonel"),
            ("staff_officer", None, "Capt."),
            ("troops", None, "Major"),
        ]
        self.keep(
            Assignment,
            [
                {
                    "state_code": "RWA",
                    "rotation_id": line.rotation_id,
                    "person_id": line.person_id,
                    "ordinal": 7,
                    "category": category,
                    "function_code": function,
                    "rank": rank,
                }
                for line, (category, function, rank) in zip(lines[10:13], again, strict=True)
            ],
        )

    def persons(self) -> None:
        """Two rows were one person, in a chain; two were not; somebody's sex was recorded anew, twice."""
        lines = self.lines("SENFPU-1")
        merges = [(0, 1), (2, 0), (5, 6), (7, 8)]
        made = self.keep(
            PersonMerge,
            [
                {
                    "state_code": "SEN",
                    "kept_id": lines[kept].person_id,
                    "merged_id": lines[merged].person_id,
                    "ordinal": 1,
                    "merged_by": "tests",
                    "merged_at": make.NOW,
                    **WHY,
                }
                for kept, merged in merges
            ],
        )
        self.keep(
            PersonMergeUndo,
            [{"state_code": "SEN", "merge_id": made[3]["id"], "undone_by": "tests", "undone_at": make.NOW, **WHY}],
        )
        with transaction():
            refresh_now([lines[7].person_id, lines[8].person_id])
        changes = [
            (20, "female", date(2017, 3, 1)),
            (20, "unspecified", date(2017, 2, 1)),
            (21, "unspecified", date(2017, 5, 1)),
        ]
        self.keep(
            PersonChange,
            [
                {
                    "state_code": "SEN",
                    "person_id": lines[place].person_id,
                    "field": "sex",
                    "value": value,
                    "holds_from": on,
                    "changed_by": "tests",
                    "changed_at": make.NOW,
                    **WHY,
                }
                for place, value, on in changes
            ],
        )

    def recorded(self) -> None:
        """Taken back; looked into; looked into and found right; carried over; on weaker and stronger evidence."""
        some = self.completions("NEPQRF-1", "CPTM")
        self.keep(
            CompletionWithdrawal,
            [
                {
                    "state_code": "NPL",
                    "completion_id": one.id,
                    "kind": "withdrawn",
                    "replaced_by": None,
                    "withdrawn_by": "tests",
                    "withdrawn_at": make.NOW,
                    **WHY,
                }
                for one in some[:9]
            ],
        )
        account = make.account("training_officer", state="NPL")
        held = {"state_code": "NPL", "account_id": account.id, "since": make.NOW, "by_the_register": False}
        suspensions = self.keep(
            RecordingSuspension,
            [{**held, "suspended_by": "tests", "suspended_at": make.NOW, **WHY} for _ in range(2)],
        )
        self.keep(
            CompletionHold,
            [
                {"state_code": "NPL", "suspension_id": one["id"], "completion_id": held.id}
                for one, which in zip(suspensions, (some[12:20], some[18:30]), strict=True)
                for held in which
            ],
        )
        self.keep(
            RecordingSuspensionEnd,
            [
                {
                    "state_code": "NPL",
                    "suspension_id": suspensions[1]["id"],
                    "lifted_by": "tests",
                    "lifted_at": make.NOW,
                    **WHY,
                }
            ],
        )
        lines = self.lines("NEPQRF-1")
        rows = []
        for place, evidence in enumerate(("self_declared", "certified", "verified", "recorded") * 12):
            for code, label, first, days in (
                ("CPTM", "2017", date(2017, 6, 1) + timedelta(days=7 * place), 400),
                ("SEA-ELEARN", "2016", date(2016, 9, 1) + timedelta(days=place), 365),
            ):
                rows.append(self.completed(lines[place], code, label, first, days, evidence=evidence))
        rows += [
            self.completed(lines[60], "CPTM", "2017", date(2017, 7, 1), 700, carried_from=some[12].id),
            self.completed(lines[61], "CPTM", "2017", date(2017, 7, 1), 700, result="attended"),
            self.completed(lines[62], "BFA", "2017", date(2017, 7, 1), 30, result="fail"),
        ]
        self.keep(Completion, rows)

    def completed(
        self, line: Assignment, code: str, label: str, on: date, days: int | None, **more: Any
    ) -> dict[str, Any]:
        return {
            "state_code": line.state_code,
            "person_id": line.person_id,
            "version_id": self.versions[code, label].id,
            "completed_on": on,
            "ordinal": next(self.number) + 10,
            "result": "pass",
            "valid_through": None if days is None else on + timedelta(days=days),
            "evidence": "recorded",
            "recorded_on": max(on, date(2018, 12, 31)),
            **more,
        }

    def versions_and_what_stands_for_them(self) -> None:
        """A version is replaced with a transition, another withdrawn at once; validities change; training is taken in
        place of other training, through two steps, and for a while."""
        steps = [
            ("BFA", "2017", "superseded", date(2018, 5, 1), date(2018, 8, 31)),
            ("CP-MIL", "2014", "superseded", date(2018, 2, 1), None),
            ("CPOC-MIL", "2017", "withdrawn", date(2018, 9, 1), None),
        ]
        decided = {"decided_by": "tests", "decided_at": make.NOW, **WHY}
        self.keep(
            VersionStep,
            [
                {
                    "version_id": self.versions[code, label].id,
                    "kind": kind,
                    "from_on": on,
                    "counts_through": last,
                    **decided,
                }
                for code, label, kind, on, last in steps
            ],
        )
        validities = [
            ("SEA-ELEARN", "2016", "months", 18, "all", date(2017, 10, 1)),
            ("SEA-ELEARN", "2016", "months", 6, "new", date(2017, 3, 1)),
            ("CPTM", "2017", "unlimited", None, "new", date(2017, 9, 1)),
        ]
        self.keep(
            ValidityDecision,
            [
                {
                    "version_id": self.versions[code, label].id,
                    "kind": kind,
                    "months": months,
                    "reaches": reaches,
                    "from_on": on,
                    **decided,
                }
                for code, label, kind, months, reaches, on in validities
            ],
        )
        make.equivalence("CP-MIL", "IHL-IHRL", "MGA", first=date(2017, 6, 1), last=date(2018, 9, 30))
        make.equivalence("SEA-ELEARN", "CP-MIL", first=date(2017, 8, 15), reference="DPKO 2017/2")
        make.equivalence("BFA", "COMBATMEDIC@2017", first=date(2017, 1, 1), reference="DPKO 2017/3")
        lines, rows = self.lines("XCAFPU-1"), []
        for place, evidence in enumerate(("certified", "self_declared", "verified") * 9):
            on = date(2017, 6, 10) + timedelta(days=5 * place)
            rows += [
                self.completed(lines[place], "IHL-IHRL", "2017", on, 300, evidence=evidence),
                self.completed(lines[place], "MGA", "2017", on + timedelta(days=30), 200, evidence="recorded"),
                self.completed(lines[place], "MGA", "2017", on + timedelta(days=80), None, evidence="verified"),
                self.completed(lines[place + 30], "COMBATMEDIC", "2017", on, 120, evidence=evidence),
            ]
        self.keep(Completion, rows)

    def rules(self) -> None:
        """Rules that reach by unit type, band, function, component; after arrival, before the end, every year, in one
        version; and one that was ended."""
        plain = {
            "mandatory": True,
            "categories": "",
            "decision_makers_only": False,
            "mission_flag": None,
            "phase": "pre-deployment",
            "holds_from": date(2016, 1, 1),
            "holds_through": None,
            "source": "A",
            "assumption": True,
            "note": "For the tests.",
        }
        reach: dict[str, Any] = {
            **dict.fromkeys(("components", "unit_types", "missions", "rank_bands", "functions", "versions"), ""),
            "due": "deployment",
            "due_days": 0,
            "counts_days": None,
        }
        made: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
            ("T-POLICE", "IHL-IHRL", {}, {"components": "police"}),
            ("T-BAND", "MGA", {}, {"rank_bands": "junior_officer field_officer police_officer"}),
            ("T-FUNCTION", "UNSOC", {}, {"functions": "battalion_commander staff_officer operations_officer"}),
            ("T-ARRIVAL", "SMART", {}, {"missions": "MINUSCA MONUSCO", "due": "arrival", "due_days": 21}),
            ("T-END", "INFOSEC", {}, {"unit_types": "MECH_COY TRANSPORT", "due": "end", "due_days": 60}),
            ("T-YEARLY", "CPTM", {"categories": "troops"}, {"unit_types": "MECH_COY", "counts_days": 240}),
            ("T-VERSION", "CPTM", {"mission_flag": "POC"}, {"versions": "2017"}),
            ("T-YEARLY-RECOGNISED", "CP-MIL", {}, {"components": "police", "counts_days": 90}),
            ("T-ENDED", "ORP", {}, {"components": "military"}),
            ("T-RECOMMENDED", "UAS-BASIC", {"mandatory": False}, {}),
        ]
        self.keep(
            Requirement,
            [{**plain, "code": code, "title": code, "curriculum_code": of, **own} for code, of, own, _narrow in made],
        )
        self.keep(RequirementReach, [{**reach, "requirement_code": code, **narrow} for code, _of, _own, narrow in made])
        ended = {"requirement_code": "T-ENDED", "last_day": date(2017, 8, 31), "ended_by": "tests"}
        self.keep(RequirementEnd, [{**ended, "ended_at": make.NOW, **WHY}])

    def statements(self) -> None:
        """Two versions for mechanised companies in MINUSCA, one for police in MINUSMA."""
        stated = {
            "headcount": 150,
            "language": "fr",
            "source": "A",
            "note": None,
            "stated_by": "tests",
            "stated_at": make.NOW,
        }
        made = self.keep(
            UnitStatement,
            [
                {"mission_code": mission, "unit_type_code": kind, "version": version, "effective_from": first, **stated}
                for mission, kind, version, first in (
                    ("MINUSCA", "MECH_COY", 1, date(2016, 1, 1)),
                    ("MINUSCA", "MECH_COY", 2, date(2017, 9, 1)),
                    ("MINUSMA", "FPU", 1, date(2017, 1, 1)),
                )
            ],
        )
        lines = [(0, "COMBATMEDIC", ""), (1, "CIED-BASIC", ""), (2, "FPU-CMD", "fpu_commander"), (2, "FPU-PDT", "")]
        self.keep(
            UnitStatementLine,
            [
                {"statement_id": made[place]["id"], "curriculum_code": code, "functions": functions, "persons": None}
                for place, code, functions in lines
            ],
        )

    def waivers(self) -> None:
        """For a whole rotation, for persons (one of them merged), one ended early, one that never waived."""
        granted = {
            "authority": "Military Adviser",
            "consent": "MINUSCA 2017/12",
            "granted_by": "tests",
            "granted_at": make.NOW,
            **WHY,
        }
        made = self.keep(
            Waiver,
            [
                {
                    "state_code": self.rotations[code].state_code,
                    "rotation_id": self.rotations[code].id,
                    "curriculum_code": curriculum,
                    "whole_rotation": whole,
                    "first_day": first,
                    "last_day": last,
                    **granted,
                }
                for code, curriculum, whole, first, last in (
                    ("XCAFPU-1", "CPTM", True, date(2017, 6, 1), date(2017, 12, 31)),
                    ("XCAFPU-1", "BFA", True, date(2017, 6, 1), date(2018, 6, 30)),
                    ("SENFPU-1", "FPU-PDT", False, date(2017, 9, 1), date(2018, 3, 31)),
                    ("NEPQRF-1", "CPTM", True, date(2017, 9, 1), date(2018, 9, 1)),
                    ("RWANQRF-1", "COMBATMEDIC", True, date(2017, 9, 1), date(2018, 9, 1)),
                )
            ],
        )
        lines = self.lines("SENFPU-1")
        self.keep(
            WaiverPerson,
            [
                {"state_code": "SEN", "waiver_id": made[2]["id"], "person_id": lines[place].person_id}
                for place in (1, 5, 9, 10, 11)
            ],
        )
        self.keep(
            WaiverEnd,
            [
                {
                    "state_code": state,
                    "waiver_id": one["id"],
                    "ended_on": on,
                    "ended_by": "tests",
                    "ended_at": make.NOW,
                    **WHY,
                }
                for one, state, on in ((made[3], "NPL", date(2018, 1, 31)), (made[4], "RWA", date(2017, 8, 31)))
            ],
        )


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
    """It imports the standard library alone."""
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    assert imported <= sys.stdlib_module_names


def test_it_is_run_as_its_first_lines_say(exported: Path):
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(exported), "2017-12-31"], capture_output=True, text=True, check=True
    )
    heading, *lines = done.stdout.splitlines()
    assert heading == "as_of,state,curriculum,sex,required,held,waived,recorded,certified,verified"
    assert any(line.startswith("2017-12-31,NPL,CPTM,male,") for line in lines)
    assert done.stderr.startswith(f"{len(lines)} lines: ")
