"""The erased person is looked for where bytes lie: the database's file and its log, the data directory, a dump, an
older backup that is restored (R71, trust 19 and 20)."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.conftest import migrate, opened, settings_for
from tests.privacy.test_erasing import BORN, LETTERHEAD, NAME, NUMBER, OWN, TOKENS
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.journal.reports import verify
from trainingapp.kit.db import Base, db, transaction
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters
from trainingapp.letters.work import send_waiting
from trainingapp.people.models import Person
from trainingapp.privacy import actions, queries, work
from trainingapp.web import archive


@pytest.fixture
def register(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """A register with files of its own, in which somebody left traces everywhere."""
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path / "data"), TESTING=True, JOBS_INLINE=True) as app, app.app_context():
        of = make.state()
        rotation = make.rotation(of)
        # Enough others that the file has more than a handful of pages, written before and after.
        crowd = [make.person(of, f"X{n:04}", f"Name{n} Surname{n}") for n in range(30)]
        person = make.person(of, NUMBER, NAME, born_on=BORN, original_name=OWN, sex="male")
        for one in (*crowd[:10], person):
            make.assignment(rotation, one, rank="Corporal")
        completion = make.completion(person, make.version(), score=88, row=12)
        with transaction():
            certificates.issue_one(completion.public_id, letterhead=LETTERHEAD, by=OPERATOR, now=make.NOW)
        with transaction():
            letters.write(to="zyx@example.org", subject=say("Hello"), body=[say("Dear %(n)s", n=NAME)], now=make.NOW)
        send_waiting()
        made = work.queue().folder / "somebodys-job"
        made.mkdir(parents=True)
        (made / "roll.csv").write_text(f"{NUMBER},{NAME}\n")
        db.session.remove()
        yield app


def key() -> int:
    found = db.session.scalars(select(Person.id).where(Person.full_name == NAME)).one()
    db.session.remove()
    return found


def erase(app: Flask) -> actions.Erased:
    erased = erase_without_sweeping(app)
    work.sweep()
    return erased


def erase_without_sweeping(app: Flask) -> actions.Erased:
    person = key()
    with transaction():
        erased = actions.erase(person, reason="asked", by=OPERATOR, now=make.NOW, secret=str(app.secret_key))
    work.finish(erased)
    db.session.remove()
    return erased


def bytes_with_traces(*folders: Path) -> list[str]:
    """The files in which anything of the person can be read, in either of the encodings that they might stand in."""
    wanted = [token.encode(code) for token in TOKENS for code in ("utf-8", "utf-16-le")]
    found = []
    for place in (place for folder in folders for place in folder.rglob("*") if place.is_file()):
        content = place.read_bytes()
        if any(token.lower() in content.lower() or token in content for token in wanted):
            found.append(place.name)
    return sorted(found)


def database_file(app: Flask) -> Path | None:
    url = app.config["SETTINGS"].url()
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None


def test_no_byte_of_the_person_is_left_in_the_databases_file_its_log_or_the_data_directory(register):
    data, file = register.config["SETTINGS"].data_dir, database_file(register)
    folders = (data, file.parent) if file else (data,)
    before = bytes_with_traces(*folders)
    assert "roll.csv" in before
    assert any(name.endswith(".eml") for name in before)
    if file:
        assert "register.db" in before or "register.db-wal" in before
    erase(register)
    assert bytes_with_traces(*folders) == []
    with db.engine.connect() as connection:
        assert verify(connection, deep=True).ok


def relations_with_traces() -> list[str]:
    """The files of PostgreSQL's tables and indexes in which anything of the person can be read, and its statistics."""
    wanted = [token.encode() for token in TOKENS]
    found = []
    with db.engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        names = connection.exec_driver_sql(
            "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname IN ('public', 'pg_toast') AND c.relkind IN ('r', 'i', 't')"
        )
        for name, content in names:
            low = bytes(content).lower()
            if any(token.lower() in low for token in wanted):
                found.append(name)
        told = connection.exec_driver_sql(
            "SELECT tablename, histogram_bounds::text || coalesce(most_common_vals::text, '') FROM pg_stats"
        )
        found += [
            f"statistics of {name}" for name, text in told if any(t.lower() in (text or "").lower() for t in TOKENS)
        ]
    return sorted(found)


def test_no_byte_of_the_person_is_left_in_the_files_of_postgresql(register):
    if db.engine.dialect.name == "sqlite":
        # Its one file is searched above; here only that sweeping names the tables that it knows.
        assert queries.swept() <= set(Base.metadata.tables)
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    before = relations_with_traces()
    assert {"person", "person_word", "certificate"} <= set(before)
    erase(register)
    assert relations_with_traces() == []


def test_sweeping_that_others_hold_up_says_so_and_can_be_given_again(register, monkeypatch):
    erase_without_sweeping(register)
    runner = register.test_cli_runner()
    monkeypatch.setattr(work, "TRIES", 1)
    monkeypatch.setattr("trainingapp.kit.db.SCRUB_PATIENCE", 50)
    monkeypatch.setattr("trainingapp.kit.db.PATIENCE", 50)
    db.engine.dispose()
    with db.engine.connect() as other:
        if db.engine.dialect.name == "sqlite":
            other.exec_driver_sql("ROLLBACK")
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.exec_driver_sql("SELECT count(*) FROM person")
        refused = runner.invoke(args=["erasures", "sweep"])
        assert refused.exit_code == 1
        assert "could not be swept" in refused.output
        other.rollback()
    assert runner.invoke(args=["erasures", "sweep"]).exit_code == 0
    data, file = register.config["SETTINGS"].data_dir, database_file(register)
    assert bytes_with_traces(*((data, file.parent) if file else (data,))) == []


def test_heads_that_were_exported_before_still_agree(register, tmp_path):
    runner = register.test_cli_runner()
    assert runner.invoke(args=["heads", "export", str(tmp_path / "heads")]).exit_code == 0
    erase(register)
    done = runner.invoke(args=["verify", "--deep", "--against", str(tmp_path / "heads"), "--json"])
    assert done.exit_code == 0, done.output


def test_a_dump_of_every_table_holds_nothing_of_the_person(register, tmp_path):
    erase(register)
    url = register.config["SETTINGS"].url()
    archive.back_up(url, tmp_path / "backup.zip", portable=True, step=lambda done: None)
    with zipfile.ZipFile(tmp_path / "backup.zip") as dump:
        for name in dump.namelist():
            text = dump.read(name).decode().lower()
            assert not [token for token in TOKENS if token.lower() in text], name


def test_whoever_was_erased_is_erased_again_when_an_older_backup_is_restored(register, new_database, tmp_path):
    """The operator keeps the list, which names nobody, beside the backups."""
    url, older = register.config["SETTINGS"].url(), tmp_path / "older.zip"
    archive.back_up(url, older, portable=True, step=lambda done: None)
    erased = erase(register)
    listed = register.test_cli_runner().invoke(args=["erasures", "list", "--json"])
    assert [line["persons"] for line in json.loads(listed.output)] == [list(erased.public_ids)]
    (tmp_path / "erasures.json").write_text(listed.output)
    again = new_database()
    archive.restore(again, older, step=lambda done: None)
    data = tmp_path / "second"
    with opened(settings_for(again, data), TESTING=True, JOBS_INLINE=True) as second, second.app_context():
        assert db.session.scalars(select(Person.full_name).where(Person.full_name == NAME)).all() == [NAME]
        db.session.remove()
        runner = second.test_cli_runner()
        done = runner.invoke(args=["erasures", "reapply", str(tmp_path / "erasures.json"), "--json"])
        assert json.loads(done.output) == {"listed": 1, "erased": 1, "absent": 0}, done.output
        done = runner.invoke(args=["erasures", "reapply", str(tmp_path / "erasures.json"), "--json"])
        assert json.loads(done.output) == {"listed": 1, "erased": 0, "absent": 0}
        file = database_file(second)
        assert bytes_with_traces(*((data, file.parent) if file else (data,))) == []
        with db.engine.connect() as connection:
            assert verify(connection, deep=True).ok


def test_a_file_that_is_no_list_is_refused_in_a_sentence(register, tmp_path):
    (tmp_path / "wrong.json").write_text('{"a": 1}')
    answer = register.test_cli_runner().invoke(args=["erasures", "reapply", str(tmp_path / "wrong.json")])
    assert answer.exit_code == 1
    assert "no list of those erased" in answer.output


def test_the_list_outlives_a_register_that_forgot(register):
    erased = erase(register)
    assert set(work.noted()) == set(erased.public_ids)
    assert work.note_erasures() == 1
