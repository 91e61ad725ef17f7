"""The first visit: offered once to each account, led page by page without a script, ended once, seen again at will."""

import re

import pytest

from tests import make
from trainingapp.accounts.rules import MAY, Grant, Identity
from trainingapp.visits.rules import visit_of
from trainingapp.web import navigation


@pytest.fixture
def officer(session, client):
    make.account("training_officer", "nasrin@bgd.example", state=make.state().code)
    return client.sign_in("nasrin@bgd.example")


def place(page):
    """Which step the page shows; None when it shows none."""
    found = re.search(r"First visit, step (?:<[^>]+>)*(\d)\D*?of (?:<[^>]+>)*(\d)", page)
    return found and (int(found[1]), int(found[2]))


def onward(page):
    found = re.search(r'href="([^"]+)" rel="next"', page)
    return found and found[1].replace("&amp;", "&")


@pytest.mark.parametrize(("role", "kind"), MAY, ids=lambda one: str(one))
def test_each_role_has_three_to_five_steps_on_pages_it_may_open(app, role, kind):
    identity = Identity("x" * 22, "Somebody", (Grant(role, kind, frozenset({"BGD"})),))
    steps = visit_of(identity)
    assert 3 <= len(steps) <= 5
    assert steps[0].endpoint == "web.home"
    for step in steps:
        assert navigation.admits(app, step.endpoint, identity), step.endpoint


def test_whoever_comes_for_the_first_time_is_led_from_page_to_page_to_the_end(officer):
    page, steps = officer.get("/").text, []
    while True:
        steps.append(place(page))
        if (url := onward(page)) is None:
            break
        answer = officer.get(url)
        assert answer.status_code == 200, url
        page = answer.text
    assert steps == [(number, 5) for number in range(1, 6)]
    assert 'action="/first-visit/end"' in page


def test_a_visit_that_was_ended_is_over_in_every_browser_and_can_be_seen_again_from_help(app, officer):
    assert place(officer.get("/").text) == (1, 5)
    assert officer.post_form("/", action="/first-visit/end").status_code == 302
    assert place(officer.get("/").text) is None
    other = app.test_client().sign_in("nasrin@bgd.example")
    assert place(other.get("/").text) is None
    again = re.search(r'href="(/\?visit=1)"', other.get("/help").text)
    assert place(other.get(again[1]).text) == (1, 5)
    assert other.post_form(again[1], action="/first-visit/end").status_code == 302, "ending it again changes nothing"


def test_another_account_begins_its_own(app, officer):
    officer.post_form("/", action="/first-visit/end")
    make.account("analyst", "lucia@un.example")
    assert place(app.test_client().sign_in("lucia@un.example").get("/").text) == (1, 5)


@pytest.mark.parametrize("asked", ["0", "9", "-1", "x", ""])
def test_a_step_that_there_is_not_shows_none(officer, asked):
    officer.post_form("/", action="/first-visit/end")
    assert place(officer.get(f"/?visit={asked}").text) is None


def test_a_step_stands_only_on_its_own_page(officer):
    assert place(officer.get("/people?visit=2").text) is None


def test_a_visitor_sees_none(client):
    assert place(client.get("/?visit=1").text) is None
    assert "first visit" not in client.get("/help").text
