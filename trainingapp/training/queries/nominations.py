"""Who is nominated for a session, and where each stands. Whoever asks has made sure that the reader may see names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation, Unit, UnitType
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, listed_keys
from trainingapp.training.models import Nomination, NominationStep
from trainingapp.training.queries.sessions import latest_step, standing


@dataclass(frozen=True)
class Nominee:
    """A nomination and who it is about. `id` and `row` (the key of the row it names) are never shown."""

    id: int
    public_id: str
    session_id: int
    state_code: str
    row: int
    ordinal: int
    standing: str
    reason: str
    #: How many steps there were.
    steps: int
    nominated_at: datetime
    decided_at: datetime | None
    person: KnownPerson


def of_session(
    session_id: int, *, states: Collection[str] | None = None, standings: Collection[str] | None = None
) -> list[Nominee]:
    """The nominations for a session in the order in which they came; of these States only, or of all. Whoever was
    erased is left out. One statement."""
    statement = (
        select(
            Nomination.id,
            Nomination.public_id,
            Nomination.session_id,
            Nomination.state_code,
            Nomination.person_id,
            Nomination.ordinal,
            standing(),
            func.coalesce(NominationStep.reason, ""),
            func.coalesce(NominationStep.ordinal + 1, 0),
            Nomination.nominated_at,
            NominationStep.decided_at,
            *PERSON,
        )
        .join(PersonNow, PersonNow.person_id == Nomination.person_id)
        .outerjoin(NominationStep, latest_step())
        .where(Nomination.session_id == session_id, PersonNow.erased.is_(False))
        .order_by(Nomination.id)
    )
    if states is not None:
        statement = statement.where(Nomination.state_code.in_(sorted(states)))
    if standings is not None:
        statement = statement.where(standing().in_(sorted(standings)))
    return [_nominee(row) for row in db.session.execute(statement)]


def _nominee(row: Sequence[Any]) -> Nominee:
    head = len(Nominee.__dataclass_fields__) - 1
    return Nominee(*(*row[:head], KnownPerson._make(row[head:])))


def accepted(session_id: int) -> list[Nominee]:
    """Who takes part, in the order in which they were nominated. One statement."""
    return of_session(session_id, standings=("accepted",))


def by_state(session_id: int) -> dict[str, dict[str, int]]:
    """State -> where its nominations stand, as numbers. One statement."""
    where_it_stands = standing()  # named once: PostgreSQL takes two equal ones for different
    rows = db.session.execute(
        select(Nomination.state_code, where_it_stands, func.count())
        .select_from(Nomination)
        .outerjoin(NominationStep, latest_step())
        .where(Nomination.session_id == session_id)
        .group_by(Nomination.state_code, where_it_stands)
        .order_by(Nomination.state_code)
    )
    found: dict[str, dict[str, int]] = {}
    for state, where, count in rows:
        found.setdefault(state, {})[where] = count
    return found


class Service(NamedTuple):
    """The latest line of a roll on which somebody stands: category, whether they decide, and the unit's component."""

    category: str
    decides: bool
    component: str
    rotation: str
    rank: str | None


def latest_services(persons: Collection[int]) -> Mapping[int, Service]:
    """Key of who somebody is now -> their latest service, by the day on which the rotation deploys. Whoever stands on
    no roll is not there. One statement."""
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            Assignment.category,
            func.coalesce(Function.tactical_decision_maker, False),
            UnitType.component,
            Rotation.code,
            Assignment.rank,
        )
        .select_from(Assignment)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .outerjoin(Function, Function.code == Assignment.function_code)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(
            PersonNow.same_as.in_(listed_keys(persons)),
            func.coalesce(AssignmentEnd.kind, "left") != "in_error",
        )
        .order_by(Rotation.deploys_on, Assignment.id)
    )
    return {row[0]: Service._make(row[1:]) for row in rows}
