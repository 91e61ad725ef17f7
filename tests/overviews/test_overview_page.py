"""The overview: what a busy person reads in ten seconds, for each reader within what they may see."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.client import CheckedClient
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces import queries as forces
from trainingapp.kit.db import db
from trainingapp.overviews import reports as overviews
from trainingapp.overviews.reports import Asked
from trainingapp.readiness import reports
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.work import keep_up
from trainingapp.requirements import actions as requirements
from trainingapp.requirements.waiving import Asked as Waived

DAY = date(2017, 12, 31)


@pytest.fixture
def banbat(session: object) -> Battalion:
    """40 of Bangladesh in MINUSCA, of whom 36 passed everything; 10 of Carana in UNMISS without any result."""
    group = battalion(make.state(), 40, women=4)
    for version in required():
        group.pass_all(version, date(2017, 9, 25), range(36))
    carana = make.state("XCA", "Carana", "XA")
    battalion(carana, 10, women=0, code="CARBAT", mission_code=make.mission("UNMISS").code)
    return group


def required() -> list[CurriculumVersion]:
    """A version of each curriculum that the battalion must hold."""
    codes = ("CPTM", "SEA-ELEARN", "BFA", "CP-MIL", "CPOC-MIL")
    found = db.session.scalars(select(CurriculumVersion).where(CurriculumVersion.curriculum_code.in_(codes)))
    by_code = {one.curriculum_code: one for one in found if one.effective_from <= date(2017, 9, 25)}
    assert len(by_code) == len(codes), by_code.keys()
    return list(by_code.values())


@pytest.fixture
def analyst(client: CheckedClient) -> CheckedClient:
    make.account("analyst", "analyst@example.org")
    return client.sign_in("analyst@example.org")


def waive(group: Battalion, curriculum: str) -> None:
    """A waiver of a curriculum for a whole rotation, from the day on."""
    asked = Waived(
        curriculum=curriculum,
        first_day=DAY,
        last_day=date(2018, 1, 31),
        authority="Office of Military Affairs",
        consent="MINUSCA cable 12",
        reason="The instructors are in the mission.",
    )
    rotation = forces.rotation(OPERATOR.scope("waivers.see"), group.rotation.public_id, as_of=DAY)
    by = Identity("military", "A reviewer", (Grant("reviewer_military", "all"),))
    requirements.grant_waiver(rotation, asked, by=by, now=make.NOW, today=DAY, most_days=180)
    db.session.commit()


def signed_in(client: CheckedClient, role: str, **of: str) -> CheckedClient:
    made = make.account(role, **of)
    return client.sign_in(made.email)


def text_of(page: str) -> str:
    """What a reader reads: no markup, plain spaces."""
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    within = re.sub(r"</?(bdi|time|a|tspan)\b[^>]*>", "", body)
    text = re.sub(r"<[^>]+>", " ", within).replace("\u202f", " ").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


# --- Ten seconds (R05) -----------------------------------------------------------------------------------------------


def test_the_first_figures_have_their_denominators_and_lead_to_their_lists(analyst, banbat):
    page = analyst.get("/overview").text
    told = text_of(page)
    assert "36 of 50 72.0 % · of the persons in their missions" in told
    assert "Missing completions 57 one for each person and curriculum Certified" in told
    assert "Counted: any evidence, self-declared included." in told
    assert "0 of 2 0 % · by the rule beside the colours" in told
    assert "Nearly ready 1 of 2" in told
    assert "Not ready 1 of 2" in told
    assert '/gaps/rotations?as_of=2017-12-31"' in page
    assert "/gaps/rotations?as_of=2017-12-31&amp;show=lacking" in page


def test_what_is_missing_is_called_so_and_who_is_under_a_waiver_is_among_them(analyst, banbat):
    waive(banbat, "BFA")
    told = text_of(analyst.get("/overview").text)
    assert "Missing completions 57 one for each person and curriculum; 4 of them under a waiver" in told
    told = text_of(analyst.get("/").text)
    assert "Missing completions 57 one for each person and curriculum; 4 of them under a waiver" in told


def test_what_is_ready_on_the_day_it_deploys_is_said_in_a_whole_sentence(analyst, banbat):
    battalion(make.state(), 8, code="NEXT", deploys_on=date(2018, 2, 1), ends_on=date(2018, 12, 1))
    assert "Ready on the day they deploy 0 of 8" in text_of(analyst.get("/overview").text)
    told = text_of(analyst.get("/overview?curriculum=CPTM").text)
    assert "Hold CPTM on the day they deploy 0 of 8" in told


def test_where_stronger_evidence_is_asked_for_no_line_says_that_any_counts(analyst, banbat):
    told = text_of(analyst.get("/overview?evidence=verified").text)
    assert "Counted: any evidence" not in told
    assert "Evidence, at least: " in told


def test_the_colour_rule_is_printed_beside_the_colours(analyst, banbat):
    assert "Nearly ready: at least 90 % of the persons do, or every gap is under a waiver." in text_of(
        analyst.get("/overview").text
    )


def test_certified_units_stand_beside_those_that_are_ready(analyst, banbat):
    """R04: here nobody certified the two units that are there."""
    told = text_of(analyst.get("/overview").text)
    assert "Certified units 0 of 2" in told
    assert "operational readiness, by their States" in told


def test_what_got_worse_what_expires_and_what_deploys_next_stand_on_one_page(analyst, banbat):
    carana = make.state("XCA", "Carana", "XA")
    (bfa,) = (one for one in required() if one.curriculum_code == "BFA")
    banbat.withdraw(bfa, range(5))
    banbat.record(bfa, date(2016, 12, 31), "pass", range(5), valid_through=DAY)
    late = battalion(carana, 8, code="CARBAT-2", deploys_on=date(2018, 2, 1), ends_on=date(2018, 12, 1))
    late.pass_all(make.version("CPTM", "2017"), date(2017, 10, 1), range(5))
    told = text_of(analyst.get("/overview?as_of=2018-01-20").text)
    assert (
        "What got worse in 30 days Bangladesh 90.0 % on 21 Dec 2017, now 77.5 % · 5 persons more lack something" in told
    )
    assert "CARBAT-2 Carana · 1 Feb 2018 · 8 persons will lack something" in told
    told = text_of(analyst.get("/overview?as_of=2017-12-20").text)
    assert "Buddy First Aid 5 persons; the first loses it after 31 Dec 2017" in told


def test_the_figures_are_those_of_the_pages_of_gaps(banbat):
    battalion(make.state("NPL", "Nepal", "NP"), 12, code="NEPBAT", deploys_on=date(2017, 8, 1))
    keep_up()
    everything = OPERATOR.scope("gaps.see")
    for day in (date(2017, 11, 15), DAY, date(2018, 11, 14), date(2018, 11, 15)):
        question = Question(day, 180)
        asked = Asked(question, None, ColourRule(90), 30, 90)
        found = overviews.overview(everything, asked, by_state=True)
        table = reports.coverage(everything, question, by="state")
        assert found.figures.ready == table.whole
        assert found.figures.curricula == table.totals.cells
        assert {one.key: one.persons for one in found.groups} == {row.key[0]: row.whole for row in table.rows}
        for group in found.groups:
            (row,) = (one for one in table.rows if one.key == (group.key,))
            assert {code: group.cells[code] for code in row.cells} == row.cells


# --- Any day ---------------------------------------------------------------------------------------------------------


def test_the_day_travels_in_every_link(analyst, banbat):
    page = analyst.get("/overview?as_of=2018-03-01").text
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    to_figures = re.findall(r'href="(/(?:gaps|overview)[^"#]*)"', main)
    assert len(to_figures) > 8
    without = [url for url in to_figures if "as_of=2018-03-01" not in url]
    assert without == ["/overview/views"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2017-11-20", "This day has passed. The figures say how things stood on it"),
        ("2018-03-01", "This day is to come. The figures say what will be if nothing happens"),
        ("1990-01-01", "Nothing is known of 1 Jan 1990: the first rotation recorded here deployed on 15 Nov 2017."),
        ("2150-01-01", "Nothing is known of 1 Jan 2150: the last tour recorded here ends on 14 Nov 2018."),
    ],
)
def test_a_day_outside_the_data_is_answered_with_what_is_known_of_it(analyst, banbat, day, told):
    for page in ("/overview", "/overview/forecast"):
        answer = analyst.get(f"{page}?as_of={day}")
        assert answer.status_code == 200
        assert told in text_of(answer.text)


def test_a_day_that_can_be_read_in_two_ways_is_asked_about(analyst, banbat):
    page = analyst.get("/overview?as_of=03/04/2017").text
    assert "cannot be read as a date in one way only" in page
    assert "36 of 50" in text_of(page)


def test_without_any_rotation_the_pages_say_so_and_what_to_do(client, session):
    reader = signed_in(client, "training_officer", state=make.state().code)
    page = reader.get("/overview").text
    assert "No rotation yet" in page
    assert "/rotations/new" in page
    assert "Nothing to foresee" in reader.get("/overview/forecast").text


# --- Narrowed down ---------------------------------------------------------------------------------------------------


def test_filters_leave_fewer_rotations_and_the_page_says_so(analyst, banbat):
    told = text_of(analyst.get("/overview?state=XCA").text)
    assert "Carana on 31 Dec 2017" in told
    assert "Narrowed down: State: Carana" in told
    assert "0 of 10" in told
    assert "36 of 50" not in told
    page = analyst.get("/overview?mission=UNMISS").text
    assert "/gaps/missions/UNMISS?as_of=2017-12-31" in page
    assert "36 of 40" in text_of(analyst.get("/overview?mission=MINUSCA&component=military").text)
    assert "No rotation is like that" in analyst.get("/overview?component=police").text


def test_one_curriculum_counts_its_holders_in_the_place_of_everything(analyst, banbat):
    told = text_of(analyst.get("/overview?curriculum=CPTM").text)
    assert "Hold CPTM 36 of 50" in told


def test_stronger_evidence_counts_less(analyst, banbat):
    page = analyst.get("/overview?evidence=certified").text
    assert "/gaps/states/BGD?as_of=2017-12-31&amp;evidence=certified" in page
    told = text_of(page)
    assert "Narrowed down: Evidence, at least: Certified by the State" in told
    assert "0 of 50" in told


# --- Each sees their own ---------------------------------------------------------------------------------------------


def test_whoever_speaks_for_one_state_sees_its_own_page_rotation_by_rotation(client, banbat):
    reader = signed_in(client, "training_officer", state="BGD")
    page = reader.get("/overview").text
    told = text_of(page)
    assert "Bangladesh on 31 Dec 2017" in told
    assert "36 of 40" in told
    assert "Each rotation and each curriculum" in told
    assert f"/gaps/rotations/{banbat.rotation.public_id}?as_of=2017-12-31&amp;lacking=CPTM" in page
    for hidden in ("Carana", "CARBAT", "UNMISS", "Where they come from"):
        assert hidden not in page


@pytest.mark.parametrize("role", ["mission_leader", "training_officer"])
def test_whoever_works_for_a_mission_sees_the_missions_own_page(client, banbat, role):
    reader = signed_in(client, role, mission="UNMISS")
    told = text_of(reader.get("/overview").text)
    assert "UNMISS on 31 Dec 2017" in told
    assert "0 of 10" in told
    for hidden in ("Bangladesh", "BANBAT", "MINUSCA"):
        assert hidden not in told


def test_what_is_another_states_cannot_be_asked_for_and_looks_like_what_is_not_there(client, banbat):
    reader = signed_in(client, "training_officer", state="BGD")
    for page in ("/overview", "/overview/forecast"):
        foreign = text_of(reader.get(f"{page}?state=XCA").text)
        absent = text_of(reader.get(f"{page}?state=XYZ").text)
        assert foreign == absent
        assert "Not a valid choice" in foreign
        assert "Carana" not in foreign
        for asked in ("mission=UNMISS", "mission=NOWHERE"):
            assert "CARBAT" not in reader.get(f"{page}?{asked}").text


def test_whoever_may_not_see_gaps_finds_nothing_there(client, banbat):
    reader = signed_in(client, "curriculum_editor")
    for page in ("/overview", "/overview/forecast", "/overview/views"):
        assert reader.get(page).status_code == 404


def test_no_name_of_a_person_stands_on_any_of_the_pages(client, banbat):
    reader = signed_in(client, "training_officer", state="BGD")
    for page in ("/overview", "/overview/forecast"):
        text = reader.get(page).text
        assert "Soldier" not in text
        assert "BANBAT-4-0036" not in text


# --- Drawings --------------------------------------------------------------------------------------------------------


def test_every_drawing_has_a_name_a_description_and_its_figures_beside_it(analyst, banbat):
    battalion(make.state("NPL", "Nepal", "NP"), 12, code="NEPBAT")
    for page, drawings in (("/overview", {"trend", "world"}), ("/overview/forecast", {"trend"})):
        text = analyst.get(page).text
        found = dict(re.findall(r'<figure class="chart[^"]*" id="(\w+)">(.*?)</figure>', text, re.S))
        assert drawings <= found.keys()
        for name, drawn in found.items():
            assert f'role="img" aria-labelledby="{name}-title {name}-desc"' in drawn, name
            assert f'<desc id="{name}-desc">' in drawn
            assert "<details" in drawn
            assert "<table" in drawn


def test_the_map_draws_circles_and_no_border_and_says_that_it_implies_nothing(analyst, banbat):
    battalion(make.state("NPL", "Nepal", "NP"), 12, code="NEPBAT")
    text = analyst.get("/overview").text
    (drawn,) = re.findall(r'<figure class="chart world".*?</figure>', text, re.S)
    assert drawn.count("<circle") == 2
    grid, places = drawn.split("</g>", 1)
    assert "<path" not in places
    assert set(re.findall(r'd="M[\d.]+ [\d.]+([HV])[\d.]+"', grid)) == {"H", "V"}
    told = text_of("<main" + drawn + "</main>")
    assert "Places are approximate" in told
    assert "do not imply the expression of any opinion whatsoever" in told
    assert "Not on the map, because they are fictional: Carana." in told
    assert "Bangladesh: 90.0 %, 36 of 40" in told


# --- Women and men (R70, R71) ----------------------------------------------------------------------------------------


def test_women_men_and_unspecified_are_counted_by_category_and_held_against_dated_targets(analyst, banbat):
    police = make.rotation(make.state(), "BANFPU", mission_code="MINUSCA")
    for n, sex in enumerate(["female"] * 3 + ["male"] * 6 + ["unspecified"] * 2):
        someone = make.person(make.state(), f"P{n}", sex=sex)
        make.assignment(police, someone, category="formed_police")
    told = text_of(analyst.get("/overview").text)
    assert "Formed police units 3 6 2 33.3 %" in told
    assert "Troops 4 46 0 8.0 %" in told
    assert "All together 7 52 2 11.9 %" in told
    assert "Police 3 of 9 specified 33.3 % 20 % reached Global Effort, 2009" in told
    assert "Military staff officers" not in told


def test_who_left_or_was_listed_twice_is_counted_once_or_not_at_all(analyst, banbat):
    banbat.leave(range(30, 40), on=date(2017, 12, 30))
    make.assignment(banbat.rotation, banbat.people[39], ordinal=1, category="staff_officer")
    told = text_of(analyst.get("/overview?state=BGD").text)
    assert "Troops 4 26 0" in told
    assert "Staff officers 0 1 0" in told
    told = text_of(analyst.get("/overview?state=BGD&as_of=2017-12-30").text)
    assert "Troops 4 36 0" in told
    assert "Staff officers 0" not in told


# --- Cost ------------------------------------------------------------------------------------------------------------


def test_pages_take_the_same_number_of_statements_for_few_and_for_many(analyst, banbat, statements):
    urls = ("/overview", "/overview/forecast", "/overview/views", "/overview?as_of=2018-01-17&state=BGD")

    def counted(url: str) -> int:
        analyst.get(url)
        with statements() as seen:
            analyst.get(url)
        return len(seen)

    few = {url: counted(url) for url in urls}
    for n in range(3):
        battalion(make.state(), 30, code=f"MORE-{n}")
        battalion(make.state("NPL", "Nepal", "NP"), 3, code=f"NEPAL-{n}")
    for url in urls:
        assert counted(url) == few[url], url
        assert few[url] <= 14, (url, few[url])


def test_a_page_that_was_drawn_is_drawn_anew_when_something_is_recorded_and_for_other_eyes(app, analyst, banbat):
    assert "36 of 50" in text_of(analyst.get("/overview").text)
    assert "36 of 50" in text_of(analyst.get("/overview").text)
    for version in required():
        banbat.pass_all(version, date(2017, 12, 1), [36])
    assert "37 of 50" in text_of(analyst.get("/overview").text)
    carana = signed_in(app.test_client(), "focal_point", state="XCA")
    page = text_of(carana.get("/overview").text)
    assert "0 of 10" in page
    assert "of 50" not in page
