"""The battalion of the story: BANBAT-4, 850 for MINUSCA, deploying on 2017-11-15."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import make
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people.actions import refresh_now
from trainingapp.people.models import Person
from trainingapp.states.models import State


@dataclass
class Battalion:
    """A rotation and its people, by their place on the roll."""

    rotation: Rotation
    people: list[Person]

    def pass_all(self, version: CurriculumVersion, day: date, which: Iterable[int] | None = None) -> None:
        """These, or all, pass on a day."""
        self.record(version, day, "pass", which)

    def record(
        self, version: CurriculumVersion, day: date, result: str, which: Iterable[int] | None = None, **more: object
    ) -> None:
        """Record one result for these, or all, in one act of the journal about this rotation."""
        chosen = self.people if which is None else [self.people[n] for n in which]
        valid_through = None if result == "fail" else day + timedelta(730)
        keep(
            Completion,
            [
                {
                    "public_id": new_id(),
                    "state_code": person.state_code,
                    "person_id": person.id,
                    "version_id": version.id,
                    "completed_on": day,
                    "ordinal": 0,
                    "result": result,
                    "valid_through": valid_through,
                    "evidence": "recorded",
                    "recorded_on": max(day, date(2017, 12, 31)),
                    **more,
                }
                for person in chosen
            ],
            about=self.rotation,
        )

    def withdraw(self, version: CurriculumVersion, which: Iterable[int]) -> None:
        """Take back what these completed of a version."""
        wanted = [self.people[n].id for n in which]
        rows = db.session.execute(
            select(Completion.id, Completion.state_code).where(
                Completion.version_id == version.id, Completion.person_id.in_(wanted)
            )
        )
        keep(
            CompletionWithdrawal,
            [
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "completion_id": key,
                    "kind": "withdrawn",
                    "reason": "false attendance",
                    "replaced_by": None,
                    "withdrawn_by": "tests",
                    "withdrawn_at": make.NOW,
                }
                for key, state in rows
            ],
            about=self.rotation,
        )

    def leave(self, which: Iterable[int], kind: str = "left", on: date | None = None) -> None:
        """End the lines of these."""
        wanted = [self.people[n].id for n in which]
        rows = db.session.execute(
            select(Assignment.id, Assignment.state_code).where(
                Assignment.rotation_id == self.rotation.id, Assignment.person_id.in_(wanted)
            )
        )
        keep(
            AssignmentEnd,
            [
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "assignment_id": key,
                    "kind": kind,
                    "ended_on": on,
                    "reason": "as told",
                }
                for key, state in rows
            ],
            about=self.rotation,
        )


def keep(model: type, rows: list[dict[str, object]], *, about: Rotation, act: str = "roster.record") -> None:
    """Keep rows in an entry about a rotation, as the rooms below do."""
    with journal.entry(act=act, by="tests", now=make.NOW, object_kind="rotation", object_id=about.public_id) as entry:
        entry.keep(model, rows)
        if model is Person:
            refresh_now([row["id"] for row in rows])
    db.session.commit()


def battalion(of: State, strength: int = 850, *, women: int = 38, code: str = "BANBAT-4", **more: object) -> Battalion:
    """A rotation with its roll: the first `women` are women, the first is the commander."""
    rotation = make.rotation(of, code, strength=strength, **more)
    rows = [
        {
            "public_id": new_id(),
            "state_code": of.code,
            "service_number": f"{code}-{n:04}",
            "full_name": f"Soldier {n:04}",
            "sex": "female" if n < women else "male",
        }
        for n in range(strength)
    ]
    keep(Person, rows, about=rotation, act="roll.record")
    people = list(
        db.session.scalars(
            select(Person).where(Person.service_number.startswith(f"{code}-")).order_by(Person.service_number)
        )
    )
    enrol(rotation, people)
    return Battalion(rotation, people)


def enrol(rotation: Rotation, people: list[Person]) -> None:
    """Put people on the roll of a rotation; the first of them commands it."""
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": person.state_code,
            "rotation_id": rotation.id,
            "person_id": person.id,
            "ordinal": 0,
            "category": "troops",
            "function_code": "battalion_commander" if not n else None,
        }
        for n, person in enumerate(people)
    ]
    keep(Assignment, rows, about=rotation, act="roll.record")


@pytest.fixture
def bangladesh(session: object) -> State:
    return make.state()
