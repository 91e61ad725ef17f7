"""E1 in a real browser: the core curriculum of 2017 is published, and the pilot of 2025 leaves it the required one.

The register of the story has never heard of CPTM 2017: it is loaded without that file and the one of 2025, and they
come in through the editor's door instead.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests import make
from tests.client import code_now
from tests.conftest import ROOT, migrate, opened, settings_for
from tests.reference import NOW
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions as curricula
from trainingapp.curricula import content as files
from trainingapp.forces import actions as forces
from trainingapp.kit.db import transaction
from trainingapp.states import actions as states

CONTENT = ROOT / "curricula"
EDITOR, PUBLISHER = "editor@example.org", "publisher@example.org"


def without_the_core(folder: Path) -> Path:
    """The curriculum files, but for CPTM 2017 and 2025 and for whatever names them."""
    made = folder / "curricula"
    shutil.copytree(CONTENT, made)
    (made / "cptm-2017.toml").unlink()
    (made / "cptm-2025.toml").unlink()
    while problems := files.check(sorted(made.glob("*.toml"))):
        for path in {problem.file for problem in problems}:
            Path(path).unlink()
    return made


@pytest.fixture
def register(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """A register as an operator sets it up, with an editor and a publisher."""
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path), JOBS_INLINE=True) as app:
        with app.app_context():
            with transaction():
                states.load_reference()
                forces.load_reference()
                loaded = curricula.load(without_the_core(tmp_path), by=OPERATOR, now=NOW)
            assert "CPTM@2009" in loaded.loaded
            make.account("curriculum_editor", EDITOR)
            make.account("curriculum_publisher", PUBLISHER)
        yield app


@pytest.fixture
def address(register: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, register, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def somebody(chromium: Browser, register: Flask, address: str) -> Iterator[Callable[[str], Page]]:
    """A browser of their own for each."""
    contexts = []

    def sign_in(email: str) -> Page:
        context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Pass phrase").fill("a-good-pass-phrase")
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/second-factor")
        page.locator("#code").fill(code_now(register, email))
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url("/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def open_file(page: Page, name: str) -> str:
    """A curriculum file becomes a draft; its address."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Curricula").click()
    page.get_by_role("link", name="Versions being written").click()
    page.get_by_role("link", name="Open a curriculum file").first.click()
    page.get_by_label("Curriculum file", exact=True).set_input_files(CONTENT / name)
    page.get_by_role("button", name="Open as a draft").click()
    page.get_by_text("opened as a draft").wait_for()
    return page.url


def submit(page: Page, draft: str) -> None:
    page.goto(draft)
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_text("Submitted.").wait_for()


def to_decide(page: Page, draft: str, *, pilot: bool = False) -> None:
    """The publisher reads the draft, and decides."""
    page.goto(draft.replace("/drafts/", "/reviews/"))
    page.get_by_role("link", name="Publish, or start as a pilot").click()
    if pilot:
        page.get_by_role("radio", name="A pilot").check()
    page.get_by_role("button", name="Decide").click()


def test_the_core_curriculum_is_published_and_its_next_version_tried_out(somebody: Callable[[str], Page]) -> None:
    """E1, R09, R16: refused without human rights; 24 lessons, 1,140 minutes, 8 of 8; then immutable; then a pilot."""
    editor, publisher = somebody(EDITOR), somebody(PUBLISHER)

    # Lesson 2.3 loses its topic.
    draft = open_file(editor, "cptm-2017.toml")
    expect(editor.get_by_text("Nothing hinders publishing any more.")).to_be_visible()
    editor.get_by_role("link", name="Edit modules and lessons").click()
    editor.get_by_label("Human rights in lesson 2.3").uncheck()
    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(editor.get_by_text("1 thing still hinders publishing")).to_be_visible()
    submit(editor, draft)

    # Publishing is refused, and says what to mend.
    to_decide(publisher, draft)
    expect(publisher.get_by_role("alert").get_by_text("It cannot be published yet. To mend: 1.")).to_be_visible()
    expect(publisher.get_by_text("Human rights is not covered")).to_be_visible()
    publisher.goto(draft.replace("/drafts/", "/reviews/"))
    publisher.get_by_label("What to mend").fill("Lesson 2.3 must be about human rights.")
    publisher.get_by_role("button", name="Return it").click()
    expect(publisher.get_by_text("Nothing is in review")).to_be_visible()

    # Restored, it is published.
    editor.goto(draft)
    expect(editor.get_by_text("Lesson 2.3 must be about human rights.").first).to_be_visible()
    editor.get_by_role("link", name="module 2, human rights").click()
    editor.get_by_label("Human rights in lesson 2.3").check()
    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(editor.get_by_text("Nothing hinders publishing any more.")).to_be_visible()
    stale = editor.context.new_page()
    stale.goto(f"{draft}/lessons")
    submit(editor, draft)
    to_decide(publisher, draft)
    publisher.wait_for_url("**/curricula/CPTM/2017")
    said = " ".join(publisher.get_by_role("main").inner_text().split())
    for told in ("In force", "24 in 3 modules", "1 140 minutes", "19 hours", "8 of the 8 topics"):
        assert told in said, told

    # Whoever edits it all the same is refused in words, and offered a new version.
    stale.get_by_label("Title of lesson 1.1", exact=True).fill("Something else")
    stale.get_by_role("button", name="Save", exact=True).first.click()
    expect(stale.get_by_role("alert").get_by_text("What is published never changes")).to_be_visible()
    stale.get_by_role("link", name="Write a new version from it").click()
    expect(stale.get_by_label("Label of the new version")).to_be_visible()
    editor.goto("/curricula/CPTM/2017")
    expect(editor.get_by_text("Something else")).to_have_count(0)

    # The version of 2025 is a pilot, and the old one stays the required one.
    draft = open_file(editor, "cptm-2025.toml")
    submit(editor, draft)
    to_decide(publisher, draft, pilot=True)
    publisher.wait_for_url("**/curricula/CPTM/2025")
    assert "34 in 3 modules" in " ".join(publisher.get_by_role("main").inner_text().split())
    publisher.goto("/curricula?as_of=2025-06-01&q=CPTM")
    expect(publisher.locator('a[href="/curricula/CPTM/2017"]').first).to_be_visible()
    expect(publisher.locator('a[href="/curricula/CPTM/2025"]')).to_have_count(0)
    publisher.goto("/curricula?as_of=2025-06-01&standing=pilot")
    expect(publisher.locator('a[href="/curricula/CPTM/2025"]').first).to_be_visible()

    # What bridges them is told lesson by lesson.
    publisher.goto("/curricula/CPTM/2025")
    publisher.get_by_role("link", name="Compare 2017 with 2025").click()
    expect(publisher.get_by_role("heading", name="Bridging lessons")).to_be_visible()
    expect(publisher.get_by_text("Whoever holds version 2017 has had everything of version 2025 but")).to_be_visible()
