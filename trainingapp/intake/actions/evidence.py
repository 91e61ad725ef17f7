"""Files of evidence: attached to what is being typed, kept with what was recorded."""

from datetime import datetime
from pathlib import Path

from trainingapp.journal.actions import Entry
from trainingapp.kit.attachments import Attachment, keep
from trainingapp.kit.errors import Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.rosters.actions import drafts
from trainingapp.rosters.models.by_hand import EvidenceFile
from trainingapp.rosters.queries.drafts import DraftFacts, DraftFile


class TooManyFiles(Refused):
    """More evidence than one record holds."""


def attach(
    draft: DraftFacts, content: bytes, about: Attachment, *, folder: Path, most: int, now: datetime
) -> DraftFile:
    """Attach a file to what is being typed: on disk before the row. The same file twice is one.

    Raises TooManyFiles.
    """
    if same := next((file for file in draft.files if file.sha256 == about.sha256), None):
        return same
    if len(draft.files) >= most:
        raise TooManyFiles(say("At most %(most)s files can be attached. Take one away first.", most=most))
    made = DraftFile(about.name[:200], about.kind, about.size, about.sha256, keep(content, folder))
    drafts.keep_files(draft, [*draft.files, made], now=now)
    return made


def keep_files(entry: Entry, draft: DraftFacts, record_id: int) -> None:
    """Keep the files of a draft as evidence of what was recorded from it. One statement."""
    entry.keep(
        EvidenceFile,
        [
            {
                "public_id": new_id(),
                "state_code": draft.state_code,
                "hand_record_id": record_id,
                "name": file.name,
                "kind": file.kind,
                "bytes": file.bytes,
                "sha256": file.sha256,
                "stored": file.stored,
            }
            for file in draft.files
        ],
    )


def copied(file: DraftFile, folder: Path) -> DraftFile:
    """The same file once more on disk, under a name of its own: each record vouches for its own evidence."""
    return DraftFile(file.name, file.kind, file.bytes, file.sha256, keep((folder / file.stored).read_bytes(), folder))
