"""E10, its changed statement of unit requirements: MINUSCA asks more of formed police units from 2017-10-01 on.

Version 1 asks for CPTM, SEA, BFA and POC-POL; version 2 adds C-IED. A unit of 140 that deploys after its first day gets
140 new gaps; the rotation that deployed in June 2017 is unaffected (R12).
"""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import make
from tests.conftest import opened
from tests.journeys.test_e3_supersession import Register
from tests.readiness.test_touched import police
from tests.reference import load
from trainingapp.curricula import actions as curricula
from trainingapp.kit import migrations
from trainingapp.kit.db import db
from trainingapp.kit.settings import Settings

EDITOR = "requirements@demo.example"
FIRST = ("CPTM", "SEA-ELEARN", "BFA", "POC-POL")
DAY = date(2017, 9, 15)


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Rimosa's formed police unit: the rotation of June 2017, and the one that deploys in November."""
    folder = tmp_path_factory.mktemp("register")
    settings = Settings(database_url=new_database(), data_dir=folder, today=DAY, demo=True)
    migrations.upgrade(settings.url())
    with opened(settings) as app:
        load(app)
        with app.app_context():
            make.account("requirements_editor", EDITOR)
            of = make.state("XRM", "Rimosa", "XR")
            police(of, "RIMFPU-1", date(2017, 6, 1))
            police(of, "RIMFPU-2", date(2017, 11, 1))
            db.session.remove()
    return Register(settings, "", curricula.FOLDER)


def write(page: Page, version: str, first: str, ticked: tuple[str, ...]) -> None:
    """Fill in the form as the paper says."""
    main = page.get_by_role("main")
    main.get_by_label("Mission", exact=True).select_option("MINUSCA")
    main.get_by_label("Kind of unit").select_option("FPU")
    main.get_by_label("Version", exact=True).fill(version)
    main.get_by_label("First day").fill(first)
    main.get_by_label("Headcount").fill("140")
    main.get_by_label("Working language").select_option("fr")
    main.get_by_role("textbox", name="Source").fill(f"SUR/MINUSCA/FPU/{version}")
    for code in ticked:
        main.get_by_role("checkbox", name=f"{code}:").check()
    main.get_by_role("button", name="Look whom it touches").click()


def test_a_second_version_gives_140_new_gaps_and_leaves_who_deployed_before_alone(
    register: Register, chromium: Browser
) -> None:
    with register.on(DAY, chromium) as open_page:
        page = open_page(EDITOR)
        main = page.get_by_role("main")
        page.get_by_role("link", name="Requirements", exact=True).click()
        main.get_by_role("link", name="Statements of unit requirements").click()
        expect(main).to_contain_text("No statement yet")
        main.get_by_role("link", name="New statement").first.click()
        write(page, "1", "2016-01-01", FIRST)
        expect(main).to_contain_text("before today")
        main.get_by_role("button", name="Keep the statement").click()
        expect(main.get_by_role("heading", level=1)).to_have_text("MINUSCA, version 1: Formed police unit")
        main.get_by_role("link", name="Next version").click()
        expect(main.get_by_label("Version")).to_have_value("2")
        expect(main.get_by_role("checkbox", name="POC-POL:")).to_be_checked()
        # Typed wrong at first: both versions are named, and nothing is lost.
        write(page, "2", "2015-10-01", ("CIED-BASIC",))
        expect(main.get_by_role("alert")).to_contain_text("MINUSCA FPU v2 would begin before MINUSCA FPU v1")
        write(page, "2", "2017-10-01", ())
        whom = main.get_by_role("region", name="Whom it would touch")
        gaps = whom.locator(".stat", has_text="New gaps")
        expect(gaps).to_contain_text("140")
        rows = whom.locator("#touched-rotations tbody tr")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("RIMFPU-2")
        main.get_by_role("button", name="Keep the statement").click()
        changes = main.locator("#changes tbody tr")
        expect(changes).to_have_count(5)
        expect(changes.first).to_contain_text("CIED-BASIC")
        expect(changes.first).to_contain_text("Added")
        page.goto("/gaps/rotations?phase=preparing")
        main.get_by_role("link", name="RIMFPU-2").first.click()
        expect(main).to_contain_text("MINUSCA, version 2")
        expect(main.locator("#coverage")).to_contain_text("Improvised Explosive Devices")
        page.goto("/gaps/rotations?phase=deployed")
        main.get_by_role("link", name="RIMFPU-1").first.click()
        expect(main).to_contain_text("MINUSCA, version 1")
        expect(main.locator("#coverage")).not_to_contain_text("Improvised Explosive Devices")
