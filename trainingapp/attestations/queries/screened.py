"""Everybody who stands or stood on a rotation's roll, with their screening by name: for its page and its actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import Screening
from trainingapp.attestations.screening import EXCLUDE, WAITING, Standing, standing_of
from trainingapp.forces.guards import GUARDS
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.forces.queries import within
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.words import Sentence, say
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson

NOT_CLEARED = say(
    "This person was not cleared in the screening for human rights, and stays off the roll of this rotation. "
    "Put somebody else in their place, who is screened anew."
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of somebody's screening last, or that they were not cleared."""

    standing: Standing
    remark: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """How a line of the roll ended. `excluded`: by the act that takes off whoever was not cleared or not screened."""

    kind: str
    on: date | None
    reason: str
    by: str
    at: datetime
    excluded: bool


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Somebody's last line on a roll, and their screening for that rotation. Keys are never shown."""

    assignment_id: int
    #: The person's row that the line names; it may be another than the one that is kept.
    person_row: int
    #: How often something was recorded of them, less one.
    ordinal: int
    category: str
    rank: str | None
    function: str | None
    function_code: str | None
    person: KnownPerson
    recorded: Recorded | None
    gone: Gone | None

    @property
    def standing(self) -> Standing:
        """What holds of them."""
        return WAITING if self.recorded is None else self.recorded.standing

    def stands(self, day: date) -> bool:
        """Whether they stand on the roll on a day; not on the day on which they are taken off after screening."""
        if self.gone is None or self.gone.on is None:
            return self.gone is None
        return self.gone.on > day or (self.gone.on == day and not self.gone.excluded)


def everybody(scope: Scope, rotation_id: int) -> Sequence[OnRoll]:
    """Each person who ever stood on the roll, once, in the order of the roll. Two statements.

    The scope must be one that may see people by name.
    """
    said = _recorded(rotation_id)
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.person_id,
            Assignment.category,
            Assignment.rank,
            Assignment.function,
            Assignment.function_code,
            AssignmentEnd.kind,
            AssignmentEnd.ended_on,
            AssignmentEnd.reason,
            JournalEntry.actor,
            JournalEntry.at,
            JournalEntry.act,
            *PERSON,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .outerjoin(JournalEntry, JournalEntry.seq == AssignmentEnd.entry_seq)
        .where(within(scope), Assignment.rotation_id == rotation_id)
        .order_by(Assignment.id)
    )
    found: dict[int, OnRoll] = {}
    for key, row_of, category, rank, function, code, kind, on, reason, actor, at, act, *person in rows:
        known = KnownPerson._make(person)
        gone = None if kind is None else Gone(kind, on, reason, actor, at, act == EXCLUDE)
        before = found.get(known.id)
        if before is not None and before.gone is None:
            continue
        ordinal, recorded = said.get(known.id, (-1, None))
        found[known.id] = OnRoll(key, row_of, ordinal, category, rank, function, code, known, recorded, gone)
    return list(found.values())


def _recorded(rotation_id: int) -> Mapping[int, tuple[int, Recorded]]:
    """Person -> the highest ordinal, and what holds. One statement."""
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            Screening.result,
            Screening.screened_on,
            Screening.ordinal,
            Screening.remark,
            Screening.screened_by,
            Screening.screened_at,
        )
        .join(PersonNow, PersonNow.person_id == Screening.person_id)
        .where(Screening.rotation_id == rotation_id)
        .order_by(Screening.id)
    )
    said: dict[int, list[Recorded]] = {}
    for person, result, on, ordinal, remark, by, at in rows:
        said.setdefault(person, []).append(Recorded(Standing(result, on, ordinal), remark, by, at))
    found = {}
    for person, all_of_them in said.items():
        holds = standing_of(one.standing for one in all_of_them)
        highest = max(one.standing.ordinal for one in all_of_them)
        found[person] = (highest, next(one for one in all_of_them if one.standing is holds))
    return found


def kept_out(rotation_id: int) -> Mapping[int, Sentence]:
    """Whoever was not cleared for a rotation stays off its roll for good (R06), under whichever of their records.

    One statement.
    """
    rows = db.session.scalars(
        select(PersonNow.same_as)
        .join(Screening, Screening.person_id == PersonNow.person_id)
        .where(Screening.rotation_id == rotation_id, Screening.result == "not_cleared")
        .distinct()
        .order_by(PersonNow.same_as)
    )
    return dict.fromkeys(rows, NOT_CLEARED)


GUARDS.append(kept_out)
