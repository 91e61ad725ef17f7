"""Which waivers were granted: as facts, within the scope of whoever asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation, Unit, UnitType
from trainingapp.forces.queries import RotationFacts, within
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, paged
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson
from trainingapp.requirements import queries
from trainingapp.requirements.models import Waiver, WaiverEnd, WaiverPerson
from trainingapp.requirements.rules import binding
from trainingapp.requirements.waiving import Twin, standing
from trainingapp.states.models import State


@dataclass(frozen=True)
class WaiverFacts:
    """A waiver without the persons it is for; `persons` counts them, None when it is for the whole rotation."""

    id: int
    public_id: str
    rotation_id: str
    rotation: str
    state_code: str
    state_name: str
    mission: str
    component: str
    deploys_on: date
    ends_on: date
    curriculum: str
    curriculum_title: str
    first_day: date
    last_day: date
    ended_on: date | None
    persons: int | None
    authority: str
    consent: str
    reason: str
    granted_by: str
    granted_at: datetime
    end_reason: str | None
    ended_by: str | None
    ended_at: datetime | None
    #: The day it was asked about.
    as_of: date

    @property
    def through(self) -> date:
        """The last day on which it waives anything."""
        return self.last_day if self.ended_on is None else min(self.last_day, self.ended_on)

    @property
    def standing(self) -> str:
        """Where it stands on the day: a key of waiving.STANDINGS."""
        return standing(first=self.first_day, last=self.last_day, ended_on=self.ended_on, as_of=self.as_of)


def waivers(scope: Scope, *, as_of: date, over: bool = False, number: int = 1) -> Page[WaiverFacts]:
    """One page of waivers in the scope: those in force or to come, what runs out next first; or those that are over,
    the latest first. Two statements."""
    last = _last()
    chosen = _waivers().where(within(scope), (last < as_of) if over else (last >= as_of))
    ordered = chosen.order_by(last.desc() if over else last, Waiver.id)
    return paged(db.session(), ordered, number=number).each(lambda row: WaiverFacts(*(*row, as_of)))


def waivers_of(scope: Scope, rotation_id: int, *, as_of: date) -> Sequence[WaiverFacts]:
    """Every waiver of a rotation, the latest first. One statement."""
    rows = db.session.execute(
        _waivers().where(within(scope), Waiver.rotation_id == rotation_id).order_by(Waiver.id.desc())
    )
    return [WaiverFacts(*(*row, as_of)) for row in rows]


def waiver(scope: Scope, public_id: str, *, as_of: date) -> WaiverFacts:
    """One waiver. Raises Absent, also when its rotation lies outside the scope. One statement."""
    row = db.session.execute(_waivers().where(within(scope), Waiver.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return WaiverFacts(*(*row, as_of))


def persons_of(scope: Scope, waiver_id: int) -> Sequence[KnownPerson]:
    """Whom a waiver is for, by name, each person once however often merged. The scope must be one that may see people
    by name. One statement."""
    rows = db.session.execute(
        select(*PERSON)
        .distinct()
        .join(WaiverPerson, WaiverPerson.person_id == PersonNow.person_id)
        .join(Waiver, Waiver.id == WaiverPerson.waiver_id)
        .join(Rotation, Rotation.id == Waiver.rotation_id)
        .where(within(scope), WaiverPerson.waiver_id == waiver_id)
    )
    known = {one.public_id: one for one in (KnownPerson._make(row) for row in rows)}
    return sorted(known.values(), key=lambda one: (one.name.casefold(), one.service_number))


def on_roll_called(rotation_id: int, numbers: Collection[str]) -> Mapping[str, int]:
    """Service number as typed -> the person on the rotation's roll who has it. One statement; none for no numbers."""
    if not numbers:
        return {}
    rows = db.session.execute(
        select(PersonNow.service_number, Assignment.person_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .outerjoin(AssignmentEnd, AssignmentEnd.assignment_id == Assignment.id)
        .where(
            Assignment.rotation_id == rotation_id,
            or_(AssignmentEnd.kind.is_(None), AssignmentEnd.kind != "in_error"),
            PersonNow.service_number.in_(sorted(set(numbers))),
        )
        .order_by(Assignment.id)
    )
    return {row.service_number: row.person_id for row in rows}


def twins(rotation_id: int, curriculum: str, persons: Collection[int] | None) -> Sequence[Twin]:
    """The waivers of a curriculum in a rotation, earliest first, that are for everybody, or for one of these persons
    under whatever record. `persons` None: those for everybody only. One statement."""
    whom = Waiver.whole_rotation if persons is None else or_(Waiver.whole_rotation, Waiver.id.in_(_for(persons)))
    rows = db.session.execute(
        select(Waiver.first_day, _last(), Waiver.authority)
        .outerjoin(WaiverEnd, WaiverEnd.waiver_id == Waiver.id)
        .where(Waiver.rotation_id == rotation_id, Waiver.curriculum_code == curriculum, whom)
        .where(_last() >= Waiver.first_day)
        .order_by(Waiver.first_day, Waiver.id)
    )
    return [Twin(*row) for row in rows]


def _for(persons: Collection[int]) -> Select[int]:
    own, other = aliased(PersonNow), aliased(PersonNow)
    return (
        select(WaiverPerson.waiver_id)
        .join(other, other.person_id == WaiverPerson.person_id)
        .join(own, own.same_as == other.same_as)
        .where(own.person_id.in_(sorted(persons)))
    )


def required_of(rotation: RotationFacts) -> Sequence[str]:
    """What is mandatory in a rotation, for somebody at least. Four statements."""
    binds = binding(
        queries.rules(),
        flags=queries.mission_flags(),
        mission=rotation.mission_code,
        deploys_on=rotation.deploys_on,
        unit_type=rotation.unit_type_code,
    )
    return list(dict.fromkeys(rule.curriculum for rule in binds))


def _last() -> Any:
    ended = and_(WaiverEnd.ended_on.is_not(None), WaiverEnd.ended_on < Waiver.last_day)
    return case((ended, WaiverEnd.ended_on), else_=Waiver.last_day)


def _waivers() -> Select[*tuple[Any, ...]]:
    named = (
        select(func.count(func.distinct(PersonNow.same_as)))
        .select_from(WaiverPerson)
        .join(PersonNow, PersonNow.person_id == WaiverPerson.person_id)
        .where(WaiverPerson.waiver_id == Waiver.id)
        .correlate(Waiver)
        .scalar_subquery()
    )
    return (
        select(
            Waiver.id,
            Waiver.public_id,
            Rotation.public_id,
            Rotation.code,
            Waiver.state_code,
            State.name,
            Rotation.mission_code,
            UnitType.component,
            Rotation.deploys_on,
            Rotation.ends_on,
            Waiver.curriculum_code,
            Curriculum.title,
            Waiver.first_day,
            Waiver.last_day,
            WaiverEnd.ended_on,
            case((Waiver.whole_rotation, None), else_=named),
            Waiver.authority,
            Waiver.consent,
            Waiver.reason,
            Waiver.granted_by,
            Waiver.granted_at,
            WaiverEnd.reason,
            WaiverEnd.ended_by,
            WaiverEnd.ended_at,
        )
        .join(Rotation, Rotation.id == Waiver.rotation_id)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .join(State, State.code == Waiver.state_code)
        .join(Curriculum, Curriculum.code == Waiver.curriculum_code)
        .outerjoin(WaiverEnd, WaiverEnd.waiver_id == Waiver.id)
    )
