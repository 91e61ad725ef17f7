"""Before a grave act one proves anew that it is still oneself, and loses nothing that was typed (R76, trust 16)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select, update

from tests import make
from tests.certificates.roll import LETTERHEAD
from tests.client import CheckedClient, X, code_now, form_of
from trainingapp.accounts import queries
from trainingapp.accounts.models import SignIn
from trainingapp.accounts.views.again import Kept
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.models import CertificateRevocation
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock

PASS = "a-good-pass-phrase"
EMAIL = "authority@example.org"
REASON = "Attendance was signed\r\nfor by “somebody else” <b>& Co.</b>"


@pytest.fixture
def certificate(session) -> str:
    state = make.state()
    person = make.person(state, "BA 1")
    make.assignment(make.rotation(state), person)
    completion = make.completion(person, make.version())
    officer = queries.identity_of(make.account("training_officer", state="BGD").id)
    issued = certificates.issue_one(completion.public_id, letterhead=LETTERHEAD, by=officer, now=make.NOW)
    session.commit()
    return issued


@pytest.fixture
def authority(client, app, session, certificate) -> CheckedClient:
    """The certifying authority, who signed in a while ago."""
    make.account("certifying_authority", EMAIL, state="BGD")
    client.sign_in(EMAIL)
    long_ago(session)
    return client


def long_ago(session, minutes: int = 10) -> None:
    session.execute(update(SignIn).values(proved_at=clock.now() - timedelta(minutes=minutes)))
    session.commit()


def revoke(client: CheckedClient, certificate: str, reason: str = REASON):
    return client.post_form(f"/certificates/{certificate}/revoke", reason=reason)


def prove(client: CheckedClient, page: str, **typed: str):
    """Fill in the page that asks for a proof, as it came."""
    form = form_of(page, "/sign-in/again")
    hidden = {i.get("name"): i.get("value", "") for i in form.iter(f"{X}input") if i.get("type") == "hidden"}
    return client.post("/sign-in/again", data={**hidden, **typed})


def send_on(client: CheckedClient, page: str):
    """Press the button of the page that sends on what was kept; the script would."""
    form = form_of(page)
    fields = [(i.get("name"), i.get("value", "")) for i in form.iter(f"{X}input") if i.get("type") == "hidden"]
    # A browser reads every end of line of a text as CR LF when it sends it.
    fields += [(t.get("name"), (t.text or "").replace("\n", "\r\n")) for t in form.iter(f"{X}textarea")]
    return client.post(form.get("action"), data=dict(fields))


def revocations(session) -> list[str]:
    return list(session.scalars(select(CertificateRevocation.reason)))


def test_signing_in_is_a_proof(client, session, certificate):
    make.account("certifying_authority", EMAIL, state="BGD")
    client.sign_in(EMAIL)
    assert revoke(client, certificate).status_code == 302
    assert len(revocations(session)) == 1


def test_a_grave_act_after_ten_minutes_asks_first_and_changes_nothing(authority, session, certificate):
    answer = revoke(authority, certificate)
    assert answer.status_code == 422
    assert "Show again that it is you" in answer.text
    assert revocations(session) == []


def test_to_look_at_the_form_asks_for_nothing(authority, certificate):
    assert authority.get(f"/certificates/{certificate}/revoke").status_code == 200


@pytest.mark.parametrize("by", ["pass phrase", "code"])
def test_after_the_proof_what_was_typed_is_sent_on_to_the_letter(authority, app, session, certificate, by):
    page = revoke(authority, certificate).text
    proved = prove(authority, page, proof=PASS if by == "pass phrase" else code_now(app, EMAIL))
    assert proved.status_code == 200
    assert revocations(session) == []
    done = send_on(authority, proved.text)
    assert done.status_code == 302
    assert [text.splitlines() for text in revocations(session)] == [REASON.splitlines()]


def test_a_proof_counts_for_the_next_acts_too(authority, certificate):
    prove(authority, revoke(authority, certificate).text, proof=PASS)
    assert revoke(authority, certificate).status_code == 302


def test_a_wrong_proof_keeps_what_was_typed_and_asks_again(authority, session, certificate):
    first = revoke(authority, certificate).text
    again = prove(authority, first, proof="not-this-one-either")
    assert again.status_code == 422
    assert "What you were sending is still here" in again.text
    assert "not-this-one-either" not in again.text
    send_on(authority, prove(authority, again.text, proof=PASS).text)
    assert len(revocations(session)) == 1


def test_nothing_typed_is_told_at_the_field(authority, certificate):
    answer = prove(authority, revoke(authority, certificate).text, proof="")
    assert answer.status_code == 422
    assert "Type your pass phrase or a code." in answer.text


def test_whoever_guesses_waits_and_loses_nothing(authority, session, certificate):
    page = revoke(authority, certificate).text
    assert [prove(authority, page, proof="x" * 12).status_code for _ in range(8)] == [422] * 8
    answer = prove(authority, page, proof=PASS)
    assert answer.status_code == 429
    assert "Try again in 15 minutes." in answer.text
    assert "somebody else" in unescape(answer.text)
    assert session.scalar(select(func.count()).where(JournalEntry.act == "account.lock_out")) == 1


def test_a_code_that_signed_in_proves_nothing_more(client, app, session, certificate):
    make.account("certifying_authority", EMAIL, state="BGD")
    code = code_now(app, EMAIL)
    client.post_form("/sign-in", email=EMAIL, password=PASS)
    client.post_form("/sign-in/second-factor", code=code)
    long_ago(session)
    assert prove(client, revoke(client, certificate).text, proof=code).status_code == 422


def test_a_part_of_a_page_that_acts_gets_the_whole_page_that_asks(authority, certificate):
    page = authority.get(f"/certificates/{certificate}/revoke").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = authority.post(
        f"/certificates/{certificate}/revoke",
        data={"csrf_token": token, "reason": REASON},
        headers={"HX-Request": "true"},
    )
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("body", "innerHTML")
    assert "Show again that it is you" in answer.text


def test_who_may_not_is_not_asked(client, session, certificate):
    make.account("analyst", "analyst@example.org")
    client.sign_in("analyst@example.org")
    long_ago(session)
    page = client.get("/accounts/me").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = client.post(f"/certificates/{certificate}/revoke", data={"csrf_token": token, "reason": "x"})
    assert answer.status_code == 404


def test_own_second_factors_are_changed_after_a_proof_only(authority):
    answer = authority.get("/accounts/me/second-factors/authenticator")
    assert answer.location == "/sign-in/again?next=/accounts/me/second-factors/authenticator"
    page = authority.get(answer.location).text
    assert prove(authority, page, proof=PASS).location == "/accounts/me/second-factors/authenticator"
    assert authority.get("/accounts/me/second-factors/authenticator").status_code == 200


def test_how_long_a_proof_counts_is_a_setting(authority, app, session, certificate, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "step_up_minutes", 11)
    assert revoke(authority, certificate).status_code == 302


def test_a_file_that_names_more_than_a_hundred_asks_first(client, app, session, monkeypatch):
    state = make.state()
    rotation = make.rotation(state)
    for number in range(3):
        make.assignment(rotation, make.person(state, f"BA {number}"), ordinal=number)
    make.account("training_officer", "o@example.org", state="BGD")
    client.sign_in("o@example.org")
    url = f"/gaps/rotations/{rotation.public_id}?as_of=2017-12-31&format=csv"
    long_ago(session)
    assert client.get(url).status_code == 200, "three persons"
    monkeypatch.setattr(app.config["SETTINGS"], "step_up_persons", 2)
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in/again?next=/gaps/rotations/")
    proved = prove(client, client.get(answer.location).text, proof=PASS)
    assert client.get(proved.location).mimetype == "text/csv"


@pytest.mark.parametrize(
    "written",
    ["", "x", "{}", "[]", '{"to": "//evil.example", "fields": [], "files": []}', '{"to": "/x", "fields": [[1]]}'],
)
def test_what_is_not_ours_is_not_sent_on(written):
    assert Kept.read(written) is None


def test_what_is_kept_comes_back_as_it_was():
    typed = [("reason", REASON), ("reason", ""), ("名", "\u200f\u200eé")]
    kept = Kept("/certificates/x/revoke?a=1", typed, ["scan.pdf"])
    assert Kept.read(kept.written()) == kept


def test_a_file_that_was_chosen_is_named_and_must_be_chosen_again(client, app, session):
    from io import BytesIO

    with app.test_request_context(
        "/x", method="POST", data={"reason": "r", "csrf_token": "t", "proof": (BytesIO(b"x"), "scan.pdf")}
    ):
        assert Kept.of_request() == Kept("/x", [("reason", "r")], ["scan.pdf"])
