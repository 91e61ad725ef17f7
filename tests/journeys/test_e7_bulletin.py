"""E7 in a real browser: needs of three States, ranked with their scores shown, published, and published anew (R44, R49,
R50).

Sumora, Katasi and Rimosa need 650, 80 and 15: 745 persons, with 100, 70 and 45 points. Katasi is not to be named.
After Sumora's battalion has trained 152, bulletin 2017-05 tells 498, and 2017-04 is what it was to the byte.
"""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Served, beside
from trainingapp.accounts.actions import add_account, grant
from trainingapp.demo.signins import PASS_PHRASE
from trainingapp.journal import actions as journal
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction

Somebody = Callable[..., BrowserContext]

REVIEWER, DONOR = "reviewer.military@demo.example", "focal.bangladesh@demo.example"


def focal_point(served: Served, state: str) -> str:
    """The focal point of a fictional State, who has no account in the demonstration."""
    email = f"focal.{state.lower()}@demo.example"
    with beside(served.settings) as app, app.app_context(), transaction():
        about = {"by": "tests", "now": now(), "object_kind": "test", "object_id": "test"}
        with journal.entry(act="account.add", **about) as entry:  # type: ignore[arg-type]
            made = add_account(entry, email=email, name=f"Focal point, {state}", password=PASS_PHRASE, now=now())
            grant(entry, made, "focal_point", state_code=state)
    return email


def rows(page: Page, table: str) -> list[list[str]]:
    """The needs of a table: place, contributor, open, score."""
    found = []
    for row in page.locator(f"#{table} tbody tr:not(.total)").all():
        cells = row.locator("td").all_inner_texts()
        contributor = row.locator("th").inner_text().splitlines()[0]
        found.append([cells[0], contributor, cells[3].splitlines()[0], cells[7]])
    return found


def downloaded(page: Page) -> bytes:
    with page.expect_download() as started:
        page.locator("#files").get_by_role("link", name="PDF").click()
    return started.value.path().read_bytes()


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_e7_the_priority_bulletin(somebody: Somebody, served: Served) -> None:
    # Bulletin 2017-04, as the Secretariat reads it: names, exact figures, the order with its scores.
    reviewer = somebody(REVIEWER).new_page()
    reviewer.goto("/bulletins")
    reviewer.get_by_role("link", name="2017-04").click()
    told = [["1", "Sumora", "650", "100"], ["2", "Katasi", "80", "70"], ["3", "Rimosa", "15", "45"]]
    assert rows(reviewer, "needs") == told
    expect(reviewer.locator("#needs .total")).to_contain_text("745")
    first = downloaded(reviewer)
    expect(reviewer.locator("#files")).to_contain_text(sha256(first).hexdigest())
    assert "Katasi" in text_of(first)

    # As others read it: Katasi had not agreed.
    donor = somebody(DONOR).new_page()
    donor.goto("/bulletins/2017-04")
    assert [row[1] for row in rows(donor, "needs")] == ["Sumora", "One contributor", "Rimosa"]
    expect(donor.locator("#needs .total")).to_contain_text("745")
    assert "Katasi" not in donor.content()
    theirs = downloaded(donor)
    assert "Katasi" not in text_of(theirs)
    assert donor.goto("/bulletins/2017-04?edition=inside").status == 404  # type: ignore[union-attr]

    # Katasi agrees; what was published stays as it was.
    katasi = somebody(focal_point(served, "XKT")).new_page()
    katasi.goto("/needs")
    expect(katasi.get_by_role("main")).to_contain_text("Not named to others")
    katasi.get_by_role("link", name="Let bulletins name your State").click()
    katasi.get_by_role("button", name="Let bulletins name Katasi").click()
    expect(katasi.get_by_role("main")).to_contain_text("Named to others since")
    donor.goto("/bulletins/2017-04")
    assert "Katasi" not in donor.content()

    # Of Sumora's battalion 152 have passed: its focal point says so, after a slip.
    sumora = somebody(focal_point(served, "XSU")).new_page()
    sumora.goto("/needs")
    assert "POC-POL" not in sumora.content()
    sumora.get_by_role("link", name="Change").click()
    sumora.get_by_label("Persons who hold it").fill("650")
    sumora.get_by_role("button", name="Record it").click()
    expect(sumora.get_by_role("alert")).to_contain_text("nobody is left who needs it")
    sumora.get_by_label("Persons who hold it").fill("152")
    sumora.get_by_role("button", name="Record it").click()
    expect(sumora.locator("#needs")).to_contain_text("498")

    # The reviewer chooses the three needs, looks at both editions, and publishes 2017-05.
    reviewer.goto("/bulletins/new")
    for contributor in ("Sumora, CIED-BASIC, MINUSMA", "Katasi, POC-POL, MINUSCA", "Rimosa, CPOC-MIL, UNIFIL"):
        reviewer.get_by_role("checkbox", name=f"Choose {contributor}").first.check()
    reviewer.get_by_role("button", name="Look at the bulletin").click()
    for edition in ("inside", "circulation"):
        assert [row[1] for row in rows(reviewer, edition)] == ["Sumora", "Katasi", "Rimosa"]
    expect(reviewer.locator("#inside .total")).to_contain_text("593")
    # To others in fives.
    assert [row[2] for row in rows(reviewer, "circulation")] == ["500", "80", "15"]
    expect(reviewer.get_by_label("Number within the year")).to_have_value("5")
    reviewer.get_by_role("button", name="Publish the bulletin").click()
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("Bulletin 2017-05")
    donor.goto("/bulletins/2017-05")
    assert [row[1] for row in rows(donor, "needs")] == ["Sumora", "Katasi", "Rimosa"]

    # Bulletin 2017-04 is what it was.
    reviewer.goto("/bulletins/2017-04")
    assert rows(reviewer, "needs") == told
    assert downloaded(reviewer) == first
    donor.goto("/bulletins/2017-04")
    assert downloaded(donor) == theirs
