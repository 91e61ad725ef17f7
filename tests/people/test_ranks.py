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


@pytest.mark.parametrize("component", [None, "military", "police"])
def test_an_officer_of_one_army_and_a_sergeant_of_another_is_undecided(component):
    """A Subteniente is commissioned in Colombia, and is not in Spain."""
    assert band("Subteniente", component=component) is None
    assert bands("Subteniente", component=component) == ("nco", "junior_officer")


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


def test_a_word_that_stands_under_two_bands_is_undecided_whichever_was_written_last():
    """Two forces may use one word for two ranks, and whoever adds the second may not see the first."""
    table = {"nco": ["Guard", "Wachtmeister"], "constable": ["guard "], "senior_officer": ["General"]}
    known = ranks.meanings(table)
    assert known["guard"] == ranks.meanings(dict(reversed(table.items())))["guard"] == {"": {"nco", "constable"}}
    assert known["general"] == {"": {"senior_officer"}}
    both = ranks.meanings({"nco": ["Sergeant"], "ambiguous": {"sergeant": {"police": ["police_supervisor"]}}})
    assert both["sergeant"]["police"] == {"nco", "police_supervisor"}


def test_undecided_by_the_table_is_said_and_no_band_is_given(monkeypatch):
    monkeypatch.setattr(ranks, "_known", lambda: ranks.meanings({"nco": ["Guard"], "constable": ["Guard"]}))
    assert band("Guard") is band("Guard", component="police") is None
    assert bands("Guard", component="military") == ("nco", "constable")
    assert ranks.band_in_words("Guard") == ranks.UNDECIDED
    assert ranks.band_in_words("Sentry") == ranks.UNKNOWN


@given(st.text(max_size=60), st.sampled_from([None, "military", "police"]))
def test_any_text_has_a_band_or_none_and_its_spelling_does_not_matter(rank, component):
    found = bands(rank, component=component)
    assert set(found) <= set(BANDS)
    assert bands(f"  {rank} ", component=component) == found
