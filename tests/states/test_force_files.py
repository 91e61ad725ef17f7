"""The files of unit types, functions, rank bands and person categories agree with themselves."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from trainingapp.states.resolver import folded
from trainingapp.states.rules import UN_LANGUAGES

DATA = Path(__file__).parents[2] / "trainingapp" / "forces" / "data"


def rows(name: str) -> list[dict[str, Any]]:
    table = tomllib.loads((DATA / name).read_text("utf-8"))
    [found] = table.values()
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", ["categories.toml", "functions.toml", "unit_types.toml", "rank_bands.toml"])
def test_codes_are_unique_and_components_known(name: str) -> None:
    found = rows(name)
    assert max(Counter(row["code"] for row in found).values()) == 1
    assert {row["component"] for row in found} <= {"military", "police", "any"}


@pytest.mark.parametrize("name", ["categories.toml", "functions.toml"])
def test_a_label_or_synonym_means_one_code(name: str) -> None:
    meant: dict[str, set[str]] = {}
    for row in rows(name):
        assert set(row["labels"]) == set(UN_LANGUAGES) - {"en"}
        for text in (row["label"], *row["labels"].values(), *row["synonyms"]):
            meant.setdefault(folded(text), set()).add(row["code"])
    assert {text: codes for text, codes in meant.items() if len(codes) > 1} == {}


def test_the_five_person_categories_are_those_of_the_contribution_data() -> None:
    assert [(row["label"], row["component"]) for row in rows("categories.toml")] == [
        ("Troops", "military"),
        ("Staff Officer", "military"),
        ("Individual Police", "police"),
        ("Formed Police Units", "police"),
        ("Experts on Mission", "military"),
    ]


def test_designated_decision_makers_leaders_and_medical_functions_exist() -> None:
    functions = rows("functions.toml")
    for mark in ("tactical_decision_maker", "leader", "medical"):
        assert any(row.get(mark) is True for row in functions)
    deciding = {row["code"] for row in functions if row.get("tactical_decision_maker")}
    assert {"battalion_commander", "company_commander", "operations_officer"} <= deciding
    assert not deciding & {"rifleman", "driver", "medic"}


def test_unit_types_have_a_strength_with_its_source() -> None:
    for row in rows("unit_types.toml"):
        assert row["strength"]["value"] > 0
        assert row["strength"]["source"] in ("P", "K", "A")
