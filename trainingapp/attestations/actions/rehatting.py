"""A rotation that comes over from another organisation's operation is recorded by the Secretariat (R52)."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import Rehatting
from trainingapp.attestations.rehatting import refusals
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class OpenedAlready(Conflict):
    """The rotation has a case."""

    sentence = say("It is recorded already where this rotation comes from. Look at the page of its re-hatting.")


def open_case(
    rotation: RotationFacts,
    *,
    organisation: str,
    transfer_on: date,
    deadline_on: date,
    remark: str,
    by: Identity,
    now: datetime,
) -> str:
    """Record where a rotation comes from, and its days; gives the case's public id.

    Raises Absent, Unfit by field, OpenedAlready. Five statements.
    """
    if not by.scope("rehatting.record").reaches(rotation.state_code, rotation.mission_code):
        raise Absent()
    if found := refusals(
        transfer_on,
        deadline_on,
        deploys_on=rotation.deploys_on,
        ends_on=rotation.ends_on,
    ):
        raise Unfit(found)
    public_id = new_id()
    with (
        refusing({"uq_rehatting_rotation_id": OpenedAlready}),
        journal.entry(
            act="rehatting.open",
            by=by.public_id,
            now=now,
            object_kind="rotation",
            object_id=rotation.public_id,
            state_code=rotation.state_code,
            details={"organisation": organisation, "transfer": transfer_on.isoformat()},
        ) as entry,
    ):
        row: dict[str, object] = {
            "public_id": public_id,
            "state_code": rotation.state_code,
            "rotation_id": rotation.id,
            "organisation": organisation,
            "transfer_on": transfer_on,
            "deadline_on": deadline_on,
            "remark": remark,
            "opened_by": by.public_id,
            "opened_at": now,
        }
        entry.keep(Rehatting, [row])
    return public_id
