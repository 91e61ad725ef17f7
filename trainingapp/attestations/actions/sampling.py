"""Persons of a roll are drawn for an audit, and what their proofs show is recorded."""

from collections.abc import Collection
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.deciding import to_review
from trainingapp.attestations.models import Sample, SampleFinding, SamplePerson
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.rolls import roll_of
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.rules import status
from trainingapp.attestations.sampling import Finding, against_findings, draw, refusals, roll_sha256
from trainingapp.attestations.verifying import NOT_VERIFIED_IN
from trainingapp.attestations.way import standing
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class NothingToAudit(Refused):
    """It names no training, is of one person, or is closed."""

    sentence = say(
        "Persons are drawn from the roll of a rotation whose training is certified, while the certification is open "
        "or stands."
    )


class NothingToFind(Refused):
    """It was withdrawn or rejected: nothing is certified of which a proof could say anything."""

    sentence = say("It was withdrawn or rejected: no findings are recorded any more. Those there are stay.")


class NothingNew(Refused):
    """Everything is recorded as it was said."""

    sentence = say("All of this is recorded already: nothing was changed.")


def draw_sample(public_id: str, *, size: int, seed: str, by: Identity, now: datetime, today: date) -> str:
    """Draw so many of the roll of the day of deployment by a seed of 64 hexadecimal digits; the sample's public id.

    Raises Absent, OwnState, NothingToAudit, Unfit. About eleven statements, whatever the roll.
    """
    found = to_review(public_id, by)
    with journal.entry(
        act="attestation.sample",
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details={"number": found.number or "", "size": size, "seed": seed},
    ) as entry:
        # As it stands now: nobody changes the roll in between any more.
        found = attestation(by.scope("attestations.verify"), public_id)
        if not may_be_audited(found):
            raise NothingToAudit()
        roll = roll_of(found.rotation_id)
        if against := refusals(size, roll=len(roll)):
            raise Unfit(against)
        chosen = draw(seed, roll, size)
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "seed": seed,
            "size": size,
            "roll": len(roll),
            "roll_sha256": roll_sha256(roll),
            "drawn_on": today,
            "drawn_by": by.public_id,
            "drawn_at": now,
        }
        entry.keep(Sample, [row])
        entry.keep(
            SamplePerson,
            [
                {
                    "public_id": new_id(),
                    "state_code": found.state_code,
                    "sample_id": row["id"],
                    "person_id": roll[one],
                    "place": place,
                }
                for place, one in enumerate(chosen, start=1)
            ],
        )
        entry.details["roll"] = len(roll)
    return str(row["public_id"])


def may_be_audited(found: AttestationFacts) -> bool:
    """Whether persons may be drawn for an audit of it at all, as it stands."""
    return (
        found.person_id is None
        and bool(certified(found))
        and standing(found.bare_steps, own=False, changed=False, superseded=found.superseded) not in NOT_VERIFIED_IN
    )


def takes_findings(found: AttestationFacts) -> bool:
    """Whether findings may be recorded of those who were drawn: not once it was withdrawn or rejected."""
    return status(found.bare_steps) not in ("withdrawn", "rejected")


def certified(found: AttestationFacts) -> list[str]:
    """The curricula that were certified last, in their order."""
    return [str(one["curriculum"]) for one in found.submission.face.get("lines", ())] if found.submission else []


def record_findings(sample_id: str, found: Collection[Finding], *, by: Identity, now: datetime, today: date) -> int:
    """Record what proofs showed of persons who were drawn, each a new finding; how many differ from those before.

    `found` names persons by the public ids by which they were drawn. Raises Absent, OwnState, NothingToFind,
    NothingNew, Unfit. About fifteen statements.
    """
    sample = verification.sample(by.scope("attestations.verify"), sample_id)
    about = to_review(sample.attestation, by)
    with journal.entry(
        act="attestation.find",
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=about.public_id,
        state_code=sample.state_code,
        details={"sample": sample.public_id},
    ) as entry:
        # As it stands now: it may have been withdrawn while the page was open.
        about = attestation(by.scope("attestations.verify"), sample.attestation)
        if not takes_findings(about):
            raise NothingToFind()
        drawn = {one.drawn: one.id for one in verification.drawn(sample.id)}
        if against := against_findings(found, drawn=drawn, curricula=certified(about)):
            raise Unfit({"": against})
        before = verification.findings(sample.id)
        rows: list[dict[str, object]] = []
        for one in found:
            known = before.get(drawn[one.person], {}).get(one.curriculum)
            if known and (known.proof, known.outcome, known.remark) == (one.proof, one.outcome, one.remark):
                continue
            row: dict[str, object] = {
                "public_id": new_id(),
                "state_code": sample.state_code,
                "sample_person_id": drawn[one.person],
                "curriculum_code": one.curriculum,
                "ordinal": known.ordinal + 1 if known else 1,
                "proof": one.proof,
                "outcome": one.outcome,
                "remark": one.remark,
                "found_on": today,
                "found_by": by.public_id,
                "found_at": now,
            }
            rows.append(row)
        if not rows:
            raise NothingNew()
        entry.keep(SampleFinding, rows)
        entry.details["findings"] = len(rows)
    return len(rows)
