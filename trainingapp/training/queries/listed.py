"""Sessions as a line of a list: what, when, where, in which language, by whom. No names, so that everybody who may see
sessions may see these."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db
from trainingapp.states.models import Institution
from trainingapp.training.models import SessionPlan, SessionTrainer, SessionTrainerEnd, TrainingSession
from trainingapp.training.queries.sessions import latest_plan, status


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as one line. `id` is never shown."""

    id: int
    public_id: str
    number: str
    kind: str
    curriculum: str
    label: str
    title: str
    status: str
    starts_on: date
    ends_on: date
    place: str
    language: str
    places: int
    funding: str
    component: str | None
    institution_code: str | None
    institution_name: str | None
    #: The State in which the institution is.
    institution_state: str | None
    mission_code: str | None

    @property
    def delivered_by(self) -> str:
        """Who delivers it, as people call it."""
        return self.institution_name or self.mission_code or ""

    @property
    def called(self) -> str:
        """What is taught, in short: CPTM 2017."""
        return f"{self.curriculum} {self.label}"


def listed(*wanted: ColumnElement[bool]) -> list[Listed]:
    """Sessions for which these conditions hold, by their first day. One statement."""
    rows = db.session.execute(
        select(
            TrainingSession.id,
            TrainingSession.public_id,
            TrainingSession.number,
            TrainingSession.kind,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            status(),
            SessionPlan.starts_on,
            SessionPlan.ends_on,
            SessionPlan.place,
            SessionPlan.language,
            SessionPlan.places,
            SessionPlan.funding,
            SessionPlan.component,
            TrainingSession.institution_code,
            Institution.name,
            Institution.state_code,
            TrainingSession.mission_code,
        )
        .select_from(TrainingSession)
        .join(SessionPlan, latest_plan())
        .join(CurriculumVersion, CurriculumVersion.id == TrainingSession.version_id)
        .outerjoin(Institution, Institution.code == TrainingSession.institution_code)
        .where(*wanted)
        .order_by(SessionPlan.starts_on, SessionPlan.ends_on, TrainingSession.number)
    )
    return [Listed(*tuple(row)) for row in rows]


def between(
    first: date, last: date, *, language: str | None = None, institution: str | None = None, kind: str | None = None
) -> list[Listed]:
    """Sessions of which a day lies between two days, both included; cancelled ones too. One statement."""
    wanted = [SessionPlan.starts_on <= last, SessionPlan.ends_on >= first]
    if language:
        wanted.append(SessionPlan.language == language)
    if institution:
        wanted.append(TrainingSession.institution_code == institution)
    if kind:
        wanted.append(TrainingSession.kind == kind)
    return listed(*wanted)


def by_keys(keys: Collection[int]) -> dict[int, Listed]:
    """Key -> session. One statement."""
    return {one.id: one for one in listed(TrainingSession.id.in_(sorted(keys)))} if keys else {}


def teaches() -> ColumnElement[bool]:
    """The condition under which a row of SessionTrainer holds: nobody ended it."""
    ended = select(SessionTrainerEnd.id).where(SessionTrainerEnd.trainer_id == SessionTrainer.id).exists()
    return ~ended
