"""The pages of gaps: what each reader sees there, and what nobody else does."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests import make
from tests.client import CheckedClient
from tests.readiness.conftest import Battalion, battalion
from trainingapp.states.models import State


@pytest.fixture
def banbat(bangladesh: State) -> Battalion:
    """40 of Bangladesh, 36 of whom passed, 3 failed, 1 is not recorded; and 10 of Carana in another mission."""
    group = battalion(bangladesh, 40, women=4)
    cptm = make.version("CPTM", "2017")
    group.pass_all(cptm, date(2017, 9, 25), range(36))
    group.record(cptm, date(2017, 9, 25), "fail", range(36, 39))
    carana = make.state("XCA", "Carana", "XA")
    battalion(carana, 10, women=0, code="CARBAT", mission_code=make.mission("UNMISS").code)
    return group


@pytest.fixture
def analyst(client: CheckedClient) -> CheckedClient:
    make.account("analyst", "analyst@example.org")
    return client.sign_in("analyst@example.org")


def officer(client: CheckedClient, state: str) -> CheckedClient:
    email = f"officer.{state}@example.org".lower()
    make.account("training_officer", email, state=state)
    return client.sign_in(email)


def test_the_analyst_sees_all_states_on_one_page_with_numbers_and_their_denominator(analyst, banbat):
    page = analyst.get("/gaps").text
    for told in ("Bangladesh", "Carana", "36</bdi> of", "90.0\u00a0%", "All together"):
        assert told in page, told


def test_the_day_asked_for_travels_in_every_link(analyst, banbat):
    page = analyst.get("/gaps?as_of=2018-02-01&phase=both").text
    assert "/gaps/states/BGD?as_of=2018-02-01&amp;phase=both" in page
    assert "format=xlsx" in page
    page = analyst.get("/gaps/states/BGD?as_of=2018-02-01&phase=both").text
    assert f"/gaps/rotations/{banbat.rotation.public_id}?as_of=2018-02-01" in page
    page = analyst.get(f"/gaps/rotations/{banbat.rotation.public_id}?as_of=2018-02-01").text
    assert "/gaps/states/BGD?as_of=2018-02-01" in page


def test_on_a_day_without_rotations_the_page_says_what_to_do(analyst, banbat):
    page = analyst.get("/gaps?as_of=2017-10-01").text
    assert "No rotation on this day" in page
    assert "phase=both" in page
    assert "Bangladesh" in analyst.get("/gaps?as_of=2017-10-01&phase=both").text


def test_a_day_that_can_be_read_in_two_ways_is_asked_about(analyst, banbat):
    page = analyst.get("/gaps?as_of=03/04/2017")
    assert page.status_code == 200
    assert "cannot be read as a date in one way only" in page.text


@pytest.mark.parametrize("page", ["/gaps", "/gaps/rotations", "/gaps/states/BGD", "/gaps/missions/MINUSCA"])
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("1999-01-01", "Nothing is known of 1 Jan 1999: the first rotation recorded here deployed on 15 Nov 2017."),
        ("2045-01-01", "Nothing is known of 1 Jan 2045: the last tour recorded here ends on 14 Nov 2018."),
        ("2018-02-01", "This day is to come. The figures say what will be if nothing happens"),
        ("2017-12-01", "This day has passed. The figures say how things stood on it"),
    ],
)
def test_a_day_outside_the_data_is_answered_with_what_is_known_of_it(analyst, banbat, page, day, told):
    assert told in shown(analyst.get(f"{page}?as_of={day}").text)


def test_in_place_of_a_refused_day_the_page_says_whose_figures_stand_there_and_offers_no_file(analyst, banbat):
    rotation = f"/gaps/rotations/{banbat.rotation.public_id}"
    for page in ("/gaps", "/gaps/missions", rotation, "/overview"):
        said = "Shown instead: the figures of 31 Dec 2017, today."
        refused = analyst.get(f"{page}?as_of=03/04/2017").text
        assert said in shown(refused), page
        assert "format=" not in refused, page
        assert said not in shown(analyst.get(page).text), page


def test_of_a_day_before_its_tour_a_rotation_says_that_nobody_knows_who_was_on_its_roll(analyst, banbat):
    page = f"/gaps/rotations/{banbat.rotation.public_id}"
    told = shown(analyst.get(f"{page}?as_of=1999-01-01").text)
    assert "Who was on this roll on 1 Jan 1999 is not known here: the rotation deploys on 15 Nov 2017." in told
    assert "of the persons on the roll as it stands, on 1 Jan 1999" in told
    told = shown(analyst.get(page).text)
    assert "is not known here" not in told
    assert "of the persons on the roll on 31 Dec 2017" in told


def test_missions_lead_to_their_rotations(analyst, banbat):
    page = analyst.get("/gaps/missions").text
    assert "/gaps/missions/UNMISS" in page
    page = analyst.get("/gaps/missions/UNMISS").text
    assert "CARBAT" in page
    assert "BANBAT-4" not in page


def test_the_analyst_sees_who_is_missing_and_why_but_no_names(analyst, banbat):
    page = analyst.get(f"/gaps/rotations/{banbat.rotation.public_id}?lacking=CPTM").text
    assert "Person 37" in page
    assert "Failed on 25 Sep 2017." in shown(page)
    assert "No completion is recorded." in page
    for hidden in ("Soldier", "BANBAT-4-0036", banbat.people[36].public_id):
        assert hidden not in page
    for kind in ("csv", "pdf"):
        content = analyst.get(f"/gaps/rotations/{banbat.rotation.public_id}?format={kind}&names=1").data
        text = content.decode("utf-8-sig") if kind == "csv" else pdf_text(content)
        assert "Soldier" not in text
        assert "Training gaps" in text or "Person 37" in text


def test_what_is_missing_leads_to_those_who_lack_it(analyst, banbat):
    address = f"/gaps/rotations/{banbat.rotation.public_id}"
    page = analyst.get(f"{address}?as_of=2017-12-31").text
    assert f'href="{address}?lacking=CPTM&amp;as_of=2017-12-31#persons"' in page


def test_the_officer_of_the_state_lands_on_it_and_sees_names(client, banbat):
    reader = officer(client, "BGD")
    assert reader.get("/gaps?as_of=2017-12-31").location == "/gaps/states/BGD?as_of=2017-12-31"
    page = reader.get("/gaps/states/BGD").text
    assert "BANBAT-4" in page
    assert "Carana" not in page
    page = reader.get(f"/gaps/rotations/{banbat.rotation.public_id}?lacking=CPTM").text
    assert "Soldier 0036" in page
    assert "BANBAT-4-0036" in page
    assert "Soldier 0001" not in page


def test_the_officer_of_another_state_finds_nothing_there(client, banbat):
    reader = officer(client, "XCA")
    for url in (
        f"/gaps/rotations/{banbat.rotation.public_id}",
        f"/gaps/rotations/{banbat.rotation.public_id}?format=csv",
        "/gaps/states/BGD",
        "/gaps/states/BGD?format=pdf",
        "/gaps/missions/MINUSCA",
        "/gaps/states/XYZ",
        "/gaps/rotations/nothing",
    ):
        answer = reader.get(url)
        assert answer.status_code == 404, url
        assert "BANBAT" not in answer.text
    for url in ("/gaps/missions", "/gaps/states/XCA"):
        page = reader.get(url).text
        assert "Bangladesh" not in page
        assert "MINUSCA" not in page


def test_a_mission_sees_the_rotations_of_its_mission_of_every_state_and_no_others(client, banbat):
    make.account("training_officer", "cell@example.org", mission="UNMISS")
    reader = client.sign_in("cell@example.org")
    page = reader.get("/gaps").text
    assert "Carana" in page
    assert "Bangladesh" not in page
    assert reader.get("/gaps/states/BGD").status_code == 404
    assert reader.get("/gaps/states/XCA").status_code == 200


def test_nobody_sees_gaps_without_signing_in_or_without_the_permission(client, banbat):
    assert client.get("/gaps").status_code in (302, 404)
    make.account("curriculum_editor", "editor@example.org")
    assert client.sign_in("editor@example.org").get("/gaps").status_code == 404


def test_a_rotation_without_a_roll_says_so(analyst, bangladesh):
    empty = make.rotation(bangladesh, "BANBAT-9")
    page = analyst.get("/gaps/states/BGD").text
    assert "no roll yet" in page
    assert "0 named" in page
    page = analyst.get(f"/gaps/rotations/{empty.public_id}").text
    assert "No roll yet" in page


def test_the_table_is_taken_away_as_csv_with_counts_by_sex(analyst, banbat):
    """R71: women, men and those not specified have columns of their own."""
    answer = analyst.get("/gaps?format=csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    heading, *rows = answer.data.decode("utf-8-sig").splitlines()
    assert "required_female,required_male,required_unspecified" in heading
    (row,) = [row for row in rows if row.startswith("BGD,Bangladesh,CPTM")]
    assert row == "BGD,Bangladesh,CPTM,40,36,4,90.0,4,36,0,4,32,0,0,4,0,0,0,0,,0,4,36"


def test_the_table_is_taken_away_as_a_workbook(analyst, banbat):
    book = load_workbook(BytesIO(analyst.get("/gaps/states/BGD?format=xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert "rotation" in rows[0]
    assert any("BANBAT-4" in row and 36 in row for row in rows)


def test_the_report_is_taken_away_as_pdf_with_its_day_and_the_journals_number(analyst, banbat):
    text = pdf_text(analyst.get("/gaps?format=pdf").data)
    for told in (
        "All States",
        "Bangladesh",
        "Carana",
        "36 of 40",
        "As of 31",
        "record",
        "Page 2 of",
        "How the figures",
    ):
        assert told in text, told


def test_the_report_on_a_rotation_lists_names_for_whoever_may_see_them_and_asks(client, banbat):
    reader = officer(client, "BGD")
    url = f"/gaps/rotations/{banbat.rotation.public_id}?format=pdf"
    assert "Soldier 0036" not in pdf_text(reader.get(url).data)
    assert "Soldier 0036" in pdf_text(reader.get(f"{url}&names=1").data)


def test_a_format_there_is_not_is_absent(analyst, banbat):
    assert analyst.get("/gaps?format=exe").status_code == 404


def test_rows_are_sorted_by_what_is_asked_for(analyst, banbat):
    def order(sort: str) -> bool:
        page = analyst.get(f"/gaps?sort={sort}").text
        return page.index("/gaps/states/BGD") < page.index("/gaps/states/XCA")

    assert order("name")
    assert not order("-name")
    assert order("-persons")
    assert not order("CPTM")
    assert order("-CPTM")


def test_pages_take_the_same_number_of_statements_for_few_and_for_many(analyst, banbat, statements):
    urls = ("/gaps", "/gaps/states/BGD", "/gaps/missions", "/gaps/missions/MINUSCA")
    urls += (f"/gaps/rotations/{banbat.rotation.public_id}",)
    few = {}
    for url in urls:
        analyst.get(url)
        with statements() as seen:
            analyst.get(url)
        few[url] = len(seen)
    bangladesh = make.state()
    for n in range(3):
        battalion(bangladesh, 30, code=f"MORE-{n}")
    for url in urls:
        analyst.get(url)
        with statements() as seen:
            analyst.get(url)
        assert len(seen) == few[url], url
        assert len(seen) <= 24


def pdf_text(content: bytes) -> str:
    """The text of a PDF with its narrow and its unbreakable spaces made plain."""
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_same_figures_are_told_by_kind_of_unit_and_by_language(analyst, banbat):
    """R75: gaps by the language of the units."""
    assert "36 of 50" in shown(analyst.get("/gaps/unit-types").text)
    page = shown(analyst.get("/gaps/languages").text)
    assert "English" in page
    assert "36 of 50" in page
    rows = analyst.get("/gaps/languages?format=csv").get_data().decode("utf-8-sig").splitlines()
    assert rows[0].startswith("language,curriculum,required,held,gap")
    assert rows[1].startswith("en,CPTM,40,36,4")


def shown(html: str) -> str:
    """The text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</?(bdi|time)\b[^>]*>", "", html)).split())
