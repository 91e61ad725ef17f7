"""A file on its way in: sent, looked at, answered, recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.forces.reference import load_categories
from trainingapp.intake import actions, reports
from trainingapp.intake.forms import FIELD_WORDS, WANTED, AnswersForm, RecordForm, UploadResultsForm, UploadRollForm
from trainingapp.intake.hints import Hints, Reading, read_file
from trainingapp.intake.queries import offered
from trainingapp.intake.reports import Examined
from trainingapp.intake.reports.alike import alike
from trainingapp.intake.views import bp
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Conflict, DomainError
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires
from trainingapp.kit.sheets.book import Unreadable
from trainingapp.people.likeness import REASONS as LIKELY_REASONS
from trainingapp.rosters import actions as rosters_actions
from trainingapp.rosters import queries as rosters
from trainingapp.rosters.models import Upload
from trainingapp.rosters.problems import Level
from trainingapp.rosters.returned import Listed, failed_rows_file, results_form, roll_form

#: The permission each kind of file needs.
MAY = {"roll": "rolls.record", "results": "rosters.record"}
#: Rows of the file and problems shown on the page; the file of the refused rows has them all.
FIRST_ROWS = 6
MOST_PROBLEMS = 1000


@bp.route("/rotations/<rotation_id>/roll/upload", methods=["GET", "POST"])
@requires("rolls.record")
def upload_roll(rotation_id: str) -> Any:
    """Send a nominal roll."""
    return _upload(rotation_id, "roll", UploadRollForm.from_request())


@bp.route("/rotations/<rotation_id>/results/upload", methods=["GET", "POST"])
@requires("rosters.record")
def upload_results(rotation_id: str) -> Any:
    """Send results of a training."""
    return _upload(rotation_id, "results", UploadResultsForm.from_request())


def _upload(rotation_id: str, kind: str, form: UploadRollForm | UploadResultsForm) -> Any:
    identity = current_identity()
    rotation = forces.rotation(identity.scope(MAY[kind]), rotation_id, as_of=today())
    if isinstance(form, UploadResultsForm):
        form.offer(offered.for_rotation(rotation, today()))
    status = 200
    if form.submitted():
        sent = cast(FileStorage, form.file.data)
        content = sent.read()
        try:
            read_file(content, name=sent.filename or "")
        except Unreadable as refusal:
            form.file.errors = [refusal.sentence.through(_)]
        else:
            return redirect(url_for("intake.check", upload_id=_keep(form, content, rotation, kind, identity)))
    if form.errors:
        status = 422
    listed = rosters.batches(identity.scope(MAY[kind]), rotation_id=rotation.id)
    return render_template(
        f"intake/upload_{kind}.html", form=form, rotation=rotation, batches=listed.rows, kind=kind
    ), status


def _keep(form: Any, content: bytes, rotation: RotationFacts, kind: str, identity: Identity) -> str:
    version = None
    if kind == "results":
        version = curricula.version_called(form.curriculum.data, as_of=today())

    def do() -> str:
        return rosters_actions.keep_upload(
            content,
            name=form.file.data.filename or "",
            kind=kind,
            state_code=rotation.state_code,
            rotation_id=rotation.id,
            version_id=version.id if version else None,
            answers=Hints().to_json(),
            by=identity.public_id,
            now=now(),
        )

    with transaction():
        return once(form.key.data, asked_by=identity.public_id, act="intake.upload", now=now(), do=do)


@dataclass(frozen=True)
class Arrived:
    """An upload with all that is known of it."""

    upload: Upload
    rotation: RotationFacts
    examined: Examined


def _arrived(upload_id: str, identity: Identity) -> Arrived:
    """The upload of this account, read and held against the register. Raises Absent. Six statements."""
    scope = identity.scope("rosters.record") if not identity.can("rolls.record") else identity.scope("rolls.record")
    upload, rotation_id = rosters.upload(scope, upload_id, by=identity.public_id)
    rotation = forces.rotation(identity.scope(MAY[upload.kind]), rotation_id, as_of=today())
    reading = read_file(upload.content, name=upload.name, hints=Hints.from_json(upload.answers))
    return Arrived(upload, rotation, _examine(upload, reading, rotation))


def _examine(upload: Upload, reading: Reading, rotation: RotationFacts) -> Examined:
    if upload.kind == "roll" or upload.version_id is None:
        return reports.examine_roll(reading, rotation, today=today())
    version = curricula.versions_by_id([upload.version_id])[upload.version_id]
    return reports.examine_results(reading, rotation, version, today=today())


@bp.route("/rosters/<upload_id>", methods=["GET", "POST"])
@requires("rosters.record")
def check(upload_id: str) -> Any:
    """What was understood, the first rows, every problem; and the questions that must be answered."""
    identity = current_identity()
    arrived = _arrived(upload_id, identity)
    form = AnswersForm.from_request()
    _offer(form, arrived)
    if form.submitted():
        with transaction():
            rosters_actions.answer(arrived.upload.id, _answers(form, arrived).to_json())
        flash(_("Your answers were taken. The file has been read again."))
        return redirect(url_for("intake.check", upload_id=upload_id))
    return _page(arrived, form, RecordForm(formdata=None)), 422 if form.errors else 200


def _page(arrived: Arrived, form: AnswersForm, record: RecordForm, refusal: DomainError | None = None) -> str:
    examined = arrived.examined
    table = examined.reading.table
    columns = list(table.columns.columns) if table else []
    first_rows = _first_rows(arrived)
    named = {number for number, _cells in first_rows} | {p.row for p in examined.problems if p.row is not None}
    rotation = arrived.rotation
    known_already = alike(examined)
    named |= {one.row for one in known_already}
    others = {one.other.id for one in known_already if one.other}
    looked_at({rotation.state_code: len(named) + len(others)}, object_kind="rotation", object_id=rotation.public_id)
    return render_template(
        "intake/check.html",
        upload=arrived.upload,
        rotation=arrived.rotation,
        examined=examined,
        known_already=known_already[:MOST_PROBLEMS],
        likely_reasons=LIKELY_REASONS,
        form=form,
        record=record,
        refusal=refusal.sentence if refusal else None,
        columns=columns,
        first_rows=first_rows,
        questions=[p for p in examined.problems if p.level is Level.ASK],
        refused=[p for p in examined.problems if p.level is Level.ROW][:MOST_PROBLEMS],
        refused_total=sum(p.level is Level.ROW for p in examined.problems),
        notes=[p for p in examined.problems if p.level is Level.NOTE][:MOST_PROBLEMS],
        earlier=rosters.same_file(arrived.rotation.id, arrived.upload.sha256),
        encodings=examined.reading.book.encodings_asked,
        words=FIELD_WORDS,
    )


def _first_rows(arrived: Arrived) -> list[tuple[int, list[tuple[Any, date | None]]]]:
    """The first rows as read: number and cells, each with the day that a text was read as.

    A whole number stands without the point that a spreadsheet gives it.
    """
    table = arrived.examined.reading.table
    if table is None:
        return []
    positions = [column.position for column in table.columns.columns]
    days = reports.days_read(arrived.examined.reading)
    return [
        (number, [_shown(row[at], days.get(at, {})) if at < len(row) else ("", None) for at in positions])
        for number, row in list(zip(table.numbers, table.rows, strict=True))[:FIRST_ROWS]
    ]


def _shown(cell: Any, days: Mapping[object, date]) -> tuple[Any, date | None]:
    if isinstance(cell, str):
        return cell, days.get(cell)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell, None


def _offer(form: AnswersForm, arrived: Arrived) -> None:
    reading = arrived.examined.reading
    hints = reading.hints
    columns = reading.table.columns.columns if reading.table else ()
    names = [choice.encoding for choice in reading.book.encodings_asked]
    if hints.encoding and hints.encoding not in names:
        names.append(hints.encoding)
    form.offer(
        encodings=names,
        sheets=[sheet.name for sheet in reading.book.sheets],
        wanted=WANTED[arrived.upload.kind],
        count=len(columns),
        known=[column.field or "" for column in columns],
    )
    if request.method != "POST":
        form.encoding.data, form.date_order.data = hints.encoding or "", hints.date_order or ""
        form.sheet.data = hints.sheet or reading.book.sheet or ""


def _answers(form: AnswersForm, arrived: Arrived) -> Hints:
    """The answers as they stand now: only what differs from what the file says by itself."""
    reading = arrived.examined.reading
    columns = reading.table.columns.columns if reading.table else ()
    mapping = dict(reading.hints.mapping)
    for column, entry in zip(columns, form.columns, strict=False):
        if entry.data and entry.data != column.field:
            mapping[column.label] = entry.data
    several = len(reading.book.sheets) > 1
    return Hints(
        mapping=mapping,
        date_order=form.date_order.data or None,
        encoding=form.encoding.data or None,
        sheet=(form.sheet.data or None) if several else reading.hints.sheet,
        said=reading.hints.said,
    )


@bp.post("/rosters/<upload_id>/record")
@requires("rosters.record")
def record(upload_id: str) -> Any:
    """Record the file, or its good rows, in one act."""
    identity = current_identity()
    arrived = _arrived(upload_id, identity)
    form = RecordForm.from_request()
    made = carried_out(form, lambda: _record(arrived, form, identity))
    if made.answer is not None:
        told = json.loads(made.answer)
        if told["batch"] is None:
            flash(_("Nothing was changed: the register knows every row of this file already."))
            return redirect(url_for("intake.check", upload_id=upload_id))
        return redirect(url_for("intake.receipt", batch_id=told["batch"]))
    answers = AnswersForm(formdata=None)
    _offer(answers, arrived)
    return _page(arrived, answers, RecordForm(formdata=None), made.refusal or Conflict()), 409


def _record(arrived: Arrived, form: RecordForm, identity: Identity) -> str:
    good_rows, reading = form.rows.data == "good", arrived.examined.reading
    if arrived.examined.version is None:
        receipt = actions.record_roll(
            reading, arrived.rotation, by=identity, now=now(), today=today(), good_rows=good_rows
        )
    else:
        receipt = actions.record_results(
            reading,
            arrived.rotation,
            arrived.examined.version,
            by=identity,
            now=now(),
            today=today(),
            good_rows=good_rows,
        )
    return json.dumps({"batch": receipt.batch})


@bp.get("/rosters/<upload_id>/to-mend.<kind>")
@requires("rosters.record")
def to_mend(upload_id: str, kind: str) -> FlaskResponse | tuple[str, int]:
    """The refused rows as a file, with what to mend in the first column."""
    arrived = _arrived(upload_id, current_identity())
    table = arrived.examined.reading.table
    if kind not in FILE_TYPES or table is None:
        return "", 404
    rotation, refused = arrived.rotation, arrived.examined.bad
    looked_at({rotation.state_code: refused}, object_kind="rotation", object_id=rotation.public_id, kind="export")
    content = failed_rows_file(
        table, arrived.examined.problems, kind=kind, language=str(get_locale()).split("_")[0], gettext=_
    )
    return attachment(content, kind, f"{arrived.rotation.code} to mend")


@bp.get("/rotations/<rotation_id>/results/form.xlsx")
@requires("rosters.record")
def empty_results(rotation_id: str) -> FlaskResponse:
    """A workbook to fill in, with everyone on the roll and drop-downs."""
    identity = current_identity()
    scope = identity.scope("rosters.record")
    rotation = forces.rotation(scope, rotation_id, as_of=today())
    version = curricula.version_called(request.args.get("curriculum", "CPTM"), as_of=today())
    people = [
        Listed(line.person.service_number, line.rank or "", line.person.name)
        for line in forces.roll(scope, rotation.id, as_of=today())
    ]
    looked_at({rotation.state_code: len(people)}, object_kind="rotation", object_id=rotation.public_id, kind="export")
    content = results_form(
        rotation=rotation.code,
        curriculum=version.name,
        people=people,
        first_day=version.effective_from,
        last_day=today(),
        language=str(get_locale()).split("_")[0],
        gettext=_,
    )
    return attachment(content, "xlsx", f"{rotation.code} {version.code} results")


@bp.get("/rotations/<rotation_id>/roll/form.xlsx")
@requires("rolls.record")
def empty_roll(rotation_id: str) -> FlaskResponse:
    """An empty nominal roll to fill in."""
    rotation = forces.rotation(current_identity().scope("rolls.record"), rotation_id, as_of=today())
    content = roll_form(
        rotation=rotation.code,
        state=rotation.state_name,
        categories=[term.label for term in load_categories()],
        last_day=today(),
        language=str(get_locale()).split("_")[0],
        gettext=_,
    )
    return attachment(content, "xlsx", f"{rotation.code} nominal roll")


FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(content: bytes, kind: str, name: str) -> FlaskResponse:
    """A file to save, never to show."""
    answer = make_response(content)
    answer.headers["Content-Type"] = FILE_TYPES[kind]
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer
