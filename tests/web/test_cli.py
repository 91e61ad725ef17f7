"""The operator's commands, as design/contract.md names them, on databases of their own (trust rule 20; R61)."""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text

from tests import make
from tests.conftest import opened, settings_for
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import Base, db
from trainingapp.people.models import Person
from trainingapp.web import export

HOSTILE = '=HYPERLINK("http://example.org")'


class Register:
    """A register with its own database and folder, and its operator."""

    def __init__(self, url: str, folder: Path) -> None:
        self.open = ExitStack()
        self.app: Flask = self.open.enter_context(opened(settings_for(url, folder)))
        self.folder = folder

    def run(self, *arguments: object) -> Result:
        return self.app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])

    def json(self, *arguments: object, status: int = 0) -> Any:
        """What the command prints with --json: one value on standard output and nothing else."""
        result = self.run(*arguments, "--json")
        assert result.exit_code == status, (result.output, result.exception)
        return json.loads(result.stdout)

    def people(self, *numbers: str) -> None:
        with self.app.app_context():
            for number in numbers:
                make.person(make.state(), service_number=number)

    def scalar(self, statement: Any) -> Any:
        with self.app.app_context():
            return db.session.scalar(statement)


@pytest.fixture
def new_register(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Register]]:
    made: list[Register] = []

    def make_one() -> Register:
        made.append(Register(new_database(), tmp_path_factory.mktemp("register")))
        return made[-1]

    yield make_one
    for register in made:
        register.open.close()


@pytest.fixture
def register(new_register: Callable[[], Register]) -> Register:
    """Set up, with three people."""
    register = new_register()
    register.json("init")
    register.people("A1", "A2", "A3")
    return register


def test_init_sets_up_and_again_changes_nothing(new_register):
    register = new_register()
    first = register.json("init")
    assert set(first) == {"database", "revision", "curricula"}
    assert "CPTM@2017" in first["curricula"]
    entries = register.scalar(select(func.count()).select_from(JournalEntry))
    assert register.json("init") == first
    assert register.scalar(select(func.count()).select_from(JournalEntry)) == entries


@pytest.mark.parametrize("command", [("verify",), ("backup", "x.db"), ("export", "x"), ("serve",)])
def test_a_database_that_is_not_set_up_is_said_so(new_register, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = new_register().run(*command)
    assert result.exit_code == 1
    assert "trainingapp init" in result.output


def test_every_route_is_told_with_its_policy_and_arguments(register):
    routes = register.json("routes")
    job = next(route for route in routes if route["endpoint"] == "jobs.show")
    assert job == {
        "rule": "/jobs/<job_id>",
        "methods": ["GET"],
        "endpoint": "jobs.show",
        "policy": "signed in",
        "arguments": {"job_id": "default"},
    }
    assert all(route["policy"] != "None" for route in routes)


def tampered(register: Register, statement: str) -> None:
    """Change the database as somebody would who has its own password."""
    with register.app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_verify_ends_with_1_and_names_what_is_wrong(register):
    assert register.json("verify")["ok"] is True
    tampered(register, "UPDATE person SET service_number = 'B2' WHERE service_number = 'A2'")
    told = register.json("verify", status=1)
    assert told["ok"] is False
    assert told["first_bad"]["table"] == "person"
    assert told["first_bad"]["column"] == "service_number"
    assert told["first_bad"]["id"] == register.scalar(select(Person.public_id).where(Person.service_number == "B2"))


def test_a_head_is_signed_and_the_journal_must_still_contain_it(register, tmp_path):
    head = register.json("heads", "export", tmp_path / "heads")
    assert set(head) == {"seq", "hash"}
    register.people("A4")
    assert register.json("verify", "--against", tmp_path / "heads")["ok"] is True
    public = next((tmp_path / "heads").glob("*.public.pem"))
    assert (register.folder / "keys" / public.name).read_bytes() == public.read_bytes()
    private = register.folder / "keys" / "journal-head.private.pem"
    assert private.stat().st_mode & 0o077 == 0


def test_a_head_that_was_changed_is_refused(register, tmp_path):
    register.json("heads", "export", tmp_path / "heads")
    place = next((tmp_path / "heads").glob("head-*.json"))
    place.write_text(place.read_text().replace('"seq": ', '"seq": 1'))
    result = register.run("verify", "--against", tmp_path / "heads")
    assert result.exit_code == 1
    assert "not signed" in result.output


def test_an_unusable_folder_of_heads_ends_with_2(register, tmp_path):
    assert register.run("verify", "--against", tmp_path / "none").exit_code == 2


@pytest.mark.parametrize("options", [(), ("--portable",)], ids=["own", "portable"])
def test_a_backup_restores_everything_and_keys_go_on_from_there(register, new_register, tmp_path, options):
    kept = register.json("backup", tmp_path / "backup", *options)
    assert kept["verified"] is True
    assert kept["bytes"] == (tmp_path / "backup").stat().st_size
    other = new_register()
    assert other.json("restore", tmp_path / "backup")["verified"] is True
    for table in Base.metadata.sorted_tables:
        with register.app.app_context():
            rows = [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        with other.app.app_context():
            assert [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))] == rows
    other.people("A4")
    assert other.json("verify")["ok"] is True


def test_a_portable_backup_leads_from_one_kind_of_database_to_the_other(register, new_register, tmp_path):
    register.json("backup", tmp_path / "backup.zip", "--portable")
    embedded = Register(f"sqlite:///{tmp_path / 'embedded' / 'register.db'}", tmp_path / "embedded")
    assert embedded.json("restore", tmp_path / "backup.zip")["verified"] is True
    embedded.json("backup", tmp_path / "back.zip", "--portable")
    again = new_register()
    assert again.json("restore", tmp_path / "back.zip")["verified"] is True
    assert again.scalar(select(func.count()).select_from(Person)) == 3
    embedded.open.close()


def test_a_register_is_not_overwritten_by_a_backup(register, tmp_path):
    register.json("backup", tmp_path / "backup")
    result = register.run("restore", tmp_path / "backup")
    assert result.exit_code == 1
    assert "already holds a register" in result.output


def test_a_file_that_is_no_backup_is_refused_and_leaves_nothing(new_register, tmp_path):
    (tmp_path / "note.txt").write_text("not a backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("note.txt", "not a backup")
    register = new_register()
    for name in ("note.txt", "other.zip"):
        result = register.run("restore", tmp_path / name)
        assert result.exit_code == 1
        assert "no backup" in result.output
    assert list(register.folder.glob("**/*.half*")) == []


def test_a_damaged_backup_is_refused_whole(register, new_register, tmp_path):
    register.json("backup", tmp_path / "backup.zip", "--portable")
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(tmp_path / "backup.zip") as good, zipfile.ZipFile(damaged, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(
                name, content.replace(b"Alice Uwera", b"Alice Other", 1) if name == "person.jsonl" else content
            )
    other = new_register()
    result = other.run("restore", damaged)
    assert result.exit_code == 1
    assert "person" in result.output
    assert other.json("restore", tmp_path / "backup.zip")["verified"] is True, "the database stayed empty"


def test_a_restored_backup_that_is_older_than_a_known_head_is_noticed(register, new_register, tmp_path):
    register.json("backup", tmp_path / "old")
    register.people("A4")
    register.json("heads", "export", tmp_path / "heads")
    other = new_register()
    other.json("restore", tmp_path / "old")
    assert other.json("verify")["ok"] is True
    told = other.json("verify", "--against", tmp_path / "heads", status=1)
    assert "older backup" in told["first_bad"]["reason"]


def test_a_backup_of_a_register_that_is_not_what_it_was_is_refused(register, tmp_path):
    tampered(register, "UPDATE person SET full_name = 'Alice Other' WHERE service_number = 'A1'")
    result = register.run("backup", tmp_path / "backup")
    assert result.exit_code == 1
    assert "full_name" in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_sqlite_backup_is_one_plain_database_file(register, tmp_path):
    if register.app.config["SETTINGS"].database_url.startswith("postgresql"):
        with zipfile.ZipFile(register.json("backup", tmp_path / "b") and tmp_path / "b") as archive:
            assert "person.jsonl" in archive.namelist()
        return
    register.json("backup", tmp_path / "b")
    with sqlite3.connect(tmp_path / "b") as copy:
        assert copy.execute("SELECT count(*) FROM person").fetchone() == (3,)
    copy.close()


def test_an_export_holds_every_fact_with_its_dictionary(register, tmp_path):
    with register.app.app_context():
        make.person(make.state(), service_number="A4", full_name=HOSTILE)
    told = register.json("export", tmp_path / "out")
    assert set(told["files"]) == {path.name for path in (tmp_path / "out").glob("*.csv")}
    with (tmp_path / "out" / "person.csv").open(newline="", encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    assert [row["service_number"] for row in people] == ["A1", "A2", "A3", "A4"]
    assert people[-1]["full_name"] == "'" + HOSTILE
    with (tmp_path / "out" / "dictionary.csv").open(newline="", encoding="utf-8") as file:
        meanings = {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(file)}
    for path in (tmp_path / "out").glob("*.csv"):
        if path.name != "dictionary.csv":
            assert meanings[path.stem, ""], f"{path.stem} is not explained"
            with path.open(newline="", encoding="utf-8") as file:
                assert all((path.stem, column) in meanings for column in next(csv.reader(file)))
    assert meanings["person", "sex"] == "As recorded, never inferred."


def test_an_export_leaves_out_what_is_no_fact_and_what_lets_somebody_sign_in(register, tmp_path):
    register.json("export", tmp_path / "out")
    written = {path.stem for path in (tmp_path / "out").glob("*.csv")} - {"dictionary"}
    references = {one.name for one in export.REFERENCES}
    assert references <= written
    assert (written - references) | set(export.LEFT_OUT) == set(Base.metadata.tables)
    assert not written & set(export.LEFT_OUT)
    assert "password" not in (tmp_path / "out" / "account.csv").read_text()
    sealed = {name for name, table in Base.metadata.tables.items() if "seal" in table.columns}
    assert sealed <= written


def test_serving_a_register_that_holds_the_demonstration_as_a_real_one_is_warned_of(app, session):
    from trainingapp.journal import actions as journal
    from trainingapp.web.cli import open_to_everybody

    assert open_to_everybody() is None
    with journal.entry(act="demo.seed", by="tests", now=make.NOW, object_kind="reference", object_id="small"):
        pass
    assert "everybody knows its pass phrases" in (open_to_everybody() or "")
    served = app.config["SETTINGS"]
    app.config["SETTINGS"] = served.model_copy(update={"demo": True})
    try:
        assert open_to_everybody() is None, "it says so on its first page"
    finally:
        app.config["SETTINGS"] = served
