"""A requirement is waived for a time, in one rotation; and a waiver is ended early."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from trainingapp.accounts.rules import Identity
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.requirements.actions.rules import EndedAlready
from trainingapp.requirements.models import Waiver, WaiverEnd, WaiverPerson
from trainingapp.requirements.queries import granted
from trainingapp.requirements.waiving import Asked, refusals, reviewed_by


class NotYours(Refused):
    """Police review police, the military the military."""

    sentence = say("Units of this component are reviewed by others: you may not waive what is required of them.")


def grant_waiver(
    rotation: RotationFacts, asked: Asked, *, by: Identity, now: datetime, today: date, most_days: int
) -> str:
    """Waive a requirement of a rotation, for everybody or for the persons named; gives the waiver's public id.

    Raises Absent, NotYours, Unfit with every problem. About ten statements.
    """
    if not by.scope("waivers.grant").reaches(rotation.state_code, rotation.mission_code):
        raise Absent()
    if rotation.component not in reviewed_by(by):
        raise NotYours()
    public_id, details = new_id(), {"curriculum": asked.curriculum, "through": asked.last_day.isoformat()}
    with journal.entry(
        act="waiver.grant_persons" if asked.persons else "waiver.grant",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"waiver": public_id, **details},
    ) as entry:
        # Only now can nobody else waive the same.
        persons = granted.on_roll_called(rotation.id, asked.persons)
        keys = sorted(set(persons.values()))
        found = refusals(
            asked,
            required=granted.required_of(rotation),
            deploys_on=rotation.deploys_on,
            ends_on=rotation.ends_on,
            unknown=[number for number in asked.persons if number not in persons],
            twins=granted.twins(rotation.id, asked.curriculum, keys if asked.persons else None),
            today=today,
            most_days=most_days,
        )
        if found:
            raise Unfit(found)
        if asked.persons:
            entry.details["persons"] = len(keys)
        row: dict[str, object] = {
            "public_id": public_id,
            "state_code": rotation.state_code,
            "rotation_id": rotation.id,
            "curriculum_code": asked.curriculum,
            "whole_rotation": not asked.persons,
            "first_day": asked.first_day,
            "last_day": asked.last_day,
            "authority": asked.authority,
            "consent": asked.consent,
            "reason": asked.reason,
            "granted_by": by.public_id,
            "granted_at": now,
        }
        entry.keep(Waiver, [row])
        if asked.persons:
            entry.keep(WaiverPerson, _persons(rotation, row["id"], keys))
    return public_id


def _persons(rotation: RotationFacts, waiver: object, keys: Sequence[int]) -> list[dict[str, object]]:
    return [
        {"public_id": new_id(), "state_code": rotation.state_code, "waiver_id": waiver, "person_id": key}
        for key in keys
    ]


def end_waiver(public_id: str, *, last_day: date, reason: str, by: Identity, now: datetime, today: date) -> str:
    """End a waiver before its time: after the day the gap is open again. Gives the rotation's public id.

    The day is yesterday or later: what was waived until then stays so. Raises Absent, NotYours, Unfit, EndedAlready.
    """
    scope = by.scope("waivers.grant")
    waiver = granted.waiver(scope, public_id, as_of=today)
    if waiver.component not in reviewed_by(by):
        raise NotYours()
    with (
        refusing({"uq_waiver_end_waiver_id": EndedAlready}),
        journal.entry(
            act="waiver.end",
            by=by.public_id,
            now=now,
            object_kind="rotation",
            object_id=waiver.rotation_id,
            state_code=waiver.state_code,
            details={"waiver": public_id, "curriculum": waiver.curriculum, "through": last_day.isoformat()},
        ) as entry,
    ):
        if granted.waiver(scope, public_id, as_of=today).ended_on is not None:
            raise EndedAlready()
        found = []
        if last_day < today - timedelta(days=1):
            words = "What was waived in the past stays so: the last day is %(day)s or later."
            found.append(say(words, day=(today - timedelta(days=1)).isoformat()))
        if last_day >= waiver.last_day:
            found.append(say("It ends on %(day)s by itself.", day=waiver.last_day.isoformat()))
        if found:
            raise Unfit(found)
        entry.keep(
            WaiverEnd,
            [
                {
                    "public_id": new_id(),
                    "state_code": waiver.state_code,
                    "waiver_id": waiver.id,
                    "ended_on": last_day,
                    "reason": reason,
                    "ended_by": by.public_id,
                    "ended_at": now,
                }
            ],
        )
    return waiver.rotation_id
