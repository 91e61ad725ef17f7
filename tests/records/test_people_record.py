"""The record of one person: who, where, what is required and held, certificates, and everything ever recorded."""

import re
from datetime import date, timedelta

import pytest

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as completed
from trainingapp.forces import queries as forces
from trainingapp.forces.models import AssignmentEnd, Rotation
from trainingapp.people.models import Person
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.rules import Gap
from trainingapp.records import queries, reports
from trainingapp.records.reports import Tour
from trainingapp.records.rules import Stretch, along, place
from trainingapp.requirements import actions as requirements
from trainingapp.requirements.waiving import Asked

OFFICER = Identity("nasrin", "Nasrin", (Grant("training_officer", "state", frozenset({"BGD"})),))
EVERYTHING = Identity("r", "R", (Grant("reviewer_military", "all"),)).scope("people.see")
AS_OF = make.NOW.date()


@pytest.fixture
def banbat(session) -> Rotation:
    return make.rotation(make.state())


@pytest.fixture
def karim(banbat) -> Person:
    """Abdul Karim of BANBAT-4, a rifleman with two of the courses that are required of him."""
    person = make.person(
        make.state(),
        "BA-0417",
        None,
        given_names="Abdul",
        family_name="Karim",
        original_name="عبد الكريم",
        sex="male",
        born_on=date(1990, 2, 3),
    )
    make.assignment(banbat, person, rank="Sergeant", function="Rifleman")
    make.completion(person, make.version("CPTM"), date(2017, 9, 25), score=85.0)
    make.completion(person, make.version("BFA"), date(2017, 1, 10), valid_through=date(2018, 1, 10))
    return person


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def text_of(part: str) -> str:
    """The words of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", part).replace("\u202f", " ").replace("\xa0", " ").split())


def as_(client: CheckedClient, role: str = "training_officer", **more) -> CheckedClient:
    return client.sign_in(make.account(role, **(more or {"state": "BGD"})).email)


def tours(person: Person, as_of: date = AS_OF) -> list[Tour]:
    services = forces.service_of(EVERYTHING, person.id)
    history = completed.history_of(person.id)
    decisive, who = queries.decisive(person.id), {"person_id": person.id, "sex": person.sex}
    return list(reports.tours(services, decisive, history, **who, as_of=as_of))


# --- Who, where ------------------------------------------------------------------------------------------------------


def test_the_page_says_who_it_is_exactly_as_given(client, karim):
    page = as_(client).get(f"/people/{karim.public_id}")
    shown = words(page.text)
    for said in ("Abdul Karim", "عبد الكريم", "Bangladesh", "BA-0417", "male", "3 Feb 1990", "Sergeant", "Rifleman"):
        assert said in shown
    original = [e for e in parsed(page.text).iter() if (e.text or "").strip() == "عبد الكريم"]
    assert original
    assert {e.get("dir") for e in original} == {"auto"}


def test_a_day_of_birth_that_was_not_recorded_is_not_spoken_of(client, banbat):
    person = make.person(make.state(), "BA-1", "Shirin Ahmed", sex="unspecified")
    shown = words(as_(client).get(f"/people/{person.public_id}").text)
    assert "Born" not in shown
    assert "not specified" in shown
    assert "On no roll that you may see." in shown


def test_an_assignment_that_ended_or_never_was_says_so(client, banbat, karim):
    state = make.state()
    for code, kind, ended_on in (("BANBAT-2", "left", date(2016, 6, 30)), ("BANBAT-3", "in_error", None)):
        other = make.rotation(state, code, deploys_on=date(2016, 1, 1), ends_on=date(2016, 12, 31))
        line = make.assignment(other, karim)
        make._keep(
            AssignmentEnd,
            state_code="BGD",
            assignment_id=line.id,
            kind=kind,
            ended_on=ended_on,
            reason=f"{code} of somebody else",
        )
    shown = words(as_(client).get(f"/people/{karim.public_id}").text)
    assert "Last day of service 30 Jun 2016 : BANBAT-2 of somebody else" in shown
    assert "Recorded in error" in shown
    assert "Never counted: BANBAT-3 of somebody else" in shown


# --- Required and held -----------------------------------------------------------------------------------------------


def test_what_is_required_is_judged_exactly_as_readiness_judges_the_rotation(banbat, karim):
    """R02: the page of the person and the page of the rotation can never disagree."""
    for as_of in (date(2017, 1, 1), date(2017, 11, 14), AS_OF, date(2018, 1, 11), date(2019, 9, 25), date(2020, 1, 1)):
        (tour,) = tours(karim, as_of)
        judged = readiness.of_rotation(EVERYTHING, banbat.public_id, as_of=as_of, names=EVERYTHING)
        (theirs,) = judged.standing.persons
        assert {one.curriculum: one.now for one in tour.mandatory} == theirs.mandatory
        assert tour.judged_on == judged.standing.judged_on
        assert tour.is_ready == theirs.is_ready
        if judged.at_deployment:
            assert {one.curriculum: one.then for one in tour.mandatory} == judged.at_deployment.persons[0].mandatory


def test_the_page_says_what_is_held_through_when_and_what_is_missing_and_why(client, karim):
    shown = words(as_(client).get(f"/people/{karim.public_id}").text)
    assert "requirements missing" in shown
    assert "through 25 Sep 2019" in shown
    assert "through 10 Jan 2018" in shown
    assert "No completion is recorded." in shown


def test_the_day_asked_about_stands_in_the_address_and_decides(client, karim):
    """R19: held through its last day, and no longer on the next."""
    client = as_(client)
    on_the_last = client.get(f"/people/{karim.public_id}?as_of=2018-01-10").text
    assert "Expired" not in words(on_the_last)
    assert "Expired: it counted through 10 Jan 2018." in words(
        client.get(f"/people/{karim.public_id}?as_of=2018-01-11").text
    )
    assert "as_of=2018-01-10" in on_the_last, "the day travels on with the links"
    refused = client.get(f"/people/{karim.public_id}?as_of=03/04/2018")
    assert "“03/04/2018” cannot be read as a date in one way only" in words(refused.text)


def test_before_deployment_both_days_are_shown(client, karim):
    shown = words(as_(client).get(f"/people/{karim.public_id}?as_of=2017-09-01").text)
    assert "On 1 Sep 2017" in shown
    assert "At deployment, 15 Nov 2017" in shown
    assert "Completed later, on 25 Sep 2017." in shown


def test_the_record_says_what_closes_each_gap_and_tells_nothing_of_days_that_have_passed(client, karim):
    client = as_(client)
    (row,) = [one for one in client.get(f"/people/{karim.public_id}").text.split("<tr>") if "SEA-ELEARN" in one]
    assert "Train now: it then counts to the end of the tour." in row
    assert "Train now" not in client.get(f"/people/{karim.public_id}?as_of=2017-10-20").text


def waive(rotation: Rotation, curriculum: str, first: date, last: date) -> None:
    """Waive a curriculum for a whole rotation."""
    asked = Asked(
        curriculum=curriculum,
        first_day=first,
        last_day=last,
        authority="Office of Military Affairs",
        consent="MINUSCA cable 12",
        reason="The instructors are in the mission.",
    )
    found = forces.rotation(OPERATOR.scope("waivers.see"), rotation.public_id, as_of=first)
    by = Identity("r", "R", (Grant("reviewer_military", "all"),))
    requirements.grant_waiver(found, asked, by=by, now=make.NOW, today=first, most_days=180)
    make.db.session.commit()


def test_what_is_waived_is_missing_still_and_the_record_says_through_when(client, banbat, karim):
    waive(banbat, "SEA-ELEARN", AS_OF, date(2018, 3, 31))
    client = as_(client)
    page = client.get(f"/people/{karim.public_id}").text
    (row,) = [text_of(one) for one in page.split("<tr>") if "SEA-ELEARN" in one]
    assert "Missing waived through 31 Mar 2018 No completion is recorded." in row
    assert "Waived is not held. To hold it all the same: Train now: it then counts to the end of the tour." in row
    assert "1 of them waived for now" in words(page)
    after = client.get(f"/people/{karim.public_id}?as_of=2018-04-01").text
    assert "waived" not in words(after).lower()


def test_a_waiver_on_the_day_of_deployment_is_told_for_that_day(client, banbat, karim):
    waive(banbat, "SEA-ELEARN", date(2017, 11, 1), date(2018, 3, 31))
    page = as_(client).get(f"/people/{karim.public_id}?as_of=2017-10-20").text
    (row,) = [text_of(one) for one in page.split("<tr>") if "SEA-ELEARN" in one]
    assert row.count("Missing") == 2
    assert row.count("waived through 31 Mar 2018") == 1


def test_a_correction_and_a_withdrawal_change_what_is_held(karim):
    told = next(one for one in completed.history_of(karim.id) if one.curriculum_code == "CPTM")

    def cptm() -> object:
        return next(one.now for one in tours(karim)[0].mandatory if one.curriculum == "CPTM")

    assert not isinstance(cptm(), Gap)
    completions.withdraw(told.public_id, reason="False attendance", by=OFFICER, now=make.NOW)
    found = cptm()
    assert isinstance(found, Gap)
    assert found.reason == "withdrawn"


def test_a_decision_maker_is_asked_for_more(banbat):
    commander = make.person(make.state(), "BA-2", "Shirin Ahmed")
    make.assignment(banbat, commander, function_code=make.function().code)
    assert "CPOC-MIL" in [one.curriculum for one in tours(commander)[0].mandatory]
    rifleman = make.person(make.state(), "BA-3", "Rafiqul Islam")
    make.assignment(banbat, rifleman)
    assert "CPOC-MIL" not in [one.curriculum for one in tours(rifleman)[0].mandatory]


def test_after_the_last_tour_the_last_one_is_judged_on_its_last_day(karim):
    (tour,) = tours(karim, date(2019, 6, 1))
    assert tour.judged_on == date(2018, 11, 14)


def test_a_tour_is_drawn_by_shares_of_its_days():
    tour = (date(2017, 1, 1), date(2017, 4, 10))  # a hundred days
    assert along(tour, [(date(2016, 1, 1), date(2017, 1, 10)), (date(2017, 4, 1), date(2018, 1, 1))]) == (
        Stretch(0, 100),
        Stretch(900, 100),
    )
    assert along(tour, [(date(2016, 1, 1), date(2016, 12, 31)), (date(2017, 4, 11), date.max)]) == ()
    assert (place(tour, tour[0]), place(tour, tour[1])) == (5, 995)
    assert place(tour, tour[0] - timedelta(1)) is place(tour, tour[1] + timedelta(1)) is None


# --- Certificates ----------------------------------------------------------------------------------------------------


def issued(person: Person) -> str:
    told = next(one for one in completed.history_of(person.id) if one.curriculum_code == "CPTM")
    letterhead = Letterhead(prefix="UNPKT", base_url="https://example.org")
    certificates.issue_one(told.public_id, letterhead=letterhead, by=OFFICER, now=make.NOW)
    make.db.session.commit()
    return told.public_id


def test_certificates_are_listed_with_what_they_are_worth_on_the_day(client, karim):
    completion = issued(karim)
    client = as_(client)
    shown = words(client.get(f"/people/{karim.public_id}").text)
    assert "UNPKT-BGD-CPTM-2017-" in shown
    assert "issued on 31 Dec 2017 , valid through 25 Sep 2019" in shown
    assert "counted through 25 Sep 2019" in words(client.get(f"/people/{karim.public_id}?as_of=2019-09-26").text)
    completions.withdraw(completion, reason="False attendance", by=OFFICER, now=make.NOW)
    make.db.session.commit()
    assert "its completion was withdrawn on 31 Dec 2017" in words(client.get(f"/people/{karim.public_id}").text)


def test_who_may_not_see_certificates_is_not_told_whether_there_are_any(client, karim):
    issued(karim)
    shown = words(as_(client, mission="MINUSCA").get(f"/people/{karim.public_id}").text)
    assert "Abdul Karim" in shown
    assert "UNPKT" not in shown
    assert "certificate has been issued" not in shown


# --- History ---------------------------------------------------------------------------------------------------------


def test_everything_ever_recorded_stays_with_who_when_and_why(client, karim):
    client = as_(client)
    first, second = completed.history_of(karim.id)
    completions.withdraw(second.public_id, reason="Was on leave", by=OFFICER, now=make.NOW)
    make.db.session.commit()
    shown = words(client.get(f"/people/{karim.public_id}").text)
    for said in ("25 Sep 2017", "score 85 %", "valid through 25 Sep 2019", "Withdrawn 31 Dec 2017", "Was on leave"):
        assert said in shown
    for told in completed.history_of(karim.id):
        assert f"journal entry {told.entry_seq}" in shown
    assert f"/completions/{first.public_id}/correct" in client.get(f"/people/{karim.public_id}").text
    assert f"/completions/{second.public_id}/correct" not in client.get(f"/people/{karim.public_id}").text


def test_whoever_reads_the_journal_is_led_to_the_entry(client, karim):
    told = completed.history_of(karim.id)[0]
    link = f"/journal?before={told.entry_seq + 1}"
    url = f"/people/{karim.public_id}"
    assert link not in as_(client).get(url).text, "a training officer does not read the journal"
    client.post_form(url, action="/sign-out")
    assert link in as_(client, "focal_point", state="BGD").get(url).text


def test_who_may_not_correct_is_offered_nothing_of_the_kind(client, karim):
    page = as_(client, "certifying_authority", state="BGD").get(f"/people/{karim.public_id}")
    assert page.status_code == 200
    assert "/completions/" not in page.text


def test_without_any_training_the_page_says_how_results_come_in(client, banbat):
    person = make.person(make.state(), "BA-5", "Nobody Trained")
    make.assignment(banbat, person)
    assert "No training is recorded yet" in words(as_(client).get(f"/people/{person.public_id}").text)


# --- Who may see it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "more", "status"),
    [
        ("training_officer", {"state": "BGD"}, 200),
        ("focal_point", {"state": "BGD"}, 200),
        ("reviewer_police", {}, 200),
        ("training_officer", {"mission": "MINUSCA"}, 200),
        ("training_officer", {"mission": "UNMISS"}, 404),
        ("training_officer", {"state": "NPL"}, 404),
        ("analyst", {}, 404),
        ("administrator", {}, 404),
    ],
)
def test_a_record_is_open_to_whom_it_concerns_and_absent_for_all_others(client, karim, role, more, status):
    """R77: also by its address."""
    make.state("NPL", "Nepal", "NP")
    make.mission("UNMISS")
    client.sign_in(make.account(role, **more).email)
    assert client.get(f"/people/{karim.public_id}").status_code == status


def test_a_missions_cell_does_not_read_of_other_missions(client, karim):
    other = make.rotation(make.state(), "BANENG-9", mission_code=make.mission("UNMISS").code)
    make.assignment(other, karim)
    shown = words(as_(client, mission="MINUSCA").get(f"/people/{karim.public_id}").text)
    assert "BANBAT-4" in shown
    assert "BANENG-9" not in shown
    assert "Only rotations to your mission are shown." in shown


def test_an_institution_sees_the_person_and_not_the_gaps(client, karim):
    make.institution("BIPSOT", "BGD")
    shown = words(as_(client, institution_code="BIPSOT").get(f"/people/{karim.public_id}").text)
    assert "Abdul Karim" in shown
    assert "What is required and held" not in shown
    assert "requirement" not in shown


def test_the_roll_leads_to_the_record(client, banbat, karim):
    page = as_(client).get(f"/rotations/{banbat.public_id}/roll")
    assert f'href="/people/{karim.public_id}"' in page.text


def test_the_record_costs_the_same_for_a_long_and_a_short_life(client, karim, statements):
    client = as_(client)
    with statements() as few:
        client.get(f"/people/{karim.public_id}")
    state = make.state()
    for n in range(5):
        other = make.rotation(state, f"OLD-{n}", deploys_on=date(2010 + n, 1, 1), ends_on=date(2010 + n, 12, 31))
        make.assignment(other, karim)
        make.completion(karim, make.version("CPTM"), date(2017, 10, 1 + n))
    issued(karim)
    with statements() as many:
        client.get(f"/people/{karim.public_id}")
    assert len(few) == len(many)
