"""How likely two records are one person: reasons for and against, and nothing decided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.demo.names import name as invented
from trainingapp.people.likeness import (
    LIKELY,
    REASONS,
    Likeness,
    Somebody,
    keys_of_forms,
    likeness,
    names_alike,
    numbers_alike,
    somebody,
)

BORN, OTHER_DAY = date(1990, 5, 3), date(1984, 11, 20)


def record(number: str, name: str, born_on: date | None = None, *, original: str | None = None, sex: str = "male"):
    return somebody(1, numbers=[number], names=[(None, None, name, original)], sex=sex, born_on=born_on)


def held(one: Somebody, other: Somebody, **more: bool) -> Likeness:
    found = likeness(one, other, **more)
    assert found == likeness(other, one, **more)
    return found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("BA-0417", "Abdul Karim"), ("BA0417", "Karim Abdul"), "number_written"),
        (("000417", "Mohammad Rahman"), ("417", "Md. Rehman"), "number_written"),
        (("BO417", "Ali Hasan"), ("B0417", "Hassan Aly"), "number_letters"),
        (("1", "محمد عبد الرحمن", BORN), ("2", "Mohammed Abdur Rahman", BORN), "name_same"),
        (("1", "王晓丽", BORN), ("2", "Wang Xiaoli", BORN), "name_same"),
        (("1", "Коваленко Іван", BORN), ("2", "Ivan Kovalenko", BORN), "name_same"),
        (("1", "Kamrul Roy", BORN), ("2", "Kamrul Delwar Roy", BORN), "name_part"),
        (("1", "Aminata Kovalenka", BORN), ("2", "Aminata Kovalenko", BORN), "born_same"),
    ],
)
def test_two_records_of_one_person_are_likely(one, other, reason):
    found = held(record(*one), record(*other))
    assert found.is_likely
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Everybody of a State may be called so.
        (("1", "Abdul Karim"), ("2", "Abdul Karim")),
        (("1", "Abdul Karim", BORN), ("2", "Abdul Karim", OTHER_DAY)),
        # The numbers of two services.
        (("417", "Alice Uwera"), ("00417", "Bishnu Gurung")),
        (("1", "Alice Uwera", BORN), ("2", "Bishnu Gurung", BORN)),
        # Recruits of one day have neighbouring numbers.
        (("5550101", "Abdul Karim"), ("5550102", "Abdul Karim")),
        (("1", "Mahmoud Ali"), ("2", "Mohammed Ali")),
    ],
)
def test_two_persons_are_not_offered(one, other):
    assert not held(record(*one), record(*other)).is_likely


def test_a_differing_birth_date_speaks_against():
    same, none, differs = (
        held(record("1", "Abdul Karim", BORN), record("2", "Abdul Karim", day)).score for day in (BORN, None, OTHER_DAY)
    )
    assert differs < none < same
    assert "born_differs" in held(record("1", "A B", BORN), record("2", "A B", OTHER_DAY)).reasons


def test_day_and_month_changed_round_speak_for():
    assert "born_swapped" in held(record("1", "A B", date(1990, 5, 3)), record("2", "A B", date(1990, 3, 5))).reasons


def test_a_rare_name_alone_is_likely_and_a_common_one_is_not():
    one, other = record("1", "Immaculée Habimana"), record("2", "Habimana Immaculee")
    assert held(one, other, rare=True).is_likely
    assert not held(one, other).is_likely


def test_sex_not_specified_says_nothing():
    one = record("1", "A B", BORN, sex="female")
    assert "sex_differs" in held(one, record("2", "A B", BORN, sex="male")).reasons
    assert "sex_differs" not in held(one, record("2", "A B", BORN, sex="unspecified")).reasons


def test_an_earlier_name_or_number_is_compared_too():
    married = somebody(
        1,
        numbers=["1", "BA-0417"],
        names=[(None, None, "Alice Mugisha", None), (None, None, "Alice Uwera", None)],
        sex="female",
        born_on=None,
    )
    assert held(married, record("BA 417", "Uwera Alice", sex="female")).is_likely


def test_the_keys_of_a_name_meet_whatever_the_order_and_with_a_word_more():
    def keys(text: str):
        return keys_of_forms(record("1", text).forms)

    assert keys("Abdul Karim") == keys("KARIM Abdul")
    assert keys("Kamrul Roy") & keys("Kamrul Delwar Roy")
    assert keys("Sukarno") == {"skrn"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("049173037", "49173037", True), ("BA-1", "BA 1", True), ("O258", "0258", True), ("BA-17", "BA-18", False)],
)
def test_a_number_written_in_two_ways_is_called_so(one, other, alike):
    assert numbers_alike(one, other) is numbers_alike(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kamrul Hossain", "Kamrul Hussain", True),
        ("Mohammad Rahman", "Rahman Muhammad", True),
        ("Alice Uwera", "Alice Uwera Mugisha", False),
        ("Alice Uwera", "Grace Uwera", False),
    ],
)
def test_a_name_written_in_two_ways_is_called_so(one, other, alike):
    assert names_alike(one, other) is names_alike(other, one) is alike


@given(st.randoms(use_true_random=False), st.sampled_from(["BGD", "EGY", "CHN", "UKR", "RWA", "SEN", "KOR"]))
def test_whatever_the_name_it_is_itself_and_points_stay_between_none_and_all(chance, state):
    first, second = (invented(state, chance.choice(["male", "female"]), chance) for _ in "ab")
    one, other = (
        somebody(i, numbers=[str(i)], names=[(f, g, None, o)], sex="male", born_on=BORN)
        for i, (f, g, o) in enumerate((first, second))
    )
    assert held(one, one._replace(numbers=("other",))).score >= LIKELY
    assert 0 <= held(one, other).score <= 100


def test_every_reason_has_points_and_a_sentence():
    assert all(points and sentence.endswith(".") for points, sentence in REASONS.values())
