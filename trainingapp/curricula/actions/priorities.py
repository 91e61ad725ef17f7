"""What the field asks training to teach is submitted, and decided about. Each decision is a new fact (R24)."""

from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import priorities as rules
from trainingapp.curricula.models import Curriculum, FieldPriority, PriorityStep
from trainingapp.curricula.queries.priorities import PriorityFacts, priority
from trainingapp.curricula.queries.versions import VersionFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class AlreadyDecided(Conflict):
    """Two people decided at the same moment; this one came second."""

    sentence = say("Somebody else has just decided about this. Look at what they decided.")


class NotIntoItself(Refused):
    """A priority was to be merged into itself, or into one that is closed."""

    sentence = say("Merge it into another priority that is still open.")


#: Decision -> what the journal calls it.
ACTS = {
    "accepted": "priority.accepted",
    "merged": "priority.merged",
    "refused": "priority.refused",
    "reflected": "priority.reflected",
}
_DECIDED = {"uq_priority_step_priority_id_ordinal": AlreadyDecided}


def submit(
    *,
    mission_code: str | None,
    state_code: str | None,
    title: str,
    text: str,
    rank: int,
    asked_on: date,
    by: Identity,
    now: datetime,
) -> str:
    """Ask that training teaches something, for a mission or for a State. Gives its public id. Raises Absent.

    Four statements.
    """
    scope = by.scope("priorities.submit")
    own = mission_code in scope.missions if mission_code else state_code in scope.states
    if not own and not scope.everything:
        raise Absent()
    public_id = new_id()
    with journal.entry(
        act="priority.submit",
        by=by.public_id,
        now=now,
        object_kind="priority",
        object_id=public_id,
        state_code=state_code,
        details={"rank": rank},
    ) as entry:
        entry.keep(
            FieldPriority,
            [
                {
                    "public_id": public_id,
                    "mission_code": mission_code,
                    "state_code": state_code,
                    "title": title,
                    "text": text,
                    "rank": rank,
                    "asked_on": asked_on,
                    "submitted_by": by.public_id,
                    "submitted_at": now,
                }
            ],
        )
    return public_id


def decide(
    public_id: str,
    decision: str,
    *,
    reason: str = "",
    curriculum: str | None = None,
    version: VersionFacts | None = None,
    into: str | None = None,
    by: Identity,
    now: datetime,
) -> str:
    """Accept a priority, merge it, refuse it, or name the version that reflects it. Gives its public id.

    Raises Absent, Refused (with the rule), AlreadyDecided. About eight statements.
    """
    scope = by.scope("priorities.decide")
    found = priority(scope, public_id)
    if (refused := rules.refusal(found.standing, decision)) is not None:
        raise Refused(refused)
    other = _other(by, found, into) if decision == "merged" else None
    if decision == "reflected" and version is None:
        raise Refused(say("Name the version that teaches it: nothing else reflects a priority."))
    if (
        curriculum is not None
        and db.session.scalar(select(Curriculum.code).where(Curriculum.code == curriculum)) is None
    ):
        raise Refused(say("There is no curriculum “%(code)s”.", code=curriculum))
    with (
        refusing(_DECIDED),
        journal.entry(
            act=ACTS[decision],
            by=by.public_id,
            now=now,
            object_kind="priority",
            object_id=public_id,
            state_code=found.state_code,
            details={"version": version.name} if version else {},
        ) as entry,
    ):
        entry.keep(
            PriorityStep,
            [
                {
                    "public_id": new_id(),
                    "priority_id": found.id,
                    "ordinal": len(found.steps),
                    "kind": decision,
                    "into_id": other,
                    "curriculum_code": curriculum if decision == "accepted" else None,
                    "version_id": version.id if version and decision == "reflected" else None,
                    "reason": reason,
                    "decided_by": by.public_id,
                    "decided_at": now,
                }
            ],
        )
    return public_id


def _other(by: Identity, found: PriorityFacts, into: str | None) -> int:
    if not into or into == found.public_id:
        raise NotIntoItself()
    other = priority(by.scope("priorities.decide"), into)
    if other.standing not in rules.OPEN:
        raise NotIntoItself()
    return other.id
