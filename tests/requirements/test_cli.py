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
