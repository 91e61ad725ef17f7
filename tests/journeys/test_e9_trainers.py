"""E9 in a real browser: a course for trainers at Entebbe makes trainers, and only them (R33, R41, R42, R48).

Fourteen days in August 2017, 24 places, twelve States with two each: 22 pass, 2 fail. Ghana's trainers of the core
materials: 1, then 3. Who failed cannot lead a course in Accra. One certificate leads back to the course for trainers.
"""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests import make
from tests.journeys.conftest import Served, beside
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.work import letterhead
from trainingapp.completions.models import Completion
from trainingapp.demo.courses import SESSIONS, Participant, first_trainer, participants
from trainingapp.kit.db import db, transaction
from trainingapp.people.models import Person
from trainingapp.training.models import SessionCompletion, TrainingSession

Somebody = Callable[..., BrowserContext]

ACCRA, REVIEWER = "instructor.kaiptc@demo.example", "reviewer.military@demo.example"
(COURSE,) = (held for held in SESSIONS if held.curriculum == "TOT-CPTM")
TOOK_PART = participants(COURSE)


def row_of(page: Page, table: str, name: str) -> list[str]:
    """The cells of a row, by its head."""
    row = page.locator(f"#{table} tbody tr").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return [text.strip() for text in row.locator("td").all_inner_texts()]


def cptm_trainers(page: Page, day: str, state: str) -> tuple[str, str]:
    """On a day: how many trainers of the core materials there are, and how many a State has of them."""
    page.goto(f"/trainers?curriculum=CPTM&as_of={day}")
    cells = row_of(page, "by-state", state)
    note = page.locator("#by-state-caption .caption-note").inner_text()
    return note, cells[-1] if cells else "0"


def full_name(one: Participant) -> str:
    return f"{one.given_names} {one.family_name}"


def a_certificate(served: Served) -> str:
    """The certificate of somebody who was trained in Accra in October 2017."""
    with beside(served.settings) as app, app.app_context():
        completion = db.session.scalars(
            db.select(Completion)
            .join(SessionCompletion, SessionCompletion.completion_id == Completion.id)
            .join(TrainingSession, TrainingSession.id == SessionCompletion.session_id)
            .where(TrainingSession.number == "2017-0008")
            .order_by(Completion.id)
        ).first()
        assert completion is not None
        public_id, person = completion.public_id, db.session.get(Person, completion.person_id)
        assert person is not None
        # A certificate names the rank of the nominal roll.
        make.assignment(make.rotation(make.state("GHA"), "GHANBATT-9"), person, rank="Captain")
        with transaction():
            return certificates.issue_one(public_id, letterhead=letterhead(), by=OPERATOR, now=make.NOW)


def test_a_course_for_trainers_makes_trainers_and_only_them(somebody: Somebody, served: Served) -> None:
    assert (COURSE.places, len(COURSE.states), len(TOOK_PART)) == (24, 12, 24)
    assert [one.result for one in TOOK_PART].count("pass") == 22

    page = somebody(ACCRA).new_page()
    assert cptm_trainers(page, "2017-08-24", "Ghana") == ("1 trainer", "1")
    assert cptm_trainers(page, "2017-08-25", "Ghana") == ("23 trainers", "3")

    # The centre's calendar of 2017, and what of it is in French.
    page.goto("/calendar?period=2017&institution=ENTEBBE")
    shown = page.locator("#calendar tbody th a").all_inner_texts()
    assert shown == [
        *("TOT-UNSOC 2017", "TOT-CPOC 2017", "TOT-CP 2017", "TOT-CPTM 2017", "TOT-MGA 2017"),
        *("AMS-SUPPORT 2017", "SECTORCMD 2017"),
    ]
    assert page.locator("#calendar").get_by_text("Course for trainers").count() == 5
    assert page.locator("#calendar").get_by_text("Support to a course of others").count() == 2
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Show sessions").click()
    expect(page.locator("#calendar tbody tr")).to_have_count(2)

    # The course itself: 24 places, all taken, paid by voluntary contributions.
    page.goto("/calendar?period=2017-08")
    page.locator("#calendar").get_by_role("link", name="TOT-CPTM 2017").click()
    expect(page.get_by_role("main")).to_contain_text("24 of 24")
    expect(page.get_by_role("main")).to_contain_text("Voluntary contributions")
    expect(page.get_by_role("main")).to_contain_text("Completed")

    # In Accra, whoever failed is refused as lead instructor, and told why; a graduate is named.
    page.goto("/calendar?period=2018-01")
    page.locator("#calendar").get_by_role("link", name="CPTM 2017").click()
    page.get_by_role("link", name=re.compile("Name who teaches|Trainers")).last.click()
    failed = next(one for one in TOOK_PART if one.result == "fail" and one.state == "XCA")
    name(page, "Carana", failed.service_number)
    expect(page.get_by_role("alert")).to_contain_text("failed the course for trainers of CPTM 2017 on 2017-08-25")
    graduate = next(one for one in TOOK_PART if one.state == "GHA")
    name(page, "Ghana", graduate.service_number)
    expect(page.locator("#named")).to_contain_text(full_name(graduate))
    expect(page.locator("#named")).to_contain_text("Lead instructor")


def name(page: Page, state: str, number: str) -> None:
    page.get_by_label("State of the trainer").select_option(label=state)
    page.get_by_label("Service number").fill(number)
    page.get_by_role("button", name="Name this person").click()
    page.wait_for_load_state()


def test_one_certificate_leads_back_to_the_course_for_trainers(somebody: Somebody, served: Served) -> None:
    page = somebody(REVIEWER).new_page()
    page.goto(f"/certificates/{a_certificate(served)}")
    page.get_by_role("link", name="What stands behind it").click()
    main = page.get_by_role("main")
    graduate = next(one for one in TOOK_PART if one.state == "GHA")
    for told in (
        "2017-0008",
        "Accra",
        full_name(graduate),
        "2017-0004",
        "Entebbe",
        full_name(first_trainer("TOT-CPTM")),
    ):
        expect(main).to_contain_text(told)
    expect(main).to_contain_text("recorded from a file or by hand; no session is known")
