"""Curriculum files become published versions, which never change."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import ROOT, migrate, opened, settings_for
from tests.curricula.test_naming_others import PUBLISHED
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions, queries
from trainingapp.curricula.models import CurriculumVersion, Lesson
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Refused
from trainingapp.states import actions as states

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)
AS_OF = date(2017, 12, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to be changed."""
    return Path(shutil.copytree(ROOT / "curricula", tmp_path / "curricula"))


def load(folder: Path) -> actions.Loaded:
    return actions.load(folder, by=OPERATOR, now=NOW)


def edit(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


def version_count(session) -> int:
    return session.scalar(select(func.count()).select_from(CurriculumVersion))


def test_the_same_files_again_change_nothing_and_it_is_said(session, statements):
    before = session.scalar(select(func.count()).select_from(JournalEntry))
    with statements() as seen:
        outcome = load(ROOT / "curricula")
    assert outcome.loaded == ()
    assert outcome.refused == ()
    assert "CPTM@2017" in outcome.unchanged
    assert len(seen) == 1
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_the_core_curriculum_of_2017_has_24_lessons_and_1140_minutes(session):
    """E1, R16."""
    cptm = queries.version("CPTM", "2017")
    assert (cptm.lesson_count, cptm.minutes, cptm.effective_from) == (24, 1140, date(2017, 5, 2))
    assert {"POC", "CD", "SEA", "HR", "GENDER", "CRSV", "CP", "ENV"} <= set(cptm.topics)
    lessons = session.scalars(select(Lesson).where(Lesson.version_id == cptm.id)).all()
    assert sum(lesson.minutes for lesson in lessons) == 1140


def test_a_layout_that_says_the_same_is_the_same_version(session, folder):
    edit(folder, "cptm-2017.toml", "[passing]", "# A remark for the reader.\n\n[passing]")
    assert load(folder).refused == ()


def test_a_published_version_that_differs_is_refused_and_told_where(session, folder):
    """R19: whoever took the course took what was published."""
    path = edit(folder, "bfa-2017.toml", 'en = "', 'en = "New ')
    (refused,) = load(folder).refused
    assert refused.file == str(path)
    assert refused.where == "title"
    assert "never changes" in str(refused.message)


def test_when_one_file_is_refused_none_is_loaded(session, folder):
    edit(folder, "bfa-2017.toml", 'en = "', 'en = "New ')
    new = folder / "newbasics-2019.toml"
    shutil.copy(folder / "newbasics-2017.toml", new)
    edit(folder, new.name, 'version = "2017"', 'version = "2019"')
    edit(folder, new.name, 'status = "published"', 'status = "pilot"')
    before = version_count(session)
    outcome = load(folder)
    assert outcome.loaded == ()
    assert len(outcome.refused) == 1
    assert version_count(session) == before


def test_a_new_version_is_loaded_once_and_journaled(session, folder):
    new = folder / "newbasics-2019.toml"
    shutil.copy(folder / "newbasics-2017.toml", new)
    edit(folder, new.name, 'version = "2017"', 'version = "2019"')
    edit(folder, new.name, 'status = "published"', 'status = "pilot"')
    assert load(folder).loaded == ("NEWBASICS@2019",)
    assert load(folder).loaded == ()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert (entry.act, entry.object_kind, entry.object_id) == ("curriculum.load", "curriculum", "NEWBASICS")
    loaded = queries.version("NEWBASICS", "2019")
    assert loaded.lesson_count == 6  # R22
    assert queries.content(loaded).lessons[0].key == "night-patrolling"


def test_a_version_in_force_together_with_one_loaded_before_is_refused(session, tmp_path):
    new = tmp_path / "bfa-2018.toml"
    new.write_text((ROOT / "curricula" / "bfa-2017.toml").read_text().replace('version = "2017"', 'version = "2018"'))
    (refused,) = load(tmp_path).refused
    assert "BFA 2017" in str(refused.message)


def test_a_faulty_file_is_refused_with_every_problem(session, folder):
    path = edit(folder, "cptm-2017.toml", "value = 1140", "value = 1141")
    edit(folder, "cptm-2017.toml", 'topics = ["ENV"]', "topics = []")
    outcome = load(folder)
    assert {one.where for one in outcome.refused} == {"minutes", "covers"}
    assert {one.file for one in outcome.refused} == {str(path)}


def test_an_empty_folder_is_refused(session, tmp_path):
    (refused,) = load(tmp_path).refused
    assert "no curriculum file" in str(refused.message)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2014, 1, 1), "in_force"),
        (date(2018, 6, 30), "in_force"),
        (date(2018, 7, 1), "transition"),
        (date(2019, 1, 1), "transition"),
        (date(2019, 1, 2), "superseded"),
    ],
)
def test_a_superseded_version_counts_through_its_transition(session, day, standing):
    """R19, E3: CP-MIL 2018 is published on 2018-07-01, with a transition to 2019-01-01."""
    assert queries.version("CP-MIL", "2014").standing(day) == standing


def test_the_version_in_force_depends_on_the_day(session):
    assert queries.in_force(AS_OF)["CP-MIL"].label == "2014"
    assert queries.in_force(date(2018, 7, 1))["CP-MIL"].label == "2018"
    assert queries.in_force(date(2017, 5, 1))["CPTM"].label == "2009"


def test_the_overview_shows_each_curriculum_once(session, statements):
    with statements() as seen:
        shown = queries.overview(AS_OF)
    assert len(seen) == 1
    codes = [one.code for one in shown]
    assert codes == sorted(set(codes))
    assert {"CPTM", "CP-MIL", "CPOC-MIL", "SEA-ELEARN", "BFA", "NEWBASICS"} <= set(codes)


def test_an_operator_names_a_version_or_gets_the_one_in_force(session):
    assert queries.version_called("cptm", as_of=AS_OF).label == "2017"
    assert queries.version_called("CP-MIL@2018", as_of=AS_OF).label == "2018"
    with pytest.raises(Refused, match="CPTM@2017"):
        queries.version_called("CPTM@2016", as_of=AS_OF)
    with pytest.raises(Refused, match="no curriculum “CPTX”"):
        queries.version_called("CPTX", as_of=AS_OF)


def test_an_unknown_version_is_absent(session):
    with pytest.raises(Absent):
        queries.version("CPTM", "1999")


def test_a_register_with_the_first_files_finds_them_unchanged_and_takes_the_others(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    """Whatever keys came since: what was loaded before is the same, so nothing of the folder is refused."""
    url, first = new_database(), tmp_path / "first"
    migrate(url)
    first.mkdir()
    for name in PUBLISHED:
        shutil.copy(ROOT / "curricula" / f"{name}.toml", first)
    with opened(settings_for(url, tmp_path)) as register, register.app_context(), transaction():
        states.load_reference()
        before = load(first)
        after = load(ROOT / "curricula")
    assert len(before.loaded) == len(PUBLISHED)
    assert set(after.unchanged) == set(before.loaded)
    assert after.refused == ()
    assert len(after.loaded) + len(after.unchanged) == len(list((ROOT / "curricula").glob("*.toml")))


def test_a_file_may_name_a_curriculum_that_was_loaded_before_from_another_folder(session, tmp_path):
    text = (ROOT / "curricula" / "uas-advanced-2017.toml").read_text().replace("UAS-ADVANCED", "UAS-EXPERT")
    new = tmp_path / "uas-expert-2017.toml"
    new.write_text(text)
    assert load(tmp_path).loaded == ("UAS-EXPERT@2017",)
    new.write_text(text.replace('["UAS-BASIC"]', '["UAS-NOTHING"]').replace("UAS-EXPERT", "UAS-MASTER"))
    (refused,) = load(tmp_path).refused
    assert (refused.where, str(refused.message)) == ("prerequisites", "There is no curriculum “UAS-NOTHING”.")
