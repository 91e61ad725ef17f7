"""Puts the demonstration's training sessions into the register: plans, participants, trainers, results."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.completions import actions as completions
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.demo.courses import FIRST, PROFILES, SESSIONS, Held, Participant, first_trainer, participants
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.training.models import (
    InstitutionProfile,
    Nomination,
    NominationStep,
    ResultMark,
    SessionClosing,
    SessionClosingOutcome,
    SessionCompletion,
    SessionPlan,
    SessionStep,
    SessionTrainer,
    TrainingSession,
)

#: Who plans and closes the centre's sessions in the demonstration.
INSTRUCTOR = "instructor.entebbe@demo.example"

_STEPS = ("open", "confirmed", "running", "completed")


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour)


def hold(by: str) -> None:
    """Every session of the demonstration, in the order of their days. About forty statements each."""
    instructor = db.session.scalar(select(Account.public_id).where(Account.email == INSTRUCTOR)) or by
    _tell(by)
    first = {course: _first(course, by) for course in FIRST}
    graduates: dict[tuple[str, str], int] = {}
    for number, held in enumerate(SESSIONS, start=1):
        lead = None
        if held.lead is not None:
            key = graduates.get((held.lead_from, held.lead)) if held.lead_from else None
            lead = (held.lead, key or first[held.curriculum])
        _Session(held, number, instructor, by).keep(lead, graduates)


def _tell(by: str) -> None:
    for code, (languages, courses, about) in PROFILES.items():
        what: dict[str, Any] = {"act": "institution.tell", "object_kind": "institution", "object_id": code}
        with journal.entry(by=by, now=_at(date(2016, 2, 1)), details={"code": code}, **what) as entry:
            row: dict[str, object] = {"public_id": new_id(), "institution_code": code, "ordinal": 0}
            told = {"languages": languages, "courses": courses, "about": about, "website": ""}
            entry.keep(InstitutionProfile, [row | told | {"told_by": by, "told_at": _at(date(2016, 2, 1))}])


def _first(course: str, by: str) -> int:
    """A trainer whose course nobody knows the session of; gives the person's key."""
    state, day = FIRST[course]
    version = curricula.version(course, "2017")
    with journal.entry(
        act="roster.record",
        by=by,
        now=_at(day + timedelta(days=3)),
        object_kind="person",
        object_id=course,
        state_code=state,
        details={"rows": 1, "recorded": 1, "curriculum": f"{version.code} {version.label}"},
    ) as entry:
        (key,) = _added(entry, state, [first_trainer(course)])
        _record(entry, state, version, [(key, day, "pass")], recorded_on=day + timedelta(days=3))
    return key


def _added(entry: Entry, state: str, persons: list[Participant]) -> list[int]:
    rows = [
        {
            "service_number": one.service_number,
            "family_name": one.family_name,
            "given_names": one.given_names,
            "original_name": one.original_name,
            "sex": one.sex,
        }
        for one in persons
    ]
    ids = people.add_people(entry, state, rows)
    return [ids[one.service_number][0] for one in persons]


def _record(
    entry: Entry, state: str, version: VersionFacts, results: list[tuple[int, date, str]], *, recorded_on: date
) -> None:
    completions.record(
        entry,
        ((key, day, result, None, None) for key, day, result in results),
        state_code=state,
        version=version,
        ordinals={},
        batch_id=None,
        today=recorded_on,
    )


class _Session:
    """One session on its way into the register: each step an act of its own, as in life."""

    def __init__(self, held: Held, number: int, instructor: str, second: str) -> None:
        self.held, self.instructor, self.second = held, instructor, second
        self.number = f"{held.starts_on.year}-{number if held.starts_on.year == 2017 else 1:04}"
        self.public_id = new_id()
        self.version = curricula.version(held.curriculum, held.label)
        self.id = 0

    def keep(self, lead: tuple[str, int] | None, graduates: dict[tuple[str, str], int]) -> None:
        """The whole of it; puts the first graduate of each State into `graduates`."""
        held = self.held
        self._plan(_at(held.starts_on - timedelta(days=90)))
        if lead is not None:
            self._name(lead, _at(held.starts_on - timedelta(days=60)))
        self._step("open", held.starts_on - timedelta(days=80))
        if held.status == "open":
            return
        nominated = self._nominate(_at(held.starts_on - timedelta(days=50)))
        self._step("confirmed", held.starts_on - timedelta(days=21))
        self._step("running", held.starts_on)
        if nominated:
            self._close(nominated, graduates)
        else:
            self._step("completed", held.ends_on + timedelta(days=1))

    def _about(self, act: str, now: datetime, state: str | None = None, by: str = "", **details: Any) -> Any:
        about = {"object_kind": "session", "object_id": self.public_id, "state_code": state}
        told = {"session": self.number, **details}
        return journal.entry(act=act, by=by or self.instructor, now=now, details=told, **about)  # type: ignore[arg-type]

    def _plan(self, now: datetime) -> None:
        held, by = self.held, {"planned_by": self.instructor, "planned_at": now}
        with self._about("session.plan", now, curriculum=self.version.name, by=self.instructor) as entry:
            entry.details["by"] = held.institution
            row: dict[str, object] = {"public_id": self.public_id, "number": self.number, "kind": held.kind, **by}
            row |= {"institution_code": held.institution, "version_id": self.version.id}
            entry.keep(TrainingSession, [row])
            self.id = int(str(row["id"]))
            plan: dict[str, object] = {"public_id": new_id(), "session_id": self.id, "ordinal": 0, **by}
            days = {"starts_on": held.starts_on, "ends_on": held.ends_on, "place": held.place}
            money = {"places": held.places, "funding": held.funding, "component": held.component, "note": held.note}
            entry.keep(SessionPlan, [plan | days | money | {"language": held.language}])

    def _name(self, lead: tuple[str, int], now: datetime) -> None:
        state, key = lead
        with self._about("session.name_trainer", now, state, role="lead") as entry:
            row: dict[str, object] = {"public_id": new_id(), "state_code": state, "session_id": self.id}
            named = {"person_id": key, "ordinal": 0, "role": "lead", "named_by": self.instructor, "named_at": now}
            entry.keep(SessionTrainer, [row | named])

    def _step(self, kind: str, day: date) -> None:
        acts = {"open": "open", "confirmed": "confirm", "running": "start", "completed": "close"}
        nobody: dict[str, Any] = {"passed": 0, "failed": 0, "absent": 0} if kind == "completed" else {}
        with self._about(f"session.{acts[kind]}", _at(day), **nobody) as entry:
            self._keep_step(entry, kind, _at(day))

    def _keep_step(self, entry: Entry, kind: str, now: datetime) -> None:
        row: dict[str, object] = {"public_id": new_id(), "session_id": self.id, "ordinal": _STEPS.index(kind)}
        entry.keep(SessionStep, [row | {"kind": kind, "reason": "", "stepped_by": self.instructor, "stepped_at": now}])

    def _nominate(self, now: datetime) -> dict[str, list[tuple[int, int, str]]]:
        """State -> key of the nomination, of the person, result."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        everybody = participants(self.held)
        for state in self.held.states:
            own = [one for one in everybody if one.state == state]
            decided_so: dict[str, Any] = {"accepted": len(own), "waiting": 0, "declined": 0}
            with self._about("session.nominate", now, state, by=self.second, persons=len(own)) as entry:
                keys = _added(entry, state, own)
                about = {"state_code": state, "session_id": self.id, "ordinal": 0}
                by = {"nominated_by": self.second, "nominated_at": now}
                rows: list[dict[str, object]] = [
                    {"public_id": new_id(), "person_id": key, **about, **by} for key in keys
                ]
                entry.keep(Nomination, rows)
            with self._about("session.decide", now, state, **decided_so) as entry:
                decided: dict[str, object] = {"state_code": state, "ordinal": 0}
                decided |= {"kind": "accepted", "reason": "", "decided_by": self.instructor, "decided_at": now}
                entry.keep(
                    NominationStep,
                    [
                        {
                            "public_id": new_id(),
                            "state_code": state,
                            "nomination_id": row["id"],
                            "ordinal": 0,
                            **decided,
                        }
                        for row in rows
                    ],
                )
            found[state] = [
                (int(str(row["id"])), key, one.result) for row, key, one in zip(rows, keys, own, strict=True)
            ]
        return found

    def _close(self, nominated: dict[str, list[tuple[int, int, str]]], graduates: dict[tuple[str, str], int]) -> None:
        """Results, the closing, and a second person's word: only then completions."""
        last = self.held.ends_on
        for state, lines in nominated.items():
            with self._about("session.results", _at(last, 16), state, results=len(lines)) as entry:
                marks = {"state_code": state, "ordinal": 0, "marked_by": self.instructor, "marked_at": _at(last, 16)}
                entry.keep(
                    ResultMark,
                    [
                        {"public_id": new_id(), "nomination_id": key, "result": result, **marks}
                        for key, _, result in lines
                    ],
                )
        results = [result for lines in nominated.values() for _, _, result in lines]
        closing: dict[str, object] = {"public_id": new_id(), "session_id": self.id, "ordinal": 0}
        closing |= {"content_sha256": "0" * 64, "closed_by": self.instructor, "closed_at": _at(last, 17)}
        closing |= {"passed": results.count("pass"), "failed": results.count("fail"), "absent": 0}
        counted: dict[str, Any] = {name: closing[name] for name in ("passed", "failed", "absent")}
        with self._about("session.close", _at(last, 17), **counted) as entry:
            entry.keep(SessionClosing, [closing])
        decided_at = _at(last + timedelta(days=1))
        with self._about(
            "session.confirm_results", decided_at, by=self.second, completions=results.count("pass")
        ) as entry:
            word: dict[str, object] = {"public_id": new_id(), "closing_id": closing["id"], "kind": "confirmed"}
            by = {"closed_by": self.instructor, "decided_by": self.second, "decided_at": decided_at, "reason": ""}
            entry.keep(SessionClosingOutcome, [word | by])
            self._keep_step(entry, "completed", decided_at)
        for state, everybody in nominated.items():
            # Who failed stays with the session.
            lines = [line for line in everybody if line[2] == "pass"]
            recorded: dict[str, Any] = {"recorded": len(lines), "curriculum": self.version.name}
            with self._about("session.record", decided_at, state, by=self.second, **recorded) as entry:
                results_of = [(person, last, result) for _, person, result in lines]
                _record(entry, state, self.version, results_of, recorded_on=decided_at.date())
                made: dict[int, int] = dict(
                    iter(
                        db.session.execute(
                            select(Completion.person_id, Completion.id).where(
                                Completion.entry_seq == entry.seq, Completion.state_code == state
                            )
                        )
                    )
                )
                about = {"state_code": state, "session_id": self.id}
                entry.keep(
                    SessionCompletion,
                    [
                        {"public_id": new_id(), "nomination_id": key, "completion_id": made[person], **about}
                        for key, person, _ in lines
                    ],
                )
            passed = [person for _, person, result in lines if result == "pass"]
            if passed:
                graduates.setdefault((self.held.curriculum, state), passed[0])
