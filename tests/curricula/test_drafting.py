"""The text of a version that is being written: nothing is lost, and what hinders publishing is told by place."""

from datetime import date

import pytest

from tests.conftest import ROOT
from trainingapp.curricula import drafting
from trainingapp.curricula.content import load
from trainingapp.curricula.drafting import Unreadable
from trainingapp.curricula.places import differences, in_words

FILES = sorted((ROOT / "curricula").glob("*.toml"))
CORE = (ROOT / "curricula" / "cptm-2017.toml").read_bytes()


def core() -> drafting.Raw:
    return drafting.from_text(drafting.as_text(drafting.read_file(CORE)))


def told(raw: drafting.Raw) -> dict[str, str]:
    return {one.where: str(one.message) for one in drafting.hindrances(raw)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_opened_as_a_draft_and_finished_says_what_the_file_says(path):
    raw = drafting.read_file(path.read_bytes())
    kept = drafting.from_text(drafting.as_text(raw))
    assert drafting.hindrances(kept) == ()
    said = load(path).content
    made = drafting.finished(kept, status=said.status, effective_from=said.effective_from.value)
    assert made is not None
    assert made.canonical() == said.canonical()


def test_human_rights_taken_out_of_a_module_hinder_publishing():
    """E1, R09."""
    raw = core()
    raw["module"][1]["lesson"][2]["topics"] = []
    (found,) = drafting.hindrances(raw)
    assert "Human rights is not covered" in str(found.message)
    assert (found.part, found.anchor) == ("lessons", "part-1-human_rights")


@pytest.mark.parametrize(
    ("spoil", "part", "anchor"),
    [
        (lambda raw: raw["title"].pop("en"), "about", "title-en"),
        (lambda raw: raw["minutes"].update(value=1141), "about", "minutes"),
        (lambda raw: raw["passing"]["mark"].pop("assumption"), "about", "passing-mark"),
        (lambda raw: raw.pop("audience"), "about", "audience"),
        (lambda raw: raw["module"][1].pop("about"), "lessons", "part-1-about"),
        (lambda raw: raw["module"][1]["lesson"][2].update(minutes={"value": "an hour"}), "lessons", "part-1-2-minutes"),
        (lambda raw: raw["module"][0]["lesson"][0].update(topics=["PCO"]), "lessons", "part-0-0-topics"),
        (lambda raw: raw["module"][0].update(lesson=[]), "lessons", "part-0-lesson"),
        (lambda raw: raw.update(module=[]), "lessons", "lessons"),
        (lambda raw: raw["module"][0]["lesson"][0].update(key="principles"), "lessons", "lessons"),
    ],
)
def test_each_hindrance_names_its_place_in_the_editor(spoil, part, anchor):
    raw = core()
    spoil(raw)
    assert (part, anchor) in {(one.part, one.anchor) for one in drafting.hindrances(raw)}


def test_a_draft_of_which_nothing_is_written_says_everything_that_is_missing():
    """R09: hours, audience, a lesson."""
    found = told(drafting.begun("NEW", "2018", "STM", "Something new"))
    assert {"minutes", "audience", "module", "about", "validity", "passing", "languages", "phases"} <= found.keys()
    assert set(found.values()) == {"Is missing."}


def test_a_new_version_has_the_old_content_and_not_its_days():
    old = drafting.from_text(load(ROOT / "curricula" / "cp-mil-2014.toml").content.canonical())
    new = drafting.succeeding(old, "2030")
    assert new["version"] == "2030"
    assert not {"effective_from", "superseded_on", "transition_until", "status"} & new.keys()
    assert new["module"] == old["module"]
    new["module"][0]["title"] = "Other"
    assert old["module"][0]["title"] != "Other"


def test_the_day_of_the_draft_keeps_its_source_and_another_one_is_a_decision():
    raw = core()
    assert drafting.proposed_day(raw) == date(2017, 5, 2)
    kept = drafting.finished(raw, status="published", effective_from=date(2017, 5, 2))
    other = drafting.finished(raw, status="pilot", effective_from=date(2018, 5, 2))
    assert kept is not None
    assert other is not None
    assert (kept.effective_from.source, kept.effective_from.assumption) == ("P", False)
    assert (other.status, other.effective_from.source, other.effective_from.assumption) == ("pilot", None, True)


@pytest.mark.parametrize(
    ("data", "where"), [(b"a = \xff", "line 1"), (b"a = 1\nb = = 2", "line 2, column 5"), (b"[", "end of document")]
)
def test_what_is_no_curriculum_file_is_told_by_its_line(data, where):
    found = drafting.read_file(data)
    assert isinstance(found, Unreadable)
    assert found.where == where


def test_places_are_told_in_words():
    assert str(in_words("module 2, lesson 2.3, minutes, value")) == "module 2, lesson 2.3, minutes"
    assert str(in_words("passing, mark")) == "to pass, mark"
    assert str(in_words("something_new")) == "something_new"


def test_what_differs_in_two_texts_is_told_place_by_place():
    theirs, mine = core(), core()
    theirs["module"][0]["lesson"][0]["title"] = "Theirs"
    mine["passing"]["mark"]["value"] = 80
    mine["module"][0]["lesson"][1]["topics"] = ["CD", "HR"]
    found = {str(one.where): (one.theirs, one.mine) for one in differences(theirs, mine)}
    order = found.pop("module 1, lessons")
    assert [side.split(" · ")[0] for side in order] == ["Theirs", "United Nations Peacekeeping"]
    assert found == {
        "module 1, lesson 1.1, title": ("Theirs", "United Nations Peacekeeping"),
        "to pass, mark": ("70", "80"),
        "module 1, lesson 1.2, topics": ("", "CD, HR"),
    }


def test_a_lesson_with_something_missing_is_not_told_to_be_absent():
    raw = drafting.begun("NEW", "2018", "STM", "Something new")
    raw["module"] = [{"key": "a", "number": "1", "title": "A", "lesson": [{"key": "b", "number": "1.1", "title": "B"}]}]
    found = told(raw)
    assert "module 1, lesson 1.1, minutes" in found
    assert not {"module", "module 1, lesson"} & found.keys()


def test_a_draft_that_names_what_does_not_exist_is_hindered():
    raw = core() | {"prerequisites": ["NO-SUCH"], "prerequisites_source": "A"}
    assert drafting.hindrances(raw) == ()
    (found,) = drafting.hindrances(raw, {("CPTM", "2017")})
    assert (found.part, found.anchor) == ("about", "prerequisites")
    assert drafting.hindrances(raw, {("NO-SUCH", "1")}) == ()
