"""The operator's command `gaps`, and the benchmark beside its floor."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from tests import make
from tests.readiness.conftest import Battalion, battalion
from trainingapp.readiness import bench
from trainingapp.states.models import State


@pytest.fixture
def banbat(bangladesh: State) -> Battalion:
    """BANBAT-4 in small: 36 of 40 passed on 25 September, 3 failed, 1 is not recorded."""
    group = battalion(bangladesh, 40, women=4)
    cptm = make.version("CPTM", "2017")
    group.pass_all(cptm, date(2017, 9, 25), range(36))
    group.record(cptm, date(2017, 9, 25), "fail", range(36, 39))
    return group


def run(app: Flask, *arguments: str, status: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["gaps", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def told(app: Flask, *arguments: str, status: int = 0) -> dict[str, object]:
    return json.loads(run(app, *arguments, "--json", status=status).splitlines()[0])  # type: ignore[no-any-return]


def test_one_rotation_by_curriculum_on_a_day_before_it_deploys(app, banbat):
    said = told(app, "--rotation", "BANBAT-4", "--as-of", "2017-09-30", "--by", "curriculum")
    assert said["as_of"] == "2017-09-30"
    (row,) = [row for row in said["rows"] if row["curriculum"] == "CPTM"]
    assert {name: row[name] for name in ("required", "held", "gap", "coverage")} == {
        "required": 40,
        "held": 36,
        "gap": 4,
        "coverage": 90.0,
    }
    assert said["gaps"] == sum(row["gap"] for row in said["rows"])
    assert said["required"] == said["held"] + said["gaps"]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("state", {"state": "BGD"}),
        ("mission", {"mission": "MINUSCA"}),
        ("rotation", {"state": "BGD", "mission": "MINUSCA", "rotation": "BANBAT-4"}),
        ("person", {"state": "BGD", "mission": "MINUSCA", "rotation": "BANBAT-4", "person": "BANBAT-4-0000"}),
    ],
)
def test_rows_carry_the_keys_they_are_drawn_by(app, banbat, by, keys):
    first = told(app, "--by", by)["rows"][0]
    assert {name: first[name] for name in keys} == keys
    assert {"curriculum", "required", "held", "gap", "coverage"} <= first.keys()


def test_every_way_to_draw_the_rows_gives_the_same_sums(app, banbat):
    sums = {
        tuple(told(app, "--by", by)[name] for name in ("required", "held", "gaps"))
        for by in ("state", "mission", "rotation", "curriculum", "person")
    }
    assert len(sums) == 1


def test_by_person_says_who_lacks_what_and_why(app, banbat):
    rows = told(app, "--by", "person", "--rotation", "BGD:BANBAT-4")["rows"]
    lacking = [row for row in rows if row["curriculum"] == "CPTM" and row["gap"]]
    assert [(row["person"], row["name"], row["reason"]) for row in lacking] == [
        *((f"BANBAT-4-{n:04}", f"Soldier {n:04}", "failed") for n in (36, 37, 38)),
        ("BANBAT-4-0039", "Soldier 0039", "not_recorded"),
    ]
    assert "Soldier 0036" in run(app, "--by", "person")
    shown = run(app, "--by", "person").splitlines()
    assert not [line for line in shown if "Soldier 0000" in line and "CPTM" in line]


def test_a_rotation_without_a_roll_is_told_apart(app, bangladesh):
    make.rotation(bangladesh, "BANBAT-9")
    said = told(app)
    assert said["rows"] == []
    assert (said["required"], said["gaps"]) == (0, 0)
    (apart,) = said["without_roll"]
    assert apart["note"] == "no roll yet: 850 planned, 0 named"


def test_where_there_is_nothing_the_day_that_was_asked_about_is_said(app, banbat):
    asked = app.test_cli_runner().invoke(args=["gaps", "--as-of", "1999-01-01"])
    assert asked.exit_code == 0
    assert asked.stderr == "As of 1999-01-01: no rotation on this day is like what was asked.\n"
    assert app.test_cli_runner().invoke(args=["gaps"]).stderr == ""
    without = app.test_cli_runner().invoke(args=["gaps", "--as-of", "1999-01-01", "--by", "person", "--json"])
    assert json.loads(without.stdout)["rows"] == []


def test_filters_by_state_and_mission(app, banbat):
    assert told(app, "--state", "bgd", "--mission", "minusca")["required"]
    assert told(app, "--mission", "UNMISS")["rows"] == []
    assert told(app, "--as-of", "2017-10-01")["rows"] == []
    assert told(app, "--as-of", "2017-10-01", "--phase", "preparing")["rows"] != []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--state", "XQQ"], "There is no State with the code XQQ."),
        (["--mission", "NOWHERE"], "There is no mission called NOWHERE."),
        (["--rotation", "GHOST"], "There is no rotation called “GHOST”"),
        (["--format", "pdf"], "Say with --out which file to write."),
        (["--out", "gaps.doc"], "Say with --format what to write"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(app, banbat, arguments, sentence):
    assert sentence in run(app, *arguments, status=1)


def test_the_table_can_be_written_as_csv_xlsx_and_pdf(app, banbat, tmp_path: Path):
    csv, xlsx, pdf, one = (tmp_path / name for name in ("a.csv", "a.xlsx", "a.pdf", "one.pdf"))
    assert str(csv) in run(app, "--out", str(csv))
    assert csv.read_bytes().startswith(b"\xef\xbb\xbfstate,state_name,curriculum,required,held,gap,coverage")
    run(app, "--out", str(xlsx), "--by", "person")
    assert load_workbook(xlsx).active.max_row > 40
    run(app, "--out", str(pdf))
    assert len(PdfReader(BytesIO(pdf.read_bytes())).pages) >= 4
    run(app, "--rotation", "BANBAT-4", "--by", "person", "--format", "pdf", "--out", str(one))
    assert "Soldier 0036" in "".join(page.extract_text() for page in PdfReader(BytesIO(one.read_bytes())).pages)


def test_the_benchmark_asks_the_same_question_in_one_statement_and_gets_the_same_numbers(app, banbat):
    """The floor is written in SQL by itself: that both agree is a second opinion on the whole room."""
    banbat.leave([0], "in_error")
    banbat.leave([1], on=date(2017, 12, 1))
    banbat.withdraw(make.version("CPTM", "2017"), [2])
    (measured,) = bench.bench(quick=True)
    assert measured.keys() == {"name", "figure", "unit", "floor", "ratio", "size"}
    assert measured["size"] == "38 persons, 1 rotations, 1 States"
