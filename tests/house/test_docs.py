"""The documents name what there is: every room, every command, every setting."""

import re

import click
import pytest

import trainingapp
from tests.conftest import ROOT
from trainingapp.app import COMMANDS
from trainingapp.kit.settings import Settings

README, OPERATOR = (ROOT / "README.md").read_text(), (ROOT / "OPERATOR.md").read_text()


def names(command: click.Command, before: str = "") -> list[str]:
    name = f"{before}{command.name}"
    if isinstance(command, click.Group):
        return [part for inner in command.commands.values() for part in names(inner, f"{name} ")]
    return [name]


@pytest.mark.parametrize("room", trainingapp.STOREYS)
def test_the_readme_names_every_room_in_order(room: str):
    assert re.findall(r"^\| `(\w+)` \|", README, re.M) == list(trainingapp.STOREYS)
    assert (ROOT / "trainingapp" / room / "__init__.py").read_text().startswith('"""')


@pytest.mark.parametrize("command", [name for one in COMMANDS for name in names(one)])
def test_the_operators_page_names_every_command(command: str):
    assert re.search(rf"^\| `{command}\b", OPERATOR, re.M), command


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_the_operators_page_names_every_setting_with_what_it_is_for(setting: str):
    field = Settings.model_fields[setting]
    row = re.search(rf"^\| `TRAININGAPP_{setting.upper()}` \| (.*?) \| (.*?) \|$", OPERATOR, re.M)
    assert row, setting
    assert row[2] == field.description


def test_every_picture_of_the_readme_is_there():
    for path in re.findall(r"!\[.*?\]\((.*?)\)", README):
        assert (ROOT / path).stat().st_size > 10_000, path


def test_nothing_is_left_to_be_filled_in():
    assert not re.search(r"^(FIGURES|SETTINGS|COMMANDS)$", README + OPERATOR, re.M)
