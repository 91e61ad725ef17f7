"""Every response is guarded, errors included (trust rule 17)."""

import pytest

from tests.client import CheckedClient


@pytest.mark.parametrize("path", ["/help", "/fail/404", "/fail/broken", "/nowhere", "/static/register.css", "/parts"])
def test_every_response_forbids_what_is_not_ours(browser: CheckedClient, path: str) -> None:
    with browser.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_browser_keeps_no_page_and_keeps_files_whose_address_names_their_content(browser: CheckedClient) -> None:
    assert browser.get("/help").headers["Cache-Control"] == "no-store"
    assert browser.get("/fail/404").headers["Cache-Control"] == "no-store"
    with browser.get("/static/register.css?v=1") as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]


def test_only_over_https_is_https_demanded(browser: CheckedClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/help").headers
    assert "max-age=" in browser.get("/help", base_url="https://register.example").headers["Strict-Transport-Security"]
