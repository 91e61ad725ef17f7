"""Attendance, practical checks and results of a session, as they stand: of each, the mark with the highest ordinal."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from trainingapp.completions.models import Completion
from trainingapp.completions.queries import stands
from trainingapp.kit.db import db
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import listed_keys
from trainingapp.training.models import (
    AttendanceMark,
    CheckMark,
    Nomination,
    ResultMark,
    SessionClosing,
    SessionClosingOutcome,
    SessionPlan,
    TrainingSession,
)
from trainingapp.training.queries.sessions import latest_plan


class Mark(NamedTuple):
    """Whether somebody was there, or passed a check; `next` is the ordinal of the mark that would follow."""

    yes: bool
    next: int


class Result(NamedTuple):
    """A result with its score; `next` is the ordinal of the one that would follow."""

    result: str
    score: float | None
    next: int


def marks(session_id: int) -> Mapping[tuple[int, date, str], Mark]:
    """(Nomination, day, lesson or "" for the whole day) -> whether they were there. One statement."""
    rows = db.session.execute(
        select(
            AttendanceMark.nomination_id,
            AttendanceMark.day,
            AttendanceMark.lesson,
            AttendanceMark.present,
            AttendanceMark.ordinal,
        )
        .join(Nomination, Nomination.id == AttendanceMark.nomination_id)
        .where(Nomination.session_id == session_id)
        .order_by(AttendanceMark.ordinal)
    )
    return {(row[0], row[1], row[2]): Mark(row[3], row[4] + 1) for row in rows}


def there(found: Mapping[tuple[int, date, str], Mark]) -> dict[int, dict[date, bool]]:
    """Nomination -> day -> whether they were there on it, in any lesson or for the day."""
    days: dict[int, dict[date, bool]] = {}
    for (nomination, day, _lesson), mark in found.items():
        known = days.setdefault(nomination, {})
        known[day] = known.get(day, False) or mark.yes
    return days


def checks(session_id: int) -> Mapping[tuple[int, str], Mark]:
    """(Nomination, lesson) -> whether its check was passed. One statement."""
    rows = db.session.execute(
        select(CheckMark.nomination_id, CheckMark.lesson, CheckMark.passed, CheckMark.ordinal)
        .join(Nomination, Nomination.id == CheckMark.nomination_id)
        .where(Nomination.session_id == session_id)
        .order_by(CheckMark.ordinal)
    )
    return {(row[0], row[1]): Mark(row[2], row[3] + 1) for row in rows}


def results(session_id: int) -> Mapping[int, Result]:
    """Nomination -> its result. One statement."""
    rows = db.session.execute(
        select(ResultMark.nomination_id, ResultMark.result, ResultMark.score, ResultMark.ordinal)
        .join(Nomination, Nomination.id == ResultMark.nomination_id)
        .where(Nomination.session_id == session_id)
        .order_by(ResultMark.ordinal)
    )
    return {row[0]: Result(row[1], row[2], row[3] + 1) for row in rows}


class Earlier(NamedTuple):
    """A check that somebody passed in an earlier session of the same version, whose results were confirmed."""

    person: int
    lesson: str
    session_id: int
    ended_on: date


def passed_earlier(version_id: int, persons: Collection[int], *, besides: int) -> list[Earlier]:
    """The checks that these persons (keys of who they are now) passed in other confirmed sessions of a version, since
    the last completion that came of such. Two statements."""
    done = completed_last(version_id, persons)
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            CheckMark.lesson,
            CheckMark.passed,
            TrainingSession.id,
            SessionPlan.ends_on,
        )
        .select_from(CheckMark)
        .join(Nomination, Nomination.id == CheckMark.nomination_id)
        .join(PersonNow, PersonNow.person_id == Nomination.person_id)
        .join(TrainingSession, TrainingSession.id == Nomination.session_id)
        .join(SessionPlan, latest_plan())
        .join(SessionClosing, SessionClosing.session_id == TrainingSession.id)
        .join(SessionClosingOutcome, SessionClosingOutcome.closing_id == SessionClosing.id)
        .where(
            TrainingSession.version_id == version_id,
            TrainingSession.id != besides,
            SessionClosingOutcome.kind == "confirmed",
            PersonNow.same_as.in_(listed_keys(persons)),
        )
        .order_by(CheckMark.ordinal)
    )
    latest: dict[tuple[int, str, int], tuple[bool, date]] = {}
    for person, lesson, passed, session_id, ended_on in rows:
        latest[(person, lesson, session_id)] = (passed, ended_on)
    return [
        Earlier(person, lesson, session_id, ended_on)
        for (person, lesson, session_id), (passed, ended_on) in latest.items()
        if passed and (person not in done or ended_on > done[person])
    ]


def completed_last(version_id: int, persons: Collection[int]) -> Mapping[int, date]:
    """Person -> the last day on which they passed a version, as far as that stands. One statement."""
    rows = db.session.execute(
        select(PersonNow.same_as, func.max(Completion.completed_on))
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(
            Completion.version_id == version_id,
            Completion.result == "pass",
            PersonNow.same_as.in_(listed_keys(persons)),
            stands(),
        )
        .group_by(PersonNow.same_as)
    )
    return {row[0]: row[1] for row in rows}


class Known(NamedTuple):
    """What is recorded already of somebody for a version and day: how often, and whether one of it stands."""

    ordinal: int
    stands: bool


def recorded_on(version_id: int, persons: Collection[int], day: date) -> Mapping[int, Known]:
    """Person (key of who they are now) -> what is recorded of them for this version and day. One statement."""
    rows = db.session.execute(
        select(PersonNow.same_as, Completion.person_id, stands())
        .join(PersonNow, PersonNow.person_id == Completion.person_id)
        .where(
            Completion.version_id == version_id,
            Completion.completed_on == day,
            PersonNow.same_as.in_(listed_keys(persons)),
        )
    )
    found: dict[int, Known] = {}
    for same_as, row, standing in rows:
        was = found.get(same_as, Known(0, False))
        found[same_as] = Known(was.ordinal + (row == same_as), was.stands or bool(standing))
    return found
