"""Where people are trained: the directory of institutions, with what each tells of itself (R48)."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.states.models import Institution, InstitutionEnd, State
from trainingapp.training.models import InstitutionProfile


@dataclass(frozen=True, slots=True)
class Place:
    """An institution as the directory shows it."""

    code: str
    name: str
    kind: str
    state_code: str
    region: str
    subregion: str
    languages: tuple[str, ...]
    courses: tuple[str, ...]
    about: str
    website: str
    #: How often it told of itself.
    told: int


def places() -> list[Place]:
    """Every institution that has not ended, by name. One statement."""
    newer = aliased(InstitutionProfile)
    later = exists().where(
        newer.institution_code == InstitutionProfile.institution_code, newer.ordinal > InstitutionProfile.ordinal
    )
    rows = db.session.execute(
        select(
            Institution.code,
            Institution.name,
            Institution.kind,
            Institution.state_code,
            State.region,
            State.subregion,
            InstitutionProfile.languages,
            InstitutionProfile.courses,
            InstitutionProfile.about,
            InstitutionProfile.website,
            InstitutionProfile.ordinal,
        )
        .join(State, State.code == Institution.state_code)
        .outerjoin(InstitutionProfile, (InstitutionProfile.institution_code == Institution.code) & ~later)
        .where(~exists().where(InstitutionEnd.institution_id == Institution.id))
        .order_by(Institution.name, Institution.code)
    )
    return [
        Place(
            *row[:6],
            languages=tuple((row[6] or "").split()),
            courses=tuple((row[7] or "").split()),
            about=row[8] or "",
            website=row[9] or "",
            told=0 if row[10] is None else row[10] + 1,
        )
        for row in rows
    ]


def place(code: str) -> Place:
    """One of them. Raises Absent. One statement."""
    for one in places():
        if one.code == code:
            return one
    raise Absent()
