"""Every address is opened by those who may: whoever is shown by name is noted, and stands in no title, link or log
(R71, R77, trust 6 and 19)."""

import io
import re
import zipfile
from html import unescape

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.house.test_routes import Browser, Try, known, rules, url_of, world  # noqa: F401 - a fixture
from tests.house.world import World
from trainingapp.journal.models import Reading
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.rules import display_name
from trainingapp.records.looks import LOOKED_AT

#: Those who between them may open nearly everything.
WALKERS = ("officer of BGD", "focal point of BGD", "certifying authority of BGD", "reviewer, military", "administrator")
#: What a walk by all of them must have met, or it has proved nothing.
SHOWING = {
    *("forces.roll", "records.person", "records.transcript", "records.transcript_json"),
    *("certificates.index", "certificates.show", "certificates.certificate_pdf", "certificates.check"),
    *("privacy.held", "privacy.erase", "records.links", "records.duplicate", "records.own"),
}
#: Files under way are seen by whoever sent them and by nobody else; nobody in them is recorded yet.
THEIR_OWN = {"intake.check", "intake.to_mend"}


def names_known() -> set[str]:
    rows = db.session.execute(
        select(PersonNow.full_name, PersonNow.given_names, PersonNow.family_name, PersonNow.original_name)
    ).all()
    shown = {display_name(full_name=row[0], given_names=row[1], family_name=row[2]) for row in rows}
    return {name for name in shown | {row[3] for row in rows} if name}


def text_of(answer: TestResponse) -> str:
    """Whatever can be read in an answer, of whatever kind."""
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if answer.data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return unescape(answer.data.decode(errors="replace"))


def outside_the_page(answer: TestResponse) -> str:
    """What of an answer leaves the page: its title, its links, its headers."""
    said = [f"{name}: {value}" for name, value in answer.headers if name not in ("Content-Security-Policy",)]
    if answer.mimetype == "text/html":
        said += re.findall(r"<title>.*?</title>", answer.text, re.S) + re.findall(
            r'(?:href|action|src)="[^"]*"', answer.text
        )
    return unescape("\n".join(said))


def readings() -> list[tuple[str, str]]:
    return [tuple(row) for row in db.session.execute(select(Reading.page, Reading.state_code).order_by(Reading.id))]


@pytest.fixture
def met(app, session, world, caplog):  # noqa: F811
    """Endpoint -> what went wrong there, for every page that showed somebody; the walk of all walkers."""
    caplog.set_level("DEBUG")
    names, shown, wrong = names_known(), set[str](), list[str]()
    assert names
    for role in WALKERS:
        browser = Browser(app)
        browser.sign_in(world.emails[role])
        for rule in rules(app):
            if "GET" not in (rule.methods or ()) or not known(app, rule) or rule.endpoint == "static":
                continue
            about, wrongly = visit(app, browser, Try(rule, "GET", "own"), world, names)
            shown |= about
            wrong += [f"{role}: {one}" for one in wrongly]
    logged = [record.getMessage() for record in caplog.records if any(name in record.getMessage() for name in names)]
    return shown, wrong, [line for line in logged if not line.startswith(("INSERT", "SELECT", "[generated", "[cached"))]


def visit(app, browser: Browser, one: Try, of: World, names: set[str]) -> tuple[set[str], list[str]]:
    """The endpoint, when its answer shows somebody by name, and what is wrong with that."""
    before = db.session.scalar(select(func.count()).select_from(Reading)) or 0
    answer = browser.send("GET", url_of(app, one, of))
    endpoint = one.rule.endpoint
    wrong = [f"{endpoint}: {name} leaves the page" for name in names if name in outside_the_page(answer)]
    if answer.status_code != 200 or not any(name in text_of(answer) for name in names):
        return set(), wrong
    noted = {page for page, _state in readings()[before:]}
    wrong += [f"{page} has no words in records/looks.py" for page in noted - LOOKED_AT.keys()]
    if endpoint not in noted and endpoint not in THEIR_OWN:
        wrong.append(f"{endpoint} shows somebody by name and nobody is told")
    return {endpoint}, wrong


def test_whoever_is_shown_is_noted_and_leaves_the_page_nowhere(met):
    shown, wrong, logged = met
    assert not wrong, "\n" + "\n".join(wrong)
    assert not SHOWING - shown, f"the walk met nobody on these: {sorted(SHOWING - shown)}"
    assert not logged
