"""The reference files: all States and missions, without a contradiction."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from trainingapp.states import reference
from trainingapp.states.reference import ContradictoryReferenceData, State, load_missions, load_states
from trainingapp.states.rules import UN_LANGUAGES, holds_on

STATES = {state.iso3: state for state in load_states()}
MISSIONS = {mission.acronym: mission for mission in load_missions()}


def test_all_193_member_states_two_observers_and_four_fictional_states() -> None:
    assert Counter(state.status for state in STATES.values()) == {"member": 193, "observer": 2, "fictional": 4}
    assert {iso3 for iso3, state in STATES.items() if state.fictional} == {"XCA", "XKT", "XSU", "XRM"}


def test_m49_codes_are_texts_of_three_digits_with_their_zeros() -> None:
    assert (STATES["BGD"].m49, STATES["ARG"].m49, STATES["BRA"].m49) == ("050", "032", "076")
    assert all(state.m49 is None for state in STATES.values() if state.fictional)


@pytest.mark.parametrize(
    ("iso3", "iso2", "m49"),
    [
        ("TZA", "TZ", "834"),
        ("KOR", "KR", "410"),
        ("CIV", "CI", "384"),
        ("COG", "CG", "178"),
        ("COD", "CD", "180"),
        ("SDN", "SD", "729"),
        ("SSD", "SS", "728"),
        ("ETH", "ET", "231"),
        ("PSE", "PS", "275"),
        ("DEU", "DE", "276"),
        ("FRA", "FR", "250"),
    ],
)
def test_codes_are_those_of_the_reference(iso3: str, iso2: str, m49: str) -> None:
    assert (STATES[iso3].iso2, STATES[iso3].m49) == (iso2, m49)


def test_names_are_the_short_names_of_the_united_nations() -> None:
    assert STATES["TZA"].name() == "United Republic of Tanzania"
    assert STATES["TZA"].name("fr") == "République-Unie de Tanzanie"
    assert STATES["BOL"].name() == "Bolivia (Plurinational State of)"
    assert STATES["CIV"].name("ru") == "Кот-д'Ивуар"
    assert STATES["BGD"].name("de") == "Bangladesh"
    assert all(set(state.names) == set(UN_LANGUAGES) for state in STATES.values())


def test_a_state_is_called_what_it_was_called_on_the_day() -> None:
    turkiye = STATES["TUR"]
    assert turkiye.name(on=date(2022, 5, 31)) == "Turkey"
    assert turkiye.name(on=date(2022, 6, 1)) == "Türkiye"
    assert turkiye.name("ru", on=date(2017, 9, 25)) == "Турция"  # did not change
    assert STATES["SWZ"].name("fr", on=date(2017, 12, 31)) == "Swaziland"
    assert STATES["MKD"].name(on=date(2017, 12, 31)) == "The former Yugoslav Republic of Macedonia"


def test_nine_missions_protect_civilians_on_the_last_day_of_2017() -> None:
    """G ¶40 counts nine; their names are K (R11)."""
    day = date(2017, 12, 31)
    assert {m.acronym for m in MISSIONS.values() if m.has("POC", on=day)} == {
        *("MINUSCA", "MINUSMA", "MONUSCO", "UNAMID", "UNIFIL", "UNISFA", "UNMIL", "UNMISS", "MINUJUSTH"),
    }


def test_five_missions_have_a_mandate_on_sexual_violence_and_five_are_the_action_plans() -> None:
    five = {"MINUSCA", "MINUSMA", "MONUSCO", "UNAMID", "UNMISS"}
    assert {m.acronym for m in MISSIONS.values() if m.has("CRSV", on=date(2017, 12, 31))} == five
    assert {m.acronym for m in MISSIONS.values() if m.has("CRUZ5", on=date(2017, 12, 31))} == five


def test_a_flag_ends_with_its_mission() -> None:
    unmil = MISSIONS["UNMIL"]
    assert unmil.has("POC", on=date(2018, 3, 30))
    assert not unmil.has("POC", on=date(2018, 3, 31))


def test_monusco_begins_the_day_after_monuc_ends() -> None:
    assert MISSIONS["MONUSCO"].predecessor == "MONUC"
    assert not MISSIONS["MONUC"].open_on(date(2010, 7, 1))
    assert MISSIONS["MONUSCO"].open_on(date(2010, 7, 1))


def test_kosovo_has_no_codes_and_western_sahara_has_its_own() -> None:
    assert (MISSIONS["UNMIK"].host, MISSIONS["UNMIK"].host_iso3, MISSIONS["UNMIK"].host_m49) == ("Kosovo", (), ())
    assert MISSIONS["MINURSO"].host_m49 == ("732",)


def test_hosts_that_are_states_carry_the_states_own_codes() -> None:
    for mission in MISSIONS.values():
        for iso3, m49 in zip(mission.host_iso3, mission.host_m49, strict=True):
            if iso3 != "ESH":  # Western Sahara is no Member State
                assert STATES[iso3].m49 == m49


def test_every_mission_of_the_contribution_data_is_known() -> None:
    named = (
        "MINUJUSTH MINURSO MINUSCA MINUSMA MONUSCO UNAMA UNAMI UNAMID UNDOF UNFICYP UNIFIL UNIOGBIS UNISFA UNMIK UNMIL"
    )
    named += " UNMISS UNMOGIP UNOWAS UNSMIL UNSOM UNSOS UNTSO UNVMC"
    assert set(named.split()) <= set(MISSIONS)


def test_both_ends_of_a_dated_fact_belong_to_it() -> None:
    first, last = date(2017, 1, 1), date(2017, 12, 31)
    assert holds_on(first, valid_from=first, valid_through=last)
    assert holds_on(last, valid_from=first, valid_through=last)
    assert not holds_on(date(2018, 1, 1), valid_from=first, valid_through=last)
    assert holds_on(last, valid_from=None, valid_through=None)


def test_two_states_with_one_code_are_refused(bangladesh: State) -> None:
    twice = (bangladesh, replace(STATES["CHN"], m49="050"))
    found = list(reference.contradictions_of_states(twice))
    assert found == ["CHN: m49 050 belongs to BGD"]


def test_a_code_that_lost_its_zero_is_refused(bangladesh: State) -> None:
    found = list(reference.contradictions_of_states([replace(bangladesh, m49="50")]))
    assert found == ["BGD: '50' is not a m49 code"]


def test_a_mission_that_closes_before_it_begins_is_refused() -> None:
    wrong = replace(MISSIONS["UNMIL"], closed_on=date(2000, 1, 1), flags=())
    assert list(reference.contradictions_of_missions([wrong])) == ["UNMIL: closed before it was established"]
    with pytest.raises(ContradictoryReferenceData, match="UNMIL"):
        reference._refuse(reference.contradictions_of_missions([wrong]))


@pytest.fixture
def bangladesh() -> State:
    return STATES["BGD"]
