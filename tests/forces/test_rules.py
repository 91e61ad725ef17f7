"""Phases to the day, and what people type understood exactly or not at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.forces import models
from trainingapp.forces.reference import Terms, load_categories, load_functions, load_unit_kinds
from trainingapp.forces.rules import CATEGORIES, PHASES, days_of, named, phase

DAYS = st.dates(date(2010, 1, 1), date(2025, 12, 31))


@given(deploys_on=DAYS, length=st.integers(1, 900), as_of=DAYS, preparing=st.integers(0, 400))
def test_every_rotation_is_in_exactly_one_phase_and_its_filter_finds_it(deploys_on, length, as_of, preparing):
    ends_on = deploys_on + timedelta(days=length)

    def found_by(wanted: str) -> bool:
        days = days_of(wanted, as_of=as_of, preparing_days=preparing)
        return (
            (days.deploys_from or date.min) <= deploys_on <= (days.deploys_through or date.max)
            and (days.ends_from or date.min) <= ends_on <= (days.ends_through or date.max)
        )  # fmt: skip

    now = phase(deploys_on, ends_on, as_of=as_of, preparing_days=preparing)
    assert [wanted for wanted in PHASES if found_by(wanted)] == [now]


def test_the_categories_are_the_five_of_the_contribution_data():
    assert tuple(CATEGORIES) == models.CATEGORIES
    assert [term.code for term in load_categories()] == list(CATEGORIES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Battalion commander", "battalion_commander"),
        ("BATTALION  COMMANDER", "battalion_commander"),
        ("Coy. Comd", "company_commander"),
        ("Commandant de bataillon", "battalion_commander"),
        ("营长", "battalion_commander"),
        ("قائد كتيبة", "battalion_commander"),
        ("Battalion comander", None),
        ("Commander", None),
        ("", None),
        (None, None),
    ],
)
def test_a_function_is_recognised_exactly_or_not_at_all(text, code):
    assert Terms(load_functions()).code_of(text) == code


def test_a_category_is_recognised_by_its_name_in_the_contribution_data():
    terms = Terms(load_categories())
    assert terms.code_of("Formed Police Units") == "formed_police"
    assert terms.code_of("UPC") == "formed_police"
    assert terms.code_of("Police") is None


def test_every_unit_kind_says_how_well_its_strength_is_known():
    assert all(kind.mark in "PKA" and kind.strength > 0 for kind in load_unit_kinds())


@pytest.mark.parametrize(
    ("text", "meant"),
    [("BANBAT-4", (None, "BANBAT-4")), (" bgd : BANBAT-4 ", ("BGD", "BANBAT-4")), ("", (None, ""))],
)
def test_an_operator_names_a_rotation_with_or_without_its_state(text, meant):
    assert named(text) == meant
