"""Finding persons, and what one record needs beside the facts of the rooms below. Each is told for whom (`scope`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, exists, or_, select

from trainingapp.accounts.rules import Scope
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.certificates.rules import Facts, Standing, status
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.rules import counts_until
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation
from trainingapp.kit.db import db
from trainingapp.people.models import Person
from trainingapp.people.queries import PERSON, KnownPerson, matches_text
from trainingapp.records.rules import words_of

#: How many persons a search shows; whoever finds more types more.
MOST_FOUND = 50


class Post(NamedTuple):
    """Where somebody serves: the rotation that counts on a day, and the rank there."""

    rotation_id: str
    rotation: str
    mission: str
    deploys_on: date
    ends_on: date
    rank: str | None


class Found(NamedTuple):
    """Somebody whom a search found, and where they serve as far as the reader may see it."""

    person: KnownPerson
    post: Post | None


def find(scope: Scope, text: str, *, as_of: date) -> tuple[Sequence[Found], bool]:
    """Persons in the scope whose service number begins with the text, or in whose name each of its words occurs.

    By State and service number, at most MOST_FOUND; and whether there are more. Two statements; the first reads every
    person of the scope.
    """
    words = words_of(text)
    wanted = and_(*(matches_text(word) for word in words))
    if len(words) > 1:
        # A service number may have spaces in it.
        wanted = or_(matches_text(text), wanted)
    rows = db.session.execute(
        select(*PERSON)
        .where(forces.people_within(scope), wanted)
        .order_by(Person.state_code, Person.service_number, Person.id)
        .limit(MOST_FOUND + 1)
    ).all()
    persons = [KnownPerson._make(row) for row in rows[:MOST_FOUND]]
    posts = _posts(scope, [person.id for person in persons], as_of)
    return [Found(person, posts.get(person.id)) for person in persons], len(rows) > MOST_FOUND


def _posts(scope: Scope, person_ids: Sequence[int], as_of: date) -> Mapping[int, Post]:
    in_error = exists().where(AssignmentEnd.assignment_id == Assignment.id, AssignmentEnd.kind == "in_error")
    rows = db.session.execute(
        select(
            Assignment.person_id,
            Rotation.public_id,
            Rotation.code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Assignment.rank,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .where(Assignment.person_id.in_(person_ids), forces.within(scope), ~in_error)
        .order_by(Rotation.deploys_on, Assignment.id)
    )
    found: dict[int, Post] = {}
    for person_id, *rest in rows:
        post, known = Post._make(rest), found.get(person_id)
        # The latest, unless an earlier one is still under way on the day.
        if known is None or not known.deploys_on <= as_of <= known.ends_on or post.deploys_on <= as_of:
            found[person_id] = post
    return found


def decisive(person_id: int) -> frozenset[str]:
    """The assignments (public ids) that make a person a tactical decision maker. One statement."""
    return frozenset(
        db.session.scalars(
            select(Assignment.public_id)
            .join(Function, Function.code == Assignment.function_code)
            .where(Assignment.person_id == person_id, Function.tactical_decision_maker)
        )
    )


class CertificateLine(NamedTuple):
    """A certificate of a person and what its worth depends on."""

    public_id: str
    number: str
    completion_id: str
    curriculum_code: str
    title: str
    issued_on: date
    facts: Facts

    def standing(self, as_of: date) -> Standing:
        """What it is worth on a day."""
        return status(self.facts, as_of)


def certificates_of(scope: Scope, person_id: int) -> Sequence[CertificateLine]:
    """The certificates of a person in the scope, the newest first. One statement."""
    rows = db.session.execute(
        select(
            Certificate.public_id,
            Certificate.number,
            Completion.public_id.label("completion_id"),
            CurriculumVersion.curriculum_code,
            CurriculumVersion.title,
            Certificate.issued_on,
            Certificate.valid_through,
            CurriculumVersion.superseded_on,
            CurriculumVersion.transition_until,
            CertificateRevocation.revoked_on,
            CertificateRevocation.reason,
            CompletionWithdrawal.withdrawn_at,
        )
        .join(Person, Person.id == Certificate.person_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(CurriculumVersion, CurriculumVersion.id == Certificate.version_id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(forces.people_within(scope), Certificate.person_id == person_id)
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return [
        CertificateLine(
            *row[:6],
            Facts(
                valid_through=row.valid_through,
                counts_until=counts_until(row),
                revoked_on=row.revoked_on,
                reason=row.reason,
                withdrawn_on=row.withdrawn_at.date() if row.withdrawn_at else None,
            ),
        )
        for row in rows
    ]
