"""E12 in a real browser: a battalion of the African Union becomes blue helmets, what it holds is recognised, and the
rest is due in sixty days (R52)."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from tests import make
from tests.journeys.conftest import Served, beside
from tests.journeys.test_e7_bulletin import focal_point
from tests.readiness.conftest import Battalion, battalion
from tests.readiness.test_asked import state_requirements, unit_type_of
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db

Somebody = Callable[..., BrowserContext]

REVIEWER = "reviewer.military@demo.example"
TRANSFER = date(2017, 7, 1)


def blue_helmets(served: Served) -> str:
    """450 of Sumora, trained against explosive devices by the African Union on 2017-04-10, for six months; and what all
    took until the deadline but the two who are sent home."""
    with beside(served.settings) as app, app.app_context():
        days = {"deploys_on": TRANSFER, "ends_on": date(2018, 6, 30)}
        group = battalion(make.state("XSU"), 450, women=20, code="SUMBAT-1", **days)
        state_requirements(9, TRANSFER, "CPTM", "SEA-ELEARN", "CIED-BASIC", unit_type=unit_type_of(group))
        make.equivalence("CIED-BASIC", "AU-CIED", first=TRANSFER)
        trained(group)
        return f"/rotations/{group.rotation.public_id}"


def trained(group: Battalion) -> None:
    earlier = db.session.scalars(select(CurriculumVersion).filter_by(curriculum_code="AU-CIED")).one()
    group.record(earlier, date(2017, 4, 10), "pass", valid_through=date(2017, 10, 10))
    group.pass_all(make.version("SEA-ELEARN", "2016"), date(2017, 8, 20), range(2, 450))
    group.pass_all(make.version("CPTM", "2017"), date(2017, 8, 28), range(2, 432))


def line(page: Page, curriculum: str) -> list[str]:
    """What the page says of a curriculum: held at the transfer, by recognised training, held, remains, runs out."""
    row = page.locator("#remains tbody tr").filter(has=page.get_by_text(curriculum, exact=True))
    return [" ".join(cell.split()) for cell in row.locator("td").all_inner_texts()]


def test_e12_a_unit_comes_over(somebody: Somebody, served: Served) -> None:
    rotation = blue_helmets(served)
    reviewer = somebody(REVIEWER).new_page()
    reviewer.goto(f"{rotation}/screening")
    reviewer.get_by_role("link", name="Re-hatting", exact=True).click()
    reviewer.get_by_role("link", name="Record where it comes from").click()
    reviewer.get_by_label("From which operation").fill("African Union, AMISOM")
    expect(reviewer.get_by_label("Deadline")).to_have_value("2017-08-30")
    reviewer.get_by_role("button", name="Record it").click()

    # On the day of the transfer: recognised against explosive devices, everything else is missing.
    reviewer.get_by_label("As of").fill("1 Jul 2017")
    reviewer.get_by_role("button", name="Show this day").click()
    assert line(reviewer, "CIED-BASIC")[:2] == ["450 of 450", "450"]
    assert [line(reviewer, code)[3] for code in ("CPTM", "SEA-ELEARN")] == ["450", "450"]
    expect(reviewer.locator(".stats")).to_contain_text("0 of 450")

    # Sumora screens everybody; two are not cleared, and leave.
    focal = somebody(focal_point(served, "XSU")).new_page()
    focal.goto(f"{rotation}/screening")
    for number in ("SUMBAT-1-0000", "SUMBAT-1-0001"):
        focal.get_by_label(f"Choose {number}").check()
    focal.get_by_label("Result", exact=True).select_option("not_cleared")
    focal.get_by_label("Day of the result").fill("2017-08-20")
    focal.get_by_label("Remark").fill("Ministry, letter 12")
    focal.get_by_role("button", name="Record the result").click()
    focal.get_by_label("For whom").select_option("waiting")
    focal.get_by_label("Result", exact=True).select_option("cleared")
    focal.get_by_label("Day of the result").fill("2017-08-20")
    focal.get_by_role("button", name="Record the result").click()
    expect(focal.get_by_role("main")).to_contain_text("Recorded for 448 persons.")
    focal.get_by_role("link", name="Take them off the roll").click()
    focal.get_by_label("Last day in the rotation").fill("2017-08-25")
    focal.get_by_label("Reason").fill("Sent home")
    focal.get_by_label("I have looked at the names").check()
    focal.get_by_role("button", name="Take those ticked off the roll").click()
    expect(focal.locator("#out tbody tr")).to_have_count(2)

    # On the deadline both sides read the same: 430 of 448 hold the core course, 96.0 %, 18 are open.
    for page in (reviewer, focal):
        page.goto(f"{rotation}/rehatting?as_of=2017-08-30")
        expect(page.locator(".stats")).to_contain_text("448 of 448")
        expect(page.locator(".stat").filter(has_text="Excluded after screening")).to_contain_text("2")
        assert line(page, "SEA-ELEARN")[2] == "448 of 448 100 %"
        assert line(page, "CPTM")[2:4] == ["430 of 448 96.0 %", "18"]
        assert line(page, "CIED-BASIC")[2] == "448 of 448 100 %"
        assert line(page, "CIED-BASIC")[4].startswith("10 Oct 2017")
        page.goto(f"{rotation}/rehatting?as_of=2017-10-11")
        assert line(page, "CIED-BASIC")[2:4] == ["0 of 448 0 %", "448"]
