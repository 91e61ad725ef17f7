"""E6 in a real browser: one of 140 is not cleared and stays out, the replacement waits, the listing stops what follows
(R06, R07)."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import BrowserContext, expect

from tests import make
from tests.journeys.conftest import Served, beside
from tests.readiness.conftest import battalion

Somebody = Callable[..., BrowserContext]

FOCAL, REVIEWER = "focal.carana@demo.example", "reviewer.police@demo.example"
ROLL = "Svc No.,Rank,Family name,Given names,Sex\n{number},Constable,{family},{given},M\n"


def fpu(served: Served) -> str:
    """Carana FPU-2, 140 for MINUSCA, with its roll."""
    with beside(served.settings) as app, app.app_context():
        days = {"deploys_on": date(2018, 2, 1), "ends_on": date(2019, 1, 31)}
        group = battalion(make.state("XCA"), 140, women=15, code="CARFPU-2", **days)
        return f"/rotations/{group.rotation.public_id}"


def test_e6_screening_and_listing_stop_a_deployment(somebody: Somebody, served: Served) -> None:
    rotation = fpu(served)
    # The State: everybody waits; one is not cleared, which wants to be said where it is written.
    focal = somebody(FOCAL).new_page()
    focal.goto(rotation)
    expect(focal.get_by_role("main")).to_contain_text("140 of 140 on the roll wait for it")
    focal.get_by_role("link", name="Screening", exact=True).click()
    focal.get_by_label("Choose CARFPU-2-0003").check()
    focal.get_by_label("Result", exact=True).select_option("not_cleared")
    focal.get_by_role("button", name="Record the result").click()
    expect(focal.get_by_role("alert").first).to_contain_text("Say where the decision is found")
    expect(focal.get_by_label("Choose CARFPU-2-0003")).to_be_checked()
    focal.get_by_label("Remark").fill("Ministry, letter 12")
    focal.get_by_role("button", name="Record the result").click()
    expect(focal.get_by_role("main")).to_contain_text("Recorded for 1 person.")
    focal.get_by_label("For whom").select_option("waiting")
    focal.get_by_label("Result", exact=True).select_option("cleared")
    focal.get_by_role("button", name="Record the result").click()
    expect(focal.get_by_role("main")).to_contain_text("Recorded for 139 persons.")

    # They are taken off by name; the page keeps who did it.
    focal.get_by_role("link", name="Take them off the roll").click()
    expect(focal.locator("#chosen tbody tr")).to_have_count(1)
    focal.get_by_label("Reason").fill("Letter 12")
    focal.get_by_label("I have looked at the names").check()
    focal.get_by_role("button", name="Take those ticked off the roll").click()
    expect(focal.locator("#out")).to_contain_text("Joseph Okello")
    expect(focal.locator(".stats")).to_contain_text("139 of 139")

    # A roll does not take them in again; the replacement waits for screening.
    def upload(number: str, family: str, given: str) -> None:
        focal.goto(f"{rotation}/roll/upload")
        file = ROLL.format(number=number, family=family, given=given).encode()
        content = {"name": "roll.csv", "mimeType": "text/csv", "buffer": file}
        focal.get_by_label("File", exact=True).set_input_files(content)  # type: ignore[arg-type]
        focal.get_by_role("button", name="Look at the file").click()
        focal.wait_for_url("**/rosters/*")

    upload("CARFPU-2-0003", "0003", "Soldier")
    expect(focal.get_by_role("main")).to_contain_text("was not cleared in the screening for human rights")
    upload("NEW-1", "Ndiaye", "Moussa")
    focal.get_by_role("button", name="Record").first.click()
    focal.goto(f"{rotation}/screening?show=pending")
    expect(focal.locator("#chosen tbody tr")).to_have_count(1)
    expect(focal.locator("#chosen")).to_contain_text("NEW-1")

    # The Secretariat: listed from April to October; as of June it still reads so. Listed anew, the rotation says it.
    reviewer = somebody(REVIEWER).new_page()
    reviewer.goto("/listings?state=XCA&as_of=2017-06-30")
    expect(reviewer.locator("#listings tbody tr").first).to_contain_text("Listed")
    reviewer.goto(rotation)
    expect(reviewer.get_by_role("main")).not_to_contain_text("is listed since")
    reviewer.goto("/listings/new")
    reviewer.get_by_label("State", exact=True).select_option("XCA")
    reviewer.get_by_label("Report").select_option("CRSV")
    reviewer.get_by_label("Listed from").fill("1 Dec 2017")
    reviewer.get_by_label("Source").fill("S/2017/999, annex")
    reviewer.get_by_role("button", name="Record the listing").click()
    expect(reviewer.locator("#listings tbody tr").first).to_contain_text("1 Dec 2017")
    for page in (reviewer, focal):
        page.goto(rotation)
        expect(page.get_by_role("main")).to_contain_text("Carana is listed since 1 Dec 2017")
    reviewer.goto("/listings?state=XCA&show=listed")
    reviewer.get_by_role("link", name="Record the delisting").click()
    reviewer.get_by_label("Delisted on").fill("2017-12-31")
    reviewer.get_by_label("Source").fill("S/2018/250")
    reviewer.get_by_role("button", name="Record the delisting").click()
    focal.goto(rotation)
    expect(focal.get_by_role("main")).not_to_contain_text("is listed since")
