"""What an account did is looked through, and what it recorded put under review: through the pages (R76)."""

import re
from datetime import timedelta

import pytest

from tests import make
from tests.certificates.roll import LETTERHEAD
from tests.readiness.conftest import battalion
from tests.readiness.test_holds import record
from trainingapp.accounts.queries import identity_of
from trainingapp.certificates import actions as certificates
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db

SINCE = f"since={make.NOW.date()}"
WHY = "Two attendance sheets look alike."


class World:
    """An officer who recorded four results of a battalion of five, with a certificate; and those who look into it."""

    def __init__(self, app) -> None:
        state = make.state()
        self.app = app
        self.men = battalion(state, 5)
        self.officer = make.account("training_officer", "o@example.org", state="BGD")
        self.results = record(self.officer, self.men, range(4))
        who = identity_of(self.officer.id)
        self.certificate = certificates.issue_one(self.results[0], letterhead=LETTERHEAD, by=who, now=make.NOW)
        db.session.commit()
        self.at = f"/accounts/{self.officer.public_id}/review"

    def browser(self, role: str, **more):
        return self.app.test_client().sign_in(make.account(role, **more).email)

    def checked(self) -> str:
        """What anybody reads who checks the certificate."""
        return self.app.test_client().get(f"/c/{self.certificate}").text

    def held(self, browser) -> str:
        """How many of the battalion hold the training, as a page of gaps says it."""
        page = browser.get(f"/gaps/rotations/{self.men.rotation.public_id}").text
        found = re.search(r"Core Predeployment Training Materials\s+(\d)\s+of\s+5", re.sub(r"<[^>]+>", " ", page))
        assert found, page
        return found[1]


@pytest.fixture
def world(app, session) -> World:
    return World(app)


@pytest.fixture
def manager(world):
    return world.browser("account_manager", state="BGD")


def suspend(world, browser, since=SINCE):
    return browser.post_form(f"{world.at}/suspend?{since}", reason=WHY)


def test_a_review_is_read_suspended_and_ended_and_all_stands_as_before(world, manager):
    focal = world.browser("focal_point", state="BGD")
    page = manager.get(f"{world.at}?{SINCE}").text
    assert "There is a problem" not in page
    assert "4 completions that it recorded stand." in page
    assert "under review already" not in page
    before = world.held(focal)
    foreseen = manager.get(f"{world.at}/suspend?{SINCE}").text
    assert "4 completions will not count on any day" in foreseen
    assert "Valid" in world.checked()

    assert suspend(world, manager).status_code == 302
    page = manager.get(f"{world.at}?{SINCE}").text
    assert "All of these completions are under review already." in page
    assert WHY in page
    assert "Suspended" in world.checked()
    assert WHY not in world.checked(), "whoever checks a certificate learns that, and not why"
    assert (before, world.held(focal)) == ("4", "0")
    record_page = focal.get(f"/people/{world.men.people[0].public_id}").text
    assert "The completion of 25 Sep 2017 is under review." in " ".join(record_page.split())
    assert f"/completions/{world.results[0]}/correct" not in record_page

    (lift,) = re.findall(r'href="(/suspensions/[\w-]+/lift)"', page)
    assert manager.post_form(lift, reason="The sheets are right.").status_code == 302
    assert "Valid" in world.checked()
    assert world.held(focal) == before
    assert "The sheets are right." in manager.get(f"{world.at}?{SINCE}").text
    assert verify(db.session.connection(), deep=True).ok


def test_the_state_that_was_asked_about_stays_a_choice_when_nothing_of_it_stands_any_more(world, manager):
    tomorrow = make.NOW.date() + timedelta(days=1)
    for state in ("BGD", ""):
        page = manager.get(f"{world.at}?since={tomorrow}&state={state}")
        assert page.status_code == 200
        assert "Nothing that it recorded or issued since then stands." in page.text
    assert manager.get(f"{world.at}?{SINCE}&state=NPL").status_code == 422


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=31/12/17", "cannot be read as a date in one way only"),
        ("since=2017-12-31&time=9 o clock", "Write hours and minutes"),
        ("since=2017-12-31&time=25:00", "Write hours and minutes"),
    ],
)
def test_a_moment_that_is_none_is_said_once_and_nothing_is_offered_to_suspend(world, manager, asked, said):
    answer = manager.get(f"{world.at}?{asked}")
    assert answer.status_code == 422
    listed = answer.text[answer.text.index("There is a problem") :]
    assert listed[: listed.index("</ul>")].count("<li>") == 1
    assert said in listed
    assert "See what suspending" not in answer.text
    assert manager.get(f"{world.at}/suspend?{asked}").status_code == 302


def test_without_a_reason_nothing_is_suspended(world, manager):
    answer = manager.post_form(f"{world.at}/suspend?{SINCE}", reason=" ")
    assert answer.status_code == 422
    assert "Write why" in answer.text
    assert "Valid" in world.checked()


def test_what_the_register_put_under_review_the_state_cannot_end(world, manager):
    administrator = world.browser("administrator")
    suspend(world, administrator)
    page = manager.get(f"{world.at}?{SINCE}").text
    assert "ended by the administration of the register only" in page
    (lift,) = re.findall(r'href="(/suspensions/[\w-]+/lift)"', administrator.get(f"{world.at}?{SINCE}").text)
    assert manager.get(lift).status_code == 404
    assert administrator.post_form(lift, reason="Cleared.").status_code == 302


def test_neither_the_officer_nor_another_state_reviews(world):
    officer = world.app.test_client().sign_in(world.officer.email)
    make.state("NPL", "Nepal", "NP")
    for who in (officer, world.browser("account_manager", state="NPL"), world.browser("analyst")):
        for page in ("", "/suspend"):
            assert who.get(f"{world.at}{page}?{SINCE}").status_code == 404


def test_a_review_names_nobody_who_was_trained(world, manager):
    names = {person.full_name for person in world.men.people}
    for url in (f"{world.at}?{SINCE}", f"{world.at}/suspend?{SINCE}"):
        page = manager.get(url).text
        assert not [name for name in names if name in page]
