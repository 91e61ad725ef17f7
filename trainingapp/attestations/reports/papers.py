"""Whether every paper of a certification is still on disk, byte for byte: a part of `verify --deep`."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import Connection, select

from trainingapp.attestations.models import AttestationFile
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


DEEP_CHECKS.append(papers_are_right)
