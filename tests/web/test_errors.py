"""Error pages help: what happened, what to do next, and nothing that should not be told."""

import pytest
from structlog.testing import capture_logs

from tests.client import CheckedClient
from trainingapp.web.errors import PAGES


@pytest.mark.parametrize("status", [400, 404, 405, 409, 410, 413, 422, 429, 500, 503])
def test_each_error_says_what_to_do_next(browser: CheckedClient, status: int) -> None:
    answer = browser.get(f"/fail/{status}")
    assert answer.status_code == status
    assert PAGES[status].title in answer.text
    assert "What you can do" in answer.text
    assert str(PAGES[status].advice[0]).split("'")[0] in answer.text


def test_forbidden_absent_and_foreign_get_the_same_page(browser: CheckedClient) -> None:
    pages = {(a.status_code, a.text) for a in map(browser.get, ["/fail/403", "/fail/404", "/fail/absent", "/fail/401"])}
    assert len(pages) == 1
    assert pages.pop()[0] == 404


def test_a_refusal_of_the_rules_is_shown_in_its_own_words(browser: CheckedClient) -> None:
    answer = browser.get("/fail/refused")
    assert (answer.status_code, "Rotation BANBAT-4 is closed." in answer.text) == (422, True)
    assert browser.get("/fail/conflict").status_code == 409


def test_a_form_that_was_open_too_long_loses_no_typing(browser: CheckedClient) -> None:
    answer = browser.get("/fail/expired")
    assert answer.status_code == 400
    assert "what you typed is still there" in answer.text


def test_our_own_failure_is_logged_under_the_reference_that_the_page_shows(browser: CheckedClient) -> None:
    with capture_logs() as logs:
        answer = browser.get("/fail/broken", headers={"X-Officer": ""})
    assert answer.status_code == 500
    assert logs[0]["reference"] in answer.text
    assert "the disk is full" not in answer.text


def test_our_own_failure_does_not_ask_who_is_signed_in(browser: CheckedClient) -> None:
    assert "Farida" in browser.get("/fail/404", headers={"X-Officer": ""}).text
    assert "Farida" not in browser.get("/fail/broken", headers={"X-Officer": ""}).text


def test_a_program_gets_the_same_sentence_as_a_problem(browser: CheckedClient) -> None:
    answer = browser.get("/fail/refused", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"] == "Rotation BANBAT-4 is closed."


def test_a_wrong_method_still_says_which_are_right(browser: CheckedClient) -> None:
    answer = browser.post("/help")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
