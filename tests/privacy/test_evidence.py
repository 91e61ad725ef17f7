"""What was attached or is being typed when somebody is erased: it goes, unless somebody else's result rests on it
(R71, trust 19)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import make
from tests.intake.typed import NOW, TODAY, identity, people_of, record, start
from tests.kit.attached import PDF
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.actions import evidence
from trainingapp.intake.reports.evidence import FOLDER
from trainingapp.intake.work import remove_orphans
from trainingapp.journal.reports import verify
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db, transaction
from trainingapp.people.models import Person
from trainingapp.privacy import actions, queries, reports, work
from trainingapp.readiness import actions as readiness
from trainingapp.rosters.grid import Cells
from trainingapp.rosters.models.by_hand import EvidenceFile, HandDraft
from trainingapp.rosters.queries import by_hand, drafts

GOOD = Cells("pass", "85")


@pytest.fixture
def folder(session, app) -> Iterator[Path]:
    """Where evidence lies, empty: the files of tests whose rows were rolled back would be orphans here."""
    place = app.config["SETTINGS"].data_dir / FOLDER
    _empty(place)
    yield place
    _empty(place)


def _empty(place: Path) -> None:
    for file in place.glob("*"):
        file.unlink()


@pytest.fixture
def rotation(session) -> RotationFacts:
    made = make.rotation(make.state())
    make.version("CPTM", "2017")
    return forces.rotation(OPERATOR.scope("rotations.see"), made.public_id, as_of=TODAY)


@pytest.fixture
def officer(rotation) -> Identity:
    return identity(make.account("training_officer", "officer@example.org", state="BGD"))


@pytest.fixture
def soldiers(rotation) -> list[str]:
    return people_of(rotation)


def attached(draft, folder: Path, name: str = "attendance.pdf"):
    """The draft with a file attached."""
    with transaction():
        evidence.attach(draft, PDF, examined(PDF, name=name), folder=folder, most=5, now=NOW)
    return db.session.get(HandDraft, draft.id)


def again(draft, officer: Identity):
    return drafts.draft(officer.scope("rosters.record"), draft.public_id, by=officer.public_id)


def recorded(rotation, officer, folder, cells, name: str = "attendance.pdf") -> by_hand.EvidenceFacts:
    """Results by hand with one file of evidence; that file."""
    draft = start(rotation, cells, by=officer)
    attached(draft, folder, name)
    made = record(again(draft, officer), folder, by=officer)
    (found,) = by_hand.evidence_of([by_hand.hand_record(OPERATOR.scope("rosters.record"), made.record).id]).values()
    return found[0]


def now_of(file: by_hand.EvidenceFacts) -> by_hand.EvidenceFacts:
    db.session.expire_all()
    return by_hand.evidence(OPERATOR.scope("rosters.record"), file.public_id)[0]


def erase(public_id: str) -> actions.Erased:
    key = queries.key_of(public_id)
    assert key is not None
    with transaction():
        erased = actions.erase(key, reason="asked", by=OPERATOR, now=NOW, secret="test")
    work.finish(erased)
    return erased


def holds() -> None:
    verdict = verify(db.session.connection(), deep=True)
    assert verdict.ok, verdict.first_bad


def test_a_file_stays_while_somebody_elses_result_rests_on_it_and_goes_with_the_last(
    rotation, officer, soldiers, folder
):
    first, second, *_rest = soldiers
    file = recorded(rotation, officer, folder, {first: GOOD, second: GOOD})
    held = reports.held(queries.somebody(queries.key_of(first)), secret="test")
    assert [one.others for one in held.evidence] == [1]
    erase(first)
    assert (folder / file.stored).read_bytes() == PDF
    assert not now_of(file).erased
    assert remove_orphans(older_than=10**11) == 0
    holds()
    erase(second)
    assert not (folder / file.stored).exists()
    assert now_of(file).erased
    holds()


def test_a_file_of_one_person_goes_with_them(rotation, officer, soldiers, folder):
    mine = recorded(rotation, officer, folder, {soldiers[0]: GOOD})
    others = recorded(rotation, officer, folder, {soldiers[1]: GOOD})
    erase(soldiers[0])
    assert not (folder / mine.stored).exists()
    assert (folder / others.stored).exists()
    assert now_of(mine).name == "–"
    holds()


def test_a_shared_file_called_after_the_person_loses_its_name_and_not_its_bytes(rotation, officer, soldiers, folder):
    file = recorded(rotation, officer, folder, {soldiers[0]: GOOD, soldiers[1]: GOOD}, "Given1 Family1, BD-1.pdf")
    erase(soldiers[0])
    now = now_of(file)
    assert (now.name, now.erased) == ("–", False)
    assert (folder / file.stored).read_bytes() == PDF
    holds()


def test_a_file_left_by_an_erasing_that_was_cut_off_is_swept(rotation, officer, soldiers, folder):
    file = recorded(rotation, officer, folder, {soldiers[0]: GOOD})
    key = queries.key_of(soldiers[0])
    with transaction():
        actions.erase(key, reason="asked", by=OPERATOR, now=NOW, secret="test")
    assert (folder / file.stored).exists()
    assert remove_orphans(older_than=10**11) == 1
    assert not (folder / file.stored).exists()


def test_the_page_says_which_files_stay_and_why(rotation, officer, soldiers, folder, client):
    recorded(rotation, officer, folder, {soldiers[0]: GOOD, soldiers[1]: GOOD})
    make.account("certifying_authority", "authority@example.org", state="BGD")
    page = client.sign_in("authority@example.org").get(f"/people/{soldiers[0]}/erase").text
    assert "1 file of evidence, because results of others rest on it" in page


def test_what_is_being_typed_loses_the_person_and_keeps_the_others(rotation, officer, soldiers, folder):
    first, second, third, *_rest = soldiers
    cells = {first: GOOD, second: GOOD, third: Cells("pass", "see Given1 Family1")}
    draft = start(rotation, cells, by=officer)
    attached(draft, folder, "Given1 Family1.pdf")
    (file,) = again(draft, officer).files
    held = reports.held(queries.somebody(queries.key_of(first)), secret="test")
    assert [list(one.cells) for one in held.drafts] == [["pass", "85", ""]]
    erase(first)
    left = again(draft, officer)
    assert left.cells == {second: GOOD, third: Cells("pass", "")}
    assert left.files == ()
    assert not (folder / file.stored).exists()


def test_a_draft_about_the_person_alone_becomes_none_about_everybody(rotation, officer, soldiers, folder):
    draft = start(rotation, {soldiers[0]: GOOD}, by=officer)
    row = db.session.get(HandDraft, draft.id)
    row.chosen = f'["{soldiers[0]}"]'
    db.session.commit()
    attached(draft, folder)
    erase(soldiers[0])
    assert db.session.scalars(select(HandDraft.id)).all() == []
    assert not list(folder.glob("*"))
    assert db.session.scalars(select(EvidenceFile.id)).all() == []


def test_coverage_of_women_and_men_follows_an_erasing(session):
    """A sex that was put right later goes with the person; the one first recorded stays and is counted."""
    from datetime import date

    from trainingapp.people.actions import identity as who

    of = make.state()
    person = make.person(of, "A1", sex="male")
    make.assignment(make.rotation(of), person)
    make.completion(person, make.version())
    seen = queries.somebody(person.id)
    more = {"reason": "A slip", "version": seen.version, "by": OPERATOR, "now": NOW, "today": NOW.date()}
    with transaction():
        who.change(person.public_id, "sex", "female", holds_from=date(2017, 1, 1), **more)
    with transaction():
        readiness.refresh(now=NOW)
    erase(db.session.get(Person, person.id).public_id)
    with transaction():
        readiness.refresh(now=NOW)
    holds()
