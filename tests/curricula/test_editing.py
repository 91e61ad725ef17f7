"""What is typed in the editor goes into the text of the draft, and nothing else in it changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curricula.test_drafting import FILES, core
from trainingapp.curricula import drafting, editing
from trainingapp.curricula.editing import TypedLesson, TypedModule
from trainingapp.curricula.outline import outline, table, tables, text, texts


def as_typed(raw: drafting.Raw) -> list[TypedModule]:
    """The lessons' page as it is sent when nothing was touched."""
    return [
        TypedModule(
            **{key: text(module, key) for key in ("key", "number", "title", "title_source", "about")},
            human_rights=text(table(module, "human_rights"), "exempt"),
            gender=text(table(module, "gender"), "exempt"),
            lessons=tuple(
                TypedLesson(
                    **{key: text(lesson, key) for key in ("key", "number", "title", "title_source", "only_for")},
                    minutes=text(table(lesson, "minutes"), "value"),
                    minutes_source=editing.source_of(table(lesson, "minutes")),
                    minutes_note=text(table(lesson, "minutes"), "note"),
                    topics=texts(lesson, "topics"),
                    tracked=lesson.get("tracked") is True,
                    needs_two_unit_types=lesson.get("needs_two_unit_types") is True,
                )
                for lesson in tables(module, "lesson")
            ),
        )
        for module in tables(raw, "module")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_sent_untouched_changes_nothing(path):
    raw = drafting.from_text(drafting.as_text(drafting.read_file(path.read_bytes())))
    assert editing.with_values(raw, editing.values_of(raw)) == raw
    assert editing.with_modules(raw, as_typed(raw)) == raw
    assert editing.with_modules(raw, as_typed(raw), by_key=True) == raw


def test_what_the_form_does_not_know_is_carried_along():
    raw = core()
    raw["qualifies_for"] = [{"curriculum": "CPTM", "versions": ["2017"]}]
    raw["module"][0]["lesson"][0]["unheard_of"] = {"a": 1}
    raw["minutes"]["unheard_of"] = True
    values = editing.values_of(raw) | {"minutes": "1141"}
    made = editing.with_modules(editing.with_values(raw, values), as_typed(raw))
    assert made["qualifies_for"] == raw["qualifies_for"]
    assert made["module"][0]["lesson"][0]["unheard_of"] == {"a": 1}
    assert made["minutes"] == raw["minutes"] | {"value": 1141}


def test_a_figure_needs_its_source_or_the_word_assumption():
    raw = editing.with_values(core(), editing.values_of(core()) | {"passing_mark": "75", "passing_mark_source": ""})
    assert raw["passing"]["mark"] == {"value": 75}
    (found,) = drafting.hindrances(raw)
    assert found.anchor == "passing-mark"
    for typed, figure in (("A", {"assumption": True}), ("S: G ¶77", {"source": "S: G ¶77"})):
        values = editing.values_of(raw) | {"passing_mark_source": typed}
        made = editing.with_values(raw, values)
        assert made["passing"]["mark"] == {"value": 75} | figure
        assert drafting.hindrances(made) == ()


def test_what_is_no_number_is_kept_as_typed_and_told():
    raw = editing.with_values(core(), editing.values_of(core()) | {"minutes": "19 h"})
    assert raw["minutes"]["value"] == "19 h"
    assert editing.values_of(raw)["minutes"] == "19 h"
    assert any("19 h" in str(one.message) for one in drafting.hindrances(raw))


def with_lesson(raw: drafting.Raw, module: int, lesson: int, **changes: object) -> list[TypedModule]:
    typed = as_typed(raw)
    lessons = list(typed[module].lessons)
    lessons[lesson] = replace(lessons[lesson], **changes)  # type: ignore[arg-type]
    typed[module] = replace(typed[module], lessons=tuple(lessons))
    return typed


def test_the_declaration_of_a_module_follows_the_ticks():
    """R09: 2.3 no longer about human rights; then 2.5 is, instead."""
    raw = editing.with_modules(core(), with_lesson(core(), 1, 2, topics=()))
    assert raw["module"][1]["human_rights"] == {}
    assert "Human rights is not covered" in str(drafting.hindrances(raw)[0].message)
    raw = editing.with_modules(raw, with_lesson(raw, 1, 4, topics=("POC", "HR")))
    assert raw["module"][1]["human_rights"] == {"lessons": ["protection-of-civilians"]}
    assert drafting.hindrances(raw) == ()


def test_a_lesson_that_is_ticked_to_go_is_gone_and_its_module_declares_it_no_more():
    raw = editing.with_modules(core(), with_lesson(core(), 1, 2, remove=True))
    assert len(outline(raw).lessons) == 23
    assert raw["module"][1]["human_rights"] == {}
    assert {one.where for one in drafting.hindrances(raw)} == {"minutes", "module 2, human_rights"}


def test_a_lesson_is_added_with_a_key_of_its_own():
    typed = as_typed(core())
    typed[1] = replace(typed[1], new="Human Rights")
    raw = editing.with_modules(core(), typed)
    made = raw["module"][1]["lesson"][-1]
    assert (made["key"], made["number"], made["title"]) == ("human-rights-2", "2.8", "Human Rights")
    raw = editing.with_new_module(raw, "مقدمة")
    assert (raw["module"][3]["key"], raw["module"][3]["number"]) == ("module-4", "4")


@given(st.data())
def test_moving_loses_no_lesson_and_back_again_is_where_it_was(data):
    raw = core()
    module = data.draw(st.integers(0, 2))
    lesson = data.draw(st.one_of(st.none(), st.integers(0, len(raw["module"][module]["lesson"]) - 1)))
    by = data.draw(st.sampled_from([-1, 1]))
    made = editing.moved(raw, module, lesson, by)
    keys = [line.key for line in outline(raw).lessons]
    assert sorted(line.key for line in outline(made).lessons) == sorted(keys)
    if lesson is not None and made != raw:
        moved = raw["module"][module]["lesson"][lesson]["key"]
        at = next(
            (m, i) for m, one in enumerate(made["module"]) for i, x in enumerate(one["lesson"]) if x["key"] == moved
        )
        back = editing.moved(made, *at, -by)
        assert [[x["key"] for x in m["lesson"]] for m in back["module"]] == [
            [x["key"] for x in m["lesson"]] for m in raw["module"]
        ]


def test_numbering_anew_follows_the_order():
    raw = editing.numbered(editing.moved(core(), 0, None, 1))
    assert [module["number"] for module in raw["module"]] == ["1", "2", "3"]
    assert raw["module"][0]["lesson"][2]["number"] == "1.3"
    assert raw["module"][0]["lesson"][2]["key"] == "human-rights"


def test_two_who_type_at_once_are_put_together_by_the_keys_of_lessons():
    """What I typed about a lesson finds it where a colleague has moved it."""
    theirs = editing.moved(core(), 1, 2, -1)
    theirs["module"][1]["lesson"][1]["unheard_of"] = 1
    mine = editing.with_modules(theirs, with_lesson(core(), 1, 2, minutes="75"), by_key=True)
    lesson = mine["module"][1]["lesson"][2]
    assert (lesson["key"], lesson["minutes"]["value"], lesson["unheard_of"]) == ("human-rights", 75, 1)
