"""Rotations that come over from other operations: as facts, within the scope of whoever asks (R52)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import Rehatting, Screening
from trainingapp.forces.models import Rotation
from trainingapp.forces.queries import within
from trainingapp.kit.db import db
from trainingapp.kit.pages import Page, paged
from trainingapp.people.models import PersonNow
from trainingapp.states.models import State


@dataclass(frozen=True)
class CaseFacts:
    """A case, with its rotation."""

    public_id: str
    rotation_id: str
    rotation: str
    state_code: str
    state_name: str
    mission: str
    organisation: str
    transfer_on: date
    deadline_on: date
    remark: str
    opened_by: str
    opened_at: datetime
    #: The rotation's key in the register.
    rotation_key: int


def cases(scope: Scope, *, number: int = 1) -> Page[CaseFacts]:
    """One page of the cases in the scope, the newest transfer first. Two statements."""
    ordered = _cases().where(within(scope)).order_by(Rehatting.transfer_on.desc(), Rehatting.id.desc())
    return paged(db.session(), ordered, number=number).each(lambda row: CaseFacts(*row))


def case_of(scope: Scope, rotation_id: int) -> CaseFacts | None:
    """The case of a rotation in the scope; None when there is none. One statement."""
    row = db.session.execute(_cases().where(within(scope), Rehatting.rotation_id == rotation_id)).one_or_none()
    return CaseFacts(*row) if row else None


def not_cleared(rotation_id: int, *, by: date) -> int:
    """How many persons were not cleared for a rotation by a day, on its roll or not. One statement."""
    return db.session.scalar(
        select(func.count(func.distinct(PersonNow.same_as)))
        .join(Screening, Screening.person_id == PersonNow.person_id)
        .where(
            Screening.rotation_id == rotation_id, Screening.result == "not_cleared", Screening.screened_on <= by
        )
    ) or 0  # fmt: skip


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Rehatting.public_id,
            Rotation.public_id,
            Rotation.code,
            Rotation.state_code,
            State.name,
            Rotation.mission_code,
            Rehatting.organisation,
            Rehatting.transfer_on,
            Rehatting.deadline_on,
            Rehatting.remark,
            Rehatting.opened_by,
            Rehatting.opened_at,
            Rotation.id,
        )
        .join(Rotation, Rotation.id == Rehatting.rotation_id)
        .join(State, State.code == Rotation.state_code)
    )
