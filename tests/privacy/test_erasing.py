"""A person is erased: nothing of them is left, the journal still holds, the counts of the past stay (R71, trust 19)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text, update

from tests import make
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates import reports as checks
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import actions as completions
from trainingapp.journal.models import EmptiedRow, JournalEntry
from trainingapp.journal.reports import verify
from trainingapp.kit.db import Base, db, transaction
from trainingapp.kit.errors import Absent
from trainingapp.people.models import Person, PersonNow
from trainingapp.privacy import actions
from trainingapp.readiness import actions as readiness
from trainingapp.readiness.models import CoverageStep

NAME, NUMBER, BORN, OWN = "Zyxwvut Qponmlk", "ZQ-774219983-X", date(1984, 3, 19), "Зыксвут Кпонмлк"
#: Everything by which the person could be found again, in the cases in which it might be kept. Long enough that no seal
#: and no random name has it by chance.
TOKENS = ("zyxwvut", "qponmlk", "774219983", "1984-03-19", "зыксвут", "кпонмлк", "Зыксвут", "Кпонмлк")
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://register.example")
NOW = datetime(2018, 1, 5, 9, tzinfo=UTC)
SECRET = "test"


def authority(state: str = "BGD") -> Identity:
    account = make.account("certifying_authority", f"authority.{state}@example.org".lower(), state=state)
    found = identity_of(account.id)
    assert found
    return found


@pytest.fixture
def zyx(session) -> Person:
    """A soldier with a roll, a result, a certificate, a withdrawn result; beside somebody who stays."""
    of = make.state()
    rotation = make.rotation(of)
    person = make.person(of, NUMBER, NAME, born_on=BORN, original_name=OWN, sex="male")
    other = make.person(of, "A2", "Alice Uwera")
    for one in (person, other):
        make.assignment(rotation, one, rank="Corporal", function=f"Driver {one.full_name}")
        completion = make.completion(one, make.version(), score=88, row=12)
        with transaction():
            certificates.issue_one(completion.public_id, letterhead=LETTERHEAD, by=OPERATOR, now=make.NOW)
    wrong = make.completion(person, make.version(), date(2017, 6, 1), result="fail", valid_through=None)
    with transaction():
        completions.withdraw(wrong.public_id, reason=f"{NAME} was ill", by=OPERATOR, now=make.NOW)
    readiness.refresh(now=make.NOW)
    db.session.commit()
    return person


def erase(person: int, **more) -> actions.Erased:
    with transaction():
        return actions.erase(person, **({"reason": "asked", "by": OPERATOR, "now": NOW, "secret": SECRET} | more))


def everything() -> Iterator[tuple[str, str, str]]:
    """Every value of every row of every table as text: (table, column, text)."""
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for name, value in row.items():
                if isinstance(value, bytes):
                    value = value.decode(errors="replace")
                if value is not None:
                    yield table.name, name, str(value)


def traces() -> list[tuple[str, str, str]]:
    return [one for one in everything() if any(token.lower() in one[2].lower() for token in TOKENS)]


def holds() -> None:
    verdict = verify(db.session.connection(), deep=True)
    assert verdict.ok, verdict.first_bad


def test_nothing_of_the_person_is_left_in_any_table_and_the_journal_still_holds(zyx):
    assert len(traces()) > 5
    erased = erase(zyx.id)
    assert erased.emptied["person"] == 1
    assert erased.emptied["assignment"] == 1
    assert erased.emptied["completion"] == 2
    assert erased.emptied["completion_withdrawal"] == 1
    assert erased.emptied["certificate"] == 1
    assert not traces()
    holds()


def test_what_is_left_of_a_seal_can_be_tried_against_no_guess(zyx):
    """Four bytes per column would tell a six-digit number from all others to whoever tries them."""
    erase(zyx.id)
    seal, salt = db.session.execute(select(Person.seal, Person.salt).where(Person.id == zyx.id)).one()
    assert (len(seal), salt) == (32, b"")
    assert db.session.scalar(select(func.count()).select_from(EmptiedRow)) == len(
        db.session.scalars(select(EmptiedRow.rest_salt).distinct()).all()
    )


def test_the_entry_says_who_and_why_and_names_nobody(zyx):
    erased = erase(zyx.id)
    entry = db.session.get(JournalEntry, erased.entry)
    assert entry
    assert (entry.act, entry.object_kind, entry.object_id) == ("person.erase", "person", zyx.public_id)
    said = json.loads(entry.details)
    assert said["reason"] == "asked"
    assert said["rows"] == sum(erased.emptied.values())
    assert said["persons"] == [zyx.public_id]


def test_counts_of_the_past_stay_as_they_were(zyx):
    def steps() -> list[tuple]:
        columns = [column for column in CoverageStep.__table__.columns if column.name != "id"]
        return sorted(map(tuple, db.session.execute(select(*columns))), key=str)

    before = steps()
    erase(zyx.id)
    with transaction():
        readiness.refresh(now=NOW)
    assert steps() == before
    with transaction():
        readiness.rebuild(now=NOW)
    assert steps() == before


def test_the_certificates_number_and_link_answer_withdrawn_and_show_nothing(zyx, client):
    scope = OPERATOR.scope("certificates.see")
    found = issued.certificates(scope, as_of=date(2018, 1, 5)).rows
    (held,) = [one for one in found if one.person_public_id == zyx.public_id]
    erase(zyx.id)
    checked = checks.check_link(held.public_id, date(2018, 1, 5))
    assert checked.standing.status == "withdrawn"
    assert checks.check_number(held.number, prefix="UNPKT", as_of=date(2018, 1, 5)).standing.status == "withdrawn"
    page = client.get(f"/c/{held.public_id}")
    assert page.status_code == 200
    assert "Withdrawn" in page.text
    assert held.number in page.text
    assert NAME not in page.text
    assert "Corporal" not in page.text
    withdrawn = issued.certificates(scope, as_of=date(2018, 1, 5), filters=issued.Filters(status="withdrawn"))
    assert [one.number for one in withdrawn.rows] == [held.number]


def test_nobody_is_issued_a_certificate_once_erased(zyx):
    erase(zyx.id)
    rotation = db.session.scalar(text("SELECT id FROM rotation"))
    entitled = issued.entitled(OPERATOR.scope("certificates.issue"), rotation, "CPTM", as_of=date(2018, 1, 5))
    assert [one.person.name for one in entitled] == ["Alice Uwera"]


def test_a_row_emptied_behind_the_registers_back_is_named(zyx):
    """The database lets exactly this change through, so it is the journal that must find it."""
    for statement in ('UPDATE completion SET score = NULL, "row" = NULL, salt = :none, seal = substr(seal, 1, 32)',):
        with db.session.begin_nested() as savepoint:
            db.session.execute(text(f"{statement} WHERE result = 'pass'"), {"none": b""})
            wrong = verify(db.session.connection()).first_bad
            assert wrong
            assert (wrong.table, wrong.column) == ("completion", "salt")
            assert "emptied" in str(wrong.reason)
            savepoint.rollback()
    holds()


@pytest.mark.parametrize(
    "change",
    [
        "result = 'fail', score = NULL, \"row\" = NULL, salt = :none, seal = substr(seal, 1, 32)",
        'score = NULL, "row" = NULL, salt = :none',
        'score = NULL, "row" = NULL, seal = substr(seal, 1, 32)',
        "score = NULL, salt = :none, seal = substr(seal, 1, 32)",
        'score = 99, "row" = NULL, salt = :none, seal = substr(seal, 1, 32)',
    ],
)
def test_the_database_lets_nothing_through_but_the_whole_erasing(zyx, change):
    with pytest.raises(Exception, match="kept for ever"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE completion SET {change} WHERE result = 'pass'"), {"none": b""})


def no_triggers() -> None:
    """Somebody with the database's own password: no trigger stands in the way."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def test_what_an_erasing_left_is_still_vouched_for(zyx):
    erase(zyx.id)
    no_triggers()
    for table, column, value in (
        ("completion", "result", "'attended'"),
        ("completion", "completed_on", "'2017-09-26'"),
        ("person", "full_name", "'Somebody Else'"),
        ("certificate", "number", "'UNPKT-X'"),
        ("assignment", "category", "'staff_officer'"),
        ("person", "seal", "salt"),
    ):
        with db.session.begin_nested() as savepoint:
            key = db.session.scalar(text(f"SELECT max(id) FROM {table} WHERE length(salt) = 0"))
            db.session.execute(text(f"UPDATE {table} SET {column} = {value} WHERE id = {key}"))
            wrong = verify(db.session.connection()).first_bad
            assert wrong, (table, column)
            assert (wrong.table, wrong.column) == (table, column)
            savepoint.rollback()
    holds()


def test_a_row_that_is_filled_again_is_named(zyx):
    row = dict(db.session.execute(select(Person.__table__).where(Person.id == zyx.id)).mappings().one())
    erase(zyx.id)
    no_triggers()
    db.session.execute(update(Person.__table__).where(Person.__table__.c.id == row["id"]).values(row))
    wrong = verify(db.session.connection()).first_bad
    assert wrong
    assert (wrong.table, wrong.id, wrong.column) == ("person", row["public_id"], "salt")
    assert "something in it again" in str(wrong.reason)


def test_whoever_takes_the_proof_of_an_erasing_away_is_found(zyx):
    erase(zyx.id)
    no_triggers()
    db.session.execute(text("DELETE FROM emptied_row WHERE table_name = 'person'"))
    assert verify(db.session.connection()).first_bad


def test_another_states_authority_finds_nobody_to_erase(zyx):
    with pytest.raises(Absent):
        erase(zyx.id, by=authority("NPL") if make.state("NPL", "Nepal", "NP") else OPERATOR)
    erase(zyx.id, by=authority())


def test_it_is_not_done_twice_and_not_to_somebody_who_has_changed(zyx):
    with pytest.raises(actions.ChangedMeanwhile):
        erase(zyx.id, version=1)
    erase(zyx.id, version=db.session.scalar(select(PersonNow.version).where(PersonNow.person_id == zyx.id)))
    with pytest.raises(actions.AlreadyErased):
        erase(zyx.id)


def test_a_colleague_who_edits_meanwhile_is_told_and_writes_nothing(zyx):
    from trainingapp.people import actions as people
    from trainingapp.people.actions.identity import Names

    version = db.session.scalar(select(PersonNow.version).where(PersonNow.person_id == zyx.id))
    erase(zyx.id)
    with pytest.raises((people.ChangedMeanwhile, Absent)), transaction():
        people.correct_name(
            zyx.public_id,
            Names("Qponmlk", "Zyxwvut", NAME, None),
            reason="typing error",
            evidence=None,
            version=version,
            by=OPERATOR,
            now=NOW,
        )
    assert not traces()
    holds()


def merged_with(zyx: Person) -> tuple[Person, str]:
    from trainingapp.people import actions as people

    twin = make.person(make.state(), "ZQ 774219983 X", NAME, born_on=BORN, sex="male")
    make.completion(twin, make.version("BFA", "1"))

    def version(person: Person) -> int:
        found = db.session.scalar(select(PersonNow.version).where(PersonNow.person_id == person.id))
        assert found
        return found

    with transaction():
        merge = people.merge(
            zyx.public_id,
            twin.public_id,
            reason=f"Both are {NAME}",
            kept_version=version(zyx),
            merged_version=version(twin),
            by=OPERATOR,
            now=make.NOW,
        )
    return twin, merge


def test_whoever_was_merged_is_erased_under_every_record_and_stays_so_when_they_are_parted(zyx):
    from trainingapp.people import actions as people

    twin, merge = merged_with(zyx)
    erased = erase(twin.id)
    assert set(erased.public_ids) == {zyx.public_id, twin.public_id}
    assert erased.emptied["person"] == 2
    assert not traces()
    holds()
    with transaction():
        people.undo_merge(merge, reason="They were two", by=OPERATOR, now=NOW)
    assert not traces()
    holds()


def test_a_batch_can_be_taken_back_after_somebody_in_it_was_erased(zyx):
    from tests.make import _keep
    from trainingapp.intake import actions as intake
    from trainingapp.rosters.models import Batch

    rotation = db.session.scalar(text("SELECT id FROM rotation"))
    version = make.version("BFA", "1")
    batch = _keep(
        Batch,
        state_code="BGD",
        rotation_id=rotation,
        kind="results",
        version_id=version.id,
        file_sha256="0" * 64,
        rows=1,
        recorded=1,
        unchanged=0,
        refused=0,
        recorded_by="tests",
        recorded_at=make.NOW,
    )
    make.completion(zyx, version, batch_id=batch.id, row=3)
    erase(zyx.id)
    with transaction():
        assert intake.undo(batch.public_id, reason="wrong file", by=OPERATOR, now=NOW) == 1
    assert not traces()
    holds()


def test_the_same_file_makes_a_new_person_who_has_nothing_of_the_erased_one(zyx):
    erase(zyx.id)
    again = make.person(make.state(), NUMBER, NAME)
    assert again.public_id != zyx.public_id
    holds()


def test_files_texts_and_letters_that_name_the_person_go_and_others_stay(zyx):
    from trainingapp.kit.words import say
    from trainingapp.letters import actions as letters
    from trainingapp.letters.models import Letter
    from trainingapp.rosters.actions import keep_upload
    from trainingapp.rosters.models import Upload

    rotation = db.session.scalar(text("SELECT id FROM rotation"))
    other = db.session.scalar(select(Person.id).where(Person.full_name == "Alice Uwera"))
    header = "Service number,Family name,Given names\n"

    def upload(name: str, content: str) -> None:
        more = {"kind": "roll", "state_code": "BGD", "rotation_id": rotation, "version_id": None}
        keep_upload(content.encode(), name=name, answers="{}", by="tests", now=make.NOW, **more)

    with transaction():
        upload("theirs.csv", f"{header}X1,Qponmlk,Zyxwvut\n")
        upload("number.csv", f"{header}{NUMBER},Other,Name\n")
        upload("others.csv", f"{header}A2,Uwera,Alice\n")
        for name in (NAME, "Alice Uwera"):
            letters.write(to="a@example.org", subject=say("Hello"), body=[say("Dear %(name)s", name=name)], now=NOW)
    with transaction():
        completion = make.completion(db.session.get(Person, other), make.version("BFA", "1"))
        completions.withdraw(completion.public_id, reason="It was ZYXWVUT  qponmlk, not her", by=OPERATOR, now=make.NOW)
    erased = erase(zyx.id)
    assert erased.removed["upload"] == 2
    assert erased.removed["letter"] == 1
    assert db.session.scalars(select(Upload.name)).all() == ["others.csv"]
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
    assert not traces()
    holds()
