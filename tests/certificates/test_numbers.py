"""A certificate's number (curricula C4): readable, and known to be mistyped when it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.certificates.numbers import ALPHABET, Number, check_character, number, parse

NUMBERS = st.builds(
    number,
    st.just("UNPKT"),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    st.from_regex(r"[A-Z]{2,6}(-[A-Z0-9]{1,6}){0,2}", fullmatch=True),
    st.integers(1995, 2100),
    st.integers(1, 999_999),
)


def test_a_number_names_state_curriculum_and_year_and_ends_with_its_check_character():
    assert number("UNPKT", "BGD", "CPTM", 2017, 123) == "UNPKT-BGD-CPTM-2017-000123R"
    assert number("UNPKT", "BGD", "CP-MIL", 2017, 1) == "UNPKT-BGD-CP-MIL-2017-000001K"


@given(NUMBERS)
def test_every_number_is_read_back_as_it_was_given(given_number: str):
    read = parse(given_number)
    assert read is not None
    assert str(read) == given_number


@given(NUMBERS, st.data())
def test_every_single_wrong_character_is_noticed(given_number: str, data: st.DataObject):
    at = data.draw(st.sampled_from([i for i, c in enumerate(given_number) if c != "-"]))
    other = data.draw(st.sampled_from(ALPHABET.replace(given_number[at], "")))
    assert parse(given_number[:at] + other + given_number[at + 1 :]) is None


@given(NUMBERS, st.data())
def test_every_swap_of_two_characters_side_by_side_or_around_a_third_is_noticed(given_number: str, data: st.DataObject):
    plain = given_number.replace("-", "")
    apart = data.draw(st.sampled_from((1, 2)))
    at = data.draw(st.integers(0, len(plain) - 1 - apart))
    typed = list(plain)
    typed[at], typed[at + apart] = typed[at + apart], typed[at]
    assert ("".join(typed) == plain) or parse("".join(typed)) is None


def test_no_pair_of_characters_can_be_swapped_unnoticed_in_any_state_of_the_sum():
    for before in ALPHABET:
        checks = {(a, b): check_character(before + a + b + "0") for a in ALPHABET for b in ALPHABET}
        assert all(checks[a, b] != checks[b, a] for a in ALPHABET for b in ALPHABET if a != b)


@given(NUMBERS)
def test_case_spaces_and_any_hyphen_are_taken_as_meant(given_number: str):
    for typed in (
        given_number.lower(),
        f"  {given_number} ",
        given_number.replace("-", " - "),
        given_number.replace("-", "\u2011"),
        given_number.replace("-", "\u2013"),
        given_number.replace("-", "\u2212"),
        given_number.replace("-", " "),
        given_number[:-4] + " " + given_number[-4:],
        "".join(chr(ord(c) + 0xFEE0) for c in given_number),
    ):
        assert parse(typed) == parse(given_number)


@given(NUMBERS)
def test_a_number_without_any_hyphen_has_the_same_key(given_number: str):
    whole, bare = parse(given_number), parse(given_number.replace("-", ""))
    assert whole is not None
    assert bare is not None
    assert whole.key == bare.key == given_number.replace("-", "")


@given(st.text())
def test_anything_else_is_no_number(text: str):
    read = parse(text)
    assert read is None or isinstance(read, Number)


def test_there_is_no_certificate_number_zero():
    body = "UNPKTBGDCPTM2017000000"
    assert parse(body + check_character(body)) is None


def test_another_prefix_is_a_setting_not_a_typing_error():
    told = number("PKT", "KEN", "BFA", 2018, 7)
    assert parse(told) is None
    assert str(parse(told, prefix="PKT")) == told


@pytest.mark.parametrize(
    ("prefix", "iso3", "code", "year", "n"),
    [
        ("UNPKT", "BG", "CPTM", 2017, 1),
        ("UNPKT", "bgd", "CPTM", 2017, 1),
        ("UNPKT", "BGD", "CP--MIL", 2017, 1),
        ("UNPKT", "BGD", "", 2017, 1),
        ("", "BGD", "CPTM", 2017, 1),
        ("UNPKT", "BGD", "CPTM", 17, 1),
        ("UNPKT", "BGD", "CPTM", 2017, 0),
        ("UNPKT", "BGD", "CPTM", 2017, 1_000_000),
    ],
)
def test_a_part_that_no_number_can_hold_is_refused(prefix: str, iso3: str, code: str, year: int, n: int):
    with pytest.raises(ValueError, match="certificate number"):
        number(prefix, iso3, code, year, n)
