"""How a certification was verified is recorded, item by item; a verification never changes what was certified."""

from collections.abc import Mapping
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.deciding import to_review
from trainingapp.attestations.models import Verification, VerificationItem
from trainingapp.attestations.queries.words import attestation
from trainingapp.attestations.verifying import Answered, items_of, refusals
from trainingapp.attestations.way import standing
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Unfit
from trainingapp.kit.ids import new_id


def verify(
    public_id: str,
    *,
    kind: str,
    verified_on: date,
    answers: Mapping[str, Answered],
    remark: str = "",
    by: Identity,
    now: datetime,
    today: date,
) -> str:
    """Record a verification of what was submitted last; gives its public id.

    Raises Absent, OwnState, and Unfit with every problem by field of the form. About ten statements.
    """
    found = to_review(public_id, by)
    with journal.entry(
        act="attestation.verify",
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details={"number": found.number or "", "kind": kind},
    ) as entry:
        # As it stands now: nobody steps in between any more.
        found = attestation(by.scope("attestations.verify"), public_id)
        against = refusals(
            kind,
            verified_on=verified_on,
            today=today,
            items=items_of(individual=found.person_id is not None),
            answers=answers,
            status=standing(found.bare_steps, own=False, changed=False, superseded=found.superseded),
        )
        if against:
            raise Unfit(against)
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "kind": kind,
            "verified_on": verified_on,
            "remark": remark,
            "recorded_by": by.public_id,
            "recorded_at": now,
        }
        entry.keep(Verification, [row])
        entry.keep(
            VerificationItem,
            [
                {
                    "public_id": new_id(),
                    "state_code": found.state_code,
                    "verification_id": row["id"],
                    "item": item,
                    "confirmed": answer.confirmed,
                    "remark": answer.remark,
                }
                for item, answer in sorted(answers.items())
            ],
        )
        entry.details |= {"confirmed": sum(one.confirmed for one in answers.values()), "items": len(answers)}
    return str(row["public_id"])
