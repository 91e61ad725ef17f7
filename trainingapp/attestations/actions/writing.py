"""What a State writes before it signs: begun, saved in editions, exceptions named, papers attached. Never commits."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.steps import NotNow, again
from trainingapp.attestations.models import (
    Attestation,
    AttestationEdition,
    AttestationException,
    AttestationFile,
    AttestationFileEnd,
)
from trainingapp.attestations.queries.words import (
    AttestationFacts,
    EditionFacts,
    ExceptionFacts,
    Wanted,
    attestation,
    attestations,
    editions,
    files,
)
from trainingapp.attestations.reports import exactly
from trainingapp.attestations.rules import CLOSED, KINDS, PAPERS, STATUSES, WRITING, status
from trainingapp.attestations.wording import Content
from trainingapp.forces import queries as forces
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.attachments import Attachment, keep
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Categories of persons who are certified one by one: the State's note, and the officer's own word (R01).
ONE_BY_ONE: Final = ("staff_officer", "expert_on_mission", "individual_police")


class ChangedMeanwhile(Conflict):
    """Somebody saved another edition since the page was opened."""

    sentence = say("Somebody else has saved this since you opened it. What differs stands below, side by side.")


class OpenAlready(Conflict):
    """There is one of the same kind and subject, and it is not closed. `public_id` is where it is."""

    sentence = say("This certification has been begun already: it is open.")

    def __init__(self, public_id: str = "") -> None:
        self.public_id = public_id
        super().__init__()


def open_attestation(rotation_id: str, kind: str, *, person: str | None = None, by: Identity, now: datetime) -> str:
    """Begin a certification of a rotation, or of one person on its roll; gives its public id.

    Raises OpenAlready when there is one that is not closed, Absent for another State's rotation. Twelve statements.
    """
    scope = by.scope("attestations.prepare")
    found = forces.rotation(scope, rotation_id, as_of=now.date())
    if not scope.everything and found.state_code not in scope.states:
        raise Absent()
    if kind not in KINDS:
        raise Refused(say("Choose what is certified."))
    person_id = _of_one(by, found.id, found.deploys_on, person) if person else None
    public_id = new_id()
    with journal.entry(
        act="attestation.open",
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=public_id,
        state_code=found.state_code,
        details={"kind": KINDS[kind], "rotation": found.public_id},
    ) as entry:
        # Under the journal's lock: of two who begin the same, the second finds it open.
        same = [
            one
            for one in attestations(scope, Wanted(kind=kind, rotations=[found.id]))
            # Whoever was merged since is the same person under whichever of their records.
            if (one.same_as if one.person_id else None) == person_id
        ]
        standing = next((one for one in same if status(one.bare_steps) not in CLOSED), None)
        if standing is not None:
            raise OpenAlready(standing.public_id)
        row: dict[str, object] = {
            "public_id": public_id,
            "state_code": found.state_code,
            "rotation_id": found.id,
            "person_id": person_id,
            "subject": str(person_id) if person_id else "rotation",
            "kind": kind,
            "ordinal": 1 + max((one.ordinal for one in same), default=0),
            "opened_by": by.public_id,
            "opened_at": now,
        }
        with refusing({"uq_attestation_of_a_subject": OpenAlready}):
            entry.keep(Attestation, [row])
    return public_id


def _of_one(by: Identity, rotation_key: int, deploys_on: date, person: str) -> int:
    roll = forces.roll(by.scope("people.see"), rotation_key, as_of=deploys_on)
    line = next((line for line in roll if line.person.public_id == person), None)
    if line is None:
        raise Refused(say("This person is not on the roll on the day of deployment."))
    if line.category not in ONE_BY_ONE:
        raise Refused(say("Only staff officers, observers and individual police officers are certified one by one."))
    return line.person.id


def save_edition(public_id: str, content: Content, *, edition: int, by: Identity, now: datetime) -> bool:
    """Keep what was written on top of the edition that was read (0: none yet); gives whether anything differed.

    Raises ChangedMeanwhile when other words were saved since, NotNow unless the State may write. What changes nothing
    is no edition. About twenty statements.
    """
    found, seen, last = to_write(public_id, edition, by)
    if last is not None and last.content == content:
        return False
    if _content(seen) != _content(last):
        raise ChangedMeanwhile()
    with _entry("attestation.save", found, by, now, edition=_after(last)) as entry:
        again(found, by=by)
        _keep(entry, found, _after(last), content, by=by, now=now)
    return True


def set_exceptions(
    public_id: str, curriculum: str, reasons: Mapping[str, str], *, edition: int, by: Identity, now: datetime
) -> bool:
    """Say why these persons deploy without a curriculum; an empty reason takes an exception back.

    `reasons`: public id of a person -> the reason; whoever is not named stays as they were. Makes a new edition with
    the same words. Gives whether anything differed. Raises as `save_edition`, and Refused for somebody who is not on
    the roll. About twenty statements, whatever the number of persons.
    """
    found, seen, last = to_write(public_id, edition, by)
    before = _of(last, curriculum)
    changed = {
        person: reason
        for person, reason in reasons.items()
        if reason != (before[person].reason if person in before else "")
    }
    if not changed:
        return False
    if _of(seen, curriculum) != before:
        raise ChangedMeanwhile()
    roll = forces.roll(by.scope("people.see"), found.rotation_id, as_of=found.deploys_on)
    keys = {line.person.public_id: line.person.id for line in roll}
    keys |= {one.person: one.person_id for one in before.values()}
    if unknown := len(changed.keys() - keys.keys()):
        raise Refused(say("Not on the roll on the day of deployment: %(number)s of these persons.", number=unknown))
    with _entry("attestation.save", found, by, now, edition=_after(last)) as entry:
        again(found, by=by)
        made = _keep(entry, found, _after(last), _content(last), by=by, now=now)
        rows: list[dict[str, object]] = [
            {
                "public_id": new_id(),
                "state_code": found.state_code,
                "attestation_id": found.id,
                "edition_id": made,
                "person_id": keys[person],
                "curriculum_code": curriculum,
                "reason": reason,
            }
            for person, reason in changed.items()
        ]
        entry.keep(AttestationException, rows)
    return True


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper as it was sent: its bytes, what it is by its content, and which kind of paper it is said to be."""

    content: bytes
    about: Attachment
    paper: str


def attach(public_id: str, sent: Sent, *, folder: Path, most: int, by: Identity, now: datetime) -> str:
    """Attach a paper: on disk before its row; gives its public id. The same paper twice is one.

    Raises NotNow unless the State may write. About fourteen statements.
    """
    found = writable(public_id, by)
    if sent.paper not in PAPERS:
        raise Refused(say("Choose what kind of paper this is."))
    with _entry("attestation.attach", found, by, now, paper=PAPERS[sent.paper], sha256=sent.about.sha256) as entry:
        again(found, by=by)
        there = files(found.id)
        if any((one.sha256, one.paper) == (sent.about.sha256, sent.paper) for one in there):
            raise Refused(say("This very file is attached already, as the same kind of paper."))
        if len(there) >= most:
            raise Refused(say("At most %(most)s papers can be attached. Take one out first.", most=most))
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "paper": sent.paper,
            "name": sent.about.name[:200],
            "kind": sent.about.kind,
            "bytes": sent.about.size,
            "sha256": sent.about.sha256,
            "stored": keep(sent.content, folder),
            "attached_by": by.public_id,
            "attached_at": now,
        }
        entry.keep(AttestationFile, [row])
    return str(row["public_id"])


def detach(public_id: str, paper_id: str, *, by: Identity, now: datetime) -> None:
    """Take a paper out. Its bytes stay: what was submitted with it still rests on it. Raises NotNow, Absent.

    About fourteen statements.
    """
    found = writable(public_id, by)
    with _entry("attestation.detach", found, by, now, paper_id=paper_id) as entry:
        again(found, by=by)
        known = next((one for one in files(found.id) if one.public_id == paper_id), None)
        if known is None:
            raise Absent()
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "file_id": known.id,
            "ended_by": by.public_id,
            "ended_at": now,
        }
        entry.keep(AttestationFileEnd, [row])


# --- Who may write, and when -----------------------------------------------------------------------------------------


def writable(public_id: str, by: Identity) -> AttestationFacts:
    """The certification, when the State may write on it now. Raises Absent, NotNow. Four statements; nineteen when it
    was accepted, because only a change of the evidence opens it again."""
    found = attestation(by.scope("attestations.prepare"), public_id)
    standing = status(found.bare_steps, superseded=found.superseded)
    if standing == "accepted":
        standing = exactly(found).status
    if standing not in WRITING:
        raise NotNow(
            say("Nothing is written on it now. Where it stands: %(status)s.", status=say(STATUSES[standing][0]))
        )
    return found


def to_write(
    public_id: str, edition: int, by: Identity
) -> tuple[AttestationFacts, EditionFacts | None, EditionFacts | None]:
    """The same, with the edition that was read and the newest one. Raises as `writable`. Two statements more."""
    found = writable(public_id, by)
    written = editions(found.id)
    seen = written[edition - 1] if 0 < edition <= len(written) else None
    return found, seen, written[-1] if written else None


def _content(edition: EditionFacts | None) -> Content:
    return edition.content if edition else Content()


def _of(edition: EditionFacts | None, curriculum: str) -> Mapping[str, ExceptionFacts]:
    said = edition.exceptions if edition else ()
    return {one.person: one for one in said if one.curriculum == curriculum}


def _after(edition: EditionFacts | None) -> int:
    return edition.ordinal + 1 if edition else 1


def _keep(entry: Entry, found: AttestationFacts, ordinal: int, content: Content, *, by: Identity, now: datetime) -> int:
    row: dict[str, object] = {
        "public_id": new_id(),
        "state_code": found.state_code,
        "attestation_id": found.id,
        "ordinal": ordinal,
        **content.kept(),
        "saved_by": by.public_id,
        "saved_at": now,
    }
    with refusing({"uq_attestation_edition": ChangedMeanwhile}):
        entry.keep(AttestationEdition, [row])
    return int(str(row["id"]))


def _entry(
    act: str, found: AttestationFacts, by: Identity, now: datetime, **details: object
) -> AbstractContextManager[Entry]:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details=details,
    )
