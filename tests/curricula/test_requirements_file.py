"""The first table of dated requirements names curricula, categories and flags that exist, and where it comes from."""

import tomllib
from datetime import date
from pathlib import Path

from trainingapp.curricula.content import load
from trainingapp.curricula.rules import PHASES
from trainingapp.states.rules import MISSION_FLAGS

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads((ROOT / "trainingapp" / "requirements" / "data" / "rules.toml").read_text("utf-8"))["rule"]
CATEGORIES = tomllib.loads((ROOT / "trainingapp" / "forces" / "data" / "categories.toml").read_text("utf-8"))[
    "category"
]


def test_every_rule_names_what_exists() -> None:
    curricula = {load(path).content.curriculum for path in (ROOT / "curricula").glob("*.toml")}
    categories = {row["code"] for row in CATEGORIES}
    for rule in RULES:
        assert rule["curriculum"] in curricula
        assert set(rule["categories"]) <= categories
        assert rule["phase"] in PHASES
        assert rule.get("mission_flag") is None or rule["mission_flag"] in MISSION_FLAGS


def test_every_rule_says_where_it_comes_from_and_what_is_assumed() -> None:
    for rule in RULES:
        assert rule["source"].startswith("R")
        assert "¶" in rule["source"]
        assert rule["assumption"] == ("note" in rule)


def test_predeployment_training_is_asked_for_from_january_2016() -> None:
    """R01, S ¶100."""
    [core] = [rule for rule in RULES if rule["curriculum"] == "CPTM"]
    assert core["holds_from"] == date(2016, 1, 1)
    assert core["categories"] == []


def test_child_protection_binds_only_the_military_and_only_by_mandate() -> None:
    """R19, R20."""
    [rule] = [rule for rule in RULES if rule["curriculum"] == "CP-MIL"]
    military = {row["code"] for row in CATEGORIES if row["component"] == "military"}
    assert set(rule["categories"]) == military
    assert rule["mission_flag"] == "CP"


def test_the_protection_package_binds_designated_decision_makers_and_never_police() -> None:
    """R17."""
    [rule] = [rule for rule in RULES if rule["curriculum"] == "CPOC-MIL"]
    assert rule["decision_makers_only"] is True
    assert rule["mission_flag"] == "POC"
    assert not {"individual_police", "formed_police"} & set(rule["categories"])
