"""Bands across national ranks: what is in the table is known, what is not is said to be unknown, nothing is guessed."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.demo.people import HEADS, RANKS
from trainingapp.people import ranks
from trainingapp.people.ranks import BANDS, band, bands, folded


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        ("Private", "enlisted"),
        ("Lance Corporal", "enlisted"),
        ("L/Cpl", "enlisted"),
        ("Jawan", "enlisted"),
        ("Soldat de 2ème classe", "enlisted"),
        ("Cabo Primero", "enlisted"),
        ("Marinheiro", "enlisted"),
        ("جندي", "enlisted"),
        ("Able Seaman", "enlisted"),
        ("Lance Naik", "enlisted"),
        ("Staff Sergeant", "nco"),
        ("Subedar Major", "nco"),
        ("Naib Subedar", "nco"),
        ("Warrant Officer II", "nco"),
        ("Adjudant-Chef", "nco"),
        ("Sargento Mayor", "nco"),
        ("Hudda", "nco"),
        ("Raqib Awwal", "nco"),
        ("Petty Officer", "nco"),
        ("2Lt", "junior_officer"),
        ("Flight Lieutenant", "junior_officer"),
        ("Sous-Lieutenant", "junior_officer"),
        ("Capitán", "junior_officer"),
        ("Capitão", "junior_officer"),
        ("Mulazim Awwal", "junior_officer"),
        ("Naqib", "junior_officer"),
        ("Lt. Col.", "field_officer"),
        ("Lieutenant-colonel", "field_officer"),
        ("Teniente Coronel", "field_officer"),
        ("Captain (Navy)", "field_officer"),
        ("Capitaine de vaisseau", "field_officer"),
        ("Wing Commander", "field_officer"),
        ("Muqaddam", "field_officer"),
        ("عقيد", "field_officer"),
        ("Brigadier General", "senior_officer"),
        ("Général de brigade", "senior_officer"),
        ("Air Commodore", "senior_officer"),
        ("Amid", "senior_officer"),
        ("Police Constable", "constable"),
        ("Gardien de la paix", "constable"),
        ("Sub-Inspector", "police_supervisor"),
        ("ASP", "police_officer"),
        ("Commissaire principal", "police_officer"),
        ("Inspector General of Police", "police_command"),
    ],
)
def test_ranks_of_many_forces_have_their_band(rank, expected):
    assert band(rank) == expected


@pytest.mark.parametrize(
    ("rank", "military", "police"),
    [
        ("Captain", "junior_officer", "police_officer"),
        ("Sergeant", "nco", "police_supervisor"),
        ("Havildar", "nco", "constable"),
        ("Naik", "enlisted", "constable"),
        ("Major", "field_officer", "police_officer"),
    ],
)
def test_a_word_with_two_meanings_is_decided_by_the_component_and_by_nothing_else(rank, military, police):
    assert band(rank) is None
    assert set(bands(rank)) == {military, police}
    assert (band(rank, component="military"), band(rank, component="police")) == (military, police)


def test_a_word_that_even_the_component_does_not_decide_stays_undecided():
    """A Brigadier commands a brigade in English, and is a corporal of French cavalry."""
    assert band("Brigadier", component="military") is None
    assert ranks.band_in_words("Brigadier", component="military") == ranks.UNDECIDED


@pytest.mark.parametrize("rank", ["", None, "Grand Poobah", "Colonel of Horse", "Not a private", "..."])
def test_what_is_not_in_the_table_is_unknown_and_never_guessed_from_parts(rank):
    assert band(rank) is None
    assert bands(rank) == ()
    assert ranks.band_in_words(rank) == (ranks.UNKNOWN if rank else None)


def test_every_rank_of_the_demonstration_has_a_band():
    for component, some in RANKS.items():
        assert all(band(rank, component=component) for rank in some), component
    for kind, heads in HEADS.items():
        component = "police" if kind in ("FPU", "IPO") else "military"
        assert all(band(rank, component=component) for rank, *_ in heads), kind


def test_the_table_names_only_bands_there_are_and_no_rank_twice():
    table = tomllib.loads(ranks._TABLE.read_text("utf-8"))
    ambiguous = table.pop("ambiguous")
    assert set(table) == set(BANDS)
    named = [folded(rank) for some in table.values() for rank in some] + [folded(rank) for rank in ambiguous]
    assert sorted(rank for rank in set(named) if named.count(rank) > 1) == []
    assert {found for meanings in ambiguous.values() for some in meanings.values() for found in some} <= set(BANDS)


@given(st.text(max_size=60), st.sampled_from([None, "military", "police"]))
def test_any_text_has_a_band_or_none_and_its_spelling_does_not_matter(rank, component):
    found = bands(rank, component=component)
    assert set(found) <= set(BANDS)
    assert bands(f"  {rank} ", component=component) == found
