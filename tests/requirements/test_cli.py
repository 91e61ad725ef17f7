"""The operator's commands `requirements list` and `requirements check`."""

import json
from pathlib import Path

from trainingapp.requirements import table


def test_the_rules_of_a_day_are_listed(app, session):
    ran = app.test_cli_runner().invoke(args=["requirements", "list", "--as-of", "2016-02-01", "--json"])
    assert ran.exit_code == 0
    assert [one["code"] for one in json.loads(ran.output)["rules"]] == ["CPTM-ALL", "CP-MIL-CHILD-PROTECTION"]
    words = app.test_cli_runner().invoke(args=["requirements", "list", "--as-of", "2016-02-01"]).output
    assert "2 rules for rotations that deploy on 2016-02-01" in words


def test_a_file_is_checked_against_itself_and_against_the_register(app, session, tmp_path: Path):
    run = app.test_cli_runner().invoke
    right = run(args=["requirements", "check", str(table.FILE)])
    assert (right.exit_code, "0 problems" in right.output) == (0, True)
    content = table.FILE.read_text("utf-8")
    file = tmp_path / "rules.toml"
    for old, new, said in (
        ("holds_from = 2016-05-01", "holds_from = 2016-06-01", "SEA-ALL: The register says something else"),
        ('code = "CPTM-ALL"', 'code = "CPTM-AGAIN"', "CPTM-AGAIN says the same"),
        ('curriculum = "BFA"', 'curriculum = "BFX"', "There is no curriculum with the code BFX"),
    ):
        file.write_text(content.replace(old, new, 1), "utf-8")
        wrong = run(args=["requirements", "check", str(file), "--json"])
        assert wrong.exit_code == 1
        assert any(said in f"{one['where']}: {one['message']}" for one in json.loads(wrong.output)["problems"]), said


ROW = """
[[rule]]
code = "CPTM-AGAIN"
curriculum = "CPTM"
title = "Everybody"
mandatory = true
categories = ["contingent"]
decision_makers_only = false
phase = "pre-deployment"
versions = "in force or in transition"
holds_from = 2016-05-01
source = "GA res. 49/37"
assumption = false
"""


def problems_of(app, file: Path, content: str) -> list[str]:
    file.write_text(content, "utf-8")
    ran = app.test_cli_runner().invoke(args=["requirements", "check", str(file), "--json"])
    assert ran.exit_code == 1, ran.exception
    return [f"{one['where']}: {one['message']}" for one in json.loads(ran.output)["problems"]]


def test_a_file_that_is_no_list_of_rules_is_told_in_a_sentence(app, session, tmp_path: Path):
    file, listed = tmp_path / "rules.toml", "Rules stand one below the other, each with [[rule]] above its keys."
    assert problems_of(app, file, "rule = 5") == [f": {listed}"]
    assert problems_of(app, file, "rule = [5, 6]") == [f"1: {listed}", f"2: {listed}"]
    assert problems_of(app, file, 'rules = 1\n"\\u202e" = 2\nrule = "x"') == [
        ": rules stands outside of the rules, where nobody reads it.",
        ": \\u202e stands outside of the rules, where nobody reads it.",
        f": {listed}",
    ]
    for content in ("rule = " + "[" * 20_000, "due = " + "9" * 5_000):
        (said,) = problems_of(app, file, content)
        assert said == ": The file cannot be read: a number in it is too long, or a list too deep."
    assert "cannot be read as TOML" in problems_of(app, file, "rule = ")[0]


def test_a_text_of_a_rule_holds_nothing_that_cannot_be_seen(app, session, tmp_path: Path):
    file = tmp_path / "rules.toml"
    for hidden in ("\\u202e", "\\u0000", "\u202e", "\\u200b"):
        for key, value in (("title", "Everybody"), ("source", "GA res. 49/37"), ("curriculum", "CPTM")):
            said = problems_of(app, file, ROW.replace(f'{key} = "{value}"', f'{key} = "{value}{hidden}"'))
            assert said == [f"CPTM-AGAIN: {key} contains characters that cannot be seen."]
    said = problems_of(app, file, ROW.replace('["contingent"]', '["contingent", "x\\u202e"]'))
    assert said == ["CPTM-AGAIN: categories, 2 contains characters that cannot be seen."]
    noted = problems_of(app, file, ROW + 'note = """Two\nlines"""')
    assert not [one for one in noted if "seen" in one], "a remark may have lines"


def test_every_problem_of_a_rule_is_told_at_once_in_plain_sentences(app, session, tmp_path: Path):
    wrong = {
        'code = "CPTM-AGAIN"': 'code = ["\\u202e"]',
        "mandatory = true": 'mandatory = "yes"',
        '["contingent"]': '"contingent"',
        '"pre-deployment"': '"later"',
        '"in force or in transition"': "7",
        "2016-05-01": '"2016-05-01"',
        '"GA res. 49/37"': '""',
        "assumption = false": 'due_days = 1.5\n"no\\u202ekey" = 1',
        "Everybody": "x" * 201,
    }
    content = ROW
    for old, new in wrong.items():
        content = content.replace(old, new)
    assert problems_of(app, tmp_path / "rules.toml", content) == [
        "1: code must be a text between quotation marks.",
        "1: title is longer than 200 characters.",
        "1: mandatory must be true or false.",
        "1: categories must be a list between square brackets.",
        "1: phase must be 'pre-deployment' or 'in-mission'.",
        "1: versions must be “in force or in transition”, or a list of labels.",
        "1: holds_from must be a day without quotation marks: 2017-09-25.",
        "1: source is empty.",
        "1: assumption is missing.",
        "1: due_days must be a whole number.",
        "1: no\\u202ekey is no key of a rule.",
    ]
