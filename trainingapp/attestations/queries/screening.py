"""Screening for human rights, person by person and in numbers: as facts, within the scope of whoever asks (R06)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import Screening
from trainingapp.attestations.screening import EXCLUDE, Counts, Standing, standing_of
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.forces.queries import within
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow

#: The lines of rolls with their rotations, persons and ends.
_ROLL: Final = (
    Assignment.__table__.join(Rotation.__table__, Rotation.id == Assignment.rotation_id)
    .join(PersonNow.__table__, PersonNow.person_id == Assignment.person_id)
    .outerjoin(AssignmentEnd.__table__, AssignmentEnd.assignment_id == Assignment.id)
)
#: Whoever was screened under another record than the one on the roll is the same person.
_SCREENED = aliased(PersonNow)


def standings(
    scope: Scope, rotation_id: int, *, as_of: date | None = None, excluded_too: bool = False
) -> Mapping[int, Standing]:
    """Where the screening of everybody on a rotation's roll stands, by the person's key; those who wait too.

    The roll is that of the day of deployment, with whatever was recorded; or that of `as_of`, with the results of
    that day or earlier; `excluded_too` as for `counts`. Whoever was merged stands there once, by the key of the
    record that is kept. One statement.
    """
    rows = db.session.execute(
        select(PersonNow.same_as, Screening.result, Screening.screened_on, Screening.ordinal, Screening.id)
        .select_from(_ROLL)
        .outerjoin(_SCREENED, _SCREENED.same_as == PersonNow.same_as)
        .outerjoin(
            Screening,
            and_(
                Screening.person_id == _SCREENED.person_id,
                Screening.rotation_id == Assignment.rotation_id,
                _by(as_of),
            ),
        )
        .where(within(scope), Assignment.rotation_id == rotation_id, on_roll(as_of, excluded_too=excluded_too))
        .distinct()
        .order_by(PersonNow.same_as, Screening.id)
    )
    recorded: dict[int, list[Standing]] = {}
    for person, result, on, ordinal, _key in rows:
        found = recorded.setdefault(person, [])
        if result is not None:
            found.append(Standing(result, on, ordinal))
    return {person: standing_of(said) for person, said in recorded.items()}


def counts(
    rotation_ids: Collection[int], *, as_of: date | None = None, excluded_too: bool = False
) -> Mapping[int, Counts]:
    """How many of each roll are cleared, not cleared, waiting; a rotation with nobody on its roll has noughts.

    Of the day of deployment or of `as_of`, as for `standings`. `excluded_too`: with those who stood there on that day
    and were taken off after screening since, because they were sent all the same. No names, so whoever asks must only
    be allowed to see the rotations. One statement, however many they are.
    """
    wanted = sorted(rotation_ids)
    last = (
        select(
            Screening.rotation_id,
            PersonNow.same_as,
            func.max(_id_of("not_cleared")).label("not_cleared"),
            func.max(_id_of("cleared")).label("cleared"),
            func.max(_id_of("pending")).label("pending"),
        )
        .join(PersonNow, PersonNow.person_id == Screening.person_id)
        .where(Screening.rotation_id.in_(wanted), _by(as_of))
        .group_by(Screening.rotation_id, PersonNow.same_as)
        .subquery()
    )
    standing = case(
        (last.c.not_cleared > 0, literal("not_cleared")),
        (last.c.cleared > last.c.pending, literal("cleared")),
        else_=literal("pending"),
    ).label("standing")
    rows = db.session.execute(
        select(Assignment.rotation_id, standing, func.count(func.distinct(PersonNow.same_as)))
        .select_from(_ROLL)
        .outerjoin(last, and_(last.c.rotation_id == Assignment.rotation_id, last.c.same_as == PersonNow.same_as))
        .where(Assignment.rotation_id.in_(wanted), on_roll(as_of, excluded_too=excluded_too))
        .group_by(Assignment.rotation_id, "standing")
    )
    found: dict[int, dict[str, int]] = {one: {} for one in wanted}
    for rotation_id, result, persons in rows:
        found[rotation_id][result] = persons
    return {one: Counts(**each) for one, each in found.items()}


def _by(as_of: date | None) -> ColumnElement[bool]:
    return true() if as_of is None else Screening.screened_on <= as_of


def _id_of(result: str) -> ColumnElement[int]:
    return case((Screening.result == result, Screening.id), else_=0)


def on_roll(as_of: date | None, *, excluded_too: bool = False) -> ColumnElement[bool]:
    """Lines that stand on a day, or on the day of deployment; for statements that join their ends.

    Whoever was taken off after screening stands there no more from that day on, and at deployment not at all: nobody is
    held to have sent them; unless `excluded_too`.
    """
    day: Any = Rotation.deploys_on if as_of is None else as_of
    excluded = exists().where(JournalEntry.seq == AssignmentEnd.entry_seq, JournalEntry.act == EXCLUDE)
    gone_by = true() if as_of is None else AssignmentEnd.ended_on <= as_of
    out = false() if excluded_too else and_(gone_by, excluded.correlate(AssignmentEnd))
    return or_(
        AssignmentEnd.id.is_(None),
        and_(AssignmentEnd.kind == "left", AssignmentEnd.ended_on >= day, not_(out)),
    )
