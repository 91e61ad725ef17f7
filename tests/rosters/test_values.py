"""Words and signs for results, sexes and scores; texts kept as they are given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.rosters.letters import fold, has_hidden
from trainingapp.rosters.values import (
    RESULT_WORDS,
    SEX_WORDS,
    garbled,
    number_lost,
    read_results,
    read_scores,
    read_sexes,
    refusal_of,
    texts_of,
    unfit,
)

RESULTS = {
    "pass": "pass|PASSED|P|✓|✔️|Yes|oui|Réussi|ADMIS|apto|Aprobado|да|сдал|зачёт|ناجح|نعم|合格|通过|是",
    "fail": "Fail|F|✗|❌|no|échoué|ajourné|No Apto|reprobado|не сдал|незачет|راسب|لم ينجح|不合格|否",
    "attended": "attended|Present|présent|asistió|участвовал|حضر|出席",
}


@pytest.mark.parametrize(("code", "words"), RESULTS.items())
def test_results_in_six_languages_and_common_signs(code, words):
    assert read_results(words.split("|")).meant == dict.fromkeys(words.split("|"), code)


@pytest.mark.parametrize(
    "value", ["1", "0", 1, 0.0, True, "passs", "absent", "A", "+", "-", "pass?", "pending", "x", "#N/A"]
)
def test_what_could_mean_either_is_refused(value):
    found = read_results([value])
    assert not found.meant
    assert value in found.refused


def test_no_word_means_two_results_or_two_sexes():
    for words in (RESULT_WORDS, SEX_WORDS):
        meanings: dict[str, set[str]] = {}
        for code, by_language in words.items():
            for texts in by_language.values():
                for text in texts.split("|"):
                    meanings.setdefault(fold(text), set()).add(code)
        assert {text: codes for text, codes in meanings.items() if len(codes) > 1} == {}


def test_sex_is_as_written_and_unspecified_when_nothing_is():
    words = ["F", "male", "Femme", "mujer", "Женский", "м", "أنثى", "男", ""]
    meant = read_sexes(words).meant
    assert [meant[word] for word in words] == [
        *("female", "male", "female", "female", "female", "male", "female", "male", "unspecified")
    ]
    assert read_sexes(["Mme"]).refused


def test_the_spanish_m_beside_h_is_a_woman_and_is_asked_about_beside_f():
    assert read_sexes(["H", "M"]).meant == {"H": "male", "M": "female"}
    assert read_sexes(["M"], heading="Sexo (H/M)").meant == {"M": "female"}
    assert read_sexes(["M", "F"]).meant == {"M": "male", "F": "female"}
    assert read_sexes(["H", "F"]).meant == {"H": "male", "F": "female"}
    assert "M" in read_sexes(["H", "M", "F"]).refused


def test_scores_are_percentages_however_they_are_written():
    values = [85, 70.5, "85", "85 %", "85%", "85,5", "85.5 %", "85/100", "٨٥٪", "0", "100", ""]
    meant = read_scores(values)[0].meant
    assert [meant[value] for value in values] == [85, 70.5, 85, 85, 85, 85.5, 85.5, 85, 85, 0, 100, None]


@pytest.mark.parametrize(
    "value", ["101", "-1", "17/20", "B+", 250, "8 5 5 5", "1e1", True, "nan", float("nan"), "#DIV/0!"]
)
def test_what_is_no_percentage_is_refused(value):
    assert read_scores([value])[0].refused


def test_scores_all_below_one_are_asked_about():
    assert read_scores([0.85, 0.7, 1.0])[1][0] == "score_scale_unknown"
    assert read_scores([0, 1, 1])[1] is None
    assert read_scores([0.85, 70])[1] is None


def test_a_number_in_a_cell_becomes_the_text_the_person_sees():
    assert texts_of(["007", 7.0, 7, 7.5, " 08 ", "\u00a009\u00a0"]) == ["007", "7", "7", "7.5", "08", "09"]


def test_text_is_composed_and_our_own_escape_is_taken_off():
    assert texts_of([unicodedata.normalize("NFD", "José"), "'=1", "'tHooft", "O'Neil"]) == [
        "José",
        "=1",
        "'tHooft",
        "O'Neil",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ali\u202eila", "hidden_character"),
        ("Ali\u200b", "hidden_character"),
        ("A\u200cli", "hidden_character"),
        ("Ali\x07", "hidden_character"),
        ("Ali\u2066x", "hidden_character"),
        ("\ufeffAli", "hidden_character"),
        ("Al\ufffdi", "hidden_character"),
        ("Ali\nHassan", "line_break"),
        ("x" * 201, "too_long"),
        ("#REF!", "cell_error"),
        ("Err:502", "cell_error"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(text, code):
    assert refusal_of(text, longest=200)[0] == code
    assert unfit(["fine", text], longest=200)[text][0] == code


@pytest.mark.parametrize(
    "name", ["می‌خواهم", "क्‍ष", "O’Neil-Ṣāliḥ", "Nguyễn Văn Đức", "张伟", "عبد الله", "Ng'ang'a", "D\u00a0Costa"]
)
def test_names_of_the_world_are_kept(name):
    assert refusal_of(name, longest=200) is None
    assert not has_hidden(name)
    assert garbled(name) is None
    assert texts_of([name]) == [name]


@pytest.mark.parametrize("name", ["Jos\u00c3\u00a9", "Mu?oz", "MÃ¼ller", "???"])
def test_letters_lost_in_an_earlier_program_are_noticed(name):
    assert garbled(name)[0] == "letters_lost"


def test_a_service_number_that_became_a_quantity_is_noticed():
    assert number_lost("1.23E+11")[0] == "digits_lost"
    assert number_lost("12E45") is None
    assert number_lost("BA-1001") is None
    assert number_lost("0012345678901") is None


@given(st.lists(st.text(max_size=12), max_size=20))
def test_texts_keep_their_leading_zeros_and_their_number(texts):
    found = texts_of([f"00{text}x" for text in texts])
    assert len(found) == len(texts)
    assert all(text.startswith("00") for text in found)


@given(st.lists(st.text(max_size=30), max_size=12))
def test_the_fast_way_refuses_what_the_slow_way_refuses(texts):
    assert unfit(texts, longest=20) == {t: refusal_of(t, longest=20) for t in texts if refusal_of(t, longest=20)}
