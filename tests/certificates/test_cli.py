"""The operator's commands for certificates, as `contract.md` names them."""

import json
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.certificates.roll import LETTERHEAD, NOW, officer, trained
from trainingapp.certificates import actions, files
from trainingapp.certificates.models import Certificate
from trainingapp.kit.db import db


@pytest.fixture
def run(app: Flask, session):
    """Run a command; gives its exit status, its JSON and what it said on standard error."""

    def running(*arguments: str) -> tuple[int, dict[str, object], str]:
        result = app.test_cli_runner().invoke(args=["certificates", *arguments, "--json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, json.loads(result.stdout), result.stderr

    return running


def numbers() -> list[str]:
    return list(db.session.scalars(select(Certificate.number).order_by(Certificate.number)))


def issued(size: int = 1) -> list[str]:
    actions.issue(trained(size).facts, "CPTM", letterhead=LETTERHEAD, by=officer(), now=NOW)
    db.session.commit()
    return numbers()


def test_issuing_writes_a_zip_and_issuing_again_writes_the_same_one(run, tmp_path):
    trained(3)
    out = tmp_path / "all.zip"
    asked = ("issue", "--rotation", "BANBAT-4", "--curriculum", "CPTM", "--out", str(out))
    assert run(*asked)[:2] == (0, {"issued": 3, "already": 0, "files": [str(out)], "refused": 0})
    content = out.read_bytes()
    assert zipfile.ZipFile(out).namelist() == [f"{number}.pdf" for number in numbers()]
    assert run(*asked)[1] == {"issued": 0, "already": 3, "files": [str(out)], "refused": 0}
    assert out.read_bytes() == content


def test_issuing_writes_a_folder_or_one_pdf(run, tmp_path):
    trained(2)
    asked = ("issue", "--rotation", "BGD:BANBAT-4", "--curriculum", "cptm", "--out")
    _, said, _ = run(*asked, str(tmp_path / "folder"))
    assert said["files"] == [str(tmp_path / "folder" / f"{number}.pdf") for number in numbers()]
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == [f"{n}.pdf" for n in numbers()]
    run(*asked, str(tmp_path / "all.pdf"))
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")


def test_the_same_key_gives_the_same_answer(run):
    trained(2)
    asked = ("issue", "--rotation", "BANBAT-4", "--curriculum", "CPTM", "--key", "once")
    assert run(*asked)[1] == run(*asked)[1] == {"issued": 2, "already": 0, "files": [], "refused": 0}


def test_who_is_refused_is_named_on_standard_error(run):
    trained(2, names=("Ptah 𓀀",))
    status, said, error = run("issue", "--rotation", "BANBAT-4", "--curriculum", "CPTM")
    assert (status, said["issued"], said["refused"]) == (0, 1, 1)
    assert "U+13000" in error


def test_an_unknown_rotation_or_language_is_refused_in_a_sentence(run):
    trained(1)
    assert run("issue", "--rotation", "NOBAT", "--curriculum", "CPTM")[0] == 1
    status, said, _ = run("issue", "--rotation", "BANBAT-4", "--curriculum", "CPTM", "--language", "xx")
    assert status == 1
    assert "“xx”" in str(said["refused"])


def test_a_number_a_link_and_a_file_are_verified_with_every_printed_fact(run, tmp_path):
    (number,) = issued()
    kept = db.session.scalars(select(Certificate)).one()
    face = json.loads(kept.face)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(files.drawn(files.Face.from_json(kept.face)))
    for what in (number, number.lower().replace("-", " "), f"https://elsewhere.example/c/{kept.public_id}", str(file)):
        status, said, _ = run("verify", what)
        assert (status, said["status"], said["number"], said["face"]) == (0, "valid", number, face), what


def test_a_file_that_was_altered_is_told_so(run, tmp_path):
    (number,) = issued()
    kept = db.session.scalars(select(Certificate)).one()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(files.drawn(files.Face.from_json(kept.face)) + b" ")
    status, said, _ = run("verify", str(file))
    assert (status, said["status"], said["number"]) == (1, "altered", number)


def test_what_was_never_issued_is_unknown(run, tmp_path):
    (number,) = issued()
    for what in (number[:-1] + "?", "https://elsewhere.example/c/" + "x" * 22, "nonsense"):
        status, said, _ = run("verify", what)
        assert (status, said["status"], said["number"], said["face"]) == (1, "unknown", None, None)
    assert run("verify", str(tmp_path / "gone.pdf"))[0] == 1


def test_revoking_needs_a_reason_and_twice_is_once(run):
    (number,) = issued()
    status, said, _ = run("revoke", number, "--reason", " ")
    assert (status, "reason" in str(said["refused"])) == (1, True)
    for _ in range(2):
        assert run("revoke", number, "--reason", "False attendance")[:2] == (0, {"number": number, "status": "revoked"})
    status, said, _ = run("verify", number)
    assert (status, said["status"], said["reason"]) == (1, "revoked", "False attendance")
    assert said["on"] == "2017-12-31"


def test_revoking_what_was_never_issued_is_refused(run):
    assert run("revoke", "UNPKT-BGD-CPTM-2017-000001X", "--reason", "Why")[0] == 1
