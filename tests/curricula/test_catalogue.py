"""The catalogue: found by whom it is for, topic, language, time, kind, area and words; and lists of choice."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import make
from tests.client import CheckedClient, X, parsed
from trainingapp.curricula import queries
from trainingapp.curricula.catalogue import Wanted, lacking, to_choose

AS_OF = date(2017, 12, 31)


@pytest.fixture
def reader(client: CheckedClient) -> CheckedClient:
    make.account("curriculum_editor")
    return client.sign_in("curriculum_editor.un@example.org")


def found(wanted: Wanted) -> set[str]:
    return {version.code for version in queries.overview(AS_OF) if wanted.fits(version)}


def codes(html: str) -> list[str]:
    """The codes of the curricula that a page of the catalogue shows, in its order."""
    return [link.split("/")[2] for link in re.findall(r'<th scope="row"><a href="([^"]+)"', html)]


def links(html: str) -> dict[str, str]:
    """Words -> address of the links of a page."""
    return {" ".join("".join(a.itertext()).split()): a.get("href", "") for a in parsed(html).iter(f"{X}a")}


def test_each_condition_narrows(session):
    """R18, R22, R28, R31, R37, R39."""
    assert {"POC-POL", "FPU-PDT", "CPTM"} <= found(Wanted(audience="formed_police"))
    assert "CP-MIL" not in found(Wanted(audience="formed_police"))
    assert {"CPTM", "SEA-ELEARN", "INFOSEC"} <= found(Wanted(audience="civilian"))
    assert "UNSOC" not in found(Wanted(audience="civilian"))
    assert {"CPTM", "UNIT-ENGINEER"} <= found(Wanted(topic="ENV"))
    assert "CP-POL" not in found(Wanted(topic="ENV"))
    assert found(Wanted(language="es")) == {"CPTM", "SEA-ELEARN", "BSAFE", "INDUCTION-UNVMC", "SENIOR-WOMEN-POL"}
    assert {"INFOSEC", "UNMEM", "MAST"} <= found(Wanted(language="no-fr"))
    assert "CPTM" not in found(Wanted(language="no-fr"))
    assert all(
        code.startswith(("INDUCTION-", "INFOSEC", "BSAFE", "LEADER")) for code in found(Wanted(phase="induction"))
    )
    assert {"POC-POL", "IHL-IHRL"} <= found(Wanted(phase="in-mission"))
    assert found(Wanted(kind="NEW-BASICS")) == {"NEWBASICS"}
    assert found(Wanted(area="intelligence")) == {"SPT-SOC"}


def test_conditions_narrow_together(session):
    assert found(Wanted(kind="TOT", audience="civilian", topic="CRSV")) == {"TOT-CPTM", "TOT-CRSV"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hepatitis", None),
        ("night patrolling", "NEWBASICS"),  # a lesson
        ("cpoc", "CPOC-MIL"),  # a code
        ("défense des enfants", None),
        ("protection de l'enfance", "CP-POL"),  # a title in French
        ("ПОЛИЦИЯ", "UNPOL-IPO"),
        ("الأمم المتحدة", "UNSOC"),
        ("nairobi", "CPTM"),  # its description
    ],
)
def test_words_are_found_in_titles_of_every_language_lessons_codes_and_descriptions(session, text, code):
    pilots = queries.standing_so(date(2026, 1, 1), "pilot")
    shown = found(Wanted(text)) | {version.code for version in pilots if Wanted(text).fits(version)}
    assert (code in shown) if code else not shown


def test_a_text_without_a_word_narrows_nothing(session):
    assert found(Wanted(text=" - ")) == found(Wanted())


def test_what_is_needed_and_not_there_is_said():
    """R28: no French material."""
    assert lacking(("en",)) == ("fr",)
    assert lacking(("ar", "zh", "en", "fr", "ru", "es")) == ()


def test_the_page_shows_every_curriculum_by_kind(reader):
    page = reader.get("/curricula").text
    shown = codes(page)
    assert len(shown) == len(set(shown)) == len(queries.overview(AS_OF))
    kinds = [queries.versions(code)[0].kind for code in shown]
    assert [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind] == list(dict.fromkeys(kinds))
    assert shown[0] == "CPTM"


def test_what_narrows_stands_in_the_address_and_each_condition_can_be_taken_away(reader):
    page = reader.get("/curricula?kind=E-LEARNING&language=no-fr&as_of=2017-12-31").text
    assert codes(page) == ["INFOSEC"]
    assert "no material in French" in page
    known = len(queries.overview(AS_OF))
    assert f"1 of {known} curricula" in " ".join(" ".join(parsed(page).itertext()).split())
    [without] = [url for words, url in links(page).items() if words.startswith("Language: No material in French")]
    assert parse_qs(urlsplit(without).query) == {"kind": ["E-LEARNING"], "as_of": ["2017-12-31"]}
    assert set(codes(reader.get(without).text)) == {"BSAFE", "INFOSEC", "SEA-ELEARN"}


def test_an_empty_answer_says_what_to_do(reader):
    page = reader.get("/curricula?kind=NEW-BASICS&language=ar").text
    assert "No curriculum fits" in page
    assert links(page)["Show every curriculum"] == "/curricula"


def test_a_choice_that_does_not_exist_narrows_nothing_and_is_said(reader):
    page = reader.get("/curricula?topic=MUSIC&as_of=yesterday")
    assert page.status_code == 200
    assert "There are 2 problems" in page.text
    assert "CPTM" in codes(page.text)


def test_pilots_levels_and_what_must_be_passed_before_are_shown(reader):
    """R29, R32."""
    page = reader.get("/curricula").text
    assert re.search(r"MAST(?s:.)*?Pilot", page)
    assert "after UAS-BASIC" in page
    assert "· Advanced" in page
    assert "due every year" in page
    assert "training of African Union, counts only by an equivalence" in page


def test_the_page_takes_one_statement_more_than_none_however_it_is_narrowed(reader, statements):
    counts = set()
    for url in ("/curricula", "/curricula?q=police&audience=individual_police", "/curricula?q=nothing-is-called-so"):
        with statements() as seen:
            assert reader.get(url).status_code == 200
        counts.add(len(seen))
    assert len(counts) == 1


def test_a_page_of_a_version_tells_what_its_file_adds(reader):
    def words(url: str) -> str:
        return " ".join(" ".join(parsed(reader.get(url).text).itertext()).split())

    uas = words("/curricula/UAS-ADVANCED")
    assert "Level Advanced" in uas
    assert "To be passed before UAS-BASIC" in uas
    assert "Aviation unit, Reconnaissance company" in uas
    assert "Makes trainers of CPTM , version 2017" in words("/curricula/TOT-CPTM/2017")
    assert "together with: Strategic planning staff of the Executive Office" in words("/curricula/PLANNING")
    assert "Mission UNMISS" in words("/curricula/INDUCTION-UNMISS")
    assert "no material in French" in words("/curricula/INFOSEC")
    assert "due again every year" in words("/curricula/CDT-ANNUAL")
    assert "Training of African Union. It counts here only where an equivalence says so." in words("/curricula/AU-CIED")
    assert "Crime intelligence" not in words("/curricula/UNPOL-IPO")
    assert "Intelligence-led policing and crime intelligence" in words("/curricula/SPT-SOC")


def test_a_list_to_choose_from_begins_with_what_is_required_and_leaves_out_other_missions(session):
    groups = to_choose(queries.recordable(AS_OF), first={"CPTM", "BFA"}, mission="MINUSCA")
    headings = [str(heading) for heading, _ones in groups]
    assert headings[0] == "Required of this rotation"
    assert {one.code for one in groups[0][1]} == {"CPTM", "BFA"}
    offered = [one.name for _heading, ones in groups for one in ones]
    assert len(offered) == len(set(offered))
    assert "INDUCTION-MINUSCA@2016" in offered
    assert "INDUCTION-UNMISS@2016" not in offered
    assert "CPTM@2009" in offered
    assert str(to_choose(queries.recordable(AS_OF))[0][0]) == "Core predeployment training"
