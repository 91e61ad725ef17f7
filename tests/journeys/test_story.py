"""E2 and E3, figure for figure, as the people of the story live them: in a browser, on the served demonstration.

One test, because it is one story: each part stands on what the parts before it did.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pypdfium2
import zxingcpp
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Served
from trainingapp.demo import samples
from trainingapp.demo.people import people_of
from trainingapp.demo.plan import BANBAT_4
from trainingapp.demo.signins import PASS_PHRASE

Somebody = Callable[..., BrowserContext]
PEOPLE = people_of(BANBAT_4)
#: Column of the results -> what it must be understood as.
UNDERSTOOD = {
    "Svc No.": "Service number",
    "Rank": "Rank",
    "Family name": "Family name",
    "Given names": "Given names",
    "Date of test": "Date of completion",
    "Score": "Score",
    "Result": "Result",
}


def test_a_spreadsheet_becomes_completions_certificates_and_a_gap_report(
    somebody: Somebody, served: Served, tmp_path: Path
) -> None:
    officer = somebody().new_page()
    signs_in_with_the_keyboard_alone(officer)
    files = downloads_the_sample_files(officer, tmp_path)

    sends_the_roll_with_the_keyboard_alone(officer, files[samples.ROLL])
    links = [officer.url]
    looks_at_the_results_before_anything_is_recorded(officer, files[samples.RESULTS])
    links.append(officer.url)
    takes_the_refused_rows_away(officer)
    records_the_good_rows(officer)
    links.append(officer.url)
    reads_829_of_850_and_who_is_missing_and_why(officer)
    links.append(officer.url.partition("?")[0])

    sends_more_results(officer, files[samples.MENDED], 3)
    sends_more_results(officer, files[samples.RETEST], 18)
    reads_850_of_850(officer)
    sends_the_same_file_again_and_nothing_changes(officer, files[samples.RESULTS])

    archive = issues_certificates_as_a_zip_with_progress(officer, tmp_path)
    links.append(officer.url)
    number, checked_at = opens_one_and_reads_its_code(archive)
    sees_every_printed_fact_without_signing_in(somebody().new_page(), number, checked_at, "Valid")
    checks_the_number_from_the_first_page(somebody().new_page(), number)

    links += collects_more_links(officer, number)
    another_state_finds_nothing(somebody("officer.nepal@demo.example"), links)
    the_analyst_reads_the_gaps_of_all_states_without_names(somebody("analyst@demo.example").new_page())

    revokes_with_a_reason(officer, number)
    public = somebody().new_page()
    sees_every_printed_fact_without_signing_in(public, number, checked_at, "Revoked")
    expect(public.get_by_role("main")).to_contain_text("31 Dec 2017")
    expect(public.get_by_role("main")).to_contain_text("Attendance was signed for by somebody else.")


# --- The keyboard ---------------------------------------------------------------------------------------------------


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until the keyboard is at what is wanted, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def signs_in_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Sign in"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("officer.bangladesh@demo.example")
    tab_to(page, page.get_by_label("Pass phrase"), 1)
    page.keyboard.type(PASS_PHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Today, 31.Dec.2017"))


def sends_the_roll_with_the_keyboard_alone(page: Page, file: Path) -> None:
    # Listened for from the start: the browser must know before the key is pressed that nobody sits at its dialogue.
    page.once("filechooser", lambda chooser: chooser.set_files(file))
    waiting = page.get_by_role("region", name="What waits for you")
    expect(waiting).to_contain_text("1Rotations without a nominal roll")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Upload the nominal roll"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/roll/upload")
    tab_to(page, page.get_by_label("File", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".drop-chosen")).to_contain_text(file.name)
    tab_to(page, page.get_by_role("button", name="Look at the file"), 3)
    page.keyboard.press("Enter")
    record = page.get_by_role("button", name="Record all 850 rows")
    record.wait_for()
    tab_to(page, record)
    page.keyboard.press("Enter")
    page.wait_for_url("**/batches/*")
    expect(stat(page, "Recorded")).to_contain_text("850 of 850")


# --- The officer ----------------------------------------------------------------------------------------------------


def downloads_the_sample_files(page: Page, folder: Path) -> dict[str, Path]:
    page.goto("/")
    found = {}
    for name, content in samples.files().items():
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        found[name] = folder / name
        download.value.save_as(found[name])
        assert found[name].read_bytes() == content
    return found


def upload_results(page: Page, file: Path) -> None:
    open_rotation(page)
    page.get_by_role("link", name="Record results", exact=True).click()
    page.get_by_label("Curriculum").select_option("CPTM@2017")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url("**/rosters/*")


def looks_at_the_results_before_anything_is_recorded(page: Page, file: Path) -> None:
    upload_results(page, file)
    expect(stat(page, "Good rows")).to_contain_text("847 of 850")
    expect(stat(page, "Refused rows")).to_contain_text("3")
    for column, meaning in UNDERSTOOD.items():
        chosen = page.get_by_role("combobox", name=re.compile(rf"\b{re.escape(column)}"))
        expect(chosen.locator("option:checked").first).to_have_text(meaning)
    first = page.locator("#first-rows tbody tr").first
    expect(first).to_contain_text(PEOPLE[0].service_number)
    expect(first).to_contain_text(PEOPLE[0].family_name)
    problems = [row.all_inner_texts() for row in cells(page.locator("#problems tbody tr"))]
    assert [(row[0], row[1]) for row in problems] == [
        (str(samples.UNKNOWN_LINE), "Svc No."),
        (str(samples.FUTURE_LINE), "Date of test"),
        (str(samples.REPEATED_LINE), "Svc No."),
    ]
    for row, said in zip(problems, ("No person of the State", "has not come yet", "repeats row 120"), strict=True):
        assert said in row[3]


def takes_the_refused_rows_away(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows as CSV").first.click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    rows = rows if len(rows[0]) > 1 else list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(rows) == 4
    assert "has not come yet" in rows[2][0]


def records_the_good_rows(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Record the 847 good rows")).click()
    page.wait_for_url("**/batches/*")
    expect(stat(page, "Recorded")).to_contain_text("847 of 850")
    expect(stat(page, "Refused")).to_contain_text("3")


def reads_829_of_850_and_who_is_missing_and_why(page: Page) -> None:
    page.get_by_role("link", name="See coverage and gaps").click()
    assert coverage_of_cptm(page) == ["829 of 850", "97.5 %", "21"]
    page.get_by_label("Persons who lack", exact=True).select_option("CPTM")
    page.get_by_role("button", name="Show", exact=True).click()
    missing = [" ".join(row.all_inner_texts()) for row in cells(page.locator("#persons tbody tr"))]
    failed = [said for said in missing if "Failed on" in said]
    unrecorded = [said for said in missing if "No completion is recorded" in said]
    assert (len(missing), len(failed), len(unrecorded)) == (21, 18, 3)
    for line in UNRECORDED:
        person = PEOPLE[line - 2]
        assert any(person.service_number in said and person.family_name in said for said in unrecorded), person
    assert all(any(person.family_name in said for person in PEOPLE) for said in failed), "each is named"


#: Lines of the results that were refused; the repeated one hides the person whose line it took.
UNRECORDED = (samples.UNKNOWN_LINE, samples.FUTURE_LINE, samples.REPEATED_LINE)


def sends_more_results(page: Page, file: Path, rows: int) -> None:
    upload_results(page, file)
    page.get_by_role("button", name=f"Record all {rows} rows").click()
    page.wait_for_url("**/batches/*")
    expect(stat(page, "Recorded")).to_contain_text(f"{rows} of {rows}")


def reads_850_of_850(page: Page) -> None:
    page.get_by_role("link", name="See coverage and gaps").click()
    assert coverage_of_cptm(page) == ["850 of 850", "100 %", "0"]


def sends_the_same_file_again_and_nothing_changes(page: Page, file: Path) -> None:
    upload_results(page, file)
    expect(stat(page, "Known already")).to_contain_text("847")
    expect(page.get_by_role("main")).to_contain_text("would change nothing")
    expect(page.get_by_role("main")).to_contain_text("This very file was recorded on")
    expect(page.get_by_role("button", name=re.compile("^Record"))).to_have_count(0)


# --- Certificates ---------------------------------------------------------------------------------------------------


def issues_certificates_as_a_zip_with_progress(page: Page, folder: Path) -> Path:
    open_rotation(page)
    page.get_by_role("link", name="Issue certificates").click()
    page.get_by_label("A PDF for each person, together in one ZIP").check()
    page.get_by_role("button", name="Issue 850 certificates").click()
    page.wait_for_url("**/jobs/*")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("max", "850", timeout=60_000)
    ready = page.get_by_role("link", name=re.compile("Download .*zip"))
    ready.wait_for(timeout=120_000)
    with page.expect_download() as download:
        ready.click()
    archive = folder / "certificates.zip"
    download.value.save_as(archive)
    return archive


def opens_one_and_reads_its_code(archive: Path) -> tuple[str, str]:
    """Its number as printed, and where its code leads."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        assert len(names) == len(set(names)) == 850
        content = opened.read(names[0])
    number = names[0].removesuffix(".pdf")
    text = " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    for printed in (number, "25 September 2017", "Bangladesh", "2017"):
        assert printed in text, text
    assert any(person.family_name in text for person in PEOPLE)
    picture = pypdfium2.PdfDocument(content)[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert "/c/" in code.text
    return number, code.text


def sees_every_printed_fact_without_signing_in(page: Page, number: str, address: str, status: str) -> None:
    page.goto(address)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=status, exact=True)).to_be_visible()
    said = main.inner_text()
    holder = page.locator(".printed-holder").inner_text()
    person = next(one for one in PEOPLE if one.family_name in holder and one.given_names in holder)
    for fact in (number, "Bangladesh", "CPTM, 2017", "19 hours", "24 lessons", "Human rights", "Gender", person.rank):
        assert fact in said, fact
    assert re.search(r"Completed on\s+(25.Sep|20.Oct).2017", said)
    assert re.search(r"Issued on\s+31.Dec.2017", said)
    for private in (
        person.service_number,
        f"{person.born_on:%Y-%m-%d}",
        person.born_on.strftime("%-d\u00a0%b\u00a0%Y"),
    ):
        assert private not in said


def checks_the_number_from_the_first_page(page: Page, number: str) -> None:
    page.goto("/")
    page.get_by_label("Certificate number").fill(number.lower().replace("-", " "))
    page.get_by_role("button", name="Check this number").click()
    expect(page.get_by_role("heading", name="Valid", exact=True)).to_be_visible()


def open_certificate(page: Page, number: str) -> None:
    page.goto("/certificates")
    page.get_by_label("Number or a part of it").fill(number)
    page.get_by_label("Number or a part of it").press("Enter")
    page.get_by_role("link", name=number).click()


def revokes_with_a_reason(page: Page, number: str) -> None:
    open_certificate(page, number)
    page.get_by_role("link", name="Revoke", exact=True).click()
    page.get_by_role("button", name="Revoke 1 certificate").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the reason.")
    page.get_by_label("Reason").fill("Attendance was signed for by somebody else.")
    page.get_by_role("button", name="Revoke 1 certificate").click()
    expect(page.get_by_role("heading", name="Revoked", exact=True)).to_be_visible()


# --- The others -----------------------------------------------------------------------------------------------------


def collects_more_links(page: Page, number: str) -> list[str]:
    """Every other address the officer came by."""
    open_rotation(page)
    found = [page.url]
    found += [f"{page.url}/{end}" for end in ("roll", "certificates", "results/upload", "results/form.xlsx")]
    page.goto(f"{found[0]}/roll")
    person = page.locator("#roll tbody a").first.get_attribute("href")
    open_certificate(page, number)
    return [*found, str(person), page.url, f"{page.url}/certificate.pdf", f"{page.url}/revoke"]


def another_state_finds_nothing(context: BrowserContext, links: list[str]) -> None:
    page = context.new_page()
    for link in links:
        answer = context.request.get(link)
        assert answer.status == 404, (link, answer.status)
        assert "BANBAT" not in answer.text()
    page.goto(links[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    page.goto("/rotations")
    expect(page.get_by_role("main")).not_to_contain_text("BANBAT-4")


def the_analyst_reads_the_gaps_of_all_states_without_names(page: Page) -> None:
    page.goto("/gaps?as_of=2017-12-31")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training gaps by State")
    page.get_by_role("link", name="Bangladesh").click()
    page.wait_for_url("**/gaps/states/BGD**")
    page.get_by_role("link", name="BANBAT-4").click()
    page.wait_for_url("**/gaps/rotations/**")
    assert coverage_of_cptm(page) == ["850 of 850", "100 %", "0"]
    said = page.get_by_role("main").inner_text()
    assert "You see these persons by number" in said
    assert not [p for p in PEOPLE if p.service_number in said or f"{p.given_names} {p.family_name}" in said]
    page.goto("/gaps?as_of=2017-12-31")
    taken = {kind: take(page, kind) for kind in ("CSV", "XLSX", "PDF")}
    rows = list(csv.reader(io.StringIO(taken["CSV"].decode("utf-8-sig"))))
    assert any("BGD" in row for row in rows)
    sheet = openpyxl.load_workbook(io.BytesIO(taken["XLSX"])).worksheets[0]
    assert sheet.max_row == len(rows)
    report = pypdf.PdfReader(io.BytesIO(taken["PDF"]))
    text = " ".join(page.extract_text() for page in report.pages)
    for shown in ("Bangladesh", "CPTM"):
        assert shown in text
    assert not [p for p in PEOPLE[:50] if p.service_number in text]


def take(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download as {kind}").click()
    return download.value.path().read_bytes()


# --- Parts of pages -------------------------------------------------------------------------------------------------


def open_rotation(page: Page) -> None:
    page.goto("/rotations")
    page.get_by_role("main").get_by_role("link", name="BANBAT-4", exact=True).click()
    page.wait_for_url("**/rotations/*")


def stat(page: Page, label: str) -> Locator:
    """The figure that matters under this label."""
    return page.locator(".stat").filter(has=page.locator(".stat-label", has_text=re.compile(rf"^\s*{label}\s*$")))


def cells(rows: Locator) -> list[Locator]:
    """The cells of each row of a table."""
    rows.first.wait_for()
    return [row.locator("th, td") for row in rows.all()]


def coverage_of_cptm(page: Page) -> list[str]:
    """What the chart of coverage says of CPTM: held of required, share, missing."""
    line = page.locator("#coverage tbody tr", has_text="CPTM").first
    return [text.replace("\u00a0", " ").strip() for text in line.locator("td.num").all_inner_texts()]
