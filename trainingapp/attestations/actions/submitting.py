"""Inside the State: handed on for signature, given back, signed and submitted, by two persons."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from trainingapp.accounts.rules import Identity, Operator
from trainingapp.attestations import face as faces
from trainingapp.attestations.actions.steps import again, allowed, take_step
from trainingapp.attestations.models import AttestationEdition, AttestationSubmission
from trainingapp.attestations.queries.hands import writers
from trainingapp.attestations.queries.words import AttestationFacts, attestation, next_ordinal
from trainingapp.attestations.reports import Drafted, drafted, exactly
from trainingapp.attestations.rules import number_of, stands, status
from trainingapp.attestations.signing import problems
from trainingapp.curricula import queries as curricula
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import statement_on


class TwoPersons(Refused):
    """Who began it, wrote on it, saw to its papers or handed it on last does not sign it (trust rule 11)."""

    sentence = say(
        "You prepared this certification yourself: whoever began it, wrote on it, attached or took out a paper, or "
        "handed it on does not sign it. Somebody else must sign it for the State."
    )


class NothingWritten(Refused):
    """There is no edition yet."""

    sentence = say("Nothing is written on this certification yet. Fill in its form first.")


def hand_on(public_id: str, *, seen: str | None = None, by: Identity, now: datetime, today: date) -> str:
    """Hand a certification on to whoever signs for the State; it may still have problems. Gives its public id.

    Raises Absent, NothingWritten, NotNow, MovedOn.
    """
    found = _prepared(public_id, by, "attestations.prepare")
    with _entry("attestation.hand", found, by, now) as entry:
        found = again(found, by=by, seen=seen)
        allowed(_status(found), "handed")
        if next_ordinal(AttestationEdition, found.id) == 1:
            raise NothingWritten()
        take_step(entry, found, "handed", by=by.public_id, now=now, today=today)
    return public_id


def give_back(public_id: str, *, remark: str, seen: str | None = None, by: Identity, now: datetime, today: date) -> str:
    """Give a certification back to whoever prepared it, with what to mend. Raises Absent, NotNow, MovedOn."""
    found = _prepared(public_id, by, "attestations.sign")
    with _entry("attestation.give_back", found, by, now) as entry:
        found = again(found, by=by, seen=seen)
        allowed(_status(found), "given_back")
        take_step(entry, found, "given_back", by=by.public_id, now=now, today=today, remark=remark)
    return public_id


def submit(public_id: str, *, seen: str | None = None, by: Identity, now: datetime, today: date) -> str:
    """Sign a certification for the State and send it to the Secretariat; gives its number.

    Everything is judged as it is at this moment, under the journal's lock: whatever is recorded afterwards is a change.
    Raises Absent, TwoPersons, NothingWritten, NotNow, MovedOn, and Unfit with every problem by where its cure is.
    About thirty statements, whatever the roll.
    """
    found = _prepared(public_id, by, "attestations.sign")
    with _entry("attestation.submit", found, by, now) as entry:
        found = again(found, by=by, seen=seen)
        allowed(_status(found), "submitted")
        desk = drafted(found, names=by.scope("people.see"), today=today)
        if desk.edition is None:
            raise NothingWritten()
        if by.public_id in writers(found.id):
            raise TwoPersons()
        if against := problems(desk.sheet):
            raise Unfit(against)
        ordinal = next_ordinal(AttestationSubmission, found.id)
        number = found.number or _next_number(found, today)
        made = face_of(found, desk, number=number, ordinal=ordinal)
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "edition_id": desk.edition.id,
            "ordinal": ordinal,
            "number": number,
            **faces.kept(made),
            "submitted_on": today,
            "submitted_by": by.public_id,
            "submitted_at": now,
        }
        entry.keep(AttestationSubmission, [row])
        entry.details |= {"number": number, "submission": ordinal}
        key = int(str(row["id"]))
        take_step(entry, found, "submitted", by=by.public_id, now=now, today=today, submission_id=key, number=number)
    return number


def _prepared(public_id: str, by: Identity, permission: str) -> AttestationFacts:
    found = attestation(by.scope("attestations.see"), public_id)
    scope = by.scope(permission)
    # For a State one speaks for it: the Secretariat, which sees everything, never signs.
    if not isinstance(by, Operator) and found.state_code not in scope.states:
        raise Absent()
    return found


def _status(found: AttestationFacts) -> str:
    return exactly(found).status if stands(found.bare_steps) else status(found.bare_steps)


def _entry(act: str, found: AttestationFacts, by: Identity, now: datetime) -> Any:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
    )


def _next_number(found: AttestationFacts, today: date) -> str:
    # Nobody else counts at this moment: the journal's head is locked.
    prefix = number_of(found.kind, found.state_code, today.year, 0)[:-4]
    last = db.session.scalar(
        select(func.max(AttestationSubmission.number)).where(AttestationSubmission.number.startswith(prefix))
    )
    return number_of(found.kind, found.state_code, today.year, int(last.rpartition("-")[2]) + 1 if last else 1)


def face_of(found: AttestationFacts, desk: Drafted, *, number: str, ordinal: int) -> Mapping[str, Any]:
    """What would be frozen if it was submitted now. Three statements."""
    stated = statement_on(
        requirements.statements(), mission=found.mission, unit_type=found.unit_type_code, day=found.deploys_on
    )
    versions = {one.code: one for one in curricula.overview(found.deploys_on)}
    headcount = desk.known.headcount
    women, men, unspecified = headcount.required_by_sex
    return faces.face(
        desk.sheet,
        number=number,
        ordinal=ordinal,
        about={
            "state": found.state_code,
            "state_name": found.state_name,
            "rotation": found.rotation_code,
            "unit": found.designation,
            "unit_type": found.unit_type,
            "component": found.component,
            "mission": found.mission,
            "deploys_on": found.deploys_on.isoformat(),
            "ends_on": found.ends_on.isoformat(),
            "statement": stated.name if stated else None,
        },
        headcount={"persons": headcount.required, "women": women, "men": men, "unspecified": unspecified},
        topics={line.curriculum: versions[line.curriculum].topics for line in desk.sheet.lines},
        by_sex={
            code: {"required": tally.required_by_sex, "held": tally.held_by_sex}
            for code, tally in desk.known.lines.items()
        },
        papers=[{"paper": one.paper, "sha256": one.sha256} for one in desk.papers],
    )
