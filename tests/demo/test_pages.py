"""What a demonstration offers on its first page, and what a register in use must never have."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests import make
from tests.client import CheckedClient
from tests.conftest import migrate, opened, settings_for
from trainingapp.accounts.rules import ROLES, SECOND_FACTOR
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
    assert {one.role for one in SIGN_INS} == set(ROLES)


@pytest.fixture
def officer(new_database, tmp_path) -> Iterator[CheckedClient]:
    """An officer, signed in to a demonstration with a database of its own."""
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path, demo=True), TESTING=True, JOBS_INLINE=True) as shown:
        with shown.app_context():
            make.account("training_officer", "o@example.org", state=make.state().code)
        yield shown.test_client().sign_in("o@example.org")


def test_the_first_page_says_who_is_asked_for_a_code_too(visitor):
    wanted = [one for one in SIGN_INS if one.role in SECOND_FACTOR]
    assert wanted
    assert visitor.get("/").text.count("and a code, filled in") == len(wanted)


def test_in_a_demonstration_the_second_step_has_the_code_in_it_and_says_so(new_database, tmp_path):
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path, demo=True), TESTING=True, JOBS_INLINE=True) as shown:
        with shown.app_context():
            make.account("administrator", "administrator@demo.example")
        for _ in range(2):  # at once again: the first code is spent, the next one is shown
            client = shown.test_client()
            client.post_form("/sign-in", email="administrator@demo.example", password="a-good-pass-phrase")
            page = client.get("/sign-in/second-factor").text
            assert "This is a demonstration: the code is filled in" in page
            code = re.search(r'value="(\d{6})"', page)
            assert code
            assert client.post_form("/sign-in/second-factor", code=code[1]).location == "/"


def test_each_sample_file_of_the_story_can_be_downloaded_as_it_is_once_signed_in(officer):
    page = officer.get("/").text
    for name, content in samples.files().items():
        address = re.search(rf'href="(/samples/[^"]+)">\s*<svg[^>]*>(?:(?!</svg>).)*</svg>{re.escape(name)}', page)
        assert address, f"{name} is not offered"
        answer = officer.get(address[1])
        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["nothing.csv", "..%2F..%2Fsecret.key", "register.db", "%00"])
def test_no_other_file_can_be_had_under_this_address(officer, name):
    assert officer.get(f"/samples/{name}").status_code == 404
    assert b"attachment" not in str(officer.get(f"/samples/{name}").headers).encode()


def test_a_demonstration_has_at_most_eight_doors_for_everybody(demonstration):
    found = {r.endpoint for r in demonstration.url_map.iter_rules() if policy_of(demonstration, r.endpoint) == PUBLIC}
    assert "demo.sample" not in found
    assert len(found) <= 8


def test_a_register_in_use_does_not_have_the_address_at_all(app):
    assert not [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("demo.")]
