"""Papers of certifications when somebody is erased: the officer's own word goes with the officer (R71, trust 19)."""

import io
import zipfile

import pytest

from tests import make
from tests.attestations.conftest import bangladesh, people  # noqa: F401
from tests.attestations.made import AUTHORITY, FOCAL, NOW, TODAY, opened, ready, written
from tests.attestations.typed import PDF
from trainingapp.accounts.rules import OPERATOR
from trainingapp.attestations.actions import submitting, writing
from trainingapp.attestations.models import AttestationFile
from trainingapp.attestations.reports.papers import FOLDER, papers_are_right
from trainingapp.attestations.work import remove_orphans
from trainingapp.journal.reports import verify
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db, transaction
from trainingapp.privacy import actions, api, queries, reports, work


@pytest.fixture
def group(bangladesh):  # noqa: F811
    return ready(bangladesh)


@pytest.fixture
def folder(session, app):
    place = app.config["SETTINGS"].data_dir / FOLDER
    place.mkdir(exist_ok=True, parents=True)
    # What other tests attached lies in the same folder of this run; the rows it belonged to are gone.
    for file in place.glob("*"):
        file.unlink()
    yield place
    for file in place.glob("*"):
        file.unlink()


def attached(public_id, folder, paper, name, number):
    content = PDF + b"\n" * number
    sent = writing.Sent(content, examined(content, name=name), paper)
    return writing.attach(public_id, sent, folder=folder, most=9, by=FOCAL, now=NOW)


def erase(person) -> actions.Erased:
    with transaction():
        erased = actions.erase(person.id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")
    work.finish(erased)
    return erased


def test_the_own_word_and_the_note_of_an_erased_officer_leave_the_disk_and_are_given_to_nobody(
    group,
    people,  # noqa: F811
    folder,
):
    theirs = opened(group, person=3)
    papers = [
        attached(theirs, folder, paper, f"{paper}.pdf", n) for n, paper in enumerate(("note_verbale", "own_word"), 1)
    ]
    taken_out = attached(theirs, folder, "other", "first try.pdf", 3)
    writing.detach(theirs, taken_out, by=FOCAL, now=NOW)
    written(theirs)
    submitting.hand_on(theirs, by=FOCAL, now=NOW, today=TODAY)
    submitting.submit(theirs, by=AUTHORITY, now=NOW, today=TODAY)
    another = attached(opened(group, person=4), folder, "own_word", "own_word.pdf", 4)
    db.session.commit()
    assert len(list(folder.iterdir())) == 4

    held = reports.held(queries.somebody(group.people[3].id), secret="test")
    assert [one.public_id for one in held.papers] == [*papers, taken_out]
    file = zipfile.ZipFile(io.BytesIO(api.archive(held, at=make.NOW, state="BGD", evidence=work.evidence_file)))
    assert file.read(f"papers/{papers[1]}.pdf") == PDF + b"\n\n"

    assert len(erase(group.people[3]).stored) == 3
    left = db.session.query(AttestationFile).filter_by(public_id=another).one().stored
    assert [place.name for place in folder.iterdir()] == [left]
    for who in ("focal", "military"):
        for paper in papers:
            assert people[who].get(f"/certifications/papers/{paper}").status_code == 404
        page = people[who].get(f"/certifications/{theirs}")
        assert page.status_code == 200
        assert papers[1] not in page.text, "no link leads nowhere"
    assert people["focal"].get(f"/certifications/papers/{another}").status_code == 200
    assert list(papers_are_right(db.session.connection())) == []
    assert verify(db.session.connection(), deep=True).ok


def test_a_paper_of_a_battalion_that_is_called_after_the_person_goes_too(group, people, folder):  # noqa: F811
    here = opened(group)
    named = attached(here, folder, "other", "Soldier 0003.pdf", 1)
    other = attached(here, folder, "note_verbale", "note.pdf", 2)
    db.session.commit()
    erase(group.people[3])
    assert len(list(folder.iterdir())) == 1
    assert people["focal"].get(f"/certifications/papers/{named}").status_code == 404
    assert people["focal"].get(f"/certifications/papers/{other}").data == PDF + b"\n\n"


def test_bytes_that_an_erasing_did_not_reach_any_more_are_swept(group, folder):
    here = opened(group, person=3)
    attached(here, folder, "own_word", "own.pdf", 1)
    db.session.commit()
    with transaction():
        actions.erase(group.people[3].id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")
    assert len(list(folder.iterdir())) == 1, "killed before the files went"
    remove_orphans(older_than=4_000_000_000)
    assert list(folder.iterdir()) == []
