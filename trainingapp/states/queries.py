"""States, missions, institutions as facts. Nobody's data: none of these needs a scope."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, func, literal, select

from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.states.models import (
    Institution,
    InstitutionConsent,
    InstitutionConsentEnd,
    InstitutionEnd,
    Mission,
    MissionFlag,
    State,
)
from trainingapp.states.rules import holds_on


@dataclass(frozen=True, slots=True)
class StateFacts:
    """A State with its names in six languages."""

    code: str
    iso2: str
    m49: str | None
    kind: str
    names: Mapping[str, str]
    region: str
    subregion: str

    def name(self, language: str = "en") -> str:
        """The UN short name in a language, or in English."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """A mandate, threat or priority of a mission and the days it holds; None is an open end. Mark: S, P, K or A."""

    mission_code: str
    flag: str
    kind: str
    valid_from: date
    valid_through: date | None
    mark: str
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether the mission has the flag on that day."""
        return holds_on(day, valid_from=self.valid_from, valid_through=self.valid_through)


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """A mission with all its flags, past and future."""

    code: str
    name: str
    host: str
    kind: str
    established_on: date
    closed_on: date | None
    flags: tuple[FlagFacts, ...] = ()

    def open_on(self, day: date) -> bool:
        """Whether the mission existed on that day."""
        return holds_on(day, valid_from=self.established_on, valid_through=self.closed_on)

    def flags_on(self, day: date) -> tuple[FlagFacts, ...]:
        """The flags it has on that day."""
        return tuple(flag for flag in self.flags if flag.holds_on(day))


def states() -> list[StateFacts]:
    """Every State, by English name. One statement."""
    rows = db.session.execute(
        select(State.code, State.iso2, State.m49, State.kind, State.name, State.names, State.region, State.subregion)
        .order_by(State.name, State.code)
    )  # fmt: skip
    return [
        StateFacts(code, iso2, m49, kind, {"en": name} | json.loads(names), region, subregion)
        for code, iso2, m49, kind, name, names, region, subregion in rows
    ]


def state_names(language: str = "en", codes: Iterable[str] | None = None) -> dict[str, str]:
    """ISO3 code to short name in a language, by English name; of these States, or of all. One statement."""
    statement = select(State.code, State.name, State.names).order_by(State.name, State.code)
    if codes is not None:
        statement = statement.where(State.code.in_(sorted(codes)))
    rows = db.session.execute(statement)
    if language == "en":
        return {code: name for code, name, _ in rows}
    return {code: json.loads(names).get(language) or name for code, name, names in rows}


def missions(*, open_on: date | None = None) -> list[MissionFacts]:
    """Every mission, or those that exist on a day, by acronym, each with its flags. Two statements."""
    statement = _MISSIONS.order_by(func.lower(Mission.code), Mission.code)
    if open_on is not None:
        statement = statement.where(
            Mission.established_on <= open_on, (Mission.closed_on.is_(None)) | (Mission.closed_on >= open_on)
        )
    flags: dict[str, list[FlagFacts]] = {}
    for flag in mission_flags():
        flags.setdefault(flag.mission_code, []).append(flag)
    return [MissionFacts(*row, flags=tuple(flags.get(row.code, ()))) for row in db.session.execute(statement)]


def mission(code: str) -> MissionFacts:
    """One mission with its flags. Raises Absent. Two statements."""
    row = db.session.execute(_MISSIONS.where(Mission.code == code)).one_or_none()
    if row is None:
        raise Absent()
    return MissionFacts(*row, flags=tuple(mission_flags(code)))


def mission_codes(*, open_on: date | None = None) -> list[str]:
    """The acronyms of all missions, or of those that exist on a day. One statement."""
    statement = select(Mission.code).order_by(Mission.code)
    if open_on is not None:
        statement = statement.where(
            Mission.established_on <= open_on, (Mission.closed_on.is_(None)) | (Mission.closed_on >= open_on)
        )
    return list(db.session.scalars(statement))


def mission_flags(mission_code: str | None = None) -> list[FlagFacts]:
    """The dated flags of one mission, or of all. One statement."""
    statement = select(
        MissionFlag.mission_code,
        MissionFlag.flag,
        MissionFlag.kind,
        MissionFlag.valid_from,
        MissionFlag.valid_through,
        MissionFlag.mark,
        MissionFlag.note,
    ).order_by(MissionFlag.mission_code, MissionFlag.valid_from, MissionFlag.id)
    if mission_code is not None:
        statement = statement.where(MissionFlag.mission_code == mission_code)
    return [FlagFacts(*row) for row in db.session.execute(statement)]


_MISSIONS = select(Mission.code, Mission.name, Mission.host, Mission.kind, Mission.established_on, Mission.closed_on)


# --- Institutions ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consent:
    """A State that lets an institution record for its people, since when, and by whose act (an account's public id)."""

    public_id: str
    state_code: str
    since: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """An institution with the States that let it record, by code; `ended_at` is None while it lasts."""

    public_id: str
    code: str
    name: str
    kind: str
    state_code: str
    added_at: datetime
    added_by: str
    ended_at: datetime | None
    consents: tuple[Consent, ...] = ()


def lets_record(institution_code: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """The condition under which a row of InstitutionConsent holds for an institution: neither of the two has ended."""
    gone = (
        exists()
        .where(InstitutionEnd.institution_id == Institution.id, Institution.code == InstitutionConsent.institution_code)
        .correlate(InstitutionConsent)
    )
    ended = exists().where(InstitutionConsentEnd.consent_id == InstitutionConsent.id)
    return and_(InstitutionConsent.institution_code == institution_code, ~ended, ~gone)


def lets(state_code: str, institution_code: str) -> bool:
    """Whether a State lets an institution record for its people now. One statement."""
    found = select(func.count()).where(lets_record(literal(institution_code)))
    return bool(db.session.scalar(found.where(InstitutionConsent.state_code == state_code)))


def institutions(code: str | None = None) -> list[InstitutionFacts]:
    """Every institution with its consents, by name; those that ended last. Or only the one with this code.

    Two statements.
    """
    added, gone = JournalEntry.__table__.alias("added"), JournalEntry.__table__.alias("gone")
    statement = (
        select(
            Institution.public_id,
            Institution.code,
            Institution.name,
            Institution.kind,
            Institution.state_code,
            added.c.at.label("added_at"),
            added.c.actor.label("added_by"),
            gone.c.at.label("ended_at"),
        )
        .join(added, added.c.seq == Institution.entry_seq)
        .outerjoin(InstitutionEnd, InstitutionEnd.institution_id == Institution.id)
        .outerjoin(gone, gone.c.seq == InstitutionEnd.entry_seq)
        .order_by(gone.c.at.is_not(None), Institution.name, Institution.id)
    )
    consents = (
        select(
            InstitutionConsent.institution_code,
            InstitutionConsent.public_id,
            InstitutionConsent.state_code,
            JournalEntry.at,
            JournalEntry.actor,
        )
        .join(JournalEntry, JournalEntry.seq == InstitutionConsent.entry_seq)
        .where(lets_record(InstitutionConsent.institution_code))
        .order_by(InstitutionConsent.state_code, InstitutionConsent.id)
    )
    if code is not None:
        statement = statement.where(Institution.code == code)
        consents = consents.where(InstitutionConsent.institution_code == code)
    given: dict[str, list[Consent]] = {}
    for of, *rest in db.session.execute(consents):
        given.setdefault(of, []).append(Consent(*rest))  # type: ignore[arg-type]
    rows = db.session.execute(statement)
    return [InstitutionFacts(**row._mapping, consents=tuple(given.get(row.code, ()))) for row in rows]


def institution(code: str) -> InstitutionFacts:
    """One institution. Raises Absent. Two statements."""
    found = institutions(code)
    if not found:
        raise Absent()
    return found[0]
