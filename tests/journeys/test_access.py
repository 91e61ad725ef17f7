"""Every page of the URL map, filled, in three shapes: axe finds no violation, and nothing runs over the edge.

A new page makes this red until it says here who opens it; what is no page says what it is instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests import make
from tests.conftest import TODAY
from tests.intake.story import FILES
from tests.intake.typed import typed_and_waiting
from tests.journeys import drafts, papers
from tests.journeys.accounts import HALF_WAY, NEWCOMER, furnish, half_way
from tests.journeys.attested import beside_training
from tests.journeys.certified import certified
from tests.journeys.conftest import Served, beside
from tests.journeys.pages import FOCAL_POINT, INSTRUCTOR, LEADER, NO_PAGE, OFFICER, PAGES
from tests.journeys.reviewed import reviewed as under_review
from tests.journeys.sessions import taught
from tests.make import NOW
from trainingapp.accounts import queries as accounts
from trainingapp.accounts.rules import OPERATOR, token_sha256
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates.work import letterhead
from trainingapp.completions import actions as completions
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.actions import priorities
from trainingapp.demo import samples
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake import actions as intake
from trainingapp.intake.hints import read_file
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.people.models import LikelyDuplicate, Person
from trainingapp.people.queries import recorded
from trainingapp.records import actions as records
from trainingapp.requirements import actions as requirements
from trainingapp.requirements.rules import Asked, Statement
from trainingapp.requirements.waiving import Asked as Waived
from trainingapp.web.assets import NODE_MODULES

Somebody = Callable[..., BrowserContext]

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
    #: Endpoint -> what it is about instead, and what is asked behind the question mark.
    instead: dict[str, dict[str, str]] = field(default_factory=dict)

    def url(self, endpoint: str) -> str:
        return self.urls(endpoint)[0]

    def urls(self, endpoint: str) -> list[str]:
        """Every address of a page: one per rule that leads to it."""
        rules = [r for r in self.app.url_map.iter_rules(endpoint) if "GET" in (r.methods or set())]
        with self.app.test_request_context():
            instead = self.instead.get(endpoint, {})
            return [
                str(self.app.url_for(endpoint, **{n: self.values[n] for n in r.arguments} | instead)) for r in rules
            ]


@pytest.fixture(scope="module")
def world(served: Served) -> Iterator[World]:
    """The rotation of the story with its roll, results with three refused rows, certificates, one of them revoked."""
    with beside(served.settings) as app:
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
            **typed_and_waiting(rotation, version, officer),
            "equivalence_id": make.equivalence("CPTM", "BFA"),
            "priority_id": _asked_by_the_field(),
            **papers.on_paper(),
            **beside_training(rotation),
            **_required(rotation, completion),
            "pair_id": _a_pair(),
            **_who_is_who(person),
            "token": "a" * 43,
            "place_code": "BIPSOT",
            **furnish("a" * 43),
        }
        made.instead["bulletins.preview"] = {"need": papers.all_declared()}  # type: ignore[dict-item]
        written, instead = drafts.written()
        made.values |= written
        made.instead |= instead
        certifying = accounts.credentials_of(FOCAL_POINT)
        assert certifying is not None
        focal_point = accounts.identity_of(certifying.account_id)
        assert focal_point is not None
        sent, instead = certified(rotation, focal_point)
        made.values |= sent | under_review(sent["attestation_id"])
        made.instead |= instead
        roll = forces.roll(scope, rotation.id, as_of=TODAY)
        held, instead = taught(officer, [line.person.service_number for line in roll], by=INSTRUCTOR)
        made.values |= held
        made.instead |= instead
        reviewed = {"account_id": officer.public_id, "since": "2017-12-01"}
        made.instead |= {"records.review": reviewed, "records.suspend_recordings": reviewed}
        made.values["suspension_id"] = _held(officer.public_id, account.account_id)
        known = forces.person(officer.scope("people.link"), person.public_id)
        fingerprint = token_sha256(made.values["token"])
        with transaction():
            records.make_link(known, token_sha256=fingerprint, days=14, by=officer, now=NOW)
    return made


def _asked_by_the_field() -> str:
    """What the leader of the mission asks training to teach."""
    account = accounts.credentials_of(LEADER)
    assert account is not None
    leader = accounts.identity_of(account.account_id)
    assert leader is not None
    words = {"title": "Counter-ambush at night", "text": "Convoys were ambushed after dark."}
    about = {"mission_code": "MINUSCA", "state_code": None, "rank": 1, "asked_on": TODAY}
    with transaction():
        return priorities.submit(**words, **about, by=leader, now=NOW)  # type: ignore[arg-type]


def _required(rotation: RotationFacts, completion: Completion) -> dict[str, str]:
    """Two versions of a statement, and a waiver for somebody of the rotation."""
    found = {"rule_code": "CPTM-ALL", "reviewed_rotation_id": rotation.public_id}
    for version, first in ((1, date(2016, 1, 1)), (2, date(2018, 2, 1))):
        lines = (Asked("CPTM"), Asked("CIED-BASIC")) if version == 2 else (Asked("CPTM"), Asked("BFA"))
        stated = Statement(new_id(), "MINUSCA", "INF_BN", version, first, 850, "en", "SUR/MINUSCA", None, lines)
        with transaction():
            found["statement_id"] = requirements.state_requirements(stated, by=OPERATOR, now=NOW)
    number = db.session.scalar(db.select(Person.service_number).where(Person.id == completion.person_id))
    assert number is not None
    words = ("Office of Military Affairs", "Cable 12", "No course in time.")
    asked = Waived("BFA", TODAY, TODAY + timedelta(30), *words, (number,))
    with transaction():
        waiver = requirements.grant_waiver(rotation, asked, by=OPERATOR, now=NOW, today=TODAY, most_days=180)
    return {**found, "waiver_id": waiver, "reviewed_waiver_id": waiver}


def _a_pair() -> str:
    of_bangladesh = db.select(LikelyDuplicate.public_id).where(LikelyDuplicate.state_code == "BGD")
    return str(db.session.scalars(of_bangladesh.order_by(LikelyDuplicate.score)).first())


def _who_is_who(person: Person) -> dict[str, str]:
    """Another record to compare with, two that were merged, and somebody whom Nepal offers."""
    everybody = OPERATOR.scope("people.see")

    def version(public_id: str) -> int:
        return recorded.person_of(everybody, public_id).version

    others = db.session.scalars(
        db.select(Person.public_id).where(Person.state_code == "BGD", Person.id != person.id).order_by(Person.id)
    ).all()
    kept, merged, other = others[-3:]
    seen = {"kept_version": version(kept), "merged_version": version(merged)}
    with transaction():
        merge = people.merge(kept, merged, reason="One and the same.", by=OPERATOR, now=NOW, **seen)
    far = make.person(make.state("NPL"), "NA-88-1204", "Maya Gurung", original_name="माया गुरुङ")
    db.session.commit()
    with transaction():
        offer = people.offer(
            far.public_id, "BGD", reason="Married.", version=version(far.public_id), by=OPERATOR, now=NOW
        )
    return {"field": "rank", "other_id": other, "merge_id": merge, "offer_id": offer}


def _held(public_id: str, account_key: int) -> str:
    """What the officer recorded in the last minute is under review: nothing that other pages show."""
    later = NOW + timedelta(minutes=1)
    about = {"by": "tests", "now": later, "object_kind": "account", "object_id": public_id}
    what = {"state_code": "BGD", "account_key": account_key, "since": later, "reason": "A slip."}
    with transaction(), journal.entry(act="recordings.suspend", **about) as entry:  # type: ignore[arg-type]
        held = completions.hold(entry, **what, by_the_register=False, by="tests", now=later)  # type: ignore[arg-type]
        return held.public_id


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
        if email in (NEWCOMER, HALF_WAY):
            page = half_way(somebody, email, bypass_csp=True).new_page()
        else:
            page = somebody(email, bypass_csp=True).new_page()
        for endpoint in sorted(endpoints):
            for url in world.urls(endpoint):
                wrong += look(page, url, endpoint)
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
