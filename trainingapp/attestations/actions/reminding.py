"""What has waited for long without a word is told to both sides, so that nobody thinks it forgotten."""

from datetime import date, datetime

from trainingapp.accounts.rules import OPERATOR
from trainingapp.attestations.actions.steps import again, take_step
from trainingapp.attestations.queries.words import attestation
from trainingapp.attestations.rules import days_waiting
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say


class Told(Refused):
    """Somebody moved it, or another worker was faster."""

    sentence = say("This certification does not wait, or both sides were told of it lately.")


def remind(public_id: str, *, now: datetime, today: date, after: int) -> int:
    """Tell both sides that a certification still waits; after how many days of silence.

    The step that is kept is a word, too: the next one is due after as many days again. Raises Told, MovedOn.
    """
    found = attestation(OPERATOR.scope("attestations.see"), public_id)
    days = days_waiting(found.bare_steps, today)
    if days is None or days < after:
        raise Told()
    with journal.entry(
        act="attestation.remind",
        by=OPERATOR.public_id,
        now=now,
        object_kind="attestation",
        object_id=public_id,
        state_code=found.state_code,
        details={"number": found.number or "", "days": days},
    ) as entry:
        found = again(found, by=OPERATOR)
        take_step(entry, found, "reminded", by=OPERATOR.public_id, now=now, today=today, days=days)
    return days
