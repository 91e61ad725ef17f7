"""Marks of attendance, practical checks and results: a new row for each change, the earlier ones stay."""

from collections.abc import Mapping
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.training.actions.sessions import NotNow
from trainingapp.training.models import AttendanceMark, CheckMark, ResultMark
from trainingapp.training.queries import attendance, closing, nominations, sessions
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import reach

#: Somebody else marked the same cell at the same moment.
_RACES = {
    "uq_attendance_mark": Conflict,
    "uq_check_mark_nomination_id_lesson_ordinal": Conflict,
    "uq_result_mark_nomination_id_ordinal": Conflict,
}


def not_now(found: SessionFacts) -> Sentence | None:
    """Why nothing can be marked in a session now; None when it can. One statement."""
    if found.status in ("planned", "open", "confirmed"):
        return say("This session has not begun. Start it on its first day, then take attendance.")
    if found.status != "running":
        return say("This session is over: what was marked stays as it is. A completion is corrected by itself.")
    if closing.waits(found.id):
        return say(
            "This session is closed and waits for a second person. To change something, let them send it back first."
        )
    return None


def outside(found: SessionFacts, day: date, *, today: date) -> Sentence | None:
    """Why attendance cannot be marked on a day; None when it can."""
    if not found.starts_on <= day <= found.ends_on:
        return say(
            "%(day)s is no day of this session: it lasts from %(first)s to %(last)s. Look at the day, or change the "
            "plan before the session begins.",
            day=day.isoformat(),
            first=found.starts_on.isoformat(),
            last=found.ends_on.isoformat(),
        )
    if day > today:
        return say("%(day)s has not come yet. Attendance is marked on the day or after.", day=day.isoformat())
    return None


def attend(
    public_id: str,
    marks: Mapping[tuple[str, date], bool],
    *,
    lesson: str = "",
    by: Identity,
    now: datetime,
    today: date,
) -> int:
    """Mark who was there: (public id of the nomination, day) -> whether. Gives how many marks were new; what stands so
    already is left. Raises Absent, NotNow, Refused. Eleven statements, however many marks."""
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    for day in sorted({day for _who, day in marks}):
        if sentence := outside(found, day, today=today):
            raise Refused(sentence)
    with _about(found, "session.attend", by=by, now=now) as entry:
        found, people = _behind_the_lock(public_id)
        standing = attendance.marks(found.id)
        rows: list[dict[str, object]] = []
        for (who, day), present in marks.items():
            one = _participant(people, who)
            known = standing.get((one.id, day, lesson))
            if known is None or known.yes != present:
                ordinal = known.next if known else 0
                rows.append({**_about_whom(one), "day": day, "lesson": lesson, "ordinal": ordinal, "present": present})
        entry.details |= {"marks": len(rows), "days": sorted({day.isoformat() for _who, day in marks})}
        _keep(entry, AttendanceMark, rows, by=by, now=now)
    return len(rows)


def check(public_id: str, marks: Mapping[tuple[str, str], bool], *, by: Identity, now: datetime) -> int:
    """Practical checks: (public id of the nomination, lesson) -> whether it was passed. Gives how many were new.

    Raises Absent, NotNow, Refused. Twelve statements, however many.
    """
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    tracked = closing.rule_of(found).tracked
    with _about(found, "session.check", by=by, now=now) as entry:
        found, people = _behind_the_lock(public_id)
        standing = attendance.checks(found.id)
        rows: list[dict[str, object]] = []
        for (who, lesson), passed in marks.items():
            one = _participant(people, who)
            if lesson not in tracked:
                raise Refused(say("This version tracks no such element: “%(lesson)s”.", lesson=lesson))
            known = standing.get((one.id, lesson))
            if known is None or known.yes != passed:
                rows.append({**_about_whom(one), "lesson": lesson, "ordinal": known.next if known else 0})
                rows[-1]["passed"] = passed
        entry.details |= {"marks": len(rows)}
        _keep(entry, CheckMark, rows, by=by, now=now)
    return len(rows)


def give_results(
    public_id: str, results: Mapping[str, tuple[str, float | None]], *, by: Identity, now: datetime
) -> int:
    """Results: public id of the nomination -> (pass, fail, attended or no_show; score). Gives how many were new.

    Raises Absent, NotNow, Refused. Eleven statements, however many.
    """
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    with _about(found, "session.results", by=by, now=now) as entry:
        found, people = _behind_the_lock(public_id)
        standing = attendance.results(found.id)
        rows: list[dict[str, object]] = []
        for who, (result, score) in results.items():
            one = _participant(people, who)
            known = standing.get(one.id)
            if known is None or (known.result, known.score) != (result, score):
                rows.append({**_about_whom(one), "ordinal": known.next if known else 0})
                rows[-1] |= {"result": result, "score": score}
        entry.details |= {"results": len(rows)}
        _keep(entry, ResultMark, rows, by=by, now=now)
    return len(rows)


def _behind_the_lock(public_id: str) -> tuple[SessionFacts, Mapping[str, Nominee]]:
    """The session and its participants by public id. Raises NotNow."""
    found = sessions.session(public_id)
    if sentence := not_now(found):
        raise NotNow(sentence)
    return found, {one.public_id: one for one in nominations.accepted(found.id)}


def _participant(people: Mapping[str, Nominee], who: str) -> Nominee:
    if who not in people:
        raise Refused(say("Somebody on this page does not take part any more. Look at the page again."))
    return people[who]


def _about_whom(one: Nominee) -> dict[str, object]:
    return {"public_id": new_id(), "state_code": one.state_code, "nomination_id": one.id}


def _keep(entry: journal.Entry, model: type, rows: list[dict[str, object]], *, by: Identity, now: datetime) -> None:
    with refusing(_RACES):
        entry.keep(model, [row | {"marked_by": by.public_id, "marked_at": now} for row in rows])


def _about(found: SessionFacts, act: str, *, by: Identity, now: datetime):  # type: ignore[no-untyped-def]
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=found.public_id,
        details={"session": found.number},
    )
