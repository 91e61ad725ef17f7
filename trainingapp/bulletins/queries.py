"""What States say they need, whether bulletins may name them, and which of them are emerging contributors, as facts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.rules import Scope
from trainingapp.bulletins.models import (
    EmergingContributor,
    EmergingContributorEnd,
    NameConsent,
    NameConsentEnd,
    Need,
    NeedEnd,
)
from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Rotation, Unit, UnitType
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.once import RequestKey
from trainingapp.states.models import State


@dataclass(frozen=True)
class NeedFacts:
    """What a State says it lacks; `ended` is how it ended, None while it stands. `id` is never shown."""

    id: int
    public_id: str
    state_code: str
    mission_code: str
    unit_type_code: str
    unit_type: str
    curriculum_code: str
    title: str
    required: int
    held: int
    women: int
    men: int
    deploys_on: date
    language: str
    mandatory: bool
    remark: str
    declared_by: str
    declared_at: datetime
    ended: str | None

    @property
    def open(self) -> int:
        """Persons who lack it."""
        return self.required - self.held


def needs(scope: Scope, *, standing: bool = True) -> list[NeedFacts]:
    """What the States in the scope say they need, the earliest deployment first; without those that were changed since,
    and with those that are over when not only the standing ones are asked for. One statement."""
    return _needs(_within(scope), *([NeedEnd.id.is_(None)] if standing else []))


def need(scope: Scope, public_id: str) -> NeedFacts:
    """One standing need. Raises Absent, also when it was changed or is over. One statement."""
    found = _needs(_within(scope), NeedEnd.id.is_(None), Need.public_id == public_id)
    if not found:
        raise Absent()
    return found[0]


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.everything else Need.state_code.in_(sorted(scope.states))


def _needs(*wanted: ColumnElement[bool]) -> list[NeedFacts]:
    later = aliased(Need)
    rows: Any = db.session.execute(
        select(
            Need.id,
            Need.public_id,
            Need.state_code,
            Need.mission_code,
            Need.unit_type_code,
            UnitType.label,
            Need.curriculum_code,
            Curriculum.title,
            Need.required,
            Need.held,
            Need.women,
            Need.men,
            Need.deploys_on,
            Need.language,
            Need.mandatory,
            Need.remark,
            Need.declared_by,
            Need.declared_at,
            NeedEnd.kind,
        )
        .join(UnitType, UnitType.code == Need.unit_type_code)
        .join(Curriculum, Curriculum.code == Need.curriculum_code)
        .outerjoin(NeedEnd, NeedEnd.need_id == Need.id)
        .where(*wanted, ~exists().where(later.replaces_id == Need.id))
        .order_by(Need.deploys_on, Need.id)
    )
    return [NeedFacts(*row) for row in rows]


class Consent(NamedTuple):
    """A State's word that bulletins may name it, from a day on, and through the day before `ended_on`."""

    id: int
    state_code: str
    ordinal: int
    given_on: date
    ended_on: date | None


def consents(states: Collection[str] | None = None) -> list[Consent]:
    """Every consent of these States, or of all, the latest first. One statement."""
    statement = (
        select(
            NameConsent.id, NameConsent.state_code, NameConsent.ordinal, NameConsent.given_on, NameConsentEnd.ended_on
        )
        .outerjoin(NameConsentEnd, NameConsentEnd.consent_id == NameConsent.id)
        .order_by(NameConsent.state_code, NameConsent.ordinal.desc())
    )
    if states is not None:
        statement = statement.where(NameConsent.state_code.in_(sorted(states)))
    return [Consent(*row) for row in db.session.execute(statement)]


def may_be_named(on: date) -> frozenset[str]:
    """The States that let bulletins name them on a day. One statement."""
    rows = db.session.scalars(
        select(NameConsent.state_code)
        .outerjoin(NameConsentEnd, NameConsentEnd.consent_id == NameConsent.id)
        .where(NameConsent.given_on <= on, or_(NameConsentEnd.id.is_(None), NameConsentEnd.ended_on > on))
    )
    return frozenset(rows)


class Emerging(NamedTuple):
    """A State that counts as an emerging contributor from a day, through a day; None is an open end."""

    id: int
    public_id: str
    state_code: str
    ordinal: int
    holds_from: date
    holds_through: date | None
    reason: str


def emerging() -> list[Emerging]:
    """Every emerging contributor there is or was, by State, the latest first. One statement."""
    rows = db.session.execute(
        select(
            EmergingContributor.id,
            EmergingContributor.public_id,
            EmergingContributor.state_code,
            EmergingContributor.ordinal,
            EmergingContributor.holds_from,
            EmergingContributorEnd.holds_through,
            EmergingContributor.reason,
        )
        .join(State, State.code == EmergingContributor.state_code)
        .outerjoin(EmergingContributorEnd, EmergingContributorEnd.emerging_id == EmergingContributor.id)
        .order_by(State.name, EmergingContributor.ordinal.desc())
    )
    return [Emerging(*row) for row in rows]


class UnitOf(NamedTuple):
    """Of what kind the unit of a rotation is."""

    unit_type: str
    label: str


def units_of(rotations: Collection[str]) -> Mapping[str, UnitOf]:
    """Public id of a rotation -> its unit. Whoever asks has the ids from a query with a scope. One statement."""
    rows: Any = db.session.execute(
        select(Rotation.public_id, Unit.unit_type_code, UnitType.label)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .where(Rotation.public_id.in_(sorted(rotations)))
    )
    return {public_id: UnitOf(*rest) for public_id, *rest in rows}


def own_languages(states: Collection[str]) -> Mapping[str, str]:
    """State -> its UN language. One statement."""
    rows = db.session.execute(select(State.code, State.own_language).where(State.code.in_(sorted(states))))
    return {row.code: row.own_language for row in rows}


def published_with(key: str | None, *, by: str, act: str) -> str | None:
    """The number of the bulletin that this form's key has published already; None when it has not. One statement."""
    statement = select(RequestKey.answer).where(RequestKey.asked_by == by, RequestKey.act == act)
    return db.session.scalar(statement.where(RequestKey.key == key[:64])) if key else None
