"""Who may teach, as it follows from trainers' courses that count and from withdrawals. Names only within a scope."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from trainingapp.accounts.rules import Scope
from trainingapp.completions.models import Completion
from trainingapp.completions.queries import counts
from trainingapp.curricula.content import Superseding
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.curricula.queries import VersionFacts, counted_through, ended_on
from trainingapp.curricula.queries.decisions import validity_decisions
from trainingapp.curricula.rules import counts_until, last_day
from trainingapp.forces import queries as forces
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import PERSON, KnownPerson, is_kept, listed_keys
from trainingapp.training import qualifying
from trainingapp.training.models import (
    SessionCompletion,
    SessionPlan,
    SessionTrainer,
    TrainerWithdrawal,
    TrainingSession,
)
from trainingapp.training.qualifying import Earned, Span, TakenBack, Taught
from trainingapp.training.queries.listed import teaches
from trainingapp.training.queries.sessions import latest_plan


@dataclass(frozen=True)
class Trainer:
    """Somebody who passed a trainers' course: `person_id` is the key of who they are now, and is never shown."""

    person_id: int
    state_code: str
    sex: str
    earned: tuple[Earned, ...]
    taken: tuple[TakenBack, ...]
    #: The languages of the courses they took and gave, as far as sessions are known.
    languages: frozenset[str] = field(default_factory=frozenset)

    def may_teach(self, day: date) -> Mapping[Taught, Span]:
        """What they may teach on a day, from when until when."""
        return qualifying.on(day, self.earned, self.taken)

    def may_lead(self, needed: Collection[Taught], first: date, last: date) -> bool:
        """Whether they are a trainer of all of this on every day from first through last."""
        days = {"first": first, "last": last}
        return all(qualifying.is_qualified(taught, self.earned, self.taken, **days) for taught in needed)


def courses() -> dict[int, frozenset[Taught]]:
    """The trainers' courses: key of the version -> what its graduates may teach. One statement."""
    rows = db.session.execute(
        select(CurriculumVersion.id, CurriculumVersion.content)
        .join(Curriculum, Curriculum.code == CurriculumVersion.curriculum_code)
        .where(Curriculum.kind == "TOT")
    )
    found = {key: qualifying.taught_by(json.loads(content)) for key, content in rows}
    return {key: taught for key, taught in found.items() if taught}


def trainers(*wanted: ColumnElement[bool], with_languages: bool = True) -> dict[int, Trainer]:
    """Everybody who ever passed a trainers' course that counts, by the key of who they are now.

    `wanted` are conditions about `PersonNow`. Six statements, two fewer without languages.
    """
    taught, decisions = courses(), validity_decisions()
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            PersonNow.state_code,
            PersonNow.sex,
            Completion.id,
            Completion.version_id,
            Completion.completed_on,
            Completion.valid_through,
            ended_on(),
            counted_through(),
        )
        .select_from(Completion)
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
        .where(Completion.version_id.in_(sorted(taught)), Completion.result == "pass", counts(), *wanted)
        .where(PersonNow.erased.is_(False))
        .order_by(Completion.completed_on, Completion.id)
    )
    known: dict[int, tuple[str, str, list[Earned]]] = {}
    for same_as, state, sex, key, version_id, passed_on, kept, ended, counted in rows:
        through = last_day(passed_on, kept, decisions.get(version_id, ()))
        ends = [day for day in (through, counts_until(Superseding(ended, counted))) if day is not None]
        one = Earned(key, taught[version_id], passed_on, min(ends, default=None))
        known.setdefault(same_as, (state, sex, []))[2].append(one)
    taken = withdrawals(known)
    spoken = _languages(known, taught) if with_languages else {}
    return {
        key: Trainer(key, state, sex, tuple(earned), tuple(taken.get(key, ())), frozenset(spoken.get(key, ())))
        for key, (state, sex, earned) in known.items()
    }


def withdrawals(keys: Collection[int]) -> dict[int, list[TakenBack]]:
    """What was taken back from these persons. One statement."""
    found: dict[int, list[TakenBack]] = {}
    rows = db.session.execute(
        select(PersonNow.same_as, TrainerWithdrawal.curriculum_code, TrainerWithdrawal.from_on)
        .join(PersonNow, PersonNow.person_id == TrainerWithdrawal.person_id)
        .where(PersonNow.same_as.in_(listed_keys(keys)))
    )
    for key, code, from_on in rows:
        found.setdefault(key, []).append(TakenBack(code, from_on))
    return found


def _languages(keys: Collection[int], courses: Collection[int]) -> dict[int, set[str]]:
    """The languages in which these persons took or gave courses. Two statements."""
    chosen = PersonNow.same_as.in_(listed_keys(keys))
    took = (
        select(PersonNow.same_as, SessionPlan.language)
        .select_from(SessionCompletion)
        .join(Completion, Completion.id == SessionCompletion.completion_id)
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .join(TrainingSession, TrainingSession.id == SessionCompletion.session_id)
        .join(SessionPlan, latest_plan())
        .where(chosen, Completion.version_id.in_(sorted(courses)))
        .distinct()
    )
    gave = (
        select(PersonNow.same_as, SessionPlan.language)
        .select_from(SessionTrainer)
        .join(PersonNow, PersonNow.person_id == SessionTrainer.person_id)
        .join(TrainingSession, TrainingSession.id == SessionTrainer.session_id)
        .join(SessionPlan, latest_plan())
        .where(chosen, teaches())
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for statement in (took, gave):
        for key, language in db.session.execute(statement):
            found.setdefault(key, set()).add(language)
    return found


def qualified(version: VersionFacts, person_ids: Iterable[int], first: date, last: date) -> set[int]:
    """Of these persons (keys of rows), those who may teach a version on every day from first through last.

    Six statements, however many are asked about.
    """
    asked = sorted(set(person_ids))
    rows = db.session.execute(
        select(PersonNow.person_id, PersonNow.same_as).where(PersonNow.person_id.in_(listed_keys(asked)))
    )
    who: dict[int, int] = dict(iter(rows))
    known = trainers(PersonNow.same_as.in_(listed_keys(sorted(set(who.values())))), with_languages=False)
    needed = to_teach(version)
    return {
        person_id
        for person_id, same_as in who.items()
        if (one := known.get(same_as)) is not None and one.may_lead(needed, first, last)
    }


def to_teach(version: VersionFacts) -> frozenset[Taught]:
    """What somebody must be a trainer of to lead a session of a version. One statement."""
    return qualifying.needed_to_teach(Taught(version.code, version.label), courses().get(version.id, ()))


def named(scope: Scope, keys: Collection[int]) -> dict[int, KnownPerson]:
    """Of these persons (keys of who they are now), those within a scope, as they are known. One statement."""
    rows = db.session.execute(
        select(*PERSON).where(
            PersonNow.person_id.in_(listed_keys(sorted(keys))), is_kept(), forces.people_within(scope)
        )
    )
    return {row.id: KnownPerson._make(row) for row in rows}
