"""A name put right, a change with its day, and certificates issued anew: by their pages, as an officer does it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts import actions as accounts
from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import grants_held
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.models import Certificate
from trainingapp.certificates.rules import Letterhead
from trainingapp.journal.models import Reading
from trainingapp.kit.clock import today
from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonChange, PersonName, PersonNow

BORN = date(1990, 5, 3)
RIGHT = {"family_name": "KARIM", "given_names": "Abdul", "full_name": "", "reason": "The passport.", "evidence": "p. 3"}


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def value_of(html: str, name: str) -> str | None:
    return next(e.get("value") for e in parsed(html).iter() if e.get("name") == name)


@pytest.fixture
def karim(session) -> Person:
    return make.person(make.state(), "BA-0417", None, family_name="Karrim", given_names="Abdul", born_on=BORN)


@pytest.fixture
def officer(client: CheckedClient, karim: Person) -> CheckedClient:
    return client.sign_in(make.account("training_officer", state="BGD").email)


def now_of(person: Person) -> PersonNow:
    return db.session.scalars(select(PersonNow).where(PersonNow.person_id == person.id)).one()


def name_page(person: Person) -> str:
    return f"/people/{person.public_id}/name"


def change_page(person: Person, field: str) -> str:
    return f"/people/{person.public_id}/change/{field}"


# --- A name -----------------------------------------------------------------------------------------------------------


def test_a_name_is_put_right_as_it_was_typed_and_the_earlier_one_stays(officer, karim):
    answer = officer.post_form(name_page(karim), original_name="আব্দুল করিম", **RIGHT)
    assert answer.location == f"/people/{karim.public_id}"
    shown = words(officer.get(answer.location).text)
    assert "Abdul KARIM" in shown
    assert "আব্দুল করিম" in shown
    assert "Abdul Karrim" in shown
    assert "The earlier one stays in the history" in shown
    page = words(officer.get(name_page(karim)).text)
    for text in ("Abdul KARIM", "Abdul Karrim", "The passport.", "as first recorded"):
        assert text in page


def test_nothing_personal_stands_in_the_title_of_any_of_the_pages(officer, karim):
    for url in (name_page(karim), f"/people/{karim.public_id}/change", change_page(karim, "rank")):
        assert "Kar" not in officer.get(url).text.split("</title>")[0]


def test_a_name_without_a_reason_is_refused_and_nothing_typed_is_lost(officer, karim):
    answer = officer.post_form(name_page(karim), **RIGHT | {"reason": "  "})
    assert answer.status_code == 422
    assert "Write why the name is put right." in words(answer.text)
    assert value_of(answer.text, "family_name") == "KARIM"
    assert db.session.scalar(select(func.count()).select_from(PersonName)) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"family_name": "", "given_names": "Abdul"}, "Write the family name, or the full name"),
        ({"family_name": "12345"}, "holds no letter"),
        ({"family_name": "Karrim"}, "Nothing differs from what is recorded"),
        ({"family_name": "Kar\u202eim"}, "characters that cannot be seen"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_sentence(officer, karim, typed, said):
    answer = officer.post_form(name_page(karim), **RIGHT | {"evidence": ""} | typed)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert now_of(karim).family_name == "Karrim"


def test_a_part_put_right_while_the_whole_name_keeps_the_fault_is_pointed_out(officer, session):
    uwera = make.person(make.state(), "A-2", "Alise Uwera", family_name="Uwera", given_names="Alise")
    typed = {"full_name": "Alise Uwera", "family_name": "Uwera", "given_names": "Alice", "reason": "A slip."}
    answer = officer.post_form(name_page(uwera), **typed)
    assert answer.status_code == 422
    assert "it still has the old name" in words(answer.text)
    answer = officer.post_form(name_page(uwera), **typed | {"full_name": "Alice Uwera"})
    assert answer.status_code == 302
    assert now_of(uwera).full_name == "Alice Uwera"


def test_who_is_slower_sees_both_versions_and_keeps_what_they_typed(officer, karim, app):
    opened = officer.get(name_page(karim)).text
    officer.post_form(name_page(karim), **RIGHT)
    late = RIGHT | {"family_name": "Kareem", "reason": "The unit said so.", "original_name": ""}
    hidden = {name: value_of(opened, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    answer = officer.post(name_page(karim), data=hidden | late)
    assert answer.status_code == 409
    shown = words(answer.text)
    for text in ("Somebody else changed this person", "You typed", "Stands there now", "KARIM", "The passport."):
        assert text in shown
    assert value_of(answer.text, "family_name") == "Kareem"
    assert "The unit said so." in answer.text
    again = hidden | late | {"version": value_of(answer.text, "version"), "key": value_of(answer.text, "key")}
    assert officer.post(name_page(karim), data=again).status_code == 302
    assert now_of(karim).family_name == "Kareem"
    assert db.session.scalar(select(func.count()).select_from(PersonName)) == 2


def test_the_same_form_sent_twice_puts_the_name_right_once(officer, karim):
    page = officer.get(name_page(karim)).text
    sent = RIGHT | {name: value_of(page, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    sent |= {"original_name": ""}
    first, second = (officer.post(name_page(karim), data=sent) for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(PersonName)) == 1


def test_whoever_loses_the_role_between_two_clicks_changes_nothing(officer, karim):
    page = officer.get(name_page(karim)).text
    sent = RIGHT | {name: value_of(page, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    account = db.session.scalars(select(Account)).one()
    for grant in grants_held(account):
        accounts.end_role(account.public_id, grant.public_id, by=OPERATOR, now=make.NOW)
    db.session.commit()
    assert officer.post(name_page(karim), data=sent).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(PersonName)) == 0


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("training_officer", {"state": "NPL"}),
        ("certifying_authority", {"state": "BGD"}),
        ("training_officer", {"mission": "MINUSCA"}),
        ("reviewer_military", {}),
    ],
)
def test_the_wrong_person_finds_none_of_the_pages(client, karim, role, where):
    make.mission("MINUSCA")
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, **where).email)
    for url in (name_page(karim), f"/people/{karim.public_id}/change", change_page(karim, "rank")):
        assert client.get(url).status_code == 404, url


# --- Certificates under the earlier name ------------------------------------------------------------------------------


@pytest.fixture
def certified(karim) -> str:
    make.assignment(make.rotation(make.state()), karim, rank="Sergeant")
    completion = make.completion(karim, make.version())
    made = certificates.issue_one(
        completion.public_id, letterhead=Letterhead("UNPKT", "https://register.example"), by=OPERATOR, now=make.NOW
    )
    db.session.commit()
    return made


def test_after_a_correction_certificates_under_the_earlier_name_are_issued_anew_in_one_step(officer, karim, certified):
    answer = officer.post_form(name_page(karim), **RIGHT)
    assert answer.location == f"/people/{karim.public_id}/name/certificates"
    page = officer.get(answer.location)
    assert "Abdul Karrim" in words(page.text)
    assert officer.post_form(answer.location, chosen=[certified]).status_code == 302
    old, new = db.session.scalars(select(Certificate).order_by(Certificate.id))
    assert (old.public_id, new.replaces) == (certified, old.id)
    assert "Abdul KARIM" in new.face
    assert "Abdul Karrim" in old.face
    assert "No certificate stands under another name" in words(officer.get(answer.location).text)


def test_none_chosen_none_issued(officer, karim, certified):
    url = officer.post_form(name_page(karim), **RIGHT).location
    answer = officer.post_form(url)
    assert answer.status_code == 422
    assert "Tick the certificates" in words(answer.text)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_a_certificate_that_is_not_on_the_list_is_not_issued_anew(officer, karim, certified):
    page = officer.get(f"/people/{karim.public_id}/name/certificates")
    assert "No certificate stands under another name" in words(page.text)
    token = value_of(page.text, "csrf_token")
    sent = {"csrf_token": token, "key": "k" * 22, "chosen": certified}
    assert officer.post(f"/people/{karim.public_id}/name/certificates", data=sent).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1


# --- What became another from a day on --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("service_number", "BA-7001", "BA-7001"),
        ("rank", "Subedar", "Non-commissioned officer"),
        ("sex", "male", "male"),
        ("born_on", "1991-05-03", "3 May 1991"),
    ],
)
def test_a_change_is_recorded_with_its_day_and_reason(officer, karim, field, value, shown):
    answer = officer.post_form(change_page(karim, field), value=value, holds_from="2017-06-01", reason="Order 7.")
    assert answer.location == f"/people/{karim.public_id}/change"
    page = words(officer.get(answer.location).text)
    for text in (shown, "from 1 Jun 2017 on", "Order 7."):
        assert text in page
    assert db.session.scalars(select(PersonChange)).one().field == field


def test_a_word_of_two_forces_is_decided_by_the_roll_the_person_stands_on(officer, karim):
    sergeant = {"value": "Sergeant", "holds_from": "2017-06-01", "reason": "Order 7."}
    shown = words(officer.get(officer.post_form(change_page(karim, "rank"), **sergeant).location).text)
    assert "Band not certain" in shown
    make.assignment(make.rotation(make.state()), karim)
    assert "Non-commissioned officer" in words(officer.get(f"/people/{karim.public_id}/change").text)
    assert "Non-commissioned officer" in words(officer.get(f"/people/{karim.public_id}").text)


def test_a_rank_that_the_register_does_not_know_says_so(officer, karim):
    officer.post_form(change_page(karim, "rank"), value="Zugsführer", holds_from="2017-06-01", reason="Order 7.")
    page = words(officer.get(f"/people/{karim.public_id}/change").text)
    assert "Zugsführer" in page
    assert "Band not known" in page


def test_a_day_that_has_not_come_is_refused(officer, karim):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    answer = officer.post_form(change_page(karim, "rank"), value="Captain", holds_from=tomorrow, reason="Order 7.")
    assert answer.status_code == 422
    assert "has not come yet" in words(answer.text)
    assert value_of(answer.text, "value") == "Captain"
    assert value_of(answer.text, "holds_from") == tomorrow
    assert db.session.scalar(select(func.count()).select_from(PersonChange)) == 0


def test_a_change_without_a_reason_or_a_day_that_can_be_read_is_refused_all_at_once(officer, karim):
    answer = officer.post_form(change_page(karim, "sex"), value="male", holds_from="03/04/2017", reason="")
    assert answer.status_code == 422
    shown = words(answer.text)
    assert "Write why it changed." in shown
    assert "cannot be read as a date in one way only" in shown


def test_a_number_that_is_taken_names_whose_it_is(officer, karim):
    other = make.person(make.state(), "BA-7001", "Rahim Uddin")
    answer = officer.post_form(
        change_page(karim, "service_number"), value="BA-7001", holds_from="2017-06-01", reason="Order 7."
    )
    assert answer.status_code == 409
    assert "BA-7001 is the service number of Rahim Uddin now." in words(answer.text)
    assert f"/people/{other.public_id}" in answer.text
    assert value_of(answer.text, "value") == "BA-7001"
    assert now_of(karim).service_number == "BA-0417"


def test_the_same_number_of_another_state_is_no_obstacle(officer, karim):
    make.person(make.state("NPL", "Nepal", "NP"), "BA-7001", "Somebody Else")
    answer = officer.post_form(
        change_page(karim, "service_number"), value="BA-7001", holds_from="2017-06-01", reason="Order 7."
    )
    assert answer.status_code == 302


def test_a_change_of_who_changed_meanwhile_shows_both_versions(officer, karim):
    opened = officer.get(change_page(karim, "rank")).text
    officer.post_form(change_page(karim, "rank"), value="Corporal", holds_from="2017-06-01", reason="Order 7.")
    hidden = {name: value_of(opened, name) for name in ("csrf_token", "version")} | {"key": "k" * 22}
    sent = hidden | {"value": "Sergeant", "holds_from": "2017-06-01", "reason": "Order 8."}
    answer = officer.post(change_page(karim, "rank"), data=sent)
    assert answer.status_code == 409
    shown = words(answer.text)
    for text in ("You typed", "Sergeant", "Corporal", "Order 7."):
        assert text in shown
    assert "Order 8." in answer.text


def test_the_rank_that_no_change_gave_is_the_one_on_the_latest_roll(officer, karim):
    """R06: the page of changes and the record name one and the same rank."""
    url = f"/people/{karim.public_id}/change"
    assert "as on the latest roll" not in words(officer.get(url).text)
    make.assignment(make.rotation(make.state()), karim, rank="Sergeant")
    assert "Sergeant Non-commissioned officer as on the latest roll" in words(officer.get(url).text)
    answer = officer.post_form(f"{url}/rank", value="Captain", holds_from="2017-06-01", reason="Commissioned.")
    assert answer.status_code == 302, words(answer.text)
    shown = words(officer.get(url).text)
    assert "Captain" in shown
    assert "as on the latest roll" not in shown


def test_what_cannot_change_has_no_page(officer, karim):
    assert officer.get(change_page(karim, "state_code")).status_code == 404


def test_an_old_link_to_a_merged_record_leads_to_the_one_that_is_kept(client, karim):
    client.sign_in(make.account("focal_point", state="BGD").email)
    other = make.person(make.state(), "BA-9", "Abdul Karim")
    client.post_form(f"/people/{karim.public_id}/merge/{other.public_id}", kept=karim.public_id, reason="One man.")
    for end in ("", "/name", "/change", "/change/rank", "/merge", "/transfer", "/name/certificates"):
        answer = client.get(f"/people/{other.public_id}{end}")
        assert (answer.status_code, answer.location) == (302, f"/people/{karim.public_id}{end}"), end


def test_whoever_looks_is_noted_for_the_state(officer, karim):
    officer.get(name_page(karim))
    officer.get(change_page(karim, "rank"))
    noted = db.session.scalars(select(Reading).where(Reading.object_id == karim.public_id))
    assert {one.page for one in noted} == {"records.correct_name", "records.change_one"}


def test_the_record_offers_what_the_reader_may_do(officer, karim):
    page = officer.get(f"/people/{karim.public_id}").text
    assert name_page(karim) in page
    assert f"/people/{karim.public_id}/change" in page
    assert f"/people/{karim.public_id}/merge" not in page
