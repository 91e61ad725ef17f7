"""A curriculum's page reads well: what is taught, how one passes, how long it counts, and where each figure is from."""

import re

import pytest

from tests import make
from tests.client import CheckedClient, X, parsed


@pytest.fixture
def reader(client: CheckedClient) -> CheckedClient:
    make.account("curriculum_editor")
    return client.sign_in("curriculum_editor.un@example.org")


def words(html: str) -> str:
    """What a reader sees, in one line, every kind of space made one plain space."""
    return " ".join(" ".join(parsed(html).itertext()).split())


@pytest.mark.parametrize("url", ["/curricula", "/curricula/CPTM", "/curricula/CPTM/2017"])
def test_a_stranger_reads_nothing(client, url):
    assert client.get(url).status_code != 200


def test_the_index_shows_each_curriculum_in_the_version_of_the_day(reader):
    now, later = reader.get("/curricula").text, reader.get("/curricula?as_of=2019-06-01").text
    assert "/curricula/CP-MIL/2014" in now
    assert "/curricula/CP-MIL/2018" in later
    for code in ("CPTM", "CP-MIL", "CPOC-MIL", "SEA-ELEARN", "BFA", "NEWBASICS"):
        assert now.count(f">{code}<") == 1


def test_the_page_of_the_core_curriculum_says_what_a_trainer_must_know(reader):
    """E1: 24 lessons, 19 hours, 1,140 minutes, a mark of 70 percent, one deployment and at most 24 months."""
    page = words(reader.get("/curricula/CPTM").text)
    for told in (
        "19 hours",
        "1 140 minutes",
        "24 in 3 modules",
        "at least 70 %",
        "For one deployment, at most 24 months",
        "8 of the 8 topics that cut across all training are taught here",
        "version 2017",
        "In force",
        "A/72/573, ¶77",
    ):
        assert told in page, told


def test_every_figure_that_is_assumed_is_marked_so(reader):
    """Assumptions to keep visible: 19 of 24 lesson times, and the pass mark, and the validity."""
    page = words(reader.get("/curricula/CPTM/2017").text)
    assert page.count("assumption") >= 22
    assert "22 figures of this version are assumptions" in page
    assert page.count("public source") >= 5


def test_the_matrix_has_a_row_for_each_lesson_and_a_column_for_each_topic(reader):
    tree = parsed(reader.get("/curricula/CPTM/2017").text)
    (matrix,) = [table for table in tree.iter(f"{X}table") if table.get("id") == "lessons"]
    headings = ["".join(th.itertext()) for th in matrix.iter(f"{X}th") if th.get("scope") == "col"]
    lessons = [th for th in matrix.iter(f"{X}th") if th.get("scope") == "row"]
    assert len(headings) == 3 + 12
    assert len(lessons) == 24 + 1  # the last one counts
    taught = [td for td in matrix.iter(f"{X}td") if "taught" in (td.get("class") or "").split()]
    assert len(taught) == 18
    assert not [td for td in matrix.iter(f"{X}td") if "none" in (td.get("class") or "").split()]


def test_a_curriculum_that_need_not_cover_a_topic_is_not_blamed_for_it(reader):
    assert 'class="topic none"' not in reader.get("/curricula/SEA-ELEARN").text


def test_the_six_elements_of_the_new_basics_say_which_need_two_units(reader):
    """R22."""
    page = reader.get("/curricula/NEWBASICS").text
    assert page.count(">recorded on its own<") == 4
    assert page.count(">needs two units of different type<") == 2


def test_a_superseded_version_says_what_took_its_place_and_until_when_it_counts(reader):
    """R19: shown as it stands on the day of the clock, 2017-12-31."""
    page = reader.get("/curricula/CPTM/2009").text
    assert "Superseded on" in page
    assert "/curricula/CPTM/2017" in page
    assert "Not yet in force" in reader.get("/curricula/CP-MIL/2018").text


def test_other_versions_stand_with_their_days(reader):
    page = words(reader.get("/curricula/CP-MIL").text)
    assert re.search(r"2014 shown here .*In force", page)
    assert "1 Jul 2018" in page


@pytest.mark.parametrize("url", ["/curricula/NOTHING", "/curricula/CPTM/1999", "/curricula/cptm/2017"])
def test_what_does_not_exist_is_absent(reader, url):
    assert reader.get(url).status_code == 404


def test_the_pages_take_a_fixed_number_of_statements(reader, statements):
    counts = []
    for url in ("/curricula", "/curricula?as_of=2009-01-01", "/curricula/CPTM/2017", "/curricula/BFA/2017"):
        with statements() as seen:
            assert reader.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3] == counts[0] + 2
