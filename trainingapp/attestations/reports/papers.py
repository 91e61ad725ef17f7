"""Whether every paper of a certification is still on disk, byte for byte: a part of `verify --deep`."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import Connection, select

from trainingapp.attestations.models import AttestationFile
from trainingapp.attestations.queries.papers import papers_of
from trainingapp.attestations.queries.words import AttestationFacts
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.attachments import what_is_wrong

#: Where papers are kept, in the data directory.
FOLDER = "papers"


def papers_are_right(connection: Connection) -> Iterator[Wrong]:
    """Each paper that is missing or altered, those taken out among them. One statement, and the whole of every file."""
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    rows = connection.execute(
        select(AttestationFile.entry_seq, AttestationFile.public_id, AttestationFile.stored, AttestationFile.sha256)
        .where(AttestationFile.salt != b"")
        .order_by(AttestationFile.id)
    )
    for seq, public_id, stored, sha256 in rows:
        if wrong := what_is_wrong(folder, stored, sha256=sha256):
            yield Wrong(seq, AttestationFile.__tablename__, public_id, "stored", wrong)


def broken_papers(found: AttestationFacts) -> int:
    """How many papers that were submitted last are missing or altered. One statement, and the whole of every file."""
    if found.submission is None:
        return 0
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    there = papers_of(found.id, found.submission)
    named = {(one["paper"], one["sha256"]) for one in found.submission.face.get("papers", ())}
    gone = len(named) - len(there)
    return gone + sum(what_is_wrong(folder, one.stored, sha256=one.sha256) is not None for one in there)


DEEP_CHECKS.append(papers_are_right)
