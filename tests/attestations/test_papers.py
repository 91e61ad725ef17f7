"""Papers that go with a certification: what their content says, never another's, given whole or not at all."""

import re
import time

import pytest

from tests import make
from tests.attestations.made import ready
from tests.attestations.typed import PDF, problems, sheet, upload, written
from trainingapp.attestations import work
from trainingapp.attestations.models import AttestationFile
from trainingapp.attestations.reports.papers import papers_are_right
from trainingapp.kit.db import db


@pytest.fixture
def group(bangladesh):
    return ready(bangladesh)


def test_a_paper_is_what_its_content_says_and_never_anothers(group, people, app):
    here = written(people, group)
    focal = people["focal"]
    assert upload(focal, here, "note.pdf", PDF).status_code == 302
    page = focal.get(f"{here}/write").text
    there = re.search(r'href="(/certifications/papers/[^"]+)"', page)[1]
    paper = focal.get(there)
    assert paper.data == PDF
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"].startswith("attachment")
    for name, content in (("note.pdf", b"MZ not a paper"), ("note.exe", PDF), ("cut.pdf", PDF[:40]), ("e.pdf", b"")):
        refused = upload(focal, here, name, content)
        assert refused.status_code == 422, name
    assert people["authority"].get(there).status_code == 200
    for stranger in ("nepal", "military"):
        assert people[stranger].get(there).status_code == 404, "a draft's paper belongs to the State"
    focal.post_form(here, f"{here}/hand-on")
    people["authority"].post_form(here, f"{here}/sign")
    assert people["military"].get(there).data == PDF
    assert people["nepal"].get(there).status_code == 404
    (stored,) = db.session.scalars(db.select(AttestationFile.stored))
    (app.config["SETTINGS"].data_dir / "papers" / stored).write_bytes(PDF + b"%")
    changed = focal.get(there)
    assert changed.status_code in (409, 422)
    assert "no longer what was kept" in changed.text


def test_a_paper_that_is_taken_out_before_it_is_sent_is_gone_for_everybody(group, people):
    here = written(people, group)
    upload(people["focal"], here, "note.pdf", PDF)
    page = people["focal"].get(f"{here}/write").text
    there = re.search(r'href="(/certifications/papers/[^"]+)"', page)[1]
    paper = there.rpartition("/")[2]
    out = people["focal"].post_form(f"{here}/write", f"{here}/papers/{paper}/take-out")
    assert out.status_code == 302
    assert people["focal"].get(there).status_code == 404
    assert "No paper goes with it" in people["focal"].get(f"{here}/write").text


def test_one_officer_is_certified_with_two_papers(group, people):
    officer = make.person(make.state(), "SO-1", "Farhana Akter")
    make.assignment(group.rotation, officer, category="staff_officer")
    new = f"/certifications/new/{group.rotation.public_id}"
    listed = people["focal"].get(new).text
    assert "Farhana Akter" in listed
    assert f"{new}/{officer.public_id}" in listed
    assert people["focal"].get(f"{new}/{group.people[1].public_id}").status_code == 404, "troops are certified together"
    made = people["focal"].post_form(f"{new}/{officer.public_id}", kind="training")
    here = made.location.removesuffix("/write")
    people["focal"].post_form(f"{here}/write", **sheet(**{"claim-CPTM": "0", "claim-SEA-ELEARN": "0"}))
    told = problems(people["focal"].get(f"{here}/write").text)
    assert any("Missing: Note verbale" in one for one in told)
    assert any("Missing: The officer's own attestation" in one for one in told)
    upload(people["focal"], here, "note.pdf", PDF)
    upload(people["focal"], here, "own.pdf", PDF + b"\n", "own_word")
    assert not any("Missing" in one for one in problems(people["focal"].get(f"{here}/write").text))


def test_papers_that_no_row_speaks_of_are_swept_and_those_that_were_altered_are_named(group, people, app):
    here = written(people, group)
    upload(people["focal"], here, "note.pdf", PDF)
    folder = app.config["SETTINGS"].data_dir / "papers"
    (folder / "left-behind").write_bytes(PDF)
    assert work.remove_orphans(older_than=time.time() + 60) >= 1
    (stored,) = db.session.scalars(db.select(AttestationFile.stored))
    assert [one.name for one in folder.iterdir()] == [stored]
    assert not list(papers_are_right(db.session.connection()))
    (folder / stored).unlink()
    (wrong,) = papers_are_right(db.session.connection())
    assert "missing on disk" in str(wrong.reason)
