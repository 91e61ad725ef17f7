"""Anybody who is shown a certificate can check it: at a gate, on a phone, without signing in (E3, R77, R79)."""

import re
from datetime import UTC, date, datetime

import pytest

from tests import make
from tests.certificates.roll import LETTERHEAD, NOW, officer, trained
from tests.conftest import opened, settings_for
from trainingapp.certificates import actions, files, queries, reports
from trainingapp.certificates.numbers import number
from trainingapp.completions import actions as completions
from trainingapp.kit.db import db

REVOKED = datetime(2017, 12, 10, 9, tzinfo=UTC)
OFFICER = officer()


@pytest.fixture
def held(session):
    """A certificate of somebody with a name in two scripts."""
    of = trained(1, names=("José Núñez-Ávila",), original_name="خوسيه نونييث", born_on=date(1990, 2, 3))
    actions.issue(of.facts, "CPTM", letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    session.commit()
    return queries.certificates(OFFICER.scope("certificates.see"), as_of=NOW.date()).rows[0]


def said_by(page) -> str:
    return re.search(r'<h2 id="verdict">([^<]+)<', page.text)[1]


def test_the_code_on_the_paper_leads_to_every_printed_fact_and_the_status_e3(client, held):
    page = client.get(f"/c/{held.public_id}")
    assert page.status_code == 200
    assert said_by(page) == "Valid"
    face = held.face
    for text in (face.number, face.holder_name, face.holder_name_original, "Soldier", "Bangladesh", face.title):
        assert text in page.text
    for text in ("CPTM, 2017", "19 hours, 24 lessons", "2017-09-25", "2019-09-25", "Human rights", "Gender"):
        assert text in page.text
    assert all(topic.name in page.text for topic in face.topics)


def test_the_check_shows_no_birth_date_no_service_number_and_no_e_mail_e3_r77(client, held):
    page = client.get(f"/c/{held.public_id}").text
    assert "1990" not in page
    assert "BANBAT-4-00000" not in page
    assert "@" not in page


def test_a_number_may_be_typed_in_lower_case_with_spaces_or_without_hyphens(client, held):
    for typed in (held.number, held.number.lower().replace("-", " "), held.number.replace("-", "")):
        page = client.post_form("/verify", number=f"  {typed} ")
        assert page.status_code == 200
        assert said_by(page) == "Valid"
        assert held.face.holder_name in page.text


def test_the_number_of_a_curriculum_with_a_hyphen_is_found_however_it_is_typed(client, session):
    of = trained(1, curriculum="CP-MIL", label="2014", completed_on=date(2017, 6, 1))
    actions.issue(of.facts, "CP-MIL", letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    session.commit()
    (held,) = queries.certificates(OFFICER.scope("certificates.see"), as_of=NOW.date()).rows
    assert "-CP-MIL-" in held.number
    for typed in (held.number, held.number.replace("-", ""), held.number.replace("CP-MIL", "CPMIL")):
        assert said_by(client.post_form("/verify", number=typed)) == "Valid"
    standing = reports.check_link(held.public_id, date(2018, 6, 1)).standing
    assert standing.status == "valid"
    standing = reports.check_link(held.public_id, date(2019, 2, 1)).standing
    assert (standing.status, standing.on) == ("superseded", date(2019, 1, 1))


def test_a_mistyped_number_is_told_so_and_kept_in_its_field(client, held):
    wrong = held.number[:-1] + ("A" if held.number[-1] != "A" else "B")
    page = client.post_form("/verify", number=wrong)
    assert said_by(page) == "Unknown"
    assert "does not fit the others" in page.text
    assert f'value="{wrong}"' in page.text


def test_a_well_formed_number_that_was_never_issued_is_unknown(client, held):
    page = client.post_form("/verify", number=number("UNPKT", "BGD", "CPTM", 2017, 999))
    assert said_by(page) == "Unknown"
    assert "was ever issued here" in page.text


def test_nothing_typed_is_asked_for_again(client, session):
    page = client.post_form("/verify", number="")
    assert page.status_code == 422
    assert "Write the number" in page.text


def test_an_unknown_link_is_answered_in_the_same_words_as_an_unknown_number(client, session):
    page = client.get("/c/" + "x" * 22)
    assert page.status_code == 404
    assert said_by(page) == "Unknown"
    assert "was ever issued here" in page.text


def test_a_revoked_certificate_says_so_with_day_and_reason_and_never_unknown_e3(client, held):
    actions.revoke([held.public_id], reason="False attendance <b>", by=OFFICER, now=REVOKED)
    page = client.get(f"/c/{held.public_id}")
    assert said_by(page) == "Revoked"
    assert "10 Dec 2017" in page.text
    assert "False attendance &lt;b&gt;" in page.text


def test_a_certificate_whose_training_was_withdrawn_says_so_and_keeps_the_reason_inside(client, held):
    completions.withdraw(held.completion_public_id, reason="He was ill that day", by=OFFICER, now=REVOKED)
    page = client.get(f"/c/{held.public_id}")
    assert said_by(page) == "Withdrawn"
    assert "ill that day" not in page.text


def test_an_expired_certificate_says_through_which_day_it_counted(client, session):
    of = trained(1, completed_on=date(2015, 3, 1))
    actions.issue(of.facts, "CPTM", letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    session.commit()
    (held,) = queries.certificates(OFFICER.scope("certificates.see"), as_of=NOW.date()).rows
    page = client.get(f"/c/{held.public_id}")
    assert said_by(page) == "Expired"
    assert "1 Mar 2017" in page.text


def test_checks_are_kept_by_no_cache_and_found_by_no_search_engine(client, held):
    for answer in (client.get(f"/c/{held.public_id}"), client.get("/verify"), client.get("/c/" + "x" * 22)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert 'name="robots" content="noindex"' in answer.text


def test_known_and_unknown_cost_the_same_statement_to_find(client, held, statements):
    costs = []
    for url in (f"/c/{held.public_id}", "/c/" + "x" * 22):
        with statements() as sent:
            client.get(url)
        costs.append(len(sent))
    assert costs == [3, 2], "two to look, and one to note that somebody was shown"


@pytest.fixture
def hurried(database_url, tmp_path):
    """A browser at a register that lets an address check three times a minute."""
    with opened(settings_for(database_url, tmp_path, verify_per_minute=3), TESTING=True) as app:
        yield app.test_client()


def test_whoever_asks_too_often_must_wait(hurried):
    client = hurried
    answers = [client.get("/c/" + "x" * 22) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 61
    # Numbers are no way around: both doors are counted together. The form itself stays open.
    assert client.post_form("/verify", number="UNPKT").status_code == 429
    assert client.get("/verify").status_code == 200


def test_an_untouched_file_is_genuine_and_any_changed_byte_makes_it_altered(session, held):
    content = files.drawn(held.face)

    def check(some: bytes) -> reports.Checked:
        return reports.check_file(some, prefix="UNPKT", as_of=NOW.date())

    assert check(content).standing.status == "valid"
    for place in range(len(content) // 7, len(content), len(content) // 7):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert check(changed).standing.status in ("altered", "unknown"), place
    altered = check(content + b"\n")
    assert altered.standing.status == "altered"
    assert altered.held.number == held.number
    assert "Do not accept it" in str(altered.said)


def test_a_file_that_carries_another_certificates_number_is_altered(session):
    of = trained(2)
    actions.issue(of.facts, "CPTM", letterhead=LETTERHEAD, by=OFFICER, now=NOW)
    session.commit()
    one, other = queries.certificates(OFFICER.scope("certificates.see"), as_of=NOW.date()).rows

    title = rf"/Title (Certificate {other.number})".encode()
    content = re.sub(rb"/Title \((?:[^\\)]|\\.)*\)", lambda _: title, files.drawn(one.face), flags=re.DOTALL)
    assert title in content
    checked = reports.check_file(content, prefix="UNPKT", as_of=NOW.date())
    assert checked.standing.status == "altered"
    assert checked.held.number == other.number


def test_files_that_are_none_of_ours_are_told_apart(session):
    for content, said in ((b"PK\x03\x04", "no PDF"), (b"%PDF-1.4\nnothing", "no number"), (b"", "no PDF")):
        checked = reports.check_file(content, prefix="UNPKT", as_of=NOW.date())
        assert checked.standing.status == "unknown"
        assert said in str(checked.said)


def test_a_face_changed_behind_the_registers_back_is_found_by_the_deep_check(session, held):
    connection = db.session.connection()
    assert list(reports.faces_are_right(connection)) == []
    name = "keep_certificate_update"
    on = "" if connection.dialect.name == "sqlite" else " ON certificate"
    connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    connection.exec_driver_sql("UPDATE certificate SET face = replace(face, 'José', 'Juan')")
    (wrong,) = reports.faces_are_right(connection)
    assert (wrong.table, wrong.id, wrong.column) == ("certificate", held.public_id, "face")


def test_a_stranger_needs_no_account_and_an_officer_of_another_state_may_check_too(client, held):
    make.state("NPL", "Nepal", "NP")
    make.account("training_officer", state="NPL")
    client.sign_in("training_officer.npl@example.org")
    assert said_by(client.get(f"/c/{held.public_id}")) == "Valid"
    assert client.get(f"/certificates/{held.public_id}").status_code == 404
