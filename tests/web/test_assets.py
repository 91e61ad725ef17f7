"""Styles, scripts, icons and fonts: what is named is there, and nothing else is asked for."""

import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from trainingapp.web import assets
from trainingapp.web.assets import LIST, PACKAGE, STATIC, Asset, Missing, put, sprite, static_url, wanted
from trainingapp.web.errors import PAGES
from trainingapp.web.navigation import ITEMS

TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html"))
NAMED = tomllib.loads(LIST.read_text())


def test_everything_the_list_names_is_in_place() -> None:
    assert assets.main(["--check"]) == 0


def test_putting_a_file_twice_writes_it_once(tmp_path: Path) -> None:
    asset = Asset(tmp_path / "new" / "x.css", b"a{}")
    assert put([asset]) == [asset.target]
    assert put([asset]) == []


def test_all_that_is_missing_is_said_at_once_with_what_mends_it(tmp_path: Path) -> None:
    with pytest.raises(Missing) as missing:
        wanted(source=tmp_path)
    said = str(missing.value)
    assert "tabler.min.css" in said
    assert "home.svg" in said
    assert "npm ci" in said


def test_the_same_drawings_give_the_same_sprite(tmp_path: Path) -> None:
    drawing = tmp_path / "a.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0h24v24H0z"/><path d="M1 1"/></svg>'
    )
    made = sprite({"a": drawing})
    assert made == sprite({"a": drawing})
    assert b'<symbol id="a" viewBox="0 0 24 24"><path d="M1 1" /></symbol>' in made


def test_an_address_changes_with_the_content(shelled: Flask) -> None:
    with shelled.test_request_context():
        assert re.fullmatch(r"/static/register\.css\?v=[0-9a-f]{12}", static_url("register.css"))
        assert static_url("register.css") != static_url("parts.css")


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    icons = set(NAMED["icons"]["names"])
    text = "\n".join(path.read_text() for path in TEMPLATES)
    used = set(re.findall(r'(?:icon\(|symbol=)"([a-z0-9-]+)"', text)) | {item.icon for item in ITEMS}
    assert used
    assert used <= icons


def test_every_file_that_a_page_or_a_style_names_is_there() -> None:
    text = "\n".join(path.read_text() for path in TEMPLATES)
    named = set(re.findall(r'static_url\("([^"]+)"\)', text))
    for style in STATIC.glob("*.css"):
        named |= set(re.findall(r'url\("([^"]+)"\)', style.read_text()))
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_no_page_carries_style_or_script_of_its_own() -> None:
    for path in TEMPLATES:
        text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|https?://", text), path


def test_no_style_measures_from_the_left_or_the_right() -> None:
    """Pages also run from right to left. A chart's time runs one way only, and its block says so."""
    for style in STATIC.glob("*.css"):
        rules = [rule for rule in style.read_text().splitlines() if not rule.startswith((".plot", "@font-face"))]
        assert not [r for r in rules if re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", r)]


def test_every_error_has_advice() -> None:
    assert all(page.advice for page in PAGES.values())
