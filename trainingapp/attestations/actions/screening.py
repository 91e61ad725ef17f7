"""What screening came to is recorded; whoever was not cleared, or not screened, is taken off the roll (R06)."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import Screening
from trainingapp.attestations.queries.screened import OnRoll, everybody
from trainingapp.attestations.screening import EXCLUDE, day_of_roll, leaving_refusal, refusals
from trainingapp.forces import actions as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class OthersWait(Conflict):
    """Who waits is not who waited when the page was opened."""

    sentence = say(
        "Who stands on the roll, or who waits, has changed since you opened the page, so nothing was recorded. Look at "
        "the list again."
    )


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom a result is: persons by public id, by service number as typed, or everybody who waits.

    `waiting`: the fingerprint of those who waited when the page was opened (`waiting_now`).
    """

    persons: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    waiting: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What screening came to, on which day."""

    result: str
    screened_on: date
    remark: str = ""


def record(rotation: RotationFacts, whom: Whom, said: Said, *, by: Identity, now: datetime, today: date) -> int:
    """Record one result for persons of a rotation's roll: how many they are. All of it or nothing.

    Raises Absent, OthersWait, Unfit with every problem. Seven statements, and one per 5,000 persons.
    """
    _may(by, "screening.record", rotation)
    with journal.entry(
        act="screening.record",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"result": said.result},
    ) as entry:
        # Only now can nobody else record anything.
        roll = on_roll(by, rotation, today=today)
        numbers = {one.person.service_number for one in roll}
        chosen = _chosen(roll, whom)
        found = refusals(
            said.result,
            screened_on=said.screened_on,
            remark=said.remark,
            today=today,
            persons=len(chosen),
            everybody=whom.waiting is not None,
            excluded=[one.person.service_number for one in chosen if one.standing.result == "not_cleared"],
            unknown=[number for number in whom.numbers if number not in numbers],
        )
        if found:
            raise Unfit(found)
        entry.keep(Screening, [_row(one, rotation, said, by=by, now=now) for one in chosen])
        entry.details["persons"] = len(chosen)
    return len(chosen)


def waiting_now(roll: Iterable[OnRoll]) -> str:
    """The fingerprint of those who wait: whoever records for everybody has seen everybody."""
    waiting = sorted(one.person.public_id for one in roll if one.standing.result == "pending")
    return hashlib.sha256(" ".join(waiting).encode()).hexdigest()[:22]


def exclude(
    rotation: RotationFacts,
    persons: Collection[str],
    *,
    reason: str,
    by: Identity,
    now: datetime,
    today: date,
    left_on: date | None = None,
) -> int:
    """Take off the roll those named, by public id, who were not cleared or are not screened: how many they are.

    Before the rotation deploys they never counted; afterwards `left_on` is their last day in it. Raises Absent,
    AlreadyEnded, also for somebody who is cleared or not there, and Unfit by field. Six statements.
    """
    _may(by, "screening.record", rotation)
    if problem := leaving_refusal(left_on, deploys_on=rotation.deploys_on, today=today):
        raise Unfit({"left_on": problem})
    with journal.entry(
        act=EXCLUDE,
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"persons": len(persons)},
    ) as entry:
        open_to_it = {one.person.public_id: one for one in excludable(on_roll(by, rotation, today=today))}
        if not persons or not set(persons) <= open_to_it.keys():
            raise forces.AlreadyEnded()
        forces.end_assignments(
            entry,
            state=rotation.state_code,
            assignment_ids=[open_to_it[one].assignment_id for one in sorted(set(persons))],
            reason=reason,
            left_on=left_on if today >= rotation.deploys_on else None,
        )
    return len(set(persons))


def on_roll(by: Identity, rotation: RotationFacts, *, today: date) -> Sequence[OnRoll]:
    """Whoever stands on the roll on the day of deployment, or now if that is past. Two statements."""
    day = day_of_roll(rotation.deploys_on, rotation.ends_on, today)
    return [one for one in everybody(by.scope("screening.see"), rotation.id) if one.stands(day)]


def excludable(roll: Iterable[OnRoll]) -> Sequence[OnRoll]:
    """Those who may be taken off the roll here: not cleared, or not screened; those not cleared first."""
    found = [one for one in roll if one.gone is None and one.standing.result in ("not_cleared", "pending")]
    return sorted(found, key=lambda one: one.standing.result)


def _chosen(roll: Sequence[OnRoll], whom: Whom) -> Sequence[OnRoll]:
    if whom.waiting is not None:
        if waiting_now(roll) != whom.waiting:
            raise OthersWait()
        return [one for one in roll if one.standing.result == "pending"]
    there = {one.person.public_id for one in roll}
    if not whom.persons <= there:
        raise OthersWait()
    return [
        one for one in roll if one.person.public_id in whom.persons or one.person.service_number in set(whom.numbers)
    ]


def _row(one: OnRoll, rotation: RotationFacts, said: Said, *, by: Identity, now: datetime) -> dict[str, object]:
    return {
        "public_id": new_id(),
        "state_code": rotation.state_code,
        "rotation_id": rotation.id,
        "person_id": one.person_row,
        "ordinal": one.ordinal + 1,
        "result": said.result,
        "screened_on": said.screened_on,
        "remark": said.remark,
        "screened_by": by.public_id,
        "screened_at": now,
    }


def _may(by: Identity, permission: str, rotation: RotationFacts) -> None:
    if not by.scope(permission).reaches(rotation.state_code, rotation.mission_code):
        raise Absent()
