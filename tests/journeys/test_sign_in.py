"""Second factors, proofs and one's own sign-ins, in a real browser on the served demonstration (R76, trust 16).

Each test has an account of its own, which an administrator invited and which chooses its pass phrase by the letter.
"""

import base64
import hmac
import json
import re
import struct
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from time import sleep, time

import pytest
import requests
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import opened
from tests.journeys.conftest import Served
from tests.journeys.test_story import tab_to
from trainingapp.accounts.models import Account, SignIn
from trainingapp.accounts.rules import OPERATOR, ROLES
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.work import letterhead
from trainingapp.completions.models import Completion
from trainingapp.kit import clock
from trainingapp.kit.db import db, transaction

Somebody = Callable[..., BrowserContext]
PHRASE = "seven brave herons at the ford"


@pytest.fixture(scope="module")
def register(served: Served) -> Iterator[Flask]:
    """The register that is served, for what happens outside a browser: invitations, time that passes."""
    with opened(served.settings) as app:
        yield app


@pytest.fixture
def letter(register: Flask, served: Served) -> Callable[..., str]:
    """Invites somebody as the operator does, and gives the link that stands in the letter."""

    def invite(email: str, role: str, *place: str) -> str:
        run = register.test_cli_runner().invoke
        for command in (["invite", email, "--name", "Amina Yusuf", "--role", role, *place], ["letters", "send"]):
            done = run(args=command)
            assert done.exit_code == 0, done.output
        # The served register may have sent it already: the file is there in either case, or in a moment.
        for _ in range(100):
            for file in (served.settings.data_dir / "outbox").glob("*.eml"):
                mail = message_from_bytes(file.read_bytes(), policy=default)
                found = re.search(r"^http://localhost:\d+(/invitation/\S+)", mail.get_content(), re.M)
                if mail["To"] == email and found:
                    return found[1]
            sleep(0.1)
        raise AssertionError(f"no letter to {email}")

    return invite


@pytest.fixture
def time_passes(register: Flask) -> Callable[[str], None]:
    """Lets the last proof of somebody's sign-ins be eleven minutes old."""

    def pass_by(email: str) -> None:
        with register.app_context():
            whose = db.select(Account.id).where(Account.email == email).scalar_subquery()
            aged = db.update(SignIn).where(SignIn.account_id == whose)
            db.session.execute(aged.values(proved_at=clock.now() - timedelta(minutes=11)))
            db.session.commit()

    return pass_by


def accepts(page: Page, link: str) -> None:
    """Opens the letter's link, and chooses a pass phrase."""
    page.goto(link)
    page.get_by_label("Pass phrase", exact=True).fill(PHRASE)
    page.get_by_label("Pass phrase once more").fill(PHRASE)
    page.get_by_role("main").get_by_role("button").first.click()


def types_the_phrase(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Pass phrase").fill(PHRASE)
    page.keyboard.press("Enter")


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def code_of(register: Flask, secret: str, *, later: int = 0) -> str:
    """What the app on the telephone shows; `later`: so many half minutes on."""
    judge = register.extensions["authenticators"]
    now = judge._totp(key=secret, format="base32").generate()
    return str(judge.shown(secret, after=now.counter + later - 1))


def sets_up_an_app(page: Page, register: Flask) -> tuple[str, list[str]]:
    """From the page that asks for a second factor, by the keyboard alone; the secret and the recovery codes."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    tab_to(page, page.get_by_role("link", name="Use an app"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up/authenticator")
    secret = page.locator("#secret").inner_text().replace("-", "")
    tab_to(page, page.get_by_label("Code that the app shows now"))
    page.keyboard.type(code_of(register, secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
    tab_to(page, page.get_by_role("link", name="I have kept them: go on"))
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    return secret, codes


def test_an_app_is_set_up_and_signs_in_and_a_recovery_code_does_once(
    somebody: Somebody, register: Flask, letter: Callable[..., str]
) -> None:
    email = "reviewer.new@demo.example"
    page = somebody().new_page()
    accepts(page, letter(email, "reviewer_military"))
    secret, codes = sets_up_an_app(page, register)
    assert len(codes) == 10

    signs_out(page)
    types_the_phrase(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step of signing in")
    assert page.goto("/rotations") is not None
    page.wait_for_url("**/sign-in/second-factor**", wait_until="domcontentloaded")
    page.get_by_label("Code").fill(code_of(register, secret, later=1))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/rotations")

    signs_out(page)
    for number, code in enumerate((codes[3], codes[3].upper().replace("-", " "))):
        types_the_phrase(page, email)
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Go on").click()
        if number == 0:
            page.wait_for_url("/")
            page.goto("/accounts/me/second-factors")
            expect(page.get_by_role("main")).to_contain_text("9 of 10 are left")
            signs_out(page)
    expect(page.get_by_role("alert")).to_contain_text("This code is not right, or it was used before.")


def test_a_passkey_is_made_and_signs_in_alone(somebody: Somebody, letter: Callable[..., str]) -> None:
    context = somebody()
    page = context.new_page()
    with_a_key(context, page)
    accepts(page, letter("editor.new@demo.example", "curriculum_editor"))
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url("/")

    signs_out(page)
    page.goto("/curricula")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/curricula")
    expect(page.get_by_role("banner")).to_contain_text("Amina Yusuf")

    # And as the second step, after the pass phrase.
    signs_out(page)
    types_the_phrase(page, "editor.new@demo.example")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("/")

    # Another browser has no such key: it says so, and the page stays.
    other = somebody()
    elsewhere = other.new_page()
    with_a_key(other, elsewhere)
    elsewhere.goto("/sign-in")
    elsewhere.get_by_role("button", name="Sign in with a passkey").click()
    expect(elsewhere.get_by_role("alert")).to_contain_text("no passkey for this register")


def with_a_key(context: BrowserContext, page: Page) -> None:
    """A security key of the browser's own making, whose holder touches it at once."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **abilities}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_before_a_grave_act_one_proves_anew_and_what_was_typed_is_sent_on(
    somebody: Somebody, register: Flask, letter: Callable[..., str], time_passes: Callable[[str], None]
) -> None:
    email = "authority.new@demo.example"
    page = somebody().new_page()
    accepts(page, letter(email, "certifying_authority", "--state", "BGD"))
    sets_up_an_app(page, register)
    certificate = a_certificate(register)

    page.goto(f"/certificates/{certificate}/revoke")
    time_passes(email)
    reason = "Attendance was signed for\nby “somebody else” <b>& Co.</b>"
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Revoke 1 certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show again that it is you")
    page.get_by_label("Pass phrase").fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("What you were sending is still here")
    page.get_by_label("Pass phrase").fill(PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/certificates/{certificate}")
    for line in reason.splitlines():
        expect(page.get_by_role("main")).to_contain_text(line)


def a_certificate(register: Flask) -> str:
    """One that stands, of Bangladesh; its public id."""
    with register.test_request_context(), transaction():
        passed = db.select(Completion.public_id).where(Completion.state_code == "BGD", Completion.result == "pass")
        completion = str(db.session.scalars(passed).first())
        return certificates.issue_one(completion, letterhead=letterhead(), by=OPERATOR, now=clock.now())


def test_another_sign_in_is_seen_and_ended_from_here(somebody: Somebody) -> None:
    email = "officer.nepal@demo.example"
    here, there = somebody(email).new_page(), somebody(email).new_page()
    there.goto("/rotations")
    here.goto("/accounts/me/sign-ins")
    table = here.get_by_role("region", name="Open sign-ins")
    expect(table.get_by_role("row")).to_have_count(3)
    expect(table).to_contain_text("Chrome on Linux")
    table.get_by_role("button", name="End").click()
    expect(table.get_by_role("row")).to_have_count(2)
    there.goto("/rotations")
    expect(there.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(there.get_by_role("main")).to_contain_text("Your sign-in has ended")
    here.goto("/rotations")
    expect(here.get_by_role("heading", level=1)).to_have_text("Rotations")


def code_at(secret: str, moment: float) -> str:
    """What any authenticator app shows at a moment, worked out as RFC 6238 says and not by the register."""
    made = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), "sha1")
    return str((struct.unpack_from(">I", made, made[-1] & 15)[0] & 0x7FFFFFFF) % 1_000_000).zfill(6)


def sends(browser: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    """Sends a page's form with its token."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    return browser.post(page.url, data={"csrf_token": token[1], **typed}, timeout=30)


def test_a_program_signs_in_as_everybody_with_what_seed_prints(register: Flask, served: Served) -> None:
    said = json.loads(register.test_cli_runner().invoke(args=["seed", "--json"]).stdout)
    assert {one["role"] for one in said["logins"]} == set(ROLES)
    for one in said["logins"]:
        browser = requests.Session()
        answer = browser.get(f"{served.address}/sign-in", timeout=30)
        answer = sends(browser, answer, email=one["email"], password=one["password"])
        if "totp_secret" in one:
            assert answer.url.endswith("/sign-in/second-factor")
            answer = sends(browser, answer, code=code_at(one["totp_secret"], time()))
        assert answer.url == f"{served.address}/", one["email"]
        mine = browser.get(f"{served.address}/accounts/me", timeout=30).text
        assert ROLES[one["role"]] in mine
