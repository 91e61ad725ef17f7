"""Closing a session: whoever ran it says that its results are complete, a second person confirms, and completions are
recorded for those who meet the pass rule."""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.completions import actions as completions
from trainingapp.completions.models import Completion
from trainingapp.curricula import queries as curricula
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.training.actions.attendance import not_now
from trainingapp.training.actions.sessions import NotNow, keep_step
from trainingapp.training.models import SessionClosing, SessionClosingOutcome, SessionCompletion
from trainingapp.training.queries import attendance, closing, sessions
from trainingapp.training.queries.closing import Closing, Line, Standing
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import reach


class SomethingMissing(Refused):
    """Everything that is missing stands on the page, person by person."""

    sentence = say("Something is missing: it is listed below, person by person. Nothing was closed.")


class OwnClosing(Refused):
    """Who closed may not confirm, whatever role they have been given since."""

    sentence = say("You closed this session yourself. Somebody else must confirm it.")


class AlreadyDecided(Conflict):
    """Somebody else was faster."""

    sentence = say("This closing has been confirmed or sent back already. Look at the page again.")


class HasChanged(Refused):
    """What was closed is no longer what stands."""

    sentence = say("What was closed has changed since. Send it back, so that it is closed anew. Nothing was confirmed.")


_RACES = {
    "uq_session_closing_session_id_ordinal": Conflict,
    "uq_session_closing_outcome_closing_id": AlreadyDecided,
}


def close(public_id: str, *, by: Identity, now: datetime, today: date) -> None:
    """Say that the results are complete. Raises Absent, NotNow, SomethingMissing. About 18 statements."""
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    with _about(found, "session.close", by=by, now=now) as entry:
        found = sessions.session(public_id)
        if sentence := not_now(found):
            raise NotNow(sentence)
        if today < found.ends_on:
            raise NotNow(say("It lasts through %(day)s and can be closed then.", day=found.ends_on.isoformat()))
        standing = closing.standing(found)
        if not standing.lines:
            raise NotNow(say("Nobody takes part in this session: cancel it, with the reason."))
        if standing.missing or conflicts(found, standing):
            raise SomethingMissing()
        before = closing.latest(found.id)
        numbers = {
            "passed": standing.count("pass", "attended"),
            "failed": standing.count("fail", "unfinished"),
            "absent": standing.count("no_show"),
        }
        entry.details |= numbers | {"content_sha256": standing.sha256}
        row: dict[str, object] = {
            "public_id": new_id(),
            "session_id": found.id,
            "ordinal": before.ordinal + 1 if before else 0,
            "content_sha256": standing.sha256,
            **numbers,
            "closed_by": by.public_id,
            "closed_at": now,
        }
        with refusing(_RACES):
            entry.keep(SessionClosing, [row])


def conflicts(found: SessionFacts, standing: Standing) -> list[Line]:
    """Those who complete here and of whom the register has another result, in this training, on this day. One
    statement."""
    completing = [line for line in standing.lines if line.verdict.completes]
    known = attendance.recorded_on(found.version_id, [line.nominee.person.id for line in completing], found.ends_on)
    return [line for line in completing if line.nominee.person.id in known and known[line.nominee.person.id].stands]


def send_back(public_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Give a closing back to whoever ran the session, with what to mend. Raises Absent, OwnClosing, AlreadyDecided."""
    found, waiting = _waiting(public_id, by)
    with _about(found, "session.send_back", by=by, now=now) as entry:
        _decide(entry, waiting, "sent_back", reason, by=by, now=now)


def confirm(public_id: str, *, by: Identity, now: datetime, today: date) -> int:
    """Let the results count: completions are recorded for those who meet the pass rule. Gives how many.

    Raises Absent, OwnClosing, AlreadyDecided, HasChanged, AlreadyRecorded. About 30 statements, and ten for each State.
    """
    found, waiting = _waiting(public_id, by)
    with _about(found, "session.confirm_results", by=by, now=now) as entry:
        standing = closing.standing(found)
        if standing.sha256 != waiting.content_sha256 or standing.missing or conflicts(found, standing):
            raise HasChanged()
        completing = [line for line in standing.lines if line.verdict.completes]
        entry.details |= {"completions": len(completing), "content_sha256": standing.sha256}
        _decide(entry, waiting, "confirmed", "", by=by, now=now)
        keep_step(entry, found.id, "completed", by=by, now=now)
    completing.sort(key=lambda line: line.nominee.person.state_code)
    for state, lines in groupby(completing, key=lambda line: line.nominee.person.state_code):
        _record(found, state, list(lines), by=by, now=now, today=today)
    return len(completing)


def _record(found: SessionFacts, state: str, lines: list[Line], *, by: Identity, now: datetime, today: date) -> None:
    """Completions of one State's persons, each with the session behind it. Ten statements."""
    version = curricula.versions_by_id([found.version_id])[found.version_id]
    persons = {line.nominee.person.id: line for line in lines}
    known = attendance.recorded_on(version.id, list(persons), found.ends_on)
    with _about(found, "session.record", by=by, now=now, state=state) as entry:
        entry.details |= {"recorded": len(lines), "curriculum": version.name}
        completions.record(
            entry,
            ((key, found.ends_on, line.verdict.outcome, line.participant.score, None) for key, line in persons.items()),
            state_code=state,
            version=version,
            ordinals={(key, found.ends_on): one.ordinal for key, one in known.items()},
            batch_id=None,
            today=today,
        )
        made = db.session.execute(select(Completion.id, Completion.person_id).where(Completion.entry_seq == entry.seq))
        entry.keep(
            SessionCompletion,
            [
                {
                    "public_id": new_id(),
                    "state_code": persons[person].nominee.state_code,
                    "session_id": found.id,
                    "nomination_id": persons[person].nominee.id,
                    "completion_id": key,
                }
                for key, person in made
            ],
        )


def _waiting(public_id: str, by: Identity) -> tuple[SessionFacts, Closing]:
    """A closing that waits, for whoever may decide about it. Raises Absent, AlreadyDecided, OwnClosing."""
    found = sessions.managed(reach(by, "sessions.confirm"), public_id)
    waiting = closing.latest(found.id)
    if waiting is None:
        raise NotNow(say("This session is not closed yet. Whoever runs it closes it first."))
    if not waiting.waits:
        raise AlreadyDecided()
    if waiting.closed_by == by.public_id:
        raise OwnClosing()
    return found, waiting


def _decide(entry: journal.Entry, waiting: Closing, kind: str, reason: str, *, by: Identity, now: datetime) -> None:
    row: dict[str, object] = {
        "public_id": new_id(),
        "closing_id": waiting.id,
        "kind": kind,
        "reason": reason,
        "closed_by": waiting.closed_by,
        "decided_by": by.public_id,
        "decided_at": now,
    }
    with refusing(_RACES):
        entry.keep(SessionClosingOutcome, [row])


def _about(found: SessionFacts, act: str, *, by: Identity, now: datetime, state: str | None = None) -> Any:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=found.public_id,
        state_code=state,
        details={"session": found.number},
    )
