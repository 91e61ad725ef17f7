"""Planning a session, changing its plan, and leading it through its life: always new rows, never an edit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.states import queries as states
from trainingapp.training import rules
from trainingapp.training.models import SessionPlan, SessionStep, TrainingSession
from trainingapp.training.queries import sessions, teaching, trainers
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import Plan, Reach, plan_problems, reach, step_problem


class CannotPlan(Unfit):
    """The plan contradicts itself, the version or what was accepted: `problems` says how, by field."""


class NotNow(Refused):
    """The session does not stand where this could be done."""


#: Somebody else took the same step, or wrote the plan, at the same moment.
_RACES = {"uq_session_step_session_id_ordinal": Conflict, "uq_session_plan_session_id_ordinal": Conflict}


@dataclass(frozen=True)
class NewSession:
    """A session to be planned: who delivers it (one of the two), what, and the plan."""

    institution: str | None
    mission: str | None
    version: VersionFacts | None
    kind: str
    plan: Plan


def delivering(by: Reach) -> tuple[list[tuple[str, str]], list[str]]:
    """Who may deliver what somebody plans: institutions (code, name) that have not ended, and missions.

    Three statements at most.
    """
    held = [
        (one.code, one.name)
        for one in states.institutions()
        if one.ended_at is None and (by.everything or one.code in by.institutions or one.state_code in by.states)
    ]
    known = states.mission_codes() if by.everything or by.missions else []
    return held, [code for code in known if by.everything or code in by.missions]


def problems_of(new: NewSession, *, by: Identity) -> Mapping[str, Sentence]:
    """Everything that is wrong with a new session, by field. Raises Absent for what is not theirs to plan."""
    institutions, missions = delivering(reach(by, "sessions.plan"))
    if new.institution is not None and new.institution not in {code for code, _name in institutions}:
        raise Absent()
    if new.mission is not None and new.mission not in missions:
        raise Absent()
    found = dict(plan_problems(new.plan, new.version))
    if new.mission is not None and new.plan.starts_on and "starts_on" not in found:
        mission = states.mission(new.mission)
        if not mission.open_on(new.plan.starts_on):
            found["starts_on"] = say(
                "%(mission)s does not exist on this day. Choose another day.", mission=mission.code
            )
    return found


def plan(new: NewSession, *, by: Identity, now: datetime) -> str:
    """Plan a session. Gives its public id. Raises CannotPlan, Absent. About 12 statements."""
    if found := problems_of(new, by=by):
        raise CannotPlan(found)
    version, starts_on = new.version, new.plan.starts_on
    if version is None or starts_on is None or (new.institution is None) == (new.mission is None):
        raise ValueError("a session has a version, days, and one who delivers it")
    public_id = new_id()
    details = {"curriculum": version.name, "by": new.institution or new.mission}
    with _about(public_id, "session.plan", by=by, now=now, details=details) as entry:
        row: dict[str, object] = {
            "public_id": public_id,
            # Behind the journal's lock nobody else takes the same number.
            "number": _next_number(starts_on.year),
            "institution_code": new.institution,
            "mission_code": new.mission,
            "version_id": version.id,
            "kind": new.kind,
            "planned_by": by.public_id,
            "planned_at": now,
        }
        entry.keep(TrainingSession, [row])
        entry.details |= {"session": row["number"]}
        _keep_plan(entry, int(str(row["id"])), 0, new.plan, by=by, now=now)
    return public_id


def _next_number(year: int) -> str:
    """The year and a running number: 2017-0042. One statement."""
    last = db.session.scalar(
        select(func.max(TrainingSession.number)).where(
            TrainingSession.number.startswith(f"{year}-"), func.length(TrainingSession.number) == len("2017-0042")
        )
    )
    return f"{year}-{int(str(last).partition('-')[2]) + 1 if last else 1:04}"


def change(public_id: str, new: Plan, *, by: Identity, now: datetime) -> None:
    """Write the plan anew; the earlier one stays in the history. Raises Absent, NotNow, CannotPlan. Ten statements."""
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    with _about(public_id, "session.change", by=by, now=now, details={"session": found.number}) as entry:
        found = sessions.session(public_id)
        if found.status not in rules.CHANGEABLE:
            raise NotNow(say("The plan can change until the session begins. This one has begun or is over."))
        version = curricula.versions_by_id([found.version_id])[found.version_id]
        if problems := plan_problems(new, version, accepted=found.accepted):
            raise CannotPlan(problems)
        if new == plan_of(found):
            raise NotNow(say("Nothing differs from the plan as it stands. Change what is wrong, or leave it."))
        if found.status == "confirmed":
            _trainers_still_fit(replace(found, starts_on=new.starts_on, ends_on=new.ends_on))  # type: ignore[arg-type]
        entry.details |= {"changed": sorted(_changed(plan_of(found), new))}
        _keep_plan(entry, found.id, found.plans, new, by=by, now=now)


def _changed(was: Plan, new: Plan) -> set[str]:
    return {name for name, value in vars(new).items() if vars(was)[name] != value}


def plan_of(found: SessionFacts) -> Plan:
    """The plan as it stands."""
    return Plan(
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        place=found.place,
        language=found.language,
        places=found.places,
        funding=found.funding,
        component=found.component,
        note=found.note,
    )


def _keep_plan(entry: Entry, session_id: int, ordinal: int, new: Plan, *, by: Identity, now: datetime) -> None:
    row: dict[str, object] = {
        "public_id": new_id(),
        "session_id": session_id,
        "ordinal": ordinal,
        **vars(new),
        "planned_by": by.public_id,
        "planned_at": now,
    }
    with refusing(_RACES):
        entry.keep(SessionPlan, [row])


# --- Steps -----------------------------------------------------------------------------------------------------------


def open_for_nomination(public_id: str, *, by: Identity, now: datetime, today: date) -> None:
    """Let States nominate. Raises Absent, NotNow. Seven statements."""
    _step(public_id, "open", by=by, now=now, today=today)


def start(public_id: str, *, by: Identity, now: datetime, today: date) -> None:
    """The session begins: attendance can be taken. Raises Absent, NotNow. Seven statements."""
    _step(public_id, "running", by=by, now=now, today=today)


def cancel(public_id: str, *, reason: str, by: Identity, now: datetime, today: date) -> None:
    """It does not take place, or not to its end; nothing comes of it. Raises Absent, NotNow. Seven statements."""
    _step(public_id, "cancelled", reason=reason, by=by, now=now, today=today)


def confirm(public_id: str, *, by: Identity, now: datetime, today: date) -> None:
    """It will take place: a lead instructor is named, qualified on each of its days, and booked nowhere else (R41).

    Raises Absent, NotNow. About ten statements.
    """
    _step(public_id, "confirmed", by=by, now=now, today=today)


def _step(public_id: str, kind: str, *, by: Identity, now: datetime, today: date, reason: str = "") -> None:
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    with _about(public_id, f"session.{_ACTS[kind]}", by=by, now=now, details={"session": found.number}) as entry:
        # Only behind the journal's lock is it certain where the session stands.
        found = sessions.session(public_id)
        if sentence := step_problem(found.status, kind, starts_on=found.starts_on, today=today):
            raise NotNow(sentence)
        if kind == "confirmed":
            _trainers_still_fit(found)
        keep_step(entry, found.id, kind, reason=reason, by=by, now=now)


_ACTS = {"open": "open", "confirmed": "confirm", "running": "start", "cancelled": "cancel"}


def keep_step(entry: Entry, session_id: int, kind: str, *, by: Identity, now: datetime, reason: str = "") -> None:
    """Keep a step inside an open entry. Raises Conflict when somebody else took one at the same moment."""
    taken = db.session.scalar(select(func.count()).where(SessionStep.session_id == session_id))
    row: dict[str, object] = {
        "public_id": new_id(),
        "session_id": session_id,
        "ordinal": taken or 0,
        "kind": kind,
        "reason": reason,
        "stepped_by": by.public_id,
        "stepped_at": now,
    }
    with refusing(_RACES):
        entry.keep(SessionStep, [row])


def _trainers_still_fit(found: SessionFacts) -> None:
    """Raises NotNow unless a lead instructor is named who is qualified on each day, and no trainer is booked elsewhere
    on one of them. Six statements, and one for each trainer."""
    named = teaching.of_sessions([found.id]).get(found.id, [])
    leads = [one.person_id for one in named if one.role == "lead"]
    version = curricula.versions_by_id([found.version_id])[found.version_id]
    days = {"first": found.starts_on.isoformat(), "last": found.ends_on.isoformat()}
    if not leads:
        raise NotNow(say("No lead instructor is named. Name one who is a qualified trainer of this version, below."))
    if not trainers.qualified(version, leads, found.starts_on, found.ends_on):
        raise NotNow(
            say(
                "The lead instructor is not qualified for %(version)s on each day from %(first)s to %(last)s. Name "
                "somebody who is, or choose other days.",
                version=version.name.replace("@", " "),
                **days,
            )
        )
    for one in named:
        other = teaching.booked(one.person_id, found.starts_on, found.ends_on, besides=found.id)
        if other is not None:
            raise NotNow(
                say(
                    "A trainer named here teaches in session %(number)s on some of these days. Name somebody else, or "
                    "choose other days.",
                    number=other.number,
                )
            )


def _about(public_id: str, act: str, *, by: Identity, now: datetime, details: Mapping[str, object]) -> Any:
    return journal.entry(act=act, by=by.public_id, now=now, object_kind="session", object_id=public_id, details=details)
