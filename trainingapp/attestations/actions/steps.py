"""One step of a certification, kept so that of two who step at the same moment the second is refused, and told."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.telling import tell
from trainingapp.attestations.models import AttestationEdition, AttestationStep
from trainingapp.attestations.queries.words import AttestationFacts, attestation, next_ordinal
from trainingapp.attestations.rules import FROM, STATUSES
from trainingapp.attestations.way import seen as as_seen
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class MovedOn(Conflict):
    """Somebody else took a step while the page was open."""

    sentence = say("Somebody else took a step with this certification since you opened the page. Look at it again.")


class NotSeen(MovedOn):
    """What would be signed, handed on, given back or withdrawn is not what the page showed."""

    sentence = say(
        "Somebody else wrote on this certification or took a step with it since you opened the page: nothing was done. "
        "Read it again."
    )


class NotNow(Refused):
    """The step cannot be taken from where the certification stands."""


def allowed(status: str, kind: str) -> None:
    """Raise NotNow unless the step may be taken from this status."""
    if status not in FROM[kind]:
        raise NotNow(say("This cannot be done now. Where it stands: %(status)s.", status=say(STATUSES[status][0])))


def newest_seen(found: AttestationFacts) -> str:
    """What somebody who reads a certification of their State now has before them (`way.seen`). One statement."""
    return as_seen(len(found.steps), next_ordinal(AttestationEdition, found.id) - 1)


def again(
    found: AttestationFacts, *, by: Identity, permission: str = "attestations.see", seen: str | None = None
) -> AttestationFacts:
    """The same certification, read under the journal's lock: nobody steps in between any more. Raises MovedOn when
    somebody did since it was read before, NotSeen when its steps or its newest edition are not those that were `seen`
    (None: nobody looked at a page). Five statements."""
    now = attestation(by.scope(permission), found.public_id)
    if seen is not None and seen != newest_seen(now):
        raise NotSeen()
    if len(now.steps) != len(found.steps):
        raise MovedOn()
    return now


def take_step(
    entry: Entry,
    found: AttestationFacts,
    kind: str,
    *,
    by: str,
    now: datetime,
    today: date,
    remark: str = "",
    assigned_to: str | None = None,
    submission_id: int | None = None,
    number: str | None = None,
    days: int = 0,
) -> None:
    """Keep one step of a certification, and write to whom it concerns. Raises MovedOn. Two statements and those of the
    entry; four more at most, and one for each letter. `number` and `days` are for the letters."""
    row: dict[str, object] = {
        "public_id": new_id(),
        "state_code": found.state_code,
        "attestation_id": found.id,
        "ordinal": next_ordinal(AttestationStep, found.id),
        "kind": kind,
        "submission_id": submission_id or (found.submission.id if found.submission else None),
        "assigned_to": assigned_to,
        "remark": remark,
        "stepped_on": today,
        "stepped_by": by,
        "stepped_at": now,
    }
    with refusing({"uq_attestation_step": MovedOn}):
        entry.keep(AttestationStep, [row])
    tell(found, kind, by=by, now=now, number=number, assigned_to=assigned_to, days=days)
