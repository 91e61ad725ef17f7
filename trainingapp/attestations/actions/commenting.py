"""A remark on one line of what was submitted: by the Secretariat, or in answer by the State. Both read it."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.telling import tell
from trainingapp.attestations.models import AttestationComment
from trainingapp.attestations.notices import REMARKED
from trainingapp.attestations.queries.remarks import remarks
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.remarking import SILENT_IN, lines_of, side_of
from trainingapp.attestations.rules import status
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class NoSuchLine(Refused):
    """What it is about is not in what was submitted last."""

    sentence = say("This line is not in what was submitted last. Choose a line of it, or remark on the whole.")


def remark_on(public_id: str, *, line: str, remark: str, by: Identity, now: datetime, today: date) -> str:
    """Remark on a line of what was submitted last; gives the remark's public id.

    The other side gets one letter a day, however many lines are remarked on. Raises Absent, also for a reviewer of
    another component; Refused for what was never submitted or is over.
    """
    found = attestation(by.scope("attestations.see"), public_id)
    side = side_of(by, state=found.state_code, kind=found.kind, component=found.component)
    if side is None:
        raise Absent()
    with journal.entry(
        act="attestation.comment",
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details={"number": found.number or "", "line": line, "side": side},
    ) as entry:
        _check(found, line)
        first_today = not any((one.side, one.on) == (side, today) for one in remarks(found.id))
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "line": line,
            "side": side,
            "remark": remark,
            "said_on": today,
            "said_by": by.public_id,
            "said_at": now,
        }
        entry.keep(AttestationComment, [row])
        if first_today:
            tell(found, REMARKED[side], by=by.public_id, now=now)
    return str(row["public_id"])


def _check(found: AttestationFacts, line: str) -> None:
    if found.submission is None or status(found.bare_steps, superseded=found.superseded) in SILENT_IN:
        raise Refused(say("Remarks belong to what was submitted and is not closed."))
    if line not in {code for _kind, code in lines_of(found.submission.face)}:
        raise NoSuchLine()
