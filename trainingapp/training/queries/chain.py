"""The chain of trust: from a completion to its session, to who taught there, to the courses that made them trainers,
and on from there, as far as sessions are known (R41). Names are put in by whoever may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.completions.models import Completion
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import listed_keys
from trainingapp.training.models import SessionCompletion, SessionWithdrawal
from trainingapp.training.qualifying import Taught, needed_to_teach
from trainingapp.training.queries import teaching, trainers
from trainingapp.training.queries.listed import Listed, by_keys
from trainingapp.training.queries.teaching import Teaching
from trainingapp.training.queries.trainers import Trainer

#: How many courses one behind the other are followed: more would fill a page with what nobody reads.
DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A completion and the session it came from; None when it was recorded from a file or by hand."""

    completion_id: int
    public_id: str
    state_code: str
    curriculum: str
    label: str
    title: str
    completed_on: date
    #: What somebody must be a trainer of to lead a session of it.
    needed: frozenset[Taught]
    session: Listed | None


@dataclass(frozen=True)
class Behind:
    """Somebody who taught in a session, and the trainers' courses that made them a trainer on its days."""

    teaching: Teaching
    #: Whether they were a qualified trainer on every day of the session.
    was_qualified: bool
    courses: Sequence["Link"]


@dataclass(frozen=True)
class Link:
    """One link of the chain: a completion with its session, and who taught in it."""

    source: Source
    trainers: Sequence[Behind] = ()
    #: Somebody took the session's training back as a whole.
    withdrawn: bool = False
    #: There is more behind it, which is not shown.
    cut: bool = False


def sources_of(completion_ids: Collection[int]) -> Mapping[int, Source]:
    """Key of a completion -> where it came from. Three statements."""
    rows = db.session.execute(
        select(
            Completion.id,
            Completion.public_id,
            Completion.state_code,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            Completion.completed_on,
            Completion.version_id,
            SessionCompletion.session_id,
        )
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .outerjoin(
            SessionCompletion,
            # What was carried over to another State came from the session of the one it was carried from.
            SessionCompletion.completion_id.in_([Completion.id, Completion.carried_from]),
        )
        .where(Completion.id.in_(listed_keys(completion_ids)))
    ).all()
    sessions = by_keys({row[8] for row in rows if row[8] is not None})
    courses = trainers.courses()
    return {
        row[0]: Source(
            *row[:7],
            needed=needed_to_teach(Taught(row[3], row[4]), courses.get(row[7], ())),
            session=sessions.get(row[8]),
        )
        for row in rows
    }


@dataclass
class _Found:
    """What is known level by level, so that each level costs the same number of statements."""

    sources: dict[int, Source] = field(default_factory=dict)
    named: dict[int, list[Teaching]] = field(default_factory=dict)
    trainers: dict[int, Trainer] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)


def behind(identity: Identity, completion_id: int) -> Link:
    """The chain behind a completion, with the names that the reader may see. About ten statements for each level."""
    found, asked = _Found(), [completion_id]
    for _level in range(DEPTH):
        asked = [key for key in asked if key not in found.sources]
        if not asked:
            break
        new = sources_of(asked)
        found.sources |= new
        sessions = {one.session.id: one.session for one in new.values() if one.session}
        fresh = {
            key: teaching.with_names(identity, sessions[key], there)
            for key, there in teaching.of_sessions(sessions).items()
        }
        found.named |= fresh
        found.withdrawn |= set(
            db.session.scalars(
                select(SessionWithdrawal.session_id).where(SessionWithdrawal.session_id.in_(sorted(sessions)))
            )
        )
        people = {one.person_id for there in fresh.values() for one in there} - found.trainers.keys()
        found.trainers |= trainers.trainers(PersonNow.same_as.in_(listed_keys(people)), with_languages=False)
        asked = [
            course
            for one in new.values()
            if one.session
            for there in fresh.get(one.session.id, ())
            for course in _courses_of(found.trainers.get(there.person_id), one)
        ]
    return _link(completion_id, found, frozenset())


def _courses_of(trainer: Trainer | None, source: Source) -> list[int]:
    """The trainers' courses that somebody could rest on when they taught in the session of a completion."""
    if trainer is None or source.session is None:
        return []
    session = source.session
    return [
        one.completion_id
        for one in trainer.earned
        if source.needed & one.taught
        and one.passed_on <= session.starts_on
        and (one.through is None or one.through >= session.ends_on)
    ]


def _link(completion_id: int, found: _Found, above: frozenset[int]) -> Link:
    source = found.sources[completion_id]
    if source.session is None:
        return Link(source)
    session, trail = source.session, above | {completion_id}
    there: list[Behind] = []
    cut = False
    for one in found.named.get(session.id, ()):
        trainer = found.trainers.get(one.person_id)
        courses = [key for key in _courses_of(trainer, source) if key not in trail]
        cut = cut or any(key not in found.sources for key in courses)
        qualified = trainer is not None and trainer.may_lead(source.needed, session.starts_on, session.ends_on)
        known = [_link(key, found, trail) for key in courses if key in found.sources]
        there.append(Behind(one, qualified, known))
    return Link(source, there, session.id in found.withdrawn, cut)
