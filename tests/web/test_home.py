"""The first page, for each who opens it: what must be done today, and nothing of anybody else's."""

import io
import re
from datetime import date, timedelta

import pytest

from tests import make
from tests.conftest import TODAY
from tests.intake import story
from tests.intake.story import FILES
from trainingapp.accounts.actions import add_account
from trainingapp.demo import samples
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.requirements import queries as requirements


@pytest.fixture
def officer(session, client):
    make.account("training_officer", "nasrin@bgd.example", state="BGD")
    make.state()
    return client


def home(client, email):
    return client.sign_in(email).get("/").text


def task(page, key):
    """The link of something that waits: how many, and of what."""
    return page.split(f'data-task="{key}"')[1].split("</a>")[0]


def small(state, code, deploys_on, persons=1, passed=0, **more):
    """A rotation of a few persons, some of whom have passed the core course."""
    rotation = make.rotation(
        state, code, strength=persons, deploys_on=deploys_on, ends_on=deploys_on + timedelta(days=364), **more
    )
    version = make.version()
    for number in range(persons):
        person = make.person(state, f"{code} {number}")
        make.assignment(rotation, person, category="individual_police")
        if number < passed:
            make.completion(person, version)
    return rotation


# --- Visitors -------------------------------------------------------------------------------------------------------


def test_a_visitor_is_told_what_this_is_and_where_to_sign_in_without_a_statement(client, statements):
    with statements() as seen:
        page = client.get("/").text
    assert "what training was required, what was really done, who vouches for it, and what is missing" in page
    assert 'href="/sign-in"' in page
    assert seen == []


def test_a_visitor_checks_a_certificate_from_the_first_page(client):
    answer = client.post_form("/", action="/verify", number="UNPKT-BGD-CPTM-2017-000001X")
    assert answer.status_code == 200
    assert "nknown certificate" in answer.text


def test_a_register_in_use_offers_no_sign_ins_and_no_sample_files(client):
    page = client.get("/").text
    assert "demonstration" not in page
    assert "demo.example" not in page
    assert client.get(f"/samples/{samples.ROLL}").status_code in (302, 404), "an unknown address, as any other"
    assert client.get(f"/samples/{samples.ROLL}").headers["Content-Type"].startswith("text/html")


# --- A State's officer ----------------------------------------------------------------------------------------------


def test_an_officer_starts_from_the_rotation_without_a_roll_and_the_button_that_mends_it(officer):
    rotation = story.rotation()
    page = home(officer, "nasrin@bgd.example")
    assert "Rotations without a nominal roll: nobody in them can be counted" in page
    assert f'href="/rotations/{rotation.public_id}/roll/upload"' in page


def test_an_officer_sees_what_deploys_next_as_it_will_stand_on_that_day(officer):
    small(make.state(), "BANPOL-1", TODAY + timedelta(days=30), persons=4, passed=3)
    page = home(officer, "nasrin@bgd.example")
    assert "Deploying next" in page
    assert "in 30 days" in page
    assert "Record results" in page
    assert "CPTM" in page


def test_what_deploys_after_the_days_that_count_as_urgent_does_not_wait(officer):
    small(make.state(), "BANPOL-1", TODAY + timedelta(days=61), persons=2, passed=1)
    page = home(officer, "nasrin@bgd.example")
    assert "Nothing waits" in page
    assert "in 61 days" in page


def test_gaps_of_those_in_their_missions_wait_with_their_denominator(officer):
    small(make.state(), "BANPOL-1", TODAY - timedelta(days=30), persons=4, passed=3)
    page = home(officer, "nasrin@bgd.example")
    assert "Nothing waits" not in page
    waits = re.sub(r"<[^>]+>", " ", page.split('id="todo"')[1].split("</section>")[0])
    assert "1 Rotations in their missions in which somebody lacks something" in " ".join(waits.split())
    assert "0 of 4" in " ".join(re.sub(r"<[^>]+>", "", page).split())


def test_who_is_on_no_roll_is_said_beside_the_share_that_leaves_them_out(officer):
    small(make.state(), "BANPOL-1", TODAY - timedelta(days=30), persons=4, passed=4)
    story.rotation()
    page = re.sub(r"<[^>]+>", "", home(officer, "nasrin@bgd.example"))
    assert "of the persons in their missions; 850 planned are on no roll yet, and not counted" in page


def test_a_file_that_was_looked_at_waits_until_it_is_recorded(officer):
    rotation = story.rotation()
    story.record_roll(rotation)
    officer.sign_in("nasrin@bgd.example")
    content = (io.BytesIO(FILES[samples.RESULTS]), "results.csv")
    url = f"/rotations/{rotation.public_id}/results/upload"
    look = officer.post_form(url, file=content, curriculum="CPTM@2017").headers["Location"]
    assert ">1</bdi>" in task(officer.get("/").text, "files")
    assert "results.csv" in officer.get("/rosters?show=open").text
    officer.post_form(look, action="/record", rows="good")
    assert ">0</bdi>" in task(officer.get("/").text, "files")
    assert "results.csv" not in officer.get("/rosters?show=open").text


def test_an_officer_without_a_rotation_is_told_how_to_begin(officer):
    page = home(officer, "nasrin@bgd.example")
    assert "No rotation yet" in page
    assert 'href="/rotations/new"' in page


def test_nobody_sees_the_rotations_of_another_state(officer):
    small(make.state(), "BANPOL-1", TODAY - timedelta(days=30))
    make.state("NPL", "Nepal", "NP")
    make.account("training_officer", "prakash@npl.example", state="NPL")
    assert "BANPOL-1" not in home(officer, "prakash@npl.example")


def test_a_certifying_authority_looks_and_is_offered_nothing_to_send(officer):
    small(make.state(), "BANPOL-1", TODAY - timedelta(days=30))
    make.account("certifying_authority", "shirin@bgd.example", state="BGD")
    page = home(officer, "shirin@bgd.example")
    assert "The least ready rotations in their missions" in page
    assert "Record results" not in page
    assert "Upload the nominal roll" not in page


# --- Missions, institutions, the Secretariat ------------------------------------------------------------------------


def test_a_missions_cell_sees_the_rotations_in_the_mission_whatever_their_state(officer):
    nepal = make.state("NPL", "Nepal", "NP")
    small(make.state(), "BANPOL-1", date(2017, 11, 15))
    small(nepal, "NEPPOL-1", date(2017, 11, 15))
    small(nepal, "NEPPOL-2", date(2017, 11, 15), mission_code=make.mission("UNMISS").code)
    make.account("training_officer", "cell@minusca.example", mission="MINUSCA")
    page = home(officer, "cell@minusca.example")
    assert "BANPOL-1" in page
    assert "NEPPOL-1" in page
    assert "NEPPOL-2" not in page


def test_an_institution_sees_the_rotations_it_may_record_for(officer):
    make.institution("BIPSOT", "BGD")
    rotation = small(make.state(), "BANPOL-1", date(2017, 11, 15))
    small(make.state("NPL", "Nepal", "NP"), "NEPPOL-1", date(2017, 11, 15))
    make.account("training_officer", "kamrul@bipsot.example", institution_code="BIPSOT")
    page = home(officer, "kamrul@bipsot.example")
    assert f'href="/rotations/{rotation.public_id}/results/upload"' in page
    assert "NEPPOL-1" not in page


@pytest.mark.parametrize("role", ["analyst", "reviewer_military", "reviewer_police"])
def test_the_secretariat_sees_who_is_ready_of_how_many_and_where_most_is_missing(officer, role):
    small(make.state(), "BANPOL-1", date(2017, 11, 15), persons=4, passed=2)
    small(make.state("NPL", "Nepal", "NP"), "NEPPOL-1", TODAY + timedelta(days=59), persons=2)
    make.rotation(make.state(), "BANBAT-9", strength=700)
    make.account(role, "somebody@un.example")
    page = home(officer, "somebody@un.example")
    assert "Deploying within 60 days, with something missing" in page
    for shown in ("NEPPOL-1", "in 59 days", "BANPOL-1", "Where most persons lack something", "Gaps of all States"):
        assert shown in page
    assert "Alice Uwera" not in page, "no names on a first page"


def test_the_secretariat_of_an_empty_register_is_told_what_will_stand_here(officer):
    make.account("analyst", "somebody@un.example")
    assert "No rotation yet" in home(officer, "somebody@un.example")


def test_a_curriculum_editor_sees_the_versions_in_force_and_in_transition(officer):
    make.account("curriculum_editor", "antti@un.example")
    page = home(officer, "antti@un.example")
    assert "Curricula on" in page
    assert "superseded, still counts" in page
    assert "not in force yet" in page
    assert "in force" in page


def test_an_administrator_sees_accounts_the_journal_and_how_it_is_verified(officer):
    make.account("administrator", "elena@un.example")
    page = home(officer, "elena@un.example")
    assert "trainingapp verify --deep" in page
    assert 'href="/accounts"' in page


def test_whoever_has_no_role_is_told_whom_to_ask(officer):
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        add_account(entry, email="new@un.example", name="New", password="a-good-pass-phrase", now=make.NOW)
    db.session.commit()
    assert "You have no role yet" in home(officer, "new@un.example")


# --- Cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "state"), [("training_officer", "BGD"), ("analyst", None)])
def test_the_first_page_costs_the_same_for_one_rotation_as_for_many(officer, statements, role, state):
    make.account(role, "somebody@un.example", state=state)
    officer.sign_in("somebody@un.example")
    counts = []
    for code in range(1, 12):
        small(make.state(), f"BANPOL-{code}", date(2017, 11, 15) if code % 2 else TODAY + timedelta(days=code))
        if code in (1, 11):
            officer.get("/")  # brings coverage up to the journal
            with statements() as seen:
                assert officer.get("/").status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


# --- Help and method ------------------------------------------------------------------------------------------------


def test_help_is_open_to_everybody_and_has_a_place_for_each_task(client):
    page = client.get("/help").text
    for anchor in ("check", "roll", "results", "mend", "undo", "certificates", "gaps", "who", "trouble"):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page


def test_the_method_names_every_rule_with_its_source_and_every_policy_setting(officer):
    page = officer.sign_in("nasrin@bgd.example").get("/method").text
    for rule in requirements.rules():
        assert rule.title in page
        assert rule.cited in page
    for figure in ("180 days", "60 days", "policy setting", "from the source"):
        assert figure in page


def test_the_method_is_for_those_who_see_figures(client):
    assert client.get("/method").status_code == 302
