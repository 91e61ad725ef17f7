"""A rotation whose people have been trained, for the tests of certificates; kept through the journal as in life."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests import make
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions.models import Completion
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people.actions import refresh_now
from trainingapp.people.models import Person

NOW = datetime(2017, 10, 21, 9, tzinfo=UTC)
TRAINED = date(2017, 9, 25)
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://training.example.org/")


def officer(state: str = "BGD") -> Identity:
    """A training officer of a State, without an account."""
    return Identity(
        f"officer-{state}", f"Officer of {state}", (Grant("training_officer", "state", frozenset({state})),)
    )


ANALYST = Identity("analyst", "Analyst", (Grant("analyst", "all"),))
AUTHORITY = Identity("authority", "Authority", (Grant("certifying_authority", "state", frozenset({"BGD"})),))


@dataclass(frozen=True)
class Trained:
    """A rotation, its people and their completions, in the order of the roll."""

    rotation: Rotation
    people: list[Person]
    completions: list[Completion]

    @property
    def facts(self) -> RotationFacts:
        scope = officer(self.rotation.state_code).scope("rotations.see")
        return forces.rotation(scope, self.rotation.public_id, as_of=NOW.date())


def trained(
    size: int = 3,
    *,
    state: str = "BGD",
    code: str = "BANBAT-4",
    curriculum: str = "CPTM",
    label: str = "2017",
    completed_on: date = TRAINED,
    results: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    **person: object,
) -> Trained:
    """So many people on a roll with one completion each; results are passes unless said otherwise."""
    of = make.state(state)
    rotation, version = make.rotation(of, code), make.version(curriculum, label)
    people: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": state,
            "service_number": f"{code}-{n:05}",
            "full_name": names[n] if n < len(names) else f"Rahman Karim {n:05}",
            "sex": "male",
            **person,
        }
        for n in range(size)
    ]
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        entry.keep(Person, people)
        refresh_now([one["id"] for one in people])
        entry.keep(
            Assignment,
            [
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "rotation_id": rotation.id,
                    "person_id": one["id"],
                    "ordinal": 0,
                    "category": "troops",
                    "rank": "Soldier",
                }
                for one in people
            ],
        )
        completions: list[dict[str, object]] = []
        for n, one in enumerate(people):
            result = results[n] if n < len(results) else "pass"
            last = None if result == "fail" else date(completed_on.year + 2, completed_on.month, completed_on.day)
            completions.append(
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "person_id": one["id"],
                    "version_id": version.id,
                    "completed_on": completed_on,
                    "ordinal": 0,
                    "result": result,
                    "score": 80,
                    "valid_through": last,
                    "evidence": "recorded",
                    "recorded_on": completed_on,
                }
            )
        entry.keep(Completion, completions)
    db.session.commit()
    return Trained(
        rotation,
        list(db.session.scalars(select(Person).where(Person.id.in_([p["id"] for p in people])).order_by(Person.id))),
        list(
            db.session.scalars(
                select(Completion).where(Completion.id.in_([c["id"] for c in completions])).order_by(Completion.id)
            )
        ),
    )
