"""Records that turn out to be one person, and are parted again: one officer, one certification; an audit stays what it
was."""

import pytest
from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.attestations.made import FOCAL, MILITARY, NOW, TODAY
from trainingapp.attestations.actions.deciding import take_up
from trainingapp.attestations.actions.sampling import draw_sample
from trainingapp.attestations.actions.writing import OpenAlready, open_attestation
from trainingapp.attestations.models import AttestationStep
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.rolls import roll_of
from trainingapp.attestations.sampling import roll_sha256
from trainingapp.kit.db import db
from trainingapp.people import actions as people
from trainingapp.people.models import Person, PersonNow


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh)


def version(person: Person) -> int:
    return db.session.scalars(select(PersonNow.version).where(PersonNow.person_id == person.id)).one()


def merge(kept: Person, merged: Person) -> str:
    made_ = people.merge(
        kept.public_id,
        merged.public_id,
        reason="One",
        by=FOCAL,
        now=make.NOW,
        kept_version=version(kept),
        merged_version=version(merged),
    )
    db.session.commit()
    return made_


def observer(group) -> Person:
    """Somebody on the roll who is certified alone."""
    person = make.person(db.session.get(made.State, "BGD"), "X50", "Observer")
    make.assignment(group.rotation, person, category="staff_officer")
    group.people.append(person)
    db.session.commit()
    return person


def test_a_merged_officer_is_not_certified_a_second_time(group):
    person = observer(group)
    first = open_attestation(group.rotation.public_id, "training", person=person.public_id, by=FOCAL, now=NOW)
    db.session.commit()
    kept = make.person(db.session.get(made.State, "BGD"), "X99", "Observer")
    merge(kept, person)
    with pytest.raises(OpenAlready) as refused:
        open_attestation(group.rotation.public_id, "training", person=kept.public_id, by=FOCAL, now=NOW)
    assert refused.value.public_id == first


def test_a_later_certification_under_the_record_that_is_kept_supersedes_the_earlier_one(group):
    group.people.append(make.person(db.session.get(made.State, "BGD"), "X99", "Soldier 0003"))
    earlier, later = made.opened(group, person=3), made.opened(group, person=8)
    db.session.commit()
    make._keep(
        AttestationStep,
        state_code="BGD",
        attestation_id=made.facts(later).id,
        ordinal=1,
        kind="accepted",
        remark="",
        stepped_on=TODAY,
        stepped_by="x",
        stepped_at=NOW,
    )
    assert not made.facts(earlier).superseded
    merge(group.people[8], group.people[3])
    assert made.facts(earlier).superseded
    assert not made.facts(later).superseded


def drawn(group) -> tuple[int, verification.SampleFacts]:
    public_id = made.submitted(group)
    take_up(public_id, for_=MILITARY, by=MILITARY, now=NOW, today=TODAY)
    sample = draw_sample(public_id, size=3, seed="ab" * 32, by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
    return group.rotation.id, verification.sample(MILITARY.scope("attestations.see"), sample)


def test_the_roll_of_an_audit_is_that_of_its_moment_whoever_is_merged_or_parted_since(group, statements):
    kept, merged, *_rest = group.people
    before = merge(kept, merged)
    rotation, sample = drawn(group)
    assert sample.roll == 7
    people.undo_merge(before, reason="Two", by=FOCAL, now=make.NOW, two_persons=True)
    merge(group.people[4], group.people[5])
    merge(group.people[4], group.people[6])
    with statements() as seen:
        then = roll_of(rotation, at=sample.entry_seq)
    assert len(seen) == 3
    assert roll_sha256(then) == sample.roll_sha256
    assert then[kept.public_id] == kept.id
    assert merged.public_id not in then
    assert len(roll_of(rotation)) == 6
