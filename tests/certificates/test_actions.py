"""Issuing and revoking (E3): a number once, a face for ever, and every end with its reason."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests import make
from tests.certificates.roll import ANALYST, AUTHORITY, LETTERHEAD, NOW, officer, trained
from trainingapp.certificates import actions, files, queries, reports
from trainingapp.certificates.face import Face
from trainingapp.certificates.models import Certificate, CertificateCounter, CertificateRevocation
from trainingapp.certificates.numbers import parse
from trainingapp.completions import actions as completions
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused

REVOKED = datetime(2017, 12, 10, 9, tzinfo=UTC)
OFFICER = officer()


def issue(of, by=OFFICER, now=NOW, curriculum="CPTM", letterhead=LETTERHEAD):
    return actions.issue(of.facts, curriculum, letterhead=letterhead, by=by, now=now)


def held(public_id=None):
    found = queries.certificates(OFFICER.scope("certificates.see"), as_of=NOW.date()).rows
    return [one for one in found if public_id in (None, one.public_id)]


def entries(act):
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.act == act)))


def test_everybody_who_passed_is_issued_one_certificate_in_one_entry_e3(session):
    of = trained(4, results=("pass", "fail", "pass", "attended"))
    assert issue(of) == actions.Issued(2, 0)
    numbers = [one.number for one in held()]
    assert [n[:-1] for n in reversed(numbers)] == ["UNPKT-BGD-CPTM-2017-000001", "UNPKT-BGD-CPTM-2017-000002"]
    assert all(parse(number) for number in numbers)
    (entry,) = entries("certificates.issue")
    assert (entry.object_kind, entry.object_id, entry.state_code) == ("rotation", of.rotation.public_id, "BGD")
    assert json.loads(entry.details) == {"curriculum": "CPTM", "issued": 2, "already": 0}
    assert json.loads(entry.commitments)["certificate"][0] == 2


def test_issuing_again_changes_nothing_and_says_so(session):
    of = trained(3)
    issue(of)
    before = [one.number for one in held()]
    assert issue(of) == actions.Issued(0, 3)
    assert [one.number for one in held()] == before
    assert len(entries("certificates.issue")) == 1


def test_the_face_says_everything_that_is_printed_and_nothing_else_e3_r09(session):
    of = trained(1, names=("José Núñez",), original_name="خوسيه", born_on=date(1990, 1, 1))
    issue(of)
    (one,) = held()
    face = one.face
    assert (face.holder_name, face.holder_name_original, face.rank) == ("José Núñez", "خوسيه", "Soldier")
    assert (face.curriculum_code, face.version_label, face.minutes, face.lessons) == ("CPTM", "2017", 1140, 24)
    assert face.covers_human_rights
    assert face.covers_gender
    assert len(face.topics) >= 8
    assert (face.issuer, face.state_name, face.issued_on) == ("Bangladesh", "Bangladesh", NOW.date())
    assert face.verify_url == f"https://training.example.org/c/{one.public_id}"
    text = face.to_json()
    assert "1990" not in text
    assert of.people[0].service_number not in text


def test_a_face_is_frozen_with_its_hash_and_draws_the_same_bytes_for_ever(session):
    issue(trained(1))
    (one,) = held()
    kept = db.session.scalars(select(Certificate)).one()
    assert Face.from_json(kept.face).sha256 == kept.face_sha256 == one.face_sha256
    assert files.drawn(one.face) == files.drawn(Face.from_json(kept.face))


def test_the_database_refuses_to_change_or_delete_a_certificate(session):
    issue(trained(1))
    for statement in ("UPDATE certificate SET number = 'x'", "DELETE FROM certificate"):
        with pytest.raises(Exception, match="kept for ever"), db.session.begin_nested():
            db.session.connection().exec_driver_sql(statement)


def test_a_name_that_no_font_covers_is_refused_with_the_character_and_the_others_are_issued(session):
    of = trained(3, names=("Rahman Karim", "Ptah 𓀀", "Nusrat Jahan"))
    outcome = issue(of)
    assert (outcome.issued, outcome.already) == (2, 0)
    (refusal,) = outcome.refused
    assert refusal.person_public_id == of.people[1].public_id
    assert "Ptah 𓀀: " in str(refusal.sentence)
    assert "U+13000" in str(refusal.sentence)
    assert {one.face.holder_name for one in held()} == {"Rahman Karim", "Nusrat Jahan"}
    # No number was spent on the one who could not be given one.
    assert db.session.scalars(select(CertificateCounter.last)).one() == 2


def test_without_a_rank_the_certificate_says_what_the_person_is_in_the_rotation(session):
    make.assignment(
        make.rotation(make.state("BGD"), "UNMO-1"), make.person(make.state("BGD")), category="staff_officer"
    )
    person = db.session.scalars(select(make.Person)).one()
    completion = make.completion(person, make.version())
    actions.issue_one(completion.public_id, letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    assert held()[0].face.rank == "Staff officer"


def test_only_the_latest_standing_completion_of_whoever_is_on_the_roll_counts(session):
    of = trained(2)
    newer = make.completion(of.people[0], make.version(), date(2017, 10, 20))
    completions.withdraw(of.completions[1].public_id, reason="Another person", by=OFFICER, now=NOW)
    assert issue(of) == actions.Issued(1, 0)
    assert held()[0].completion_public_id == newer.public_id


def test_numbers_count_up_per_state_curriculum_and_year_without_holes(session):
    issue(trained(2))
    issue(trained(2, code="BANBAT-5"))
    issue(trained(1, code="BANBAT-6"), now=datetime(2018, 1, 2, tzinfo=UTC))
    other = trained(1, state="NPL", code="NEPBAT-1")
    actions.issue(other.facts, "CPTM", letterhead=LETTERHEAD, by=officer("NPL"), now=NOW)
    numbers = sorted(db.session.scalars(select(Certificate.number)))
    assert [n[:-1] for n in numbers] == [
        "UNPKT-BGD-CPTM-2017-000001",
        "UNPKT-BGD-CPTM-2017-000002",
        "UNPKT-BGD-CPTM-2017-000003",
        "UNPKT-BGD-CPTM-2017-000004",
        "UNPKT-BGD-CPTM-2018-000001",
        "UNPKT-NPL-CPTM-2017-000001",
    ]


def test_the_officer_of_another_state_issues_and_revokes_nothing(session):
    of = trained(1)
    with pytest.raises(Absent):
        issue(of, by=officer("NPL"))
    with pytest.raises(Absent):
        issue(of, by=ANALYST)
    with pytest.raises(Absent):
        actions.issue_one(of.completions[0].public_id, letterhead=LETTERHEAD, by=officer("NPL"), now=NOW)
    issue(of)
    for stranger in (officer("NPL"), ANALYST):
        with pytest.raises(Absent):
            actions.revoke([held()[0].public_id], reason="Why", by=stranger, now=REVOKED)
    assert db.session.scalar(select(func.count(CertificateRevocation.id))) == 0


def test_a_language_without_texts_and_an_unknown_curriculum_are_refused_in_a_sentence(session):
    of = trained(1)
    with pytest.raises(Refused, match="“fr”"):
        issue(of, letterhead=replace(LETTERHEAD, language="fr"))
    with pytest.raises(Refused, match="no curriculum “NONE”"):
        issue(of, curriculum="NONE")


def test_a_race_for_the_same_certificate_ends_in_a_sentence(session):
    of = trained(1)
    found = queries.entitled(OFFICER.scope("certificates.issue"), of.rotation.id, "CPTM", as_of=NOW.date())
    ready, _ = reports.faces("BGD", found, LETTERHEAD, NOW.date())
    issue(of)
    with pytest.raises(actions.AlreadyIssued), db.session.begin_nested(), actions.journal.entry(
        act="certificates.issue", by="x", now=NOW, object_kind="rotation", object_id="x"
    ) as entry:  # fmt: skip
        actions._keep(entry, "BGD", ready, LETTERHEAD, OFFICER, NOW)


def test_fourteen_are_revoked_for_false_attendance_and_their_training_falls_e3(session):
    of = trained(20)
    issue(of)
    chosen = [one.public_id for one in held()][:14]
    reason = "False attendance, found by the centre"
    actions.revoke(chosen, reason=reason, by=OFFICER, now=REVOKED, also_withdraw_completion=True,
                   rotation_public_id=of.rotation.public_id)  # fmt: skip
    standings = [one.standing(REVOKED.date()) for one in held() if one.public_id in chosen]
    assert {(s.status, s.on, s.reason) for s in standings} == {("revoked", date(2017, 12, 10), reason)}
    (tally,) = queries.tallies(OFFICER.scope("certificates.see"), of.rotation.id, as_of=REVOKED.date())
    assert (tally.entitled, tally.holding, tally.missing) == (6, 6, 0)
    (entry,) = entries("certificates.revoke")
    assert {name: rows for name, (rows, _) in json.loads(entry.commitments).items()} == {
        "certificate_revocation": 14,
        "completion_withdrawal": 14,
    }
    assert reason not in entry.details


def test_a_revocation_needs_a_reason_and_happens_once(session):
    issue(trained(1))
    (one,) = held()
    for reason in ("", "  ", "x" * 401):
        with pytest.raises(actions.NoReason):
            actions.revoke([one.public_id], reason=reason, by=OFFICER, now=REVOKED)
    actions.revoke([one.public_id], reason="Wrong name", by=OFFICER, now=REVOKED)
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke([one.public_id], reason="Wrong name", by=OFFICER, now=REVOKED)


def test_one_unknown_among_those_chosen_revokes_none(session):
    issue(trained(1))
    with pytest.raises(Absent):
        actions.revoke([held()[0].public_id, "x" * 22], reason="Why", by=OFFICER, now=REVOKED)
    assert held()[0].facts.revoked_on is None


def test_who_may_revoke_but_not_correct_training_cannot_withdraw_it(session):
    issue(trained(1))
    (one,) = held()
    with pytest.raises(Absent):
        actions.revoke([one.public_id], reason="Why", by=AUTHORITY, now=REVOKED, also_withdraw_completion=True)
    actions.revoke([one.public_id], reason="Why", by=AUTHORITY, now=REVOKED)
    assert held()[0].withdrawn is None


def test_after_a_revocation_only_a_decision_of_its_own_gives_a_new_number(session):
    of = trained(1)
    issue(of)
    first = held()[0]
    with pytest.raises(actions.HasOne):
        actions.issue_one(of.completions[0].public_id, letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    actions.revoke([first.public_id], reason="Wrong name", by=OFFICER, now=REVOKED)
    assert issue(of) == actions.Issued(0, 1)
    second = actions.issue_one(of.completions[0].public_id, letterhead=LETTERHEAD, by=OFFICER, now=REVOKED)
    assert {one.number[-7:-1] for one in held()} == {"000001", "000002"}
    assert held(second)[0].standing(REVOKED.date()).status == "valid"
    assert held(first.public_id)[0].standing(REVOKED.date()).status == "revoked"


def test_issuing_costs_the_same_number_of_statements_for_few_and_for_many(session, statements):
    few, many = trained(2), trained(60, code="BANBAT-5")
    issue(trained(1, code="BANBAT-6"))
    seen = []
    for of in (few, many):
        facts = of.facts
        with statements() as sent:
            actions.issue(facts, "CPTM", letterhead=LETTERHEAD, by=OFFICER, now=NOW)
        seen.append(len(sent))
    assert seen[0] == seen[1]
    assert seen[0] <= 14


@pytest.mark.parametrize("status", ["valid", "expired", "superseded", "revoked", "withdrawn"])
def test_the_database_and_the_rules_agree_on_every_status(session, status):
    """The filter of the list is written in SQL; the rule decides."""
    version = make.version("OLD", "1", superseded_on=date(2017, 11, 1), transition_until=date(2017, 11, 20))
    bare = make.version("BARE", "1", superseded_on=date(2017, 11, 1))
    of = trained(3)
    people = of.people
    for n, last in enumerate((None, date(2017, 11, 10), date(2017, 11, 20))):
        make.completion(people[n], version, valid_through=last)
        make.completion(people[n], bare, valid_through=(None, date(2017, 10, 31), date(2017, 11, 5))[n])
    for code in ("CPTM", "OLD", "BARE"):
        issue(of, curriculum=code)
    everything = [one.public_id for one in held()]
    actions.revoke(everything[:1], reason="Why", by=OFFICER, now=REVOKED)
    completions.withdraw(held()[1].completion_public_id, reason="Why", by=OFFICER, now=NOW)
    scope = OFFICER.scope("certificates.see")
    days = (
        "2017-10-21 2017-10-31 2017-11-01 2017-11-10 2017-11-11 2017-11-20 2017-11-21 2017-12-09 2017-12-10 2020-01-01"
    )
    for day in map(date.fromisoformat, [*days.split(), "2020-01-01"]):
        shown = queries.certificates(scope, as_of=day, filters=queries.Filters(status=status)).rows
        expected = {one.public_id for one in held() if one.standing(day).status == status}
        assert {one.public_id for one in shown} == expected, day
