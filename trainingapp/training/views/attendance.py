"""Attendance by day: a grid for the keyboard, saved in one request."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.content import LessonPart
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.training.actions import attendance as actions
from trainingapp.training.forms.grids import AttendanceForm, GridForm
from trainingapp.training.queries import attendance as queries
from trainingapp.training.queries import nominations, sessions
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import days_of, reach
from trainingapp.training.sitting import THERE, letter
from trainingapp.training.views import bp
from trainingapp.training.views.grids import Column, Row, cell, emptied, read, typed

#: Days side by side.
WEEK = 7
#: Cells and rows of one page, below what one request may carry.
MOST_PARTS = 1_900


@bp.route("/sessions/<session_id>/attendance", methods=["GET", "POST"])
@requires("sessions.plan")
def attendance(session_id: str) -> Any:
    """The grid: who was there, by day. Six statements to show; twelve to save, however many cells."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), session_id)
    people = nominations.accepted(found.id)
    asked = AttendanceForm.from_request()
    lessons = _lessons(found)
    asked.offer(lessons)
    asked.validate()
    lesson = asked.lesson.data or ""
    columns = _columns(found, asked, people)
    form = GridForm.from_request()
    wrong: dict[tuple[str, str], Sentence] = {}
    changed: dict[tuple[str, str], str] = {}
    made = Outcome(form)
    if request.method == "POST":
        changed = typed(columns, [one.public_id for one in people])
        changed |= _filled(form, found, people, columns, lesson, changed)
        meant, wrong = read(changed, dict.fromkeys((c.key for c in columns), lambda text: letter(text, THERE)))
        wrong |= {place: emptied() for place, mark in meant.items() if mark == ""}
        if form.submitted() and not wrong:
            marks = {(who, date.fromisoformat(day)): mark == "p" for (who, day), mark in meant.items()}

            def do() -> str:
                return str(actions.attend(session_id, marks, lesson=lesson, by=identity, now=now(), today=today()))

            made = carried_out(form, do)
            if made.done:
                flash(ngettext("%(num)s cell was saved.", "%(num)s cells were saved.", len(changed)), "success")
                return redirect(_here(session_id))
    standing = _standing(found, lesson)
    rows = []
    for one in people:
        cells = {c.key: changed.get((one.public_id, c.key), standing[one.public_id].get(c.key, "")) for c in columns}
        rows.append(
            Row(one, cells, {c.key: wrong[place] for c in columns if (place := (one.public_id, c.key)) in wrong})
        )
    looked_at([one.state_code for one in people], object_kind="session", object_id=found.public_id)
    return render_template(
        "training/attendance.html",
        session=found,
        form=form,
        asked=asked,
        columns=columns,
        rows=rows,
        standing=standing,
        lesson=next((one for one in lessons if one.key == lesson), None),
        not_now=actions.not_now(found),
        weeks=_weeks(found),
        shown=columns[0].key if columns else "",
        today=today(),
        counts={c.key: sum(row.cells[c.key] == "p" for row in rows) for c in columns},
        cell=cell,
    ), 422 if wrong else made.status


def _lessons(found: SessionFacts) -> tuple[LessonPart, ...]:
    version = curricula.versions_by_id([found.version_id])[found.version_id]
    return curricula.content(version).lessons


def _columns(found: SessionFacts, asked: AttendanceForm, people: list[Nominee]) -> list[Column]:
    """The one day that is asked for, or seven of them from the first of the week asked for."""
    days = days_of(found.starts_on, found.ends_on)
    wanted = asked.day.data
    if wanted is not None and wanted not in days:
        sentence = actions.outside(found, wanted, today=today())
        asked.day.errors = [sentence.through(_)] if sentence else []
    if wanted in days:
        days = (wanted,)
    else:
        room = max(1, min(WEEK, MOST_PARTS // max(1, len(people)) - 1))
        number = request.args.get("page", 1, type=int)
        at = (number - 1) * room if 0 < number <= -(-len(days) // room) else 0
        days = days[at : at + room]
    return [Column(day.isoformat(), day, "pa") for day in days]


def _weeks(found: SessionFacts) -> list[tuple[int, date, date]]:
    """The pages of a long session: number, first and last day. One: all days stand side by side."""
    days = (found.ends_on - found.starts_on).days + 1
    return [
        (
            n + 1,
            found.starts_on + timedelta(n * WEEK),
            min(found.ends_on, found.starts_on + timedelta(n * WEEK + WEEK - 1)),
        )
        for n in range(-(-days // WEEK))
    ]


def _filled(
    form: GridForm,
    found: SessionFacts,
    people: list[Nominee],
    columns: list[Column],
    lesson: str,
    changed: dict[tuple[str, str], str],
) -> dict[tuple[str, str], str]:
    """Where a column shall be filled: everybody of whom nothing is marked or typed there was present."""
    act, _colon, day = (form.do.data or "").partition(":")
    if act != "fill" or day not in {column.key for column in columns}:
        return {}
    standing = _standing(found, lesson)
    return {
        (one.public_id, day): "p"
        for one in people
        if (one.public_id, day) not in changed and day not in standing[one.public_id]
    }


def _standing(found: SessionFacts, lesson: str) -> dict[str, dict[str, str]]:
    """Participant -> day -> the letter that stands."""
    people = {one.id: one.public_id for one in nominations.accepted(found.id)}
    shown: dict[str, dict[str, str]] = {who: {} for who in people.values()}
    for (nomination, day, of), mark in queries.marks(found.id).items():
        if of == lesson and nomination in people:
            shown[people[nomination]][day.isoformat()] = "p" if mark.yes else "a"
    return shown


def _here(session_id: str) -> str:
    kept: dict[str, Any] = {name: request.args[name] for name in ("day", "lesson", "page") if request.args.get(name)}
    return url_for("training.attendance", session_id=session_id, **kept)
