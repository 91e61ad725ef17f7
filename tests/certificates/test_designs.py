"""A design is a file that an editor of documents can change, and is checked when it is read."""

import re
from pathlib import Path

import pytest

from tests.certificates.faces import DESIGN
from trainingapp.certificates.design import DesignProblem, designs, load_design

FOLDER = Path(__file__).parents[2] / "certificates"
TEXT = (FOLDER / "completion.toml").read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path = tmp_path / "changed.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_design_of_the_register_can_be_read():
    found = designs(FOLDER)
    assert found["completion", 1] == DESIGN
    assert (DESIGN.width, DESIGN.height) == (297, 210)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "completion"', 'key = "completion"\nsparkle = true', "sparkle"),
        ('font = "serif-italic"', 'font = "comic"', "comic"),
        ('colour = "#2f5d7c"', 'colour = "blue"', "border.colour"),
        ("size = 40", "size = -1", "stack.0.text.2.size"),
        ('rank = "{rank}"', "", "lacks: rank"),
        ('rank = "{rank}"', 'rank = "{rnak}"', "unknown places: rnak"),
        ('rank = "{rank}"', 'rank = "{rank} {"', "brace"),
        ('date = "{day} {month} {year}"', 'date = "{day} {rank}"', "unknown places: rank"),
        ('"November", "December"', '"November"', "twelve months"),
        ("version = 1", "version = ", "Invalid value"),
    ],
)
def test_a_mistake_in_a_design_is_named_with_its_file_and_place(tmp_path: Path, old: str, new: str, said: str):
    with pytest.raises(DesignProblem, match=re.escape(said)) as refused:
        load_design(changed(tmp_path, old, new))
    assert str(refused.value).startswith("changed.toml: ")


def test_two_files_cannot_hold_the_same_version_of_a_design(tmp_path: Path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(DesignProblem, match=r"b\.toml: another file holds version 1"):
        designs(tmp_path)


def test_no_design_says_whether_a_certificate_is_valid_today():
    for texts in DESIGN.texts.values():
        assert not re.search(r"\b(is valid|revoked|superseded|expired)\b", " ".join(texts.values()))
