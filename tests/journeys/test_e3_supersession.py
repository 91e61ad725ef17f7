"""E3, its supersession: a child-protection certificate that is shown to somebody on three days, and what was decided
between them.

CP-MIL 2014, completed on 2017-06-01: valid on 2018-06-01; the version of 2018 is published from 2018-07-01 on, with a
transition to 2019-01-01; superseded on 2019-02-01 (R19).
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import make
from tests.conftest import ROOT, opened
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates.rules import Letterhead
from trainingapp.curricula import actions as curricula
from trainingapp.forces import actions as forces
from trainingapp.kit import migrations
from trainingapp.kit.db import db, transaction
from trainingapp.kit.settings import Settings
from trainingapp.requirements import actions as requirements
from trainingapp.states import actions as states

EDITOR, PUBLISHER, OFFICER = (f"{name}@demo.example" for name in ("editor", "publisher", "officer.bangladesh"))
BEFORE = datetime(2017, 6, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Register:
    """A register in which nothing has ended the version of 2014 yet; it may be served as if it were any day."""

    settings: Settings
    number: str
    file: Path

    @contextmanager
    def on(self, day: date, chromium: Browser) -> Iterator[Callable[[str | None], Page]]:
        """Serve it with its clock on a day; gives what opens a page, for a visitor or for somebody signed in."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        more = {
            "DATABASE_URL": self.settings.url(),
            "DATA_DIR": str(self.settings.data_dir),
            "TODAY": day.isoformat(),
            "DEMO": "true",
            "VERIFY_PER_MINUTE": "1000",
        }
        surroundings = {**os.environ, **{f"TRAININGAPP_{name}": value for name, value in more.items()}}
        command = (
            sys.executable,
            "-c",
            "from trainingapp.app import main; main()",
            "serve",
            "--port",
            str(port),
            "--json",
        )
        errors = self.settings.data_dir / "errors.log"
        with errors.open("w") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert process.stdout is not None
        contexts: list[BrowserContext] = []

        def page(email: str | None = None) -> Page:
            context = chromium.new_context(base_url=f"http://localhost:{port}", viewport={"width": 1280, "height": 900})
            context.set_default_timeout(60_000)
            contexts.append(context)
            found = context.new_page()
            if email:
                found.goto("/sign-in")
                found.get_by_label("E-mail address").fill(email)
                found.get_by_label("Pass phrase").fill("a-good-pass-phrase")
                found.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
                found.wait_for_url(re.compile(r"/(second-factor)?$"))
                if found.url.endswith("/second-factor"):
                    found.get_by_role("button", name="Go on").click()
                    found.wait_for_url("**/")
            return found

        try:
            assert any('"url"' in line for line in process.stdout), errors.read_text()
            yield page
        finally:
            for context in contexts:
                context.close()
            process.terminate()
            process.communicate(timeout=180)


@pytest.fixture(scope="module")
def register(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Register:
    """CP-MIL 2014 without its end, one soldier who completed it on 2017-06-01, and the certificate."""
    folder = tmp_path_factory.mktemp("register")
    settings = Settings(database_url=new_database(), data_dir=folder, today=date(2017, 12, 31), demo=True)
    before = folder / "before"
    shutil.copytree(curricula.FOLDER, before, ignore=shutil.ignore_patterns("cp-mil-2018.toml", "tot-cp*.toml"))
    old = before / "cp-mil-2014.toml"
    old.write_text(re.sub(r"^(superseded_on|transition_until) = .*\n", "", old.read_text(), flags=re.MULTILINE))
    migrations.upgrade(settings.url())
    with opened(settings) as app, app.app_context():
        with transaction():
            states.load_reference()
            forces.load_reference()
            loaded = curricula.load(before, by=OPERATOR, now=BEFORE)
            assert not loaded.refused, loaded.refused
            requirements.load(by="operator", now=BEFORE)
        make.account("curriculum_editor", EDITOR)
        make.account("curriculum_publisher", PUBLISHER)
        version = make.version("CP-MIL", "2014")
        person = make.person(make.state(), "BA-7781", "Rahim Uddin")
        make.assignment(make.rotation(make.state(), "BANCP-1", ends_on=date(2019, 6, 30)), person)
        completed = date(2017, 6, 1)
        completion = make.completion(person, version, completed, valid_through=date(2020, 6, 1))
        officer = identity_of(make.account("training_officer", OFFICER, state="BGD").id)
        assert officer is not None
        letterhead = Letterhead(prefix="UNPKT", base_url="http://localhost")
        with transaction():
            public_id = certificates.issue_one(completion.public_id, letterhead=letterhead, by=officer, now=make.NOW)
        held = issued.by_public_id(public_id)
        assert held is not None
        db.session.remove()
    return Register(settings, held.number, curricula.FOLDER / "cp-mil-2018.toml")


def checks(page: Page, number: str, said: str | re.Pattern[str]) -> None:
    """Whoever was shown the certificate types its number."""
    page.goto("/verify")
    page.get_by_role("textbox", name="Certificate number").fill(number)
    page.get_by_role("main").get_by_role("button", name=re.compile("Check|Verify")).click()
    expect(page.get_by_role("main")).to_contain_text(said)


def test_a_certificate_of_a_version_that_is_superseded_is_valid_through_its_transition(
    register: Register, chromium: Browser
) -> None:
    with register.on(date(2018, 6, 1), chromium) as open_page:
        checks(open_page(None), register.number, "Valid")
        editor = open_page(EDITOR)
        editor.goto("/curricula/drafts")
        editor.get_by_role("link", name="Open a curriculum file").first.click()
        editor.get_by_label("Curriculum file").set_input_files(register.file)
        editor.get_by_role("button", name="Open as a draft").click()
        editor.get_by_role("button", name="Submit for review").click()
        expect(editor.get_by_role("button", name="Submit for review")).to_have_count(0)
        publisher = open_page(PUBLISHER)
        publisher.goto("/curricula/CP-MIL/2014/supersession?from=2018-07-01&until=2019-01-01")
        total = publisher.get_by_role("table", name="What changes, by State")
        expect(total).to_contain_text("Bangladesh")
        months = publisher.get_by_role("table", name="When they change")
        expect(months.get_by_role("rowheader")).to_contain_text(["Jan 2019"])
        publisher.goto("/curricula/reviews")
        publisher.get_by_role("main").get_by_role("link", name="CP-MIL 2018").click()
        publisher.get_by_role("link", name="Publish, or start as a pilot").click()
        publisher.get_by_label("Published: in force").check()
        publisher.get_by_role("textbox", name="First day").fill("2018-07-01")
        publisher.get_by_label("Completions of the old version count through").fill("2019-01-01")
        publisher.get_by_role("button", name="Decide").click()
        publisher.goto("/curricula/CP-MIL/2014/supersession?from=2018-07-01&until=2019-01-01")
        expect(publisher.get_by_role("main")).to_contain_text("Nothing would change")
    with register.on(date(2019, 1, 1), chromium) as open_page:
        checks(open_page(None), register.number, re.compile(r"It stands today and counts through 1\sJan\s2019"))
    with register.on(date(2019, 2, 1), chromium) as open_page:
        page = open_page(None)
        checks(page, register.number, "Superseded")
        expect(page.get_by_role("main")).to_contain_text(
            re.compile(r"It was genuine, and counted through 1\sJan\s2019")
        )
