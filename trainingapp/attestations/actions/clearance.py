"""The UN's technical clearance of medical personnel is recorded by the reviewers of the component (R14)."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import MedicalClearance
from trainingapp.attestations.queries import clearance
from trainingapp.attestations.queries.clearance import Medic
from trainingapp.attestations.screening import day_of_roll
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.requirements.waiving import reviewed_by


class RollChanged(Conflict):
    """Somebody who was chosen has left the roll since, or has no medical function any more."""

    sentence = say("The medical personnel on the roll has changed since you opened the page. Look at the list again.")


def may_clear(by: Identity, rotation: RotationFacts) -> bool:
    """Whether somebody may record clearances for a rotation: a reviewer of its component."""
    reaches = by.scope("clearances.record").reaches(rotation.state_code, rotation.mission_code)
    return reaches and rotation.component in reviewed_by(by)


def record_clearance(
    rotation: RotationFacts,
    persons: Collection[str],
    *,
    undecided: str | None = None,
    result: str,
    decided_on: date,
    remark: str,
    by: Identity,
    now: datetime,
    today: date,
) -> int:
    """Record what the UN decided on medical personnel, given by public id: how many they are. The newest holds.

    `undecided`: for everybody on whom nothing is decided yet, with their fingerprint when the page was opened.
    Raises Absent, RollChanged, Unfit by field. Five statements.
    """
    if not may_clear(by, rotation):
        raise Absent()
    with journal.entry(
        act="clearance.record",
        by=by.public_id,
        now=now,
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=rotation.state_code,
        details={"result": result},
    ) as entry:
        day = day_of_roll(rotation.deploys_on, rotation.ends_on, today)
        found = {
            one.person.public_id: one for one in clearance.medics(by.scope("clearances.record"), rotation.id, as_of=day)
        }
        if undecided is not None:
            if undecided_now(found.values()) != undecided:
                raise RollChanged()
            persons = [public_id for public_id, one in found.items() if one.result is None]
        if not set(persons) <= found.keys():
            raise RollChanged()
        if problems := _problems(persons, result=result, decided_on=decided_on, remark=remark, today=today):
            raise Unfit(problems)
        rows: list[dict[str, object]] = [
            {
                "public_id": new_id(),
                "state_code": rotation.state_code,
                "rotation_id": rotation.id,
                "person_id": found[one].person_row,
                "ordinal": found[one].ordinal + 1,
                "result": result,
                "decided_on": decided_on,
                "remark": remark,
                "decided_by": by.public_id,
                "decided_at": now,
            }
            for one in sorted(set(persons))
        ]
        entry.keep(MedicalClearance, rows)
        entry.details["persons"] = len(rows)
    return len(rows)


def undecided_now(medics: Iterable[Medic]) -> str:
    """The fingerprint of those on whom nothing is decided: whoever decides on all of them has seen all of them."""
    waiting = sorted(one.person.public_id for one in medics if one.result is None)
    return hashlib.sha256(" ".join(waiting).encode()).hexdigest()[:22]


def _problems(
    persons: Collection[str], *, result: str, decided_on: date, remark: str, today: date
) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    if not persons:
        found["result"] = say("Nobody was chosen: tick somebody in the list.")
    if decided_on > today:
        found["decided_on"] = say("The day has not come yet: write %(day)s or earlier.", day=today)
    if result == "not_cleared" and not remark:
        found["remark"] = say("Say where the decision is found.")
    return found
