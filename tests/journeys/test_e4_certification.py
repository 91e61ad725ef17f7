"""E4, E5 and the end of E3: Bangladesh certifies BANBAT-4, the Secretariat reviews it, and its evidence changes.

Four people, each in a browser of their own: the focal point prepares, the certifying authority signs, the reviewer
returns it once and accepts it, and the focal point of Nepal finds nothing. 850, 849, 846, 24 and 30, figure for figure.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from tests import make
from tests.attestations.screened import screened
from tests.conftest import opened
from tests.journeys.test_e3_supersession import Register
from tests.readiness.conftest import Battalion, keep
from tests.reference import load
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions as curricula
from trainingapp.demo.people import people_of
from trainingapp.demo.plan import BANBAT_4
from trainingapp.forces.models import Assignment, Rotation, Unit
from trainingapp.kit import migrations
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.kit.settings import Settings
from trainingapp.people.models import Person
from trainingapp.readiness.reports import of_rotation
from trainingapp.requirements import actions as requirements
from trainingapp.requirements.rules import Asked, Statement

SUBMITTED, ACCEPTED = date(2017, 10, 28), date(2017, 11, 6)
FOCAL, AUTHORITY = "focal.bangladesh@demo.example", "authority.bangladesh@demo.example"
REVIEWER, NEPAL = "reviewer.military@demo.example", "officer.nepal@demo.example"
PEOPLE = people_of(BANBAT_4)
#: He was not screened in time.
PENDING = 849
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Register:
    """BANBAT-4 trained as in the story: 850 but for four medics without buddy first aid; 849 cleared, one pending."""
    folder = tmp_path_factory.mktemp("register")
    settings = Settings(database_url=new_database(), data_dir=folder, today=SUBMITTED, demo=True)
    migrations.upgrade(settings.url())
    with opened(settings) as app:
        load(app)
        with app.app_context():
            make.account("focal_point", FOCAL, state="BGD")
            make.account("certifying_authority", AUTHORITY, state="BGD")
            make.account("focal_point", NEPAL, state="NPL")
            make.account("reviewer_military", REVIEWER)
            state_what_is_asked()
            group = battalion()
            train(group)
            screened(group, range(PENDING))
            db.session.remove()
    return Register(settings, "", curricula.FOLDER)


def state_what_is_asked() -> None:
    lines = tuple(Asked(code) for code in ("CPTM", "SEA-ELEARN", "BFA"))
    first, source = date(2017, 6, 1), "SUR/MINUSCA/INF_BN/2"
    said = Statement(new_id(), "MINUSCA", "INF_BN", 2, first, 850, "fr", source, lines=lines)
    with transaction():
        requirements.state_requirements(said, by=OPERATOR, now=make.NOW)


def battalion() -> Battalion:
    of = make.state()
    unit = make._keep(Unit, state_code=of.code, designation="BANBAT-4", unit_type_code="INF_BN")
    rotation = make.rotation(of, "BANBAT-4", unit_id=unit.id, mission_code="MINUSCA")
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": of.code,
            "service_number": one.service_number,
            "full_name": f"{one.given_names} {one.family_name}",
            "sex": one.sex,
        }
        for one in PEOPLE
    ]
    keep(Person, rows, about=rotation, act="roll.record")
    known = {person.service_number: person for person in db.session.scalars(select(Person))}
    people = [known[one.service_number] for one in PEOPLE]
    lines: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": of.code,
            "rotation_id": rotation.id,
            "person_id": person.id,
            "ordinal": 0,
            "category": one.category,
            "rank": one.rank,
            "function": one.function,
            "function_code": one.function_code,
        }
        for person, one in zip(people, PEOPLE, strict=True)
    ]
    keep(Assignment, lines, about=rotation, act="roll.record")
    return Battalion(rotation, people)


def train(group: Battalion) -> None:
    scope = OPERATOR.scope("gaps.see")
    judged = of_rotation(scope, group.rotation.public_id, as_of=group.rotation.deploys_on, names=scope)
    places = {person.public_id: place for place, person in enumerate(group.people)}
    medics = [place for place, one in enumerate(PEOPLE) if one.function_code == "medic"][:4]
    for code in judged.standing.tallies:
        who = [places[one.who.public_id] for one in judged.standing.persons if one.who and code in one.mandatory]
        without = medics if code == "BFA" else []
        group.pass_all(make.newest(code), date(2017, 9, 25), [place for place in who if place not in without])


def line(main: Locator, code: str) -> Locator:
    return main.locator(f"#line-{code}")


def test_a_state_certifies_and_the_secretariat_reviews(register: Register, chromium: Browser, tmp_path: Path) -> None:
    with register.on(SUBMITTED, chromium) as open_page:
        focal, authority, reviewer = (open_page(who) for who in (FOCAL, AUTHORITY, REVIEWER))
        begins(focal)
        reads_what_is_known_and_what_stands_against_it(focal)
        names_the_exceptions(focal)
        takes_off_the_roll_who_was_not_screened(focal)
        certifies_what_is_recorded_now(focal)
        nobody_else_sees_a_draft(focal, reviewer, open_page(NEPAL))
        hands_it_on_and_cannot_sign(focal)
        signs(authority, focal.url)
        returns_it_once(reviewer)
        adds_the_checklist(focal, tmp_path)
        signs(authority, focal.url)
        nobody_else_sees_a_draft(focal, None, open_page(NEPAL))
        address = focal.url
    with register.on(ACCEPTED, chromium) as open_page:
        reviewer, focal, authority = (open_page(who) for who in (REVIEWER, FOCAL, AUTHORITY))
        path = re.sub(r"^https?://[^/]+", "", address)
        counts(reviewer, "0", "2017-12-31")
        records_the_visit_and_accepts(reviewer, path)
        counts(reviewer, "1", "2017-12-31")
        reads_the_way_it_went(focal, path)
        path_of_words = (path, authority)
    evidence_changes(register)
    with register.on(date(2017, 12, 10), chromium) as open_page:
        for who in (FOCAL, REVIEWER):
            page = open_page(who)
            page.goto(path_of_words[0])
            expect(page.get_by_role("main")).to_contain_text("Accepted, evidence changed")
            expect(page.get_by_role("main")).to_contain_text(re.compile(r"835 of 849, 98\.[34].%"))


def begins(page: Page) -> None:
    page.goto("/rotations")
    main = page.get_by_role("main")
    main.get_by_role("link", name="BANBAT-4").first.click()
    main.get_by_role("link", name=re.compile("^Certify")).first.click()
    main.get_by_label("Operational readiness certification").check()
    main.get_by_role("button", name="Begin").click()
    if not page.url.endswith("/write"):
        main.get_by_role("link", name="Fill in the form").click()


def reads_what_is_known_and_what_stands_against_it(page: Page) -> None:
    main = page.get_by_role("main")
    for code, said in (
        ("CPTM", "850 of 850"),
        ("SEA-ELEARN", "850 of 850"),
        ("BFA", "846 of 850"),
        ("CP-MIL", "850 of 850"),
        ("CPOC-MIL", "24 of 24"),
        ("JNRCMD", "30 of 30"),
    ):
        expect(line(main, code)).to_contain_text(said)
    for group in main.get_by_role("radio", name="Yes").all():
        group.check()
    for box in main.locator("#sheet input[type=checkbox]").all():
        box.check()
    main.get_by_label("None", exact=True).check()
    main.get_by_label("Who signs: name").fill("Brigadier General Ashraful Haque")
    main.get_by_label("In which function").fill("Director, Overseas Operations")
    main.get_by_label("Day of the signature").fill("2017-10-28")
    main.get_by_role("button", name="Save, and certify what is recorded").click()
    expect(main).to_contain_text("BFA: 4 of 850 do not hold it, and no reason says why they deploy without it.")
    expect(main).to_contain_text("Not screened: 1.")


def names_the_exceptions(page: Page) -> None:
    main = page.get_by_role("main")
    line(main, "BFA").get_by_role("link").first.click()
    expect(main).to_contain_text("4 persons lack it")
    main.get_by_label("The same reason for all others who lack it").fill("Medic, holds a higher qualification")
    main.get_by_role("button", name="Save, with this reason for all others").click()
    expect(main).to_contain_text("Without a reason: 0")
    main.get_by_role("link", name="Back to the form").click()
    expect(main).not_to_contain_text("no reason says why")


def takes_off_the_roll_who_was_not_screened(page: Page) -> None:
    address, main = page.url, page.get_by_role("main")
    main.get_by_role("link", name="Cleared by screening").click()
    expect(main.locator(".stat", has_text="Waiting for screening")).to_contain_text("1")
    main.get_by_role("link", name="Take somebody who is not screened off the roll").click()
    main.get_by_label(f"Choose {PEOPLE[PENDING].service_number}").check()
    main.get_by_label(re.compile("^(Why|Reason)")).fill("Not screened in time; replaced in the next rotation.")
    main.locator("input[name=sure]").check()
    main.get_by_role("button", name="Take those ticked off the roll").click()
    expect(main.get_by_role("table", name="Taken off the roll after screening")).to_contain_text("Not screened in time")
    page.goto(address)


def certifies_what_is_recorded_now(page: Page) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("you claim 850")
    main.get_by_role("button", name="Save, and certify what is recorded").click()
    for code, held, required in (
        ("CPTM", 849, 849),
        ("SEA-ELEARN", 849, 849),
        ("BFA", 845, 849),
        ("CP-MIL", 849, 849),
        ("CPOC-MIL", 24, 24),
        ("JNRCMD", 30, 30),
    ):
        expect(line(main, code)).to_contain_text(f"{held} of {required}")
        expect(line(main, code).locator("td.claim input")).to_have_value(str(held))
    expect(line(main, "BFA")).to_contain_text("4 of 4")
    expect(main).to_contain_text("Nothing stands against a signature")
    main.get_by_role("link", name="Read it, and hand it on").click()


def nobody_else_sees_a_draft(focal: Page, reviewer: Page | None, nepal: Page) -> None:
    for page in (one for one in (reviewer, nepal) if one is not None):
        answer = page.goto(focal.url)
        assert answer is not None
        assert answer.status == 404
        page.goto("/certifications" if page is reviewer else "/rotations")
        expect(page.get_by_role("main")).not_to_contain_text("BANBAT-4")


def hands_it_on_and_cannot_sign(page: Page) -> None:
    main = page.get_by_role("main")
    main.get_by_role("button", name="Hand it on for signature").click()
    expect(main).to_contain_text("Awaits signature")
    expect(main.get_by_role("button", name=re.compile("^Sign"))).to_have_count(0)


def signs(page: Page, address: str) -> None:
    page.goto("/")
    page.goto(address)
    main = page.get_by_role("main")
    main.get_by_role("button", name="Sign, and send to the Secretariat").click()
    expect(main).to_contain_text("Submitted")
    expect(main).to_contain_text("ORC-BGD-2017-0001")


def returns_it_once(page: Page) -> None:
    page.goto("/certifications/queue")
    main = page.get_by_role("main")
    main.get_by_role("link", name="ORC-BGD-2017-0001").click()
    main.get_by_role("button", name="Take it up").click()
    main.get_by_role("link", name="Decide").click()
    main.get_by_label("Return it for correction").check()
    main.get_by_label("Reasons").fill("Attach the checklist of the statement of unit requirements, version 2.")
    main.get_by_role("button", name="Decide").click()
    expect(main).to_contain_text("Returned for correction")


def adds_the_checklist(page: Page, tmp_path: Path) -> None:
    page.reload()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Attach the checklist of the statement of unit requirements, version 2.")
    main.get_by_role("link", name="Fill in the form").click()
    paper = tmp_path / "checklist.pdf"
    paper.write_bytes(PAPER)
    main.get_by_label("Kind of paper").select_option("checklist")
    main.get_by_label("File", exact=True).set_input_files(paper)
    main.get_by_role("button", name="Attach the paper").click()
    expect(main).to_contain_text("checklist.pdf")
    main.get_by_role("link", name="Read it, and hand it on").click()
    main.get_by_role("button", name="Hand it on for signature").click()
    expect(main).to_contain_text("Awaits signature")


def counts(page: Page, certified: str, day: str) -> None:
    page.goto(f"/overview?as_of={day}")
    tile = page.get_by_role("main").locator(".stat", has_text="Certified units")
    expect(tile.locator(".stat-value")).to_have_text(re.compile(rf"{certified}\s*of\s*1"))


def records_the_visit_and_accepts(page: Page, path: str) -> None:
    page.goto(path)
    main = page.get_by_role("main")
    main.get_by_role("button", name="Take it up").click()
    main.get_by_role(
        "link", name=re.compile("^Verify|^Record a verification|verification", re.IGNORECASE)
    ).first.click()
    main.get_by_label("How", exact=True).select_option("visit")
    main.get_by_label("On", exact=True).fill("2017-11-02")
    expect(main).to_contain_text("850 persons")
    for item in ("headcount", "language", "functions", "curricula"):
        main.locator(f"#{item}").get_by_label("Confirmed", exact=True).check()
    main.get_by_role("button", name="Record the verification").click()
    page.goto(path)
    main.get_by_role("link", name="Decide").click()
    main.get_by_label("Accept it").check()
    main.get_by_role("button", name="Decide").click()
    expect(main).to_contain_text("Accepted")
    page.goto(path)
    expect(main).to_contain_text(re.compile("verified", re.IGNORECASE))


def reads_the_way_it_went(page: Page, path: str) -> None:
    page.goto(path)
    main = page.get_by_role("main")
    rows = main.locator("#way tbody tr")
    told = [" ".join(text.split()) for text in rows.all_inner_texts()]
    assert sum("accepted" in row.lower() for row in told) == 1, told
    assert sum("returned" in row.lower() for row in told) == 1, told
    assert sum("submitted" in row.lower() or "signed" in row.lower() for row in told) == 2, told
    expect(main).to_contain_text(re.compile("38 women"))
    page.goto("/certifications")
    expect(main.locator("#certifications")).to_contain_text("Verified")


def evidence_changes(register: Register) -> None:
    """The centre finds that attendance of 14 persons was false, and withdraws it (E3)."""
    with opened(register.settings) as app, app.app_context():
        rotation = db.session.scalars(select(Rotation).filter_by(code="BANBAT-4")).one()
        group = Battalion(rotation, list(db.session.scalars(select(Person).order_by(Person.id))))
        group.withdraw(make.newest("CPTM"), range(100, 114))
        db.session.remove()
