"""Deciding whether two records are one person: the list, the two side by side, and the decisions."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.client import CheckedClient, parsed
from tests.intake.story import FILES
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.demo import samples
from trainingapp.forces import queries as forces
from trainingapp.intake import actions as intake
from trainingapp.intake.hints import read_file
from trainingapp.kit.db import db
from trainingapp.people.models import LikelyDuplicate, PersonDistinct, PersonMerge, PersonNow

BORN = date(1990, 5, 3)


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


@pytest.fixture
def pair(session) -> str:
    """Abdul Karim on BANBAT-4's roll with a completion, and Karim Abdul under another spelling of the number."""
    state = make.state()
    rotation = make.rotation(state)
    karim = make.person(state, "BA-0417", "Abdul Karim", born_on=BORN, sex="male")
    make.assignment(rotation, karim, rank="Sergeant")
    make.completion(karim, make.version())
    make.person(state, "BA 417", "KARIM Abdul", original_name="আব্দুল করিম", sex="male")
    return str(db.session.scalar(select(LikelyDuplicate.public_id)))


@pytest.fixture
def browser(client: CheckedClient, pair: str) -> CheckedClient:
    return client.sign_in(make.account("focal_point", state="BGD").email)


def records() -> list[str]:
    """Which record each of the two rows is shown as."""
    return list(db.session.scalars(select(PersonNow.public_id).order_by(PersonNow.person_id)))


def test_the_list_names_both_with_the_reasons(browser, pair):
    shown = words(browser.get("/people/duplicates").text)
    for text in ("Abdul Karim", "KARIM Abdul", "আব্দুল করিম", "BA-0417", "BA 417", "differ only in how they are written"):
        assert text in shown


def test_the_two_stand_side_by_side_with_what_differs_in_words(browser, pair):
    page = browser.get(f"/people/duplicates/{pair}")
    shown = words(page.text)
    for text in (
        "Record A",
        "Record B",
        "Sergeant",
        "BANBAT-4",
        "CPTM 2017",
        "written differently",
        "only one says it",
    ):
        assert text in shown
    assert "Karim" not in page.text.split("</title>")[0]


def test_one_person_keeps_the_record_that_was_chosen_and_goes_on(browser, pair):
    kept, merged = records()
    url = f"/people/duplicates/{pair}"
    answer = browser.post_form(url, "merge", kept=kept, reason="The personal file.")
    assert answer.status_code == 302
    assert answer.location == "/people/duplicates"
    assert records() == [kept, kept]
    shown = browser.get("/people/duplicates").text
    assert "Both records are one person now" in words(shown)
    assert f'href="/people/{kept}"' in shown, "the merge is undone there"
    assert browser.get(url).status_code == 404
    assert db.session.scalars(select(PersonMerge)).one().reason == "The personal file."
    assert merged != kept


def test_two_persons_are_noted_and_the_pair_is_off_the_list(browser, pair):
    answer = browser.post_form(f"/people/duplicates/{pair}", "two-persons", remark="Brothers.")
    assert answer.status_code == 302
    assert db.session.scalars(select(PersonDistinct)).one().reason == "Brothers."
    assert "No two records look like one person" in words(browser.get("/people/duplicates").text)


def test_without_a_reason_nothing_is_merged_and_nothing_typed_is_lost(browser, pair):
    kept, other = records()
    answer = browser.post_form(f"/people/duplicates/{pair}", "merge", kept=other, reason=" ")
    assert answer.status_code == 422
    assert "Say why they are one person." in words(answer.text)
    chosen = [e for e in parsed(answer.text).iter() if e.get("type") == "radio" and e.get("checked") is not None]
    assert [e.get("value") for e in chosen] == [other]
    assert records() == [kept, other]


def test_who_decides_about_something_else_than_was_shown_is_told(browser, pair):
    kept, other = records()
    answer = browser.post_form(f"/people/duplicates/{pair}", "merge", kept=kept, reason="Seen.", one_version="1")
    assert answer.status_code == 409
    assert records() == [kept, other]
    assert "Seen." in answer.text


def test_a_choice_that_was_not_offered_is_refused(browser, pair):
    answer = browser.post_form(f"/people/duplicates/{pair}", "merge", kept="somebody-else", reason="Seen.")
    assert answer.status_code == 422
    assert len(set(records())) == 2


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("training_officer", {"state": "BGD"}),
        ("focal_point", {"state": "NPL"}),
        ("certifying_authority", {"state": "BGD"}),
        ("training_officer", {"mission": "MINUSCA"}),
        ("reviewer_military", {}),
    ],
)
def test_nobody_else_decides(client, pair, role, where):
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, **where).email)
    for url in (f"/people/duplicates/{pair}", *(() if where.get("state") == "NPL" else ("/people/duplicates",))):
        assert client.get(url).status_code == 404
    if where.get("state") == "NPL":
        assert "Karim" not in client.get("/people/duplicates").text


def test_the_list_costs_the_same_for_few_and_for_many(browser, pair, statements):
    with statements() as few:
        browser.get("/people/duplicates")
    for number in range(5):
        make.person(make.state(), f"Q-{number}7", f"Rokeya Dewan{number}x")
        make.person(make.state(), f"Q {number}7", f"Dewan{number}x Rokeya")
    with statements() as many:
        page = browser.get("/people/duplicates")
    assert page.text.count("side by side") > 5
    assert len(few) == len(many)


# --- A roll -----------------------------------------------------------------------------------------------------------

ROLL = (
    "Service number,Name,Sex,Date of birth\nBA417,Karim Abdul,M,1990-05-03\nBA-9,Shirin Ahmed,F,1991-01-01\n"
    "BA 9,Ahmed Shirin,F,1991-01-01\n"
)


def sent(browser: CheckedClient, rotation_id: str) -> str:
    """A roll that is looked at: the page's address."""
    import io

    file = (io.BytesIO(ROLL.encode()), "roll.csv")
    answer = browser.post_form(f"/rotations/{rotation_id}/roll/upload", file=file)
    assert answer.status_code == 302, words(answer.text)
    return str(answer.location)


def test_a_roll_warns_line_by_line_before_it_is_recorded_and_its_receipt_leads_to_the_pairs(client, session):
    state = make.state()
    make.person(state, "BA-0417", "Abdul Karim", born_on=BORN, sex="male")
    rotation = make.rotation(state)
    client.sign_in(make.account("focal_point", state="BGD").email)
    url = sent(client, rotation.public_id)
    shown = words(client.get(url).text)
    assert "Lines that may be people you know already" in shown
    assert "Row 3 of this file" in shown
    assert "Good rows 3" in shown
    answer = client.post_form(url, "record")
    receipt = client.get(answer.location)
    assert "2 of the 3 may be people whom you know already." in words(receipt.text)
    listed = client.get(next(e.get("href") for e in parsed(receipt.text).iter() if "found_by" in (e.get("href") or "")))
    assert "Karim Abdul" in words(listed.text)
    assert "Ahmed Shirin" in words(listed.text)


def test_a_training_officer_is_told_who_decides(client, session):
    state = make.state()
    make.person(state, "BA-0417", "Abdul Karim", born_on=BORN, sex="male")
    rotation = make.rotation(state)
    client.sign_in(make.account("training_officer", state="BGD").email)
    answer = client.post_form(sent(client, rotation.public_id), "record")
    assert "focal point decides" in words(client.get(answer.location).text)


def test_the_roll_of_the_story_is_recorded_as_before(session):
    """E2: the warning refuses nothing."""
    rotation = make.rotation(make.state())
    facts = forces.rotation(OPERATOR.scope("rotations.see"), rotation.public_id, as_of=make.NOW.date())
    officer = identity_of(make.account("training_officer", state="BGD").id)
    assert officer
    receipt = intake.record_roll(
        read_file(FILES[samples.ROLL]), facts, by=officer, now=make.NOW, today=make.NOW.date(), good_rows=False
    )
    assert receipt.recorded == 850
