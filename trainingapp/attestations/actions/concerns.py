"""The Secretariat records a concern about a unit; the State, or the Secretariat, what was done about it (R06)."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import UnitConcern, UnitMitigation
from trainingapp.attestations.queries import concerns
from trainingapp.attestations.queries.concerns import ConcernFacts
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class MitigatedAlready(Conflict):
    """Somebody else has just recorded what was done."""

    sentence = say("Somebody else has just recorded what was done about this concern. Look at it again.")


def raise_concern(
    rotation: RotationFacts, concern: str, *, raised_on: date, by: Identity, now: datetime, today: date
) -> str:
    """Record a concern about the unit of a rotation; gives its public id. Raises Absent, Unfit. Five statements."""
    if not by.scope("concerns.record").reaches(rotation.state_code, rotation.mission_code):
        raise Absent()
    if raised_on > today:
        raise Unfit({"raised_on": say("The day has not come yet: write %(day)s or earlier.", day=today)})
    public_id = new_id()
    with journal.entry(
        act="concern.raise",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"concern": public_id},
    ) as entry:
        row: dict[str, object] = {
            "public_id": public_id,
            "state_code": rotation.state_code,
            "rotation_id": rotation.id,
            "concern": concern,
            "raised_on": raised_on,
            "raised_by": by.public_id,
            "raised_at": now,
        }
        entry.keep(UnitConcern, [row])
    return public_id


def may_mitigate(by: Identity, found: ConcernFacts) -> bool:
    """Whether somebody may record what was done: a reviewer, or the State's focal point."""
    return any(by.scope(one).reaches(found.state_code) for one in ("concerns.record", "screening.record"))


def mitigate(public_id: str, measure: str, *, taken_on: date, by: Identity, now: datetime, today: date) -> str:
    """Record what was done about a concern; gives the rotation's public id. Raises Absent, Unfit, MitigatedAlready."""
    scope = by.scope("screening.see")
    found = concerns.concern(scope, public_id)
    if not may_mitigate(by, found):
        raise Absent()
    with (
        refusing({"uq_unit_mitigation_concern_id": MitigatedAlready}),
        journal.entry(
            act="concern.mitigate",
            by=by.public_id,
            now=now,
            object_kind="rotation",
            object_id=found.rotation_id,
            state_code=found.state_code,
            details={"concern": public_id},
        ) as entry,
    ):
        if not concerns.concern(scope, public_id).open:
            raise MitigatedAlready()
        if taken_on > today:
            raise Unfit({"taken_on": say("The day has not come yet: write %(day)s or earlier.", day=today)})
        if taken_on < found.raised_on:
            raise Unfit({"taken_on": say("The concern is of %(day)s: it was done later.", day=found.raised_on)})
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "concern_id": found.id,
            "measure": measure,
            "taken_on": taken_on,
            "recorded_by": by.public_id,
            "recorded_at": now,
        }
        entry.keep(UnitMitigation, [row])
    return found.rotation_id
