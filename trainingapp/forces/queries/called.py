"""Rotations and units by what people call them: a part of the name, a place, a mission, a State; in any script."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select

from trainingapp.accounts.rules import Scope
from trainingapp.forces.models import Rotation, Unit, UnitType
from trainingapp.forces.queries.reach import within
from trainingapp.kit.db import db
from trainingapp.people.words import compact, words_of_name
from trainingapp.states.models import State


class Called(NamedTuple):
    """A rotation as a list of found ones shows it."""

    public_id: str
    code: str
    state_code: str
    state_name: str
    mission_code: str
    location: str | None
    unit_type: str
    deploys_on: date
    ends_on: date


class UnitCalled(NamedTuple):
    """A unit, and how many of its rotations may be seen."""

    designation: str
    state_code: str
    state_name: str
    unit_type: str
    rotations: int


def rotations_called(scope: Scope, text: str, *, most: int) -> tuple[Sequence[Called], bool]:
    """The rotations in a scope that are called so, the nearest first, then the latest; and whether there are more.

    One statement, which reads the few columns of every rotation in the scope: there are hundreds.
    """
    rows = db.session.execute(
        select(
            Rotation.public_id,
            Rotation.code,
            Rotation.state_code,
            State.name,
            Rotation.mission_code,
            Rotation.location,
            UnitType.label,
            Rotation.deploys_on,
            Rotation.ends_on,
        )
        .join(State, State.code == Rotation.state_code)
        .join(Unit, Unit.id == Rotation.unit_id)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .where(within(scope))
        .order_by(Rotation.deploys_on.desc(), Rotation.id.desc())
    )
    return _nearest(
        (Called._make(row) for row in rows),
        text,
        most,
        name=lambda one: one.code,
        words=lambda one: (one.state_name, one.state_code, one.mission_code, one.location or "", one.unit_type),
    )


def units_called(scope: Scope, text: str, *, most: int) -> tuple[Sequence[UnitCalled], bool]:
    """The units with rotations in a scope that are called so, the nearest first; and whether there are more.

    One statement, which reads every unit in the scope.
    """
    rows = db.session.execute(
        select(Unit.designation, Unit.state_code, State.name, UnitType.label, func.count())
        .join(Rotation, Rotation.unit_id == Unit.id)
        .join(State, State.code == Unit.state_code)
        .join(UnitType, UnitType.code == Unit.unit_type_code)
        .where(within(scope))
        .group_by(Unit.designation, Unit.state_code, State.name, UnitType.label)
        .order_by(Unit.state_code, Unit.designation)
    )
    return _nearest(
        (UnitCalled._make(row) for row in rows),
        text,
        most,
        name=lambda one: one.designation,
        words=lambda one: (one.state_name, one.state_code, one.unit_type),
    )


def _nearest(found: Any, text: str, most: int, *, name: Any, words: Any) -> tuple[Sequence[Any], bool]:
    asked, spelled = words_of_name(text), compact(text)
    if not spelled:
        return (), False
    ranked = [(rank, one) for one in found if (rank := _far(asked, spelled, name(one), words(one))) is not None]
    ranked.sort(key=lambda pair: pair[0])
    return [one for _rank, one in ranked[:most]], len(ranked) > most


def _far(asked: Sequence[str], spelled: str, name: str, more: Sequence[str]) -> int | None:
    """0 for the very name, 1 for its beginning, 2 for a part, 3 when every word begins one that tells of it."""
    plain = compact(name)
    if plain == spelled:
        return 0
    if plain.startswith(spelled):
        return 1
    if len(spelled) > 2 and spelled in plain:
        return 2
    known = _words_of((name, *more))
    return 3 if asked and all(f" {one}" in known for one in asked) else None


@lru_cache(8_192)
def _words_of(texts: tuple[str, ...]) -> str:
    """Every word of some texts, each after a space. Remembered: every search asks all rotations and units again."""
    return "".join(f" {word}" for text in texts for word in words_of_name(text))
