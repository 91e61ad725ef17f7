"""Sign-in sheets to print, and attendance as the sheet's own file: taken away, filled in, brought back."""

from datetime import date
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires
from trainingapp.kit.sheets.reading import read
from trainingapp.kit.sheets.writing import FormColumn, write_form
from trainingapp.kit.words import say
from trainingapp.training import sheetfile
from trainingapp.training.actions import attendance as marking
from trainingapp.training.actions import sheets as actions
from trainingapp.training.face import SheetFace, Signer
from trainingapp.training.forms.grids import PrintForm, SheetForm
from trainingapp.training.pdf.signin import ROWS, draw
from trainingapp.training.queries import attendance, nominations, sessions
from trainingapp.training.queries import sheets as queries
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import days_of, reach
from trainingapp.training.views import bp

#: The name of the sheet within the workbook.
ATTENDANCE = "Attendance"


@bp.route("/sessions/<session_id>/sheets", methods=["GET", "POST"])
@requires("sessions.plan")
def sheets(session_id: str) -> Any:
    """Sign-in sheets: print them, and those that were printed. Two statements; ten to print."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), session_id)
    days = days_of(found.starts_on, found.ends_on)
    form = PrintForm.from_request()
    form.offer(days)

    def do() -> str:
        wanted = [date.fromisoformat(form.day.data)] if form.day.data else days
        return actions.print_sheets(session_id, wanted, rows=ROWS, by=identity, now=now())

    made = carried_out(form, do)
    if made.done:
        flash(_("The sheets are numbered. Open the file and print it."), "success")
        return redirect(url_for("training.sheets", session_id=session_id))
    return render_template(
        "training/sheets.html", session=found, form=form, printings=queries.printings(found.id), rows=ROWS
    ), made.status


@bp.get("/sessions/sheets/<sheet_id>.pdf")
@requires("sessions.plan")
def sheets_pdf(sheet_id: str) -> Response:
    """The sheets that were printed together with this one, as PDF. Six statements."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), queries.session_of(sheet_id))
    printing = next(
        one for one in queries.printings(found.id) if any(sheet.public_id == sheet_id for sheet in one.sheets)
    )
    people = queries.accepted_at(found.id, printing.printed_at)
    looked_at([one.state_code for one in people], object_kind="session", object_id=found.public_id, kind="export")
    content = draw(_faces(found, printing, people), language=str(get_locale() or "en"), gettext=_)
    return _file(content, "application/pdf", f"{found.number} sign-in sheets.pdf")


def _faces(found: SessionFacts, printing: queries.Printing, people: list[Nominee]) -> list[SheetFace]:
    base = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    faces = []
    for day in printing.days:
        of_day = [sheet for sheet in printing.sheets if sheet.day == day]
        there = url_for("training.attendance", session_id=found.public_id, day=day.isoformat())
        for n, sheet in enumerate(of_day):
            some = people[n * ROWS : (n + 1) * ROWS]
            faces.append(
                SheetFace(
                    number=sheet.number,
                    day=day,
                    ordinal=n + 1,
                    of=len(of_day),
                    session=found.number,
                    training=f"{found.curriculum_code} {found.label}: {found.title}",
                    delivered_by=found.delivered_by,
                    place=found.place,
                    url=base + there,
                    signers=[_signer(one, n * ROWS + at) for at, one in enumerate(some, 1)],
                )
            )
    return faces


def _signer(one: Nominee, place: int) -> Signer:
    original = one.person.original_name if one.person.original_name != one.person.name else None
    return Signer(place, one.person.service_number, one.person.name, original, one.state_code)


# --- The sheet's own file --------------------------------------------------------------------------------------------


@bp.get("/sessions/<session_id>/attendance.xlsx")
@requires("sessions.plan")
def attendance_xlsx(session_id: str) -> Response:
    """Attendance as it stands, as a workbook to fill in. Four statements."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), session_id)
    people = nominations.accepted(found.id)
    days = days_of(found.starts_on, found.ends_on)
    there = attendance.there(attendance.marks(found.id))
    looked_at([one.state_code for one in people], object_kind="session", object_id=found.public_id, kind="export")
    refusal = _("Write p for present or a for absent.")
    columns = [
        FormColumn(sheetfile.STATE, 8, is_text=True),
        FormColumn(sheetfile.NUMBER, 16, is_text=True),
        FormColumn(sheetfile.NAME, 34, is_text=True),
        *(FormColumn(day.isoformat(), 12, choices=("p", "a"), refusal=refusal) for day in days),
    ]
    rows = [
        [
            one.state_code,
            one.person.service_number,
            one.person.name,
            *({True: "p", False: "a", None: ""}[there.get(one.id, {}).get(day)] for day in days),
        ]
        for one in people
    ]
    content = write_form(columns, rows, sheet=ATTENDANCE)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, kind, f"{found.number} attendance.xlsx")


@bp.route("/sessions/<session_id>/attendance/file", methods=["GET", "POST"])
@requires("sessions.plan")
def attendance_file(session_id: str) -> Any:
    """Take attendance from the sheet's own file; nothing is kept while anything in it is wrong. Twelve statements."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), session_id)
    form = SheetForm.from_request()
    problems: list[Any] = []
    status = 200
    if form.submitted():
        status = 422
        try:
            told = _told(form, found)
            problems = told.problems
            if not problems and not told.marks:
                raise Refused(say("The file holds no mark yet. Fill it in, then send it."))
            if not problems:
                with transaction():
                    made = once(
                        form.key.data,
                        asked_by=identity.public_id,
                        act="session.attend",
                        now=now(),
                        do=lambda: str(marking.attend(session_id, told.marks, by=identity, now=now(), today=today())),
                    )
                flash(ngettext("%(num)s mark was new.", "%(num)s marks were new.", int(made)), "success")
                return redirect(url_for("training.attendance", session_id=session_id))
        except (Refused, Conflict) as refused:
            form.form_errors.append(refused.sentence.through(_))
            status = 409 if isinstance(refused, Conflict) else 422
    elif request.method == "POST":
        status = 422
    return render_template(
        "training/attendance_file.html",
        session=found,
        form=form,
        problems_of_file=problems,
        not_now=marking.not_now(found),
    ), status


def _told(form: SheetForm, found: SessionFacts) -> sheetfile.SheetRead:
    """What the file says. Raises Refused (Unreadable) for what is no spreadsheet."""
    sent = form.file.data
    if sent is None:
        raise Refused(say("Choose the file."))
    content = sent.read()
    book = read(content, name=sent.filename or "")
    if book.is_asking and any(sheet.name == ATTENDANCE for sheet in book.sheets):
        book = read(content, name=sent.filename or "", sheet=ATTENDANCE)
    if book.is_asking:
        raise Refused(say("The file leaves open which sheet, or which letters, are meant. Save it as XLSX, one sheet."))
    people = {(one.state_code, one.person.service_number): one.public_id for one in nominations.accepted(found.id)}
    return sheetfile.read_sheet(book.rows, people, days=days_of(found.starts_on, found.ends_on), today=today())


def _file(content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
