"""Curriculum files: every problem at once, by place, in words for whoever wrote the file; a file as a value."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from trainingapp.curricula.content import CurriculumContent, FaultyCurriculum, Problem, check, load
from trainingapp.curricula.rules import KINDS, STATUSES, PassRule, Validity, counts_until, coverage, valid_through

Written = Callable[[str], list[tuple[str, str]]]
FILES = Path(__file__).parents[2] / "curricula"


def file(name: str) -> str:
    return (FILES / name).read_text("utf-8")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a file and gives what is said about it, as (where, message)."""

    def write(text: str) -> list[tuple[str, str]]:
        path = tmp_path / "x.toml"
        path.write_text(text, "utf-8")
        return said(check([path]))

    return write


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.where, str(problem.message)) for problem in problems]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_every_curriculum_we_keep_is_without_a_problem() -> None:
    files = sorted(FILES.glob("*.toml"))
    assert len(files) >= 7
    assert check(files) == []


def test_the_core_materials_of_2017_have_24_lessons_and_1140_minutes() -> None:
    """R16, E1: modules of 8, 7 and 9 lessons, all eight cross-cutting topics."""
    content = load(FILES / "cptm-2017.toml").content
    assert [len(module.lesson) for module in content.module] == [8, 7, 9]
    assert content.minutes.value == sum(lesson.minutes.value for lesson in content.lessons) == 1140
    assert sum(lesson.minutes.mark == "P" for lesson in content.lessons) == 5
    assert coverage(content.lessons).missing == ()
    assert content.effective_from.value == date(2017, 5, 2)


def test_pass_rule_and_validity_come_as_the_rules_want_them() -> None:
    content = load(FILES / "cptm-2017.toml").content
    assert content.passing.rule == PassRule("score", 70)
    assert content.validity.validity == Validity("rotation", 24)
    assert valid_through(date(2017, 9, 25), content.validity.validity) == date(2019, 9, 25)


def test_child_protection_2014_counts_through_its_transition() -> None:
    """R19, E3."""
    content = load(FILES / "cp-mil-2014.toml").content
    assert content.superseded_on is not None
    assert content.transition_until is not None
    assert (content.superseded_on.value, content.transition_until.value) == (date(2018, 7, 1), date(2019, 1, 1))
    assert load(FILES / "cp-mil-2018.toml").content.effective_from.value == date(2018, 7, 1)
    assert counts_until(content.superseding) == date(2019, 1, 1)


def test_a_lesson_is_the_same_in_two_versions_though_its_number_moved() -> None:
    old = {one.key: one.number for one in load(FILES / "cp-mil-2014.toml").content.lessons}
    new = {one.key: one.number for one in load(FILES / "cp-mil-2018.toml").content.lessons}
    assert (old["military-roles"], new["military-roles"]) == ("2.1", "5.1")


def test_the_new_basics_are_six_elements_of_which_two_need_two_units() -> None:
    """R22."""
    lessons = load(FILES / "newbasics-2017.toml").content.lessons
    assert [lesson.tracked for lesson in lessons] == [True] * 6
    assert [lesson.key for lesson in lessons if lesson.needs_two_unit_types] == [
        "police-military-interoperability",
        "joint-exercise",
    ]


def test_commanders_take_one_lesson_more_which_is_not_in_the_minutes() -> None:
    content = load(FILES / "sea-elearn-2016.toml").content
    assert content.minutes_with_additions is not None
    assert (content.minutes.value, content.minutes_with_additions.value) == (90, 120)


def test_every_figure_names_its_source_or_is_an_assumption() -> None:
    for path in FILES.glob("*.toml"):
        for where, figure in load(path).content.figures():
            assert figure.assumption != bool(figure.source), (path, where)


def test_the_words_a_file_may_use_are_those_of_the_rules() -> None:
    fields = CurriculumContent.model_fields
    assert set(get_args(fields["kind"].annotation)) == set(KINDS)
    assert set(get_args(fields["status"].annotation)) == set(STATUSES)


def test_a_validity_in_months_without_months_is_refused(written: Written) -> None:
    text = changed(file("bfa-2017.toml"), "months = { value = 12, assumption = true }", "")
    assert written(text) == [("validity", "A validity of kind months with no months contradicts itself.")]


def test_layout_and_comments_do_not_change_the_hash_but_content_does(tmp_path: Path) -> None:
    text = file("cptm-2017.toml")
    same, other = tmp_path / "same.toml", tmp_path / "other.toml"
    same.write_text(
        "# a remark\n\n" + changed(text, 'curriculum = "CPTM"\nversion = "2017"', 'version = "2017"\ncurriculum="CPTM"')
    )
    other.write_text(changed(text, "Usually taught in five days", "Usually taught in six days"))
    kept = load(FILES / "cptm-2017.toml").sha256
    assert load(same).sha256 == kept
    assert load(other).sha256 != kept


def test_without_its_topic_the_human_rights_lesson_no_longer_covers_human_rights(written: Written) -> None:
    """E1, R09: refused."""
    problems = written(changed(file("cptm-2017.toml"), 'topics = ["HR"]', "topics = []"))
    assert problems == [
        ("module 2, human_rights", "Human rights is not covered: lesson “human-rights” lacks the topic HR.")
    ]


def test_a_module_that_says_nothing_on_gender_is_refused(written: Written) -> None:
    """R09: declared in every module, or exempted with a reason."""
    text = file("cptm-2017.toml")
    silent = changed(text, 'gender = { exempt = "Introductory; gender is treated in lessons 2.4 and 3.2." }\n', "")
    assert written(silent) == [("module 1, gender", "Is missing.")]
    empty = changed(
        text, 'gender = { exempt = "Introductory; gender is treated in lessons 2.4 and 3.2." }', "gender = {}"
    )
    assert written(empty) == [
        ("module 1, gender", "Gender is not covered: name the lessons, or say why none is needed.")
    ]


def test_a_module_cannot_exempt_what_it_teaches(written: Written) -> None:
    both = changed(file("cptm-2017.toml"), '{ lessons = ["human-rights"] }', '{ exempt = "not needed" }')
    assert written(both) == [("module 2, human_rights", "Human rights cannot be taught and exempted in one module.")]


def test_without_the_environment_lesson_a_topic_is_missing(written: Written) -> None:
    """R16."""
    assert written(changed(file("cptm-2017.toml"), 'topics = ["ENV"]', "topics = []")) == [
        ("covers", "No lesson is about Environment (ENV).")
    ]


def test_every_problem_is_told_at_once_by_place(written: Written) -> None:
    text = file("cptm-2017.toml")
    text = changed(text, "value = 1140", "value = 1139")
    text = changed(text, 'topics = ["CRSV"]', 'topics = ["CRVS", "CRSV"]')
    text = changed(text, 'status = "published"', 'status = "publishd"')
    text = changed(text, "civilians = true", "civilian = true")
    text = changed(text, "mark = { value = 70, assumption = true }", "mark = { value = 70 }")
    text = changed(text, 'key = "child-protection"', 'key = "human-rights"')
    problems = dict(written(text))
    assert problems["minutes"] == "Says 1139, but the lessons take 1140 minutes."
    assert problems["module 2, lesson 2.6, topics"].startswith("“CRVS” is no topic; there are POC, CD,")
    assert problems["status"] == "“publishd” is not one of 'pilot' or 'published'."
    assert problems["audience, civilian"] == "Is no key of a curriculum file: misspelt?"
    assert problems["passing, mark"] == "Has either a source or assumption = true, and not both."
    assert problems["lesson, key"] == "“human-rights” stands 2 times."
    assert len(problems) >= 6


def test_days_stand_in_order(written: Written) -> None:
    text = file("cp-mil-2014.toml")
    assert written(changed(text, "2019-01-01", "2018-06-30")) == [
        ("transition_until", "2018-06-30 is before superseded_on, 2018-07-01.")
    ]
    assert written(changed(text, "value = 2018-07-01", "value = 2013-07-01")) == [
        ("superseded_on", "2013-07-01 is not after effective_from, 2014-01-01.")
    ]


def test_a_transition_without_a_successor_is_refused(written: Written) -> None:
    line = next(line for line in file("cp-mil-2014.toml").splitlines() if line.startswith("superseded_on"))
    assert written(changed(file("cp-mil-2014.toml"), line, "")) == [
        ("transition_until", "Stands without superseded_on: a transition begins when a version is superseded.")
    ]


def test_a_figure_in_quotes_is_no_figure(written: Written) -> None:
    problems = written(changed(file("bfa-2017.toml"), "value = 660", 'value = "660"'))
    assert [where for where, _ in problems] == ["minutes, value"]


def test_a_file_that_is_no_toml_is_told_by_line(written: Written) -> None:
    [(where, message)] = written('curriculum = "CPTM"\nversion = \n')
    assert where.startswith("line 2")
    assert message.startswith("Is not written as TOML: ")


def test_a_file_in_another_encoding_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes('curriculum = "CPTM"\nabout = "préalable"\n'.encode("cp1252"))
    assert said(check([path])) == [("line 2", "Is not UTF-8 text.")]


def test_a_file_that_is_not_there_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert said(check([tmp_path / "none.toml"])) == [("file", "Cannot be read: No such file or directory.")]


def test_one_version_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "again.toml").write_text(file("bfa-2017.toml"), "utf-8")
    found = check([FILES / "bfa-2017.toml", tmp_path / "again.toml"])
    assert said(found) == [("version", f"BFA 2017 is told by {FILES / 'bfa-2017.toml'} too.")]


def test_two_versions_in_force_on_one_day_are_refused(tmp_path: Path) -> None:
    text = file("cp-mil-2018.toml")
    (tmp_path / "early.toml").write_text(changed(text, "value = 2018-07-01", "value = 2018-06-30"), "utf-8")
    found = check([FILES / "cp-mil-2014.toml", tmp_path / "early.toml"])
    assert [problem.where for problem in found] == ["effective_from"]


def test_a_faulty_file_is_not_loaded_and_says_everything(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(changed(file("bfa-2017.toml"), "value = 660", "value = 600"), "utf-8")
    with pytest.raises(FaultyCurriculum, match="Says 600, but the lessons take 660 minutes") as refused:
        load(path)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("text", ["", "module = 3", "module = [1]", "[module]\nlesson = 2", "[[module]]\nlesson = [7]"])
def test_nonsense_is_told_as_problems(written: Written, text: str) -> None:
    assert len(written(text)) > 5
