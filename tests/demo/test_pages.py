"""What a demonstration offers on its first page, and what a register in use must never have."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.client import CheckedClient
from tests.conftest import opened, settings_for
from trainingapp.demo import samples
from trainingapp.demo.signins import PASS_PHRASE, SIGN_INS
from trainingapp.kit.policy import PUBLIC, policy_of


@pytest.fixture
def demonstration(database_url, app, tmp_path) -> Iterator[Flask]:
    """The application as `trainingapp demo` starts it."""
    with opened(settings_for(database_url, tmp_path, demo=True), TESTING=True, JOBS_INLINE=True) as shown:
        yield shown


@pytest.fixture
def visitor(demonstration) -> CheckedClient:
    return demonstration.test_client()  # type: ignore[return-value]


def test_the_first_page_offers_one_sign_in_for_each_with_what_to_try(visitor):
    page = visitor.get("/").text
    assert PASS_PHRASE in page
    for one in SIGN_INS:
        assert one.email in page
        assert f'aria-label="Sign in as {one.name}"' in page


def test_the_sign_ins_cover_every_role():
    from trainingapp.accounts.rules import ROLES

    assert {one.role for one in SIGN_INS} == set(ROLES)


def test_each_sample_file_of_the_story_can_be_downloaded_as_it_is(visitor):
    page = visitor.get("/").text
    for name, content in samples.files().items():
        address = re.search(rf'href="(/samples/[^"]+)">\s*<svg.*?</svg>{re.escape(name)}', page)
        assert address, f"{name} is not offered"
        answer = visitor.get(address[1])
        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["nothing.csv", "..%2F..%2Fsecret.key", "register.db", "%00"])
def test_no_other_file_can_be_had_under_this_address(visitor, name):
    assert visitor.get(f"/samples/{name}").status_code in (302, 404)
    assert b"attachment" not in str(visitor.get(f"/samples/{name}").headers).encode()


def test_a_demonstration_has_at_most_eight_doors_for_everybody(demonstration):
    found = {r.endpoint for r in demonstration.url_map.iter_rules() if policy_of(demonstration, r.endpoint) == PUBLIC}
    assert "demo.sample" in found
    assert len(found) <= 8


def test_a_register_in_use_does_not_have_the_address_at_all(app):
    assert not [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("demo.")]
