"""Every page of the URL map, filled, in three shapes: axe finds no violation, and nothing runs over the edge.

A new page makes this red until it says here who opens it; what is no page says what it is instead.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.conftest import TODAY, opened
from tests.intake.story import FILES
from tests.journeys.conftest import Served
from tests.make import NOW
from trainingapp.accounts import queries as accounts
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates.work import letterhead
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.demo import samples
from trainingapp.forces import queries as forces
from trainingapp.intake import actions as intake
from trainingapp.intake.hints import read_file
from trainingapp.kit.db import db, transaction
from trainingapp.people.models import Person
from trainingapp.web.assets import NODE_MODULES

Somebody = Callable[..., BrowserContext]

OFFICER, ANALYST, EDITOR, ADMINISTRATOR, CELL, INSTRUCTOR, FOCAL_POINT = (
    f"{name}@demo.example"
    for name in (
        *("officer.bangladesh", "analyst", "editor", "administrator", "cell.minusca", "instructor.bipsot"),
        "focal.bangladesh",
    )
)
VISITOR = None

#: Endpoint -> who looks at it. Each looks at it in every shape.
PAGES: Mapping[str, tuple[str | None, ...]] = {
    "web.home": (VISITOR, OFFICER, ANALYST, EDITOR, ADMINISTRATOR, CELL, INSTRUCTOR),
    "web.help": (VISITOR,),
    "web.method": (OFFICER,),
    "accounts.sign_in": (VISITOR,),
    "accounts.me": (OFFICER,),
    "accounts.index": (ADMINISTRATOR,),
    "states.index": (OFFICER,),
    "states.missions": (OFFICER,),
    "states.mission": (OFFICER,),
    "jobs.show": (OFFICER,),
    "curricula.index": (EDITOR,),
    "curricula.curriculum": (EDITOR,),
    "curricula.version": (EDITOR,),
    "forces.rotations": (OFFICER, ANALYST),
    "forces.rotation": (OFFICER,),
    "forces.new_rotation": (OFFICER,),
    "forces.roll": (OFFICER,),
    "completions.correct": (OFFICER,),
    "completions.withdraw": (OFFICER,),
    "certificates.index": (OFFICER,),
    "certificates.show": (OFFICER,),
    "certificates.revoke": (OFFICER,),
    "certificates.of_rotation": (OFFICER,),
    "certificates.missing": (OFFICER,),
    "certificates.verify": (VISITOR,),
    "certificates.check": (VISITOR,),
    "readiness.states": (ANALYST,),
    "readiness.state": (ANALYST,),
    "readiness.missions": (ANALYST,),
    "readiness.mission": (CELL,),
    "readiness.rotation": (OFFICER, ANALYST),
    "intake.rosters": (OFFICER,),
    "intake.upload_roll": (OFFICER,),
    "intake.upload_results": (OFFICER,),
    "intake.check": (OFFICER,),
    "intake.receipt": (OFFICER,),
    "records.people": (OFFICER,),
    "records.person": (OFFICER,),
    "records.journal": (FOCAL_POINT, ADMINISTRATOR),
}

#: What is no page.
NO_PAGE: Mapping[str, str] = {
    "static": "files",
    "web.health": "for machines",
    "demo.sample": "a file",
    "jobs.download": "a file",
    "intake.to_mend": "a file",
    "intake.empty_results": "a file",
    "intake.empty_roll": "a file",
    "certificates.certificate_pdf": "a file",
    "certificates.issue": "leads to the certificates of the rotation",
}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=900)
TURN_AROUND = """() => new Promise(done => {
    document.documentElement.dir = "rtl";
    const style = document.querySelector("link[href*='vendor/tabler.css']");
    style.onload = done;
    style.href = style.href.replace("tabler.css", "tabler.rtl.css");
})"""
AXE = (NODE_MODULES / "axe-core" / "axe.min.js").read_text()


@dataclass
class World:
    """What the pages are about: argument of a URL -> value."""

    app: Flask
    values: dict[str, str] = field(default_factory=dict)

    def url(self, endpoint: str) -> str:
        rule = next(r for r in self.app.url_map.iter_rules(endpoint) if "GET" in (r.methods or set()))
        with self.app.test_request_context():
            return str(self.app.url_for(endpoint, **{name: self.values[name] for name in rule.arguments}))


@pytest.fixture(scope="module")
def world(served: Served) -> Iterator[World]:
    """The rotation of the story with its roll, results with three refused rows, certificates, one of them revoked."""
    with opened(served.settings) as app:
        yield furnished(app)


def furnished(app: Flask) -> World:
    """The world as this module's pages are looked at in."""
    made = World(
        app, {"code": "CPTM", "label": "2017", "mission_code": "MINUSCA", "mission": "MINUSCA", "state": "BGD"}
    )
    with app.app_context():
        account = accounts.credentials_of(OFFICER)
        assert account is not None
        officer = accounts.identity_of(account.account_id)
        assert officer is not None
        scope = officer.scope("rotations.see")
        rotation = forces.rotation_by_code(scope, "BANBAT-4", as_of=TODAY)
        version = curricula.version("CPTM", "2017")
        with transaction():
            intake.record_roll(
                read_file(FILES[samples.ROLL]), rotation, by=officer, now=NOW, today=TODAY, good_rows=False
            )
        with transaction():
            receipt = intake.record_results(
                read_file(FILES[samples.RESULTS]), rotation, version, by=officer, now=NOW, today=TODAY, good_rows=True
            )
        with transaction():
            certificates.issue(rotation, "CPTM", letterhead=letterhead(), by=officer, now=NOW)
        page = issued.certificates(scope, as_of=TODAY)
        with transaction():
            certificates.revoke([page.rows[1].public_id], reason="A slip of the clerk.", by=officer, now=NOW)
        completion = db.session.scalars(
            db.select(Completion).where(Completion.person_id == _somebody_trained())
        ).first()
        assert completion is not None
        person = db.session.get(Person, completion.person_id)
        assert person is not None
        made.values |= {
            "rotation_id": rotation.public_id,
            "batch_id": str(receipt.batch),
            "certificate_id": page.rows[0].public_id,
            "public_id": page.rows[1].public_id,
            "completion_id": completion.public_id,
            "person_id": person.public_id,
        }
    return made


def _somebody_trained() -> int:
    found = db.session.scalar(db.select(Completion.person_id).order_by(Completion.id.desc()).limit(1))
    assert found is not None
    return int(found)


def upload_and_job(page: Page, world: World) -> None:
    """A file on its way in, and long work, as only pages make them."""
    page.goto(world.url("intake.upload_results"))
    page.get_by_label("Curriculum").select_option("CPTM@2017")
    slipped = FILES[samples.RESULTS].replace(b"Svc No.", b"Zahl", 1)
    file = {"name": "results.csv", "mimeType": "text/csv", "buffer": slipped}
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url("**/rosters/*")
    world.values["upload_id"] = page.url.rpartition("/")[2]
    page.goto(world.url("certificates.of_rotation"))
    page.get_by_role("button", name="Make the file").or_(page.get_by_role("button", name="Issue")).first.click()
    page.wait_for_url("**/jobs/*")
    world.values["job_id"] = page.url.rpartition("/")[2]


def test_every_page_of_the_url_map_is_looked_at_or_is_no_page(world: World) -> None:
    known = PAGES.keys() | NO_PAGE.keys()
    found = {r.endpoint for r in world.app.url_map.iter_rules() if "GET" in (r.methods or set())}
    assert found - known == set(), "say in PAGES who opens these"
    assert known - found == set(), "these are gone"


def test_no_page_breaks_a_rule_of_accessibility_in_any_shape(somebody: Somebody, world: World) -> None:
    upload_and_job(somebody(OFFICER).new_page(), world)
    looks = {
        email: {endpoint for endpoint, who in PAGES.items() if email in who} for who in PAGES.values() for email in who
    }
    wrong: list[str] = []
    for email, endpoints in looks.items():
        page = somebody(email, bypass_csp=True).new_page()
        for endpoint in sorted(endpoints):
            wrong += look(page, world.url(endpoint), endpoint)
        if email == OFFICER:
            wrong += look(page, "/no/such/address", "error page")
            wrong += forms_that_are_refused(page, world)
        page.close()
    assert not wrong, "\n" + "\n".join(wrong)


def forms_that_are_refused(page: Page, world: World) -> list[str]:
    """The same forms, sent empty."""
    wrong: list[str] = []
    for endpoint, button in (
        ("intake.upload_results", "Look at the file"),
        ("certificates.revoke", "Revoke 1 certificate"),
        ("forces.new_rotation", "Add the rotation"),
    ):
        page.set_viewport_size(PHONE)
        page.goto(world.url(endpoint))
        page.get_by_role("main").get_by_role("button", name=button).click()
        page.get_by_role("alert").first.wait_for()
        wrong += judged(page, f"{endpoint}, refused")
    return wrong


def look(page: Page, url: str, name: str) -> list[str]:
    """What is wrong with a page: wide, on a phone, and on a phone from right to left."""
    page.set_viewport_size(WIDE)
    page.goto(url)
    wrong = judged(page, f"{name}, wide")
    page.set_viewport_size(PHONE)
    wrong += judged(page, f"{name}, phone")
    # No language that runs from right to left is translated yet: the page is turned around as the shell would do it.
    page.evaluate(TURN_AROUND)
    return wrong + judged(page, f"{name}, right to left")


def judged(page: Page, name: str) -> list[str]:
    wide, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    over = [f"{name}: {wide} pixels wide, where there are {there}"] if wide > there else []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
    return over + [f"{name}: {rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]
