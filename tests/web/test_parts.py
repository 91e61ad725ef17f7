"""The parts of pages, all on one page: valid, labelled, in both directions, in a real browser without a violation."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.client import CheckedClient
from trainingapp.web.assets import NODE_MODULES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_page_of_all_parts_is_valid(browser: CheckedClient, lang: str) -> None:
    page = browser.get(f"/parts?lang={lang}", headers={"X-Officer": ""}).text
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page
    assert '<time datetime="2017-12-31">31' in page
    assert "91\u202f204" in page


def test_a_refused_form_lists_every_problem_with_a_link_and_keeps_what_was_typed(browser: CheckedClient) -> None:
    answer = browser.post_form("/parts", action=None, name="", deploys="03/04/2017", mission="UNIFIL")
    for field in ("name", "deploys", "kind-0", "roster"):
        assert f'href="#{field}"' in answer.text
    assert "There are 4 problems" in answer.text
    assert 'value="03/04/2017"' in answer.text
    assert 'aria-describedby="deploys-hint deploys-error" aria-invalid="true"' in answer.text


def test_a_fragment_is_the_page_without_its_frame(browser: CheckedClient) -> None:
    fragment = browser.get("/parts", headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert 'id="progress"' in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]
    assert "<html" in browser.get("/parts", headers={"HX-Request": "true", "HX-Boosted": "true"}).text


def test_a_name_cannot_become_markup(shelled: Flask) -> None:
    with shelled.test_request_context():
        part = shelled.jinja_env.get_template("kit/parts.html").module
        assert "&lt;b&gt;" in str(part.person("<b>", "<i>"))  # type: ignore[attr-defined]
        assert "&lt;i&gt;" in str(part.person("<b>", "<i>"))  # type: ignore[attr-defined]


@pytest.fixture
def address(shelled: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shelled, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def open_page(chromium: Browser, url: str, width: int, **options: Any) -> tuple[Any, list[str]]:
    """A page, and what the browser complained about: refused styles and scripts among them."""
    page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    return page, complaints


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_part_breaks_a_rule_of_accessibility(chromium: Browser, address: str, lang: str, width: int) -> None:
    page, _ = open_page(chromium, f"{address}/parts?officer=&lang={lang}", width, bypass_csp=True)
    for sent in (False, True):
        if sent:
            page.get_by_role("button", name="Check the file").click()
            page.wait_for_selector(".problems")
        page.evaluate(Path(NODE_MODULES / "axe-core" / "axe.min.js").read_text())
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    page.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nothing_runs_over_the_edge_of_a_phone_and_the_policy_refuses_nothing(
    chromium: Browser, address: str, lang: str
) -> None:
    page, complaints = open_page(chromium, f"{address}/parts?officer=&lang={lang}", 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert complaints == []
    page.close()


def test_after_a_refusal_the_keyboard_is_at_the_list_of_problems(chromium: Browser, address: str) -> None:
    page, _ = open_page(chromium, f"{address}/parts", 1280)
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_selector(".problems")
    assert page.evaluate("document.activeElement.classList.contains('problems')")
    page.close()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(chromium: Browser, address: str) -> None:
    page, _ = open_page(chromium, f"{address}/help", 390)
    menu = page.get_by_role("navigation", name="Main")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.close()


def test_pages_work_without_scripts(chromium: Browser, address: str) -> None:
    page, _ = open_page(chromium, f"{address}/parts", 1280, java_script_enabled=False)
    page.get_by_role("button", name="Check the file").click()
    assert page.get_by_role("alert").filter(has_text="problems").is_visible()
    page.close()
