"""One's own account: where it is open and from which browsers, ending that, and the pass phrase (R76, trust 16)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests import make
from tests.client import CheckedClient
from trainingapp.accounts.browsers import browser_of, network_of, system_of
from trainingapp.accounts.models import KnownBrowser, SignIn
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.letters.envelope import Contents, unlock
from trainingapp.letters.models import Letter

PASS, NEW = "a-good-pass-phrase", "quite another long secret"
EMAIL = "training_officer.bgd@example.org"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
    "Safari/537.36"
)
MINE = "/accounts/me/sign-ins"


@pytest.fixture
def officer(session):
    make.state()
    return make.account("training_officer", state="BGD")


def browser(app, agent: str = FIREFOX, address: str = "203.0.113.77") -> CheckedClient:
    """Another browser somewhere else."""
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    return client


def letters(session, app) -> list[Contents]:
    return [unlock(content, str(app.secret_key)) for content in session.scalars(select(Letter.content))]


def acts(session) -> list[str]:
    wanted = JournalEntry.act.like("account.%") & (JournalEntry.actor != "tests")
    return list(session.scalars(select(JournalEntry.act).where(wanted).order_by(JournalEntry.seq)))


def token_in(client: CheckedClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(MINE).text)
    assert found
    return found[1]


# --- Browsers -------------------------------------------------------------------------------------------------------


def test_the_first_sign_in_from_a_browser_writes_to_the_owner_and_later_ones_do_not(app, officer, session):
    client = browser(app).sign_in(EMAIL)
    (letter,) = letters(session, app)
    assert letter.to == EMAIL
    assert letter.subject == "Your account was used from a new browser"
    assert "Browser: Firefox. System: Windows." in letter.text
    assert "203.0.113.0/24" in letter.text
    assert "203.0.113.77" not in letter.text
    client.post("/sign-out", data={"csrf_token": token_in(client)})
    client.sign_in(EMAIL)
    assert len(letters(session, app)) == 1
    browser(app, TELEPHONE).sign_in(EMAIL)
    assert len(letters(session, app)) == 2


def test_the_subject_says_nothing_about_anybody(app, officer, session):
    browser(app).sign_in(EMAIL)
    assert not re.search(r"\d|@|Bangladesh|Firefox|officer", letters(session, app)[0].subject)


def test_two_people_at_one_desk_are_told_each_once(app, officer, session):
    make.account("analyst", "analyst@example.org")
    client = browser(app)
    for email in (EMAIL, "analyst@example.org", EMAIL, "analyst@example.org"):
        client.sign_in(email)
        client.post("/sign-out", data={"csrf_token": token_in(client)})
    assert sorted(letter.to for letter in letters(session, app)) == ["analyst@example.org", EMAIL]


def test_a_wrong_pass_phrase_makes_no_browser_known_and_writes_to_nobody(app, officer, session):
    browser(app).post_form("/sign-in", email=EMAIL, password="not-this-one")
    assert letters(session, app) == []
    assert session.scalar(select(func.count()).select_from(KnownBrowser)) == 0


def test_a_half_sign_in_makes_no_browser_known(app, session):
    make.account("administrator", "admin@example.org")
    browser(app).post_form("/sign-in", email="admin@example.org", password=PASS)
    assert letters(session, app) == []


def test_the_browsers_cookie_is_random_and_only_its_hash_is_kept(app, officer, session):
    client = browser(app).sign_in(EMAIL)
    cookie = client.get_cookie("browser")
    assert re.fullmatch(r"[\w-]{43}", cookie.value)
    assert cookie.http_only
    assert cookie.max_age == 400 * 24 * 3600
    assert cookie.value not in session.scalars(select(KnownBrowser.token_sha256)).all()


@pytest.mark.parametrize("planted", ["", "short", "x" * 43, "é" * 43, "x" * 3000])
def test_a_made_up_cookie_is_no_known_browser(app, officer, session, planted):
    client = browser(app)
    client.set_cookie("browser", planted)
    client.sign_in(EMAIL)
    assert len(letters(session, app)) == 1


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (TELEPHONE, ("Chrome", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
         ("Safari", "macOS")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
         ("Safari", "iOS")),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0.0.0 Safari/537.36", ("Chrome", "ChromeOS")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 13; SM-A536B) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
         ("Samsung Internet", "Android")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_know_it(agent, named):
    assert (browser_of(agent), system_of(agent)) == named


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:7:1::9", "2001:db8:7::/48"),
        ("", ""),
        ("unknown", ""),
        ("<script>", ""),
    ],
)
def test_of_a_network_address_the_first_part_is_kept(address, network):
    assert network_of(address) == network


# --- Sign-ins -------------------------------------------------------------------------------------------------------


def test_each_sign_in_is_listed_with_browser_and_network_and_this_one_is_marked(app, officer):
    browser(app, TELEPHONE, "2001:db8:7:1::9").sign_in(EMAIL)
    page = browser(app).sign_in(EMAIL).get(MINE).text
    assert "Firefox on Windows" in page
    assert "Chrome on Android" in page
    assert "2001:db8:7::/48" in page
    assert page.count("this one") == 1
    assert page.count("first sign-in from this browser") == 2


def test_one_is_ended_from_another_at_its_next_click(app, officer, session):
    here, there = browser(app).sign_in(EMAIL), browser(app, TELEPHONE).sign_in(EMAIL)
    assert there.get("/accounts/me").status_code == 200
    here.post_form(MINE, action="/end")
    assert there.get("/accounts/me").location.startswith("/sign-in?next=")
    assert here.get("/accounts/me").status_code == 200
    assert acts(session)[-1] == "account.sign_in_end"


def test_all_others_are_ended_at_once(app, officer):
    here, *others = [browser(app).sign_in(EMAIL) for _ in range(4)]
    answer = here.post_form(MINE, action="/end-others")
    assert "3 other sign-ins have ended." in here.get(answer.location).text
    assert all(one.get("/accounts/me").status_code == 302 for one in others)
    assert here.get("/accounts/me").status_code == 200


def test_nobody_ends_anothers(app, officer, session):
    make.account("analyst", "analyst@example.org")
    there = browser(app).sign_in(EMAIL)
    public_id = session.scalars(select(SignIn.public_id)).one()
    here = browser(app).sign_in("analyst@example.org")
    answer = here.post(f"{MINE}/{public_id}/end", data={"csrf_token": token_in(here)})
    assert answer.status_code == 404
    assert there.get("/accounts/me").status_code == 200


def test_sign_ins_that_are_over_are_not_listed(app, officer, session):
    browser(app, TELEPHONE).sign_in(EMAIL)
    session.execute(update(SignIn).values(seen_at=clock.now() - timedelta(minutes=30)))
    session.commit()
    assert "Chrome on Android" not in browser(app).sign_in(EMAIL).get(MINE).text


def test_the_list_takes_as_many_statements_for_many_as_for_one(app, officer, statements):
    here = browser(app).sign_in(EMAIL)
    with statements() as one:
        here.get(MINE)
    for _ in range(5):
        browser(app).sign_in(EMAIL)
    with statements() as many:
        here.get(MINE)
    assert len(one) == len(many) == 3


# --- The pass phrase ------------------------------------------------------------------------------------------------


def change(client: CheckedClient, current: str = PASS, new: str = NEW, again: str | None = None):
    return client.post_form("/accounts/me/pass-phrase", current=current, new=new, again=new if again is None else again)


def test_a_changed_pass_phrase_signs_in_and_the_old_one_does_not(app, officer, session):
    here, there = browser(app).sign_in(EMAIL), browser(app, TELEPHONE).sign_in(EMAIL)
    assert change(here).status_code == 302
    assert here.get("/accounts/me").status_code == 200
    assert there.get("/accounts/me").status_code == 302, "whoever knew the old one is out"
    assert browser(app).post_form("/sign-in", email=EMAIL, password=PASS).status_code == 422
    browser(app).sign_in(EMAIL, NEW)
    assert "account.phrase_change" in acts(session)
    assert "The pass phrase of your account was changed" in [letter.subject for letter in letters(session, app)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"current": "not-my-pass-phrase"}, "This is not your pass phrase."),
        ({"current": ""}, "Type your pass phrase."),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"new": NEW, "again": NEW + "x"}, "The two new pass phrases differ."),
        ({"new": PASS}, "This is the pass phrase that you have already."),
    ],
)
def test_what_stands_in_the_way_is_told_at_the_field_and_changes_nothing(app, officer, typed, said):
    here = browser(app).sign_in(EMAIL)
    answer = change(here, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not [phrase for phrase in typed.values() if len(phrase) > 5 and f'value="{phrase}"' in answer.text]
    browser(app).sign_in(EMAIL)


def test_guesses_at_the_old_one_are_throttled(app, officer):
    here = browser(app).sign_in(EMAIL)
    for _ in range(8):
        change(here, current="not-my-pass-phrase")
    answer = change(here)
    assert answer.status_code == 422
    assert "Try again in 15 minutes." in answer.text


def test_the_journal_tells_it_without_a_word_about_the_person(app, officer, session):
    here = browser(app).sign_in(EMAIL)
    change(here)
    told = " ".join(entry.details + entry.object_id + entry.actor for entry in session.scalars(select(JournalEntry)))
    for private in (EMAIL, "203.0.113", "Firefox", PASS, NEW):
        assert private not in told
