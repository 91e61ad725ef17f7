"""What people type for a State is understood exactly, or asked about (stack fact 28)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.states.reference import State, load_states, load_unclear_names
from trainingapp.states.resolver import Asked, Directory, Resolved, folded, names_of, resolve

DIRECTORY = Directory(load_states())
UNCLEAR = {folded(text) for group in load_unclear_names() for text in group.texts}


def state_of(text: str) -> str:
    answer = DIRECTORY.resolve(text)
    assert isinstance(answer, Resolved), answer
    return answer.state.iso3


def asked(text: str) -> list[str]:
    answer = DIRECTORY.resolve(text)
    assert isinstance(answer, Asked), answer
    return [state.iso3 for state in answer.candidates]


@pytest.mark.parametrize("state", load_states(), ids=lambda state: state.iso3)
def test_every_name_in_every_language_means_its_own_state_and_no_other(state: State) -> None:
    for name in names_of(state):
        if folded(name) in UNCLEAR:
            assert state.iso3 in asked(name)
        else:
            assert state_of(name) == state.iso3, name


@pytest.mark.parametrize("state", load_states(), ids=lambda state: state.iso3)
def test_every_code_means_its_own_state(state: State) -> None:
    for code in (state.iso3, state.iso3.lower(), state.iso2, state.m49):
        if code is not None:
            assert state_of(code) == state.iso3


def test_only_the_unclear_names_of_congo_are_asked_about_although_they_are_official() -> None:
    official = {(s.iso3, name) for s in load_states() for name in s.names.values() if folded(name) in UNCLEAR}
    assert {iso3 for iso3, _ in official} == {"COG"}


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Republic of Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Niger", "NER"),
        ("Niger (the)", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("GUINEA BISSAU", "GNB"),
        ("Guinea Ecuatorial", "GNQ"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Dominica", "DMA"),
        ("República Dominicana (la)", "DOM"),
        ("NO", "NOR"),
        ("050", "BGD"),
        ("  cote   d’ivoire ", "CIV"),
        ("La Côte d'Ivoire", "CIV"),
        ("l'Inde", "IND"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("Congo, The Democratic Republic of the", "COD"),
        ("D.R. Congo", "COD"),
        ("U.S.A.", "USA"),
        ("United\u00a0Republic\u202fof Tanzania", "TZA"),
        ("الســـودان", "SDN"),
        ("السُّودَان", "SDN"),
        ("جمهوريه تنزانيا المتحده", "TZA"),
        ("ТУРЦИЯ", "TUR"),
        ("Turkey", "TUR"),
        ("Swaziland", "SWZ"),
        ("中国", "CHN"),
        ("Carana", "XCA"),
    ],
)
def test_a_state_is_known_by_what_people_exactly_call_it(text: str, iso3: str) -> None:
    assert state_of(text) == iso3


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", ["COG", "COD"]),
        ("Congo (the)", ["COG", "COD"]),
        ("Конго", ["COG", "COD"]),
        ("Korea", ["KOR", "PRK"]),
        ("S. Sudan", ["SSD", "SDN"]),
        ("50", ["BGD"]),  # a spreadsheet took the leading zero
        ("no", ["NOR"]),  # as often a word as a code
        ("Bangladsh", ["BGD"]),
        ("Macedonia", ["MKD"]),
    ],
)
def test_what_is_not_exact_is_asked_with_the_likely_states(text: str, candidates: list[str]) -> None:
    assert asked(text) == candidates


@pytest.mark.parametrize("text", ["", "   ", "N/A", "#N/A", "Kosovo", "Western Sahara", "50.0", "999", "?", "-"])
def test_what_names_no_state_is_asked_without_a_suggestion(text: str) -> None:
    assert asked(text) == []


def test_the_question_names_what_was_typed_and_the_choices() -> None:
    answer = resolve("Congo", load_states())
    assert isinstance(answer, Asked)
    assert str(answer.sentence) == (
        "“Congo” does not name one State: Congo (COG), Democratic Republic of the Congo (COD)?"
    )


@given(st.text(max_size=40))
def test_no_text_is_ever_accepted_unless_it_is_a_name_or_a_code(text: str) -> None:
    answer = DIRECTORY.resolve(text)
    if isinstance(answer, Resolved):
        words = set(folded(text).split())
        exact = [set(folded(name).split()) for name in names_of(answer.state)]
        codes = [{folded(code)} for code in (answer.state.iso3, answer.state.iso2, answer.state.m49) if code]
        assert any(name <= words for name in exact + codes)


@given(st.sampled_from(load_states()), st.sampled_from(["en", "fr", "es", "ru", "zh", "ar"]), st.data())
def test_one_letter_changed_never_gives_another_state(state: State, language: str, data: st.DataObject) -> None:
    name = state.names[language]
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.characters(categories=["L"]))
    answer = DIRECTORY.resolve(name[:at] + letter + name[at + 1 :])
    if isinstance(answer, Resolved) and answer.state != state:
        # Where two names differ by one letter, the text is the other name, exactly.
        assert folded(name[:at] + letter + name[at + 1 :]) in {folded(other) for other in names_of(answer.state)} | {
            folded(answer.state.iso3)
        }


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_every_contributor_of_the_contribution_data_is_a_state() -> None:
    """The contributor column of the open data: 'Côte d’Ivoire', 'Turkey', and one that must be asked: 'Congo'."""
    sample = Path(__file__).parent / "contributors.csv"
    with sample.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert state_of(row["iso3"]) == state_of(row["m49"]) == row["iso3"]
            if row["contributor"] == "Congo":
                assert row["iso3"] in asked("Congo")
            else:
                assert state_of(row["contributor"]) == row["iso3"]
