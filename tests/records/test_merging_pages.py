"""Two records found by hand to be one person's: side by side, merged, and parted again, by their pages."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts import actions as accounts
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonMerge, PersonMergeUndo, PersonNow
from trainingapp.people.queries.recorded import are_distinct


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def value_of(html: str, name: str) -> str | None:
    return next(e.get("value") for e in parsed(html).iter() if e.get("name") == name)


@pytest.fixture
def karim(session) -> Person:
    """Abdul Karim with a roll and a completion."""
    person = make.person(make.state(), "BA-0417", "Abdul Karim", born_on=date(1990, 5, 3))
    make.assignment(make.rotation(make.state()), person, rank="Sergeant")
    make.completion(person, make.version())
    return person


@pytest.fixture
def other(karim) -> Person:
    """The same man under a number and a name that no machine finds."""
    person = make.person(make.state(), "XY-88", "Kareem Mia")
    make.completion(person, make.version("BFA"), date(2017, 3, 1))
    return person


@pytest.fixture
def focal(client: CheckedClient, other: Person) -> CheckedClient:
    return client.sign_in(make.account("focal_point", state="BGD").email)


def side_by_side(one: Person, other: Person) -> str:
    return f"/people/{one.public_id}/merge/{other.public_id}"


def rows_of() -> list[str]:
    return list(db.session.scalars(select(PersonNow.public_id).order_by(PersonNow.person_id)))


def merged(focal, karim, other) -> str:
    focal.post_form(side_by_side(karim, other), kept=karim.public_id, reason="The personal file.")
    return str(db.session.scalars(select(PersonMerge.public_id)).one())


@pytest.mark.parametrize("typed", ["XY-8", "kareem"])
def test_the_other_record_is_found_by_number_or_name_and_leads_to_both(focal, karim, other, typed):
    answer = focal.post_form(f"/people/{karim.public_id}/merge", text=typed)
    assert "Kareem Mia" in words(answer.text)
    assert side_by_side(karim, other) in answer.text


def test_the_search_never_finds_the_record_itself_nor_another_states_people(focal, karim):
    make.person(make.state("NPL", "Nepal", "NP"), "NP-1", "Abdul Karim")
    answer = focal.post_form(f"/people/{karim.public_id}/merge", text="Abdul")
    assert "Only the record that you came from fits." in words(answer.text)
    assert "NP-1" not in answer.text


def test_an_empty_search_says_what_to_type(focal, karim):
    answer = focal.post_form(f"/people/{karim.public_id}/merge", text=" ")
    assert answer.status_code == 422
    assert "Write part of a name" in words(answer.text)


def test_both_stand_side_by_side_with_what_each_has(focal, karim, other):
    shown = words(focal.get(side_by_side(karim, other)).text)
    for text in ("Abdul Karim", "Kareem Mia", "BA-0417", "XY-88", "BANBAT-4", "CPTM 2017", "BFA 2017", "different"):
        assert text in shown


def test_merged_every_fact_of_both_stands_under_the_one_that_is_kept(focal, karim, other):
    answer = focal.post_form(side_by_side(karim, other), kept=karim.public_id, reason="The personal file.")
    assert answer.location == f"/people/{karim.public_id}"
    shown = words(focal.get(answer.location).text)
    for text in ("CPTM 2017", "BFA 2017", "Found to be one person with another record", "The personal file."):
        assert text in shown
    assert rows_of() == [karim.public_id] * 2


def test_what_both_were_first_recorded_with_alike_is_said_once(focal, karim, other):
    merged(focal, karim, other)
    shown = words(focal.get(f"/people/{karim.public_id}/change").text)
    assert "As first recorded: BA-0417 , XY-88" in shown
    assert "As first recorded: female " in shown
    assert "female , female" not in shown


def test_the_record_that_was_come_upon_may_be_the_one_that_goes(focal, karim, other):
    answer = focal.post_form(side_by_side(karim, other), kept=other.public_id, reason="The personal file.")
    assert answer.location == f"/people/{other.public_id}"
    assert rows_of() == [other.public_id] * 2


def test_without_a_reason_nothing_is_merged(focal, karim, other):
    answer = focal.post_form(side_by_side(karim, other), kept=other.public_id, reason=" ")
    assert answer.status_code == 422
    assert "Say why they are one person." in words(answer.text)
    assert db.session.scalar(select(func.count()).select_from(PersonMerge)) == 0


def test_whoever_decides_about_something_else_than_was_shown_is_told(focal, karim, other):
    answer = focal.post_form(side_by_side(karim, other), kept=karim.public_id, reason="Seen.", other_version="1")
    assert answer.status_code == 409
    assert "Somebody else changed this person" in words(answer.text)
    assert "Seen." in answer.text
    assert len(set(rows_of())) == 2


def test_a_third_record_cannot_be_named_as_the_one_that_is_kept(focal, karim, other):
    third = make.person(make.state(), "Z-1", "Third Man")
    answer = focal.post_form(side_by_side(karim, other), kept=third.public_id, reason="Seen.")
    assert answer.status_code == 422
    assert len(set(rows_of())) == 3


def test_the_same_form_sent_twice_merges_once(focal, karim, other):
    page = focal.get(side_by_side(karim, other)).text
    names = ("csrf_token", "one_version", "other_version")
    sent = {name: value_of(page, name) for name in names} | {"key": "k" * 22}
    sent |= {"kept": karim.public_id, "reason": "The personal file."}
    first, second = (focal.post(side_by_side(karim, other), data=sent) for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location == f"/people/{karim.public_id}"
    assert db.session.scalar(select(func.count()).select_from(PersonMerge)) == 1


def test_two_records_that_are_one_already_lead_to_it(focal, karim, other):
    merged(focal, karim, other)
    answer = focal.get(side_by_side(karim, other))
    assert (answer.status_code, answer.location) == (302, f"/people/{karim.public_id}")


def test_people_of_two_states_are_not_merged_and_it_is_explained(focal, karim):
    far = make.person(make.state("NPL", "Nepal", "NP"), "NP-1", "Abdul Karim")
    assert focal.get(side_by_side(karim, far)).status_code == 404
    account = db.session.scalars(select(Account).where(Account.email == "focal_point.bgd@example.org")).one()
    accounts.give_role(account.public_id, "focal_point", kind="state", code="NPL", by=OPERATOR, now=make.NOW)
    db.session.commit()
    page = focal.get(side_by_side(karim, far))
    assert page.status_code == 200
    shown = words(page.text)
    assert "makes no one person of them" in shown
    assert f"/people/{far.public_id}/transfer" in page.text
    sent = {"csrf_token": value_of(page.text, "csrf_token"), "key": "k" * 22, "kept": karim.public_id, "reason": "One."}
    answer = focal.post(side_by_side(karim, far), data=sent)
    assert answer.status_code == 422
    assert "makes no one person of them" in words(answer.text)
    assert db.session.scalar(select(func.count()).select_from(PersonMerge)) == 0


def test_a_merge_is_undone_from_the_history_with_a_reason(focal, karim, other):
    undo = f"/people/merges/{merged(focal, karim, other)}/undo"
    assert undo in focal.get(f"/people/{karim.public_id}").text
    page = words(focal.get(undo).text)
    for text in ("Kareem Mia", "XY-88", "The personal file."):
        assert text in page
    answer = focal.post_form(undo, reason="Two men after all.")
    assert answer.location == f"/people/{karim.public_id}"
    assert rows_of() == [karim.public_id, other.public_id]
    shown = focal.get(answer.location).text
    assert "Two men after all." in words(shown)
    assert undo not in shown
    assert "BFA 2017" in words(focal.get(f"/people/{other.public_id}").text)


@pytest.mark.parametrize("ticked", [True, False])
def test_an_undo_says_whether_they_are_two_or_somebody_must_still_decide(focal, karim, other, ticked):
    undo = f"/people/merges/{merged(focal, karim, other)}/undo"
    sent = {"csrf_token": value_of(focal.get(undo).text, "csrf_token"), "key": "k" * 22, "reason": "The wrong one."}
    answer = focal.post(undo, data=sent | ({"two_persons": "y"} if ticked else {}))
    assert answer.status_code == 302
    assert are_distinct(karim.id, other.id) is ticked


def test_an_undo_without_a_reason_is_refused(focal, karim, other):
    undo = f"/people/merges/{merged(focal, karim, other)}/undo"
    answer = focal.post_form(undo, reason="  ")
    assert answer.status_code == 422
    assert "Write why the merge is undone." in words(answer.text)
    assert rows_of() == [karim.public_id] * 2


def test_a_merge_is_undone_once(focal, karim, other):
    undo = f"/people/merges/{merged(focal, karim, other)}/undo"
    page = focal.get(undo).text
    sent = {"csrf_token": value_of(page, "csrf_token"), "reason": "Two men."}
    assert [focal.post(undo, data=sent | {"key": "k" * 22}).status_code for _time in range(2)] == [302, 302]
    late = focal.post(undo, data=sent | {"key": "m" * 22})
    assert late.status_code == 409
    assert "has been undone already" in words(late.text)
    assert "This merge was undone" in words(focal.get(undo).text)
    assert db.session.scalar(select(func.count()).select_from(PersonMergeUndo)) == 1


def test_a_number_given_away_since_keeps_the_merge_and_says_what_to_do(focal, karim, other):
    undo = f"/people/merges/{merged(focal, karim, other)}/undo"
    make.person(make.state(), "XY-88", "Somebody New")
    answer = focal.post_form(undo, reason="Two men.")
    assert answer.status_code == 422
    assert "was given to another person" in words(answer.text)
    assert "Two men." in answer.text


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("training_officer", {"state": "BGD"}),
        ("focal_point", {"state": "NPL"}),
        ("certifying_authority", {"state": "BGD"}),
        ("reviewer_military", {}),
    ],
)
def test_the_wrong_person_finds_none_of_the_pages(focal, karim, other, role, where):
    merge_id = merged(focal, karim, other)
    make.state("NPL", "Nepal", "NP")
    focal.post_form("/accounts/me", "sign-out")
    focal.sign_in(make.account(role, "wrong@example.org", **where).email)
    for url in (
        f"/people/{karim.public_id}/merge",
        side_by_side(karim, other),
        f"/people/merges/{merge_id}/undo",
    ):
        assert focal.get(url).status_code == 404, url
