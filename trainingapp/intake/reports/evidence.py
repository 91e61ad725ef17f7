"""Whether every file of evidence is still on disk, byte for byte: a part of `verify --deep`."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import Connection, select

from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.attachments import what_is_wrong
from trainingapp.rosters.models.by_hand import EvidenceFile
from trainingapp.rosters.queries import by_hand

#: Where files of evidence are kept, in the data directory.
FOLDER = "evidence"


def evidence_is_right(connection: Connection) -> Iterator[Wrong]:
    """Each file of evidence that is missing or altered. One statement, and the whole of every file.

    Where everybody whose results rested on a file was erased, there is none any more.
    """
    folder = current_app.config["SETTINGS"].data_dir / FOLDER
    rows = connection.execute(
        select(EvidenceFile.entry_seq, EvidenceFile.public_id, EvidenceFile.stored, EvidenceFile.sha256)
        .where(by_hand.rests_on_it())
        .order_by(EvidenceFile.id)
    )
    for seq, public_id, stored, sha256 in rows:
        if wrong := what_is_wrong(folder, stored, sha256=sha256):
            yield Wrong(seq, EvidenceFile.__tablename__, public_id, "stored", wrong)


DEEP_CHECKS.append(evidence_is_right)
