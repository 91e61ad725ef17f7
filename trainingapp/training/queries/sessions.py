"""Sessions with their plan as it stands, and their numbers. Everybody with `sessions.see` may know these: no names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, extract, func, literal, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.states.models import Institution
from trainingapp.training.models import (
    Nomination,
    NominationStep,
    SessionClosing,
    SessionClosingOutcome,
    SessionPlan,
    SessionStep,
    TrainingSession,
)
from trainingapp.training.rules import Reach


@dataclass(frozen=True)
class SessionFacts:
    """A session as it stands. `id` and `version_id` are never shown."""

    id: int
    public_id: str
    number: str
    kind: str
    institution_code: str | None
    institution_name: str | None
    #: The State in which the institution is.
    institution_state: str | None
    mission_code: str | None
    version_id: int
    curriculum_code: str
    label: str
    title: str
    bridging_from: int | None
    starts_on: date
    ends_on: date
    place: str
    language: str
    places: int
    funding: str
    component: str | None
    note: str
    #: How often the plan was written.
    plans: int
    status: str
    #: Why it was cancelled; else empty.
    reason: str
    planned_by: str | None
    planned_at: datetime
    #: Nominations by where they stand.
    accepted: int
    waiting: int
    nominated: int

    @property
    def delivered_by(self) -> str:
        """Who delivers it, as people call it."""
        return self.institution_name or self.mission_code or ""

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return max(0, self.places - self.accepted)


@dataclass(frozen=True)
class Filters:
    """Which sessions; an empty filter leaves all."""

    curriculum: str | None = None
    institution: str | None = None
    mission: str | None = None
    language: str | None = None
    year: int | None = None
    status: str | None = None
    #: Only those that somebody manages.
    within: Reach | None = None
    #: Only those whose results wait for a second person who is not this account.
    to_confirm_by: str | None = None


#: What a list of sessions may be ordered by.
SORTS: Final = ("number", "curriculum", "starts_on", "places")


def sessions(
    filters: Filters | None = None, *, sort: str = "-starts_on", number: int = 1, size: int = SIZE
) -> Page[SessionFacts]:
    """One page of sessions; `sort` is one of SORTS, with a hyphen in front for the other way. Two statements."""
    wanted = sort.removeprefix("-")
    column: Any = {
        "number": TrainingSession.number,
        "curriculum": CurriculumVersion.curriculum_code,
        "places": SessionPlan.places,
    }.get(wanted, SessionPlan.starts_on)
    statement = _sessions().where(*_chosen(filters or Filters()))
    ordered = statement.order_by(column.desc() if sort.startswith("-") else column, TrainingSession.number.desc())
    return paged(db.session(), ordered, number=number, size=size).each(lambda row: SessionFacts(*row))


def next_of(curricula: Collection[str], *, first: date, last: date) -> dict[str, SessionFacts]:
    """Curriculum -> the session that is over first, of those that begin and end on these days and may still be entered.

    One statement.
    """
    rows = db.session.execute(
        _sessions()
        .where(
            CurriculumVersion.curriculum_code.in_(sorted(curricula)),
            SessionPlan.starts_on >= first,
            SessionPlan.ends_on <= last,
            status().in_(("open", "confirmed")),
        )
        .order_by(SessionPlan.ends_on, TrainingSession.number)
    )
    found: dict[str, SessionFacts] = {}
    for row in rows:
        one = SessionFacts(*row)
        found.setdefault(one.curriculum_code, one)
    return found


def how_many_to_confirm(by: str, within: Reach) -> int:
    """How many sessions' results wait for this account's word. One statement."""
    wanted = _chosen(Filters(within=within, to_confirm_by=by))
    statement = select(func.count()).select_from(TrainingSession)
    statement = statement.outerjoin(Institution, Institution.code == TrainingSession.institution_code)
    return db.session.execute(statement.where(*wanted)).scalar_one()


def session(public_id: str) -> SessionFacts:
    """One session. Raises Absent. One statement."""
    row = db.session.execute(_sessions().where(TrainingSession.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return SessionFacts(*row)


def managed(reach: Reach, public_id: str) -> SessionFacts:
    """A session that somebody may act on. Raises Absent, also when it is not theirs. One statement."""
    found = session(public_id)
    if not reach.covers(found):
        raise Absent()
    return found


@dataclass(frozen=True)
class Choices:
    """What sessions there are: curricula, institutions (code, name), missions, languages, years."""

    curricula: Collection[str]
    institutions: Collection[tuple[str, str]]
    missions: Collection[str]
    languages: Collection[str]
    years: Collection[int]


def choices() -> Choices:
    """What a list of sessions may be filtered by. One statement."""
    rows = db.session.execute(
        select(
            CurriculumVersion.curriculum_code,
            TrainingSession.institution_code,
            Institution.name,
            TrainingSession.mission_code,
            SessionPlan.language,
            extract("year", SessionPlan.starts_on),
        )
        .select_from(TrainingSession)
        .join(SessionPlan, latest_plan())
        .join(CurriculumVersion, CurriculumVersion.id == TrainingSession.version_id)
        .outerjoin(Institution, Institution.code == TrainingSession.institution_code)
        .distinct()
    ).all()
    return Choices(
        curricula=sorted({row[0] for row in rows}),
        institutions=sorted({(row[1], row[2]) for row in rows if row[1]}, key=lambda one: one[1]),
        missions=sorted({row[3] for row in rows if row[3]}),
        languages=sorted({row[4] for row in rows}),
        years=sorted({int(row[5]) for row in rows}, reverse=True),
    )


# --- Columns of statements -------------------------------------------------------------------------------------------


def latest_plan() -> ColumnElement[bool]:
    """The condition that joins a session with its plan as it stands."""
    newer = aliased(SessionPlan)
    later = exists().where(newer.session_id == SessionPlan.session_id, newer.ordinal > SessionPlan.ordinal)
    return and_(SessionPlan.session_id == TrainingSession.id, ~later)


def status() -> ColumnElement[str]:
    """Where a session stands: a column of a statement about `TrainingSession`."""
    return func.coalesce(_of_latest_step(SessionStep.kind), literal("planned"))


def _of_latest_step(column: Any) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(SessionStep.session_id == TrainingSession.id)
        .order_by(SessionStep.ordinal.desc())
        .limit(1)
        .correlate(TrainingSession)
        .scalar_subquery()
    )


def latest_step() -> ColumnElement[bool]:
    """The condition that joins a nomination with its step that holds."""
    newer = aliased(NominationStep)
    later = exists().where(newer.nomination_id == NominationStep.nomination_id, newer.ordinal > NominationStep.ordinal)
    return and_(NominationStep.nomination_id == Nomination.id, ~later)


def standing() -> ColumnElement[str]:
    """Where a nomination stands: a column of a statement that joins `NominationStep` by `latest_step`."""
    return func.coalesce(NominationStep.kind, literal("nominated"))


def _count(kind: str) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Nomination)
        .outerjoin(NominationStep, latest_step())
        .where(Nomination.session_id == TrainingSession.id, standing() == kind)
        .correlate(TrainingSession)
        .scalar_subquery()
    )


def _sessions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TrainingSession.id,
            TrainingSession.public_id,
            TrainingSession.number,
            TrainingSession.kind,
            TrainingSession.institution_code,
            Institution.name,
            Institution.state_code,
            TrainingSession.mission_code,
            TrainingSession.version_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            TrainingSession.bridging_from,
            SessionPlan.starts_on,
            SessionPlan.ends_on,
            SessionPlan.place,
            SessionPlan.language,
            SessionPlan.places,
            SessionPlan.funding,
            SessionPlan.component,
            SessionPlan.note,
            (SessionPlan.ordinal + 1).label("plans"),
            status().label("status"),
            func.coalesce(_of_latest_step(SessionStep.reason), literal("")).label("reason"),
            Account.name.label("planned_by"),
            TrainingSession.planned_at,
            _count("accepted").label("accepted"),
            _count("waiting").label("waiting"),
            _count("nominated").label("nominated"),
        )
        .select_from(TrainingSession)
        .join(SessionPlan, latest_plan())
        .join(CurriculumVersion, CurriculumVersion.id == TrainingSession.version_id)
        .outerjoin(Institution, Institution.code == TrainingSession.institution_code)
        .outerjoin(Account, Account.public_id == TrainingSession.planned_by)
    )


def _chosen(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.curriculum:
        found.append(CurriculumVersion.curriculum_code == filters.curriculum)
    if filters.institution:
        found.append(TrainingSession.institution_code == filters.institution)
    if filters.mission:
        found.append(TrainingSession.mission_code == filters.mission)
    if filters.language:
        found.append(SessionPlan.language == filters.language)
    if filters.year:
        found.append(SessionPlan.starts_on <= date(filters.year, 12, 31))
        found.append(SessionPlan.ends_on >= date(filters.year, 1, 1))
    if filters.status:
        found.append(status() == filters.status)
    if filters.to_confirm_by is not None:
        waits = ~exists().where(SessionClosingOutcome.closing_id == SessionClosing.id)
        mine = SessionClosing.closed_by == filters.to_confirm_by
        found.append(exists().where(SessionClosing.session_id == TrainingSession.id, waits, ~mine))
    if filters.within is not None and not filters.within.everything:
        found.append(
            or_(
                TrainingSession.institution_code.in_(sorted(filters.within.institutions)),
                Institution.state_code.in_(sorted(filters.within.states)),
                TrainingSession.mission_code.in_(sorted(filters.within.missions)),
            )
        )
    return found
