"""A report is stored: its figures and its files, numbered, in an entry of the journal. Nothing changes it later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.snapshots import queries
from trainingapp.snapshots.face import fingerprint
from trainingapp.snapshots.models import Snapshot, SnapshotFile
from trainingapp.snapshots.rules import Subject, number_of


class Overtaken(Conflict):
    """Somebody else stored a report under the number that this one was drawn with."""

    sentence = say("Somebody else has just made a report and took its number. Nothing was stored: make yours again.")


@dataclass(frozen=True)
class Ready:
    """A report that is drawn and not yet stored. `files`: form -> bytes, with its number printed on them."""

    kind: str
    edition: str
    subject: Subject
    year: int
    ordinal: int
    as_of: date
    taken_at_entry: int
    figures: str
    files: Mapping[str, bytes]

    @property
    def number(self) -> str:
        """What is printed on it."""
        return number_of(self.kind, self.year, self.ordinal)


#: Kind -> what the journal calls making one.
ACTS = {"gap": "report.gap", "readiness": "report.readiness"}
_NUMBERED = {"uq_snapshot_number": Overtaken}


def make(ready: Ready, *, by: Identity, now: datetime) -> str:
    """Store a report. Gives its public id. Raises Absent when it is not theirs to make, and Overtaken.

    About eight statements.
    """
    scope, subject = by.scope("reports.make"), ready.subject
    theirs = subject.state in scope.states or subject.mission in scope.missions
    if not scope.everything and not theirs:
        raise Absent()
    public_id = new_id()
    details = {
        "number": ready.number,
        "as_of": ready.as_of.isoformat(),
        "edition": ready.edition,
        "figures": fingerprint(ready.figures),
    }
    with journal.entry(
        act=ACTS[ready.kind],
        by=by.public_id,
        now=now,
        object_kind="report",
        object_id=public_id,
        state_code=subject.state,
        details=details,
    ) as entry:
        keep(entry, ready, public_id=public_id, by=by, now=now)
    return public_id


def keep(entry: Entry, ready: Ready, *, public_id: str, by: Identity, now: datetime) -> None:
    """Keep a report and its files in an entry that is open. Raises Overtaken when its number is not the next one."""
    if queries.last_ordinal(ready.kind, ready.year, edition=ready.edition) >= ready.ordinal:
        raise Overtaken()
    row: dict[str, object] = {
        "public_id": public_id,
        "kind": ready.kind,
        "edition": ready.edition,
        "year": ready.year,
        "ordinal": ready.ordinal,
        "state_code": ready.subject.state,
        "mission_code": ready.subject.mission,
        "as_of": ready.as_of,
        "taken_at_entry": ready.taken_at_entry,
        "figures": ready.figures,
        "figures_sha256": fingerprint(ready.figures),
        "made_by": by.public_id,
        "made_at": now,
    }
    with refusing(_NUMBERED):
        entry.keep(Snapshot, [row])
    entry.keep(
        SnapshotFile,
        [
            {
                "public_id": new_id(),
                "snapshot_id": row["id"],
                "form": form,
                "bytes": content,
                "sha256": fingerprint(content),
            }
            for form, content in ready.files.items()
        ],
    )
