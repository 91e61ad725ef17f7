"""Certifications as their reviewers have them, with a sample drawn of each, for those who try every route."""

from collections.abc import Callable

from sqlalchemy import select

from tests import make
from tests.house.world import Thing, World, of_state
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.models import Attestation, Sample, SamplePerson
from trainingapp.attestations.sampling import roll_sha256
from trainingapp.forces.models import Assignment
from trainingapp.kit.db import db
from trainingapp.people.models import Person


def reviewed(world: World) -> None:
    """The certifications of training in the world, of military rotations; somebody of each was drawn for an audit."""
    for thing, state in zip(world.pair("attestation_id"), ("BGD", "NPL"), strict=True):
        world.add("reviewed_attestation_id", Thing(thing.value, reviews_training))
        world.add("remarked_attestation_id", Thing(thing.value, _remarks(state)))
        sample = _sample(thing.value)
        world.add("sample_id", of_state(sample, state))
        world.add("reviewed_sample_id", Thing(sample, reviews_training))


def reviews_training(who: Identity, may: str | None) -> bool:
    """Whoever reviews the training of the military: the military's reviewers, and training's."""
    return any(grant.role in ("reviewer_military", "reviewer_training") for grant in who.grants)


def _remarks(state: str) -> Callable[[Identity, str | None], bool]:
    def reached_by(who: Identity, may: str | None) -> bool:
        own = any(who.scope(one).reaches(state) for one in ("attestations.prepare", "attestations.sign"))
        return own or reviews_training(who, may)

    return reached_by


def _sample(attestation: str) -> str:
    about = db.session.scalars(select(Attestation).where(Attestation.public_id == attestation)).one()
    line = select(Assignment.person_id).where(Assignment.rotation_id == about.rotation_id).limit(1)
    person = db.session.scalars(select(Person).where(Person.id == line.scalar_subquery())).one()
    drawn = {"drawn_on": make.NOW.date(), "drawn_by": "tests", "drawn_at": make.NOW}
    roll = {"seed": "0" * 64, "size": 1, "roll": 1, "roll_sha256": roll_sha256([person.public_id])}
    row = make._keep(Sample, state_code=about.state_code, attestation_id=about.id, **roll, **drawn)
    make._keep(SamplePerson, state_code=about.state_code, sample_id=row.id, person_id=person.id, place=1)
    return str(row.public_id)
