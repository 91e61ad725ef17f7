"""The operator's commands `curricula check` and `curricula load`."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ROOT

FILES = [str(path) for path in sorted((ROOT / "curricula").glob("*.toml"))]


@pytest.fixture
def run(app: Flask, session: object):
    """Run a command line; gives exit status, standard output and standard error."""

    def go(*arguments: str) -> tuple[int, str, str]:
        done = app.test_cli_runner().invoke(args=["curricula", *arguments])
        return done.exit_code, done.stdout, done.stderr

    return go


def test_check_finds_nothing_wrong_with_the_content_we_ship(run):
    status, out, _ = run("check", *FILES, "--json")
    assert status == 0
    assert json.loads(out) == {"files": len(FILES), "problems": []}


def test_check_names_every_problem_by_file_and_place(run, tmp_path: Path):
    text = (ROOT / "curricula" / "cptm-2017.toml").read_text()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace("value = 1140", "value = 1141").replace('topics = ["ENV"]', "topics = []"))
    status, out, _ = run("check", str(wrong), str(tmp_path / "absent.toml"), "--json")
    assert status == 1
    told = json.loads(out)
    assert told["files"] == 2
    assert {(Path(p["file"]).name, p["where"]) for p in told["problems"]} == {
        ("wrong.toml", "minutes"),
        ("wrong.toml", "covers"),
        ("absent.toml", "file"),
    }


def test_check_says_it_in_words_on_standard_error(run, tmp_path: Path):
    status, out, err = run("check", str(tmp_path / "absent.toml"))
    assert (status, out) == (1, "1 files, 1 problems\n")
    assert "Cannot be read" in err


def test_check_without_a_file_is_unusable(run):
    assert run("check")[0] == 2


def test_load_again_says_that_nothing_changed(run):
    status, out, _ = run("load", "--json")
    told = json.loads(out)
    assert status == 0
    assert told["loaded"] == told["refused"] == []
    assert len(told["unchanged"]) == len(FILES)


def test_load_refuses_a_published_version_that_differs(run, tmp_path: Path):
    text = (ROOT / "curricula" / "bfa-2017.toml").read_text()
    (tmp_path / "bfa-2017.toml").write_text(text.replace('en = "', 'en = "New ', 1))
    status, out, _ = run("load", str(tmp_path), "--json")
    told = json.loads(out)
    assert status == 1
    assert told["loaded"] == []
    assert [problem["where"] for problem in told["refused"]] == ["title"]


def test_load_of_a_folder_that_is_not_there_is_unusable(run, tmp_path: Path):
    assert run("load", str(tmp_path / "nowhere"))[0] == 2
