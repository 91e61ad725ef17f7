"""The grid into which results are typed: kept at every step, filled from a block, recorded."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.intake.actions import by_hand as actions
from trainingapp.intake.actions import evidence
from trainingapp.intake.forms.by_hand import GridForm
from trainingapp.intake.reports.evidence import FOLDER
from trainingapp.intake.views import bp
from trainingapp.intake.views.by_hand.page import Opened, as_shown, grid_page, here, open_draft, rows_of, summary
from trainingapp.kit.attachments import NotAnAttachment, examined
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.policy import requires
from trainingapp.rosters.actions import drafts as keeping
from trainingapp.rosters.block import Anchor, filled, read_block
from trainingapp.rosters.grid import COLUMNS, EMPTY, RESULT_LABELS, Cells, settled
from trainingapp.rosters.queries import drafts


def evidence_folder() -> Path:
    """Where files of evidence are kept."""
    folder: Path = current_app.config["SETTINGS"].data_dir / FOLDER
    return folder


@bp.route("/by-hand/drafts/<draft_id>", methods=["GET", "POST"])
@requires("rosters.record")
def by_hand_grid(draft_id: str) -> Any:
    """The grid: one row per person. Seven statements to show; two more to keep what was typed."""
    identity = current_identity()
    form = GridForm.from_request()
    form.offer(megabytes=current_app.config["SETTINGS"].evidence_megabytes)
    if request.method != "POST":
        opened = open_draft(draft_id, identity)
        if opened.draft.closed_at is not None:
            return redirect(url_for("intake.by_hand_record", hand_id=opened.draft.became))
        return grid_page(form, opened)
    right = form.submitted()
    opened = _keep(draft_id, form, identity)
    if form.do.data in ("record", "record_good"):
        return _record(draft_id, form, identity)
    if opened.draft.closed_at is not None:
        flash(_("These results have been recorded already."), "error")
        return redirect(url_for("intake.by_hand_record", hand_id=opened.draft.became))
    if not right:
        return grid_page(form, opened), 422
    if (act := _ACTS.get((form.do.data or "").partition(":")[0])) is not None:
        answer = act(form, opened)
        if answer is not None:
            return answer
    return redirect(here(draft_id, form, opened))


@bp.post("/by-hand/drafts/<draft_id>/cells")
@requires("rosters.record")
def by_hand_keep(draft_id: str) -> FlaskResponse:
    """Keep some cells while the others are typed; answers how they were understood. Nine statements."""
    identity = current_identity()
    opened = _keep(draft_id, None, identity)
    if opened.draft.closed_at is not None:
        raise actions.Closed()
    changed = {name.split("-", 2)[2] for name in request.form if name.startswith("cell-") and name.count("-") > 1}
    checked = opened.grid.checked
    looked_at({opened.rotation.state_code: len(changed)}, object_kind="rotation", object_id=opened.rotation.public_id)
    return jsonify(
        {
            "rows": {
                row.person.public_id: {
                    "cells": as_shown(row.cells)._asdict(),
                    "said": {column: sentence.through(_) for column, sentence in row.said.items()},
                    "state": row.state,
                }
                for row in rows_of(opened)
                if row.person.public_id in changed
            },
            "summary": summary(opened),
            "bad": len(checked.bad),
        }
    )


def _keep(draft_id: str, form: GridForm | None, identity: Identity) -> Opened:
    """Keep what was typed on this page before anything else is done with it. What was not changed here stays."""
    with transaction():
        opened = open_draft(draft_id, identity)
        if opened.draft.closed_at is not None:
            return opened
        cells, day = _typed(opened), opened.draft.completed_on
        if cells != dict(opened.draft.cells):
            keeping.keep_cells(opened.draft, cells, now=now())
        if form is not None and "completed_on" in request.form and not form.completed_on.errors:
            day = form.completed_on.data
            if day != opened.draft.completed_on:
                keeping.keep_day(opened.draft, day, now=now())
    draft = replace(opened.draft, cells=cells, completed_on=day)
    return replace(opened, draft=draft, grid=opened.grid.with_cells(cells, day=day, today=today()))


def _typed(opened: Opened) -> dict[str, Cells]:
    """The draft's cells with those that were changed on this page."""
    merged = dict(opened.grid.cells)
    words = {code: _(word) for code, word in RESULT_LABELS.items()}
    persons = {person.public_id for person in opened.grid.people}
    for name, text in request.form.items():
        kind, _dash, rest = name.partition("-")
        column, _dash, person = rest.partition("-")
        if kind != "cell" or column not in COLUMNS or person not in persons:
            continue
        was = request.form.get(f"cell-was-{person}", "").split("\t")
        at = COLUMNS.index(column)
        if text.strip() == (was[at].strip() if at < len(was) else ""):
            continue
        fixed = settled(column, text, words=words, by_key=True)
        merged[person] = merged.get(person, EMPTY).changed(column, fixed)
    return merged


def _record(draft_id: str, form: GridForm, identity: Identity) -> Any:
    """Record the rows, once; a refusal shows the grid as it stands, with every cell kept."""
    settings = current_app.config["SETTINGS"]

    def do() -> str:
        draft = drafts.draft(identity.scope("rosters.record"), draft_id, by=identity.public_id)
        return actions.record(
            draft,
            by=identity,
            now=now(),
            today=today(),
            good_rows=form.do.data == "record_good",
            two_persons=settings.two_persons_by_hand,
            folder=evidence_folder(),
        ).record

    made = carried_out(form, do)
    if isinstance(made.refusal, actions.Closed):
        flash(made.refusal.sentence.through(_), "error")
        became = drafts.draft(identity.scope("rosters.record"), draft_id, by=identity.public_id).became
        return redirect(url_for("intake.by_hand_record", hand_id=became))
    if made.done:
        return redirect(url_for("intake.by_hand_record", hand_id=made.answer))
    return grid_page(form, open_draft(draft_id, identity)), made.status


def _read(form: GridForm, opened: Opened) -> Any:
    """Read a block from a spreadsheet into the grid; what cannot be placed stays in its box, with why."""
    anchor = None
    column, _dash, person = (form.anchor.data or "").partition("-")
    found = next((one for one in opened.grid.people if one.public_id == person), None)
    if found is not None and column in COLUMNS:
        anchor = Anchor(found.id, column)
    block = read_block(form.block.data or "", opened.grid.as_people, anchor=anchor, order=form.order.data or None)
    by_id = {one.id: one.public_id for one in opened.grid.people}
    cells = filled({one.id: opened.grid.cells.get(one.public_id, EMPTY) for one in opened.grid.people}, block)
    now_typed = {by_id[key]: row for key, row in cells.items() if not row.is_empty}
    with transaction():
        keeping.keep_cells(opened.draft, now_typed, now=now())
    placed = ngettext("%(num)s line of the block was read.", "%(num)s lines of the block were read.", len(block.cells))
    if block.refused or block.lines:
        if block.refused:
            form.block.errors = [block.refused.through(_)]
        grid = opened.grid.with_cells(now_typed, day=opened.draft.completed_on, today=today())
        form.block.data = block.left
        form.block.raw_data = [block.left]
        return grid_page(form, replace(opened, grid=grid), block=block, placed=placed if block.cells else None), 422
    flash(placed)
    return None


def _fill(form: GridForm, opened: Opened) -> Any:
    """Put one result into every row in which nothing is typed."""
    if form.result.data not in RESULT_LABELS:
        form.result.errors = [_("Choose the result.")]
        return grid_page(form, opened), 422
    cells = dict(opened.grid.cells)
    known = {person for person, _day in opened.grid.known.recorded}
    empty = [
        one.public_id for one in opened.grid.people if cells.get(one.public_id, EMPTY).is_empty and one.id not in known
    ]
    for person in empty:
        cells[person] = EMPTY.changed("result", form.result.data)
    with transaction():
        keeping.keep_cells(opened.draft, cells, now=now())
    flash(ngettext("%(num)s row was filled in.", "%(num)s rows were filled in.", len(empty)))
    return None


def _attach(form: GridForm, opened: Opened) -> Any:
    """Attach a file of evidence, by what it holds."""
    settings = current_app.config["SETTINGS"]
    sent: FileStorage | None = form.file.data
    if sent is None:
        form.file.errors = [_("Choose the file.")]
        return grid_page(form, opened), 422
    content = sent.read()
    try:
        about = examined(content, name=sent.filename or "")
        with transaction():
            evidence.attach(
                opened.draft, content, about, folder=evidence_folder(), most=settings.evidence_files, now=now()
            )
    except (NotAnAttachment, evidence.TooManyFiles) as refusal:
        form.file.errors = [refusal.sentence.through(_)]
        return grid_page(form, opened), 422
    flash(_("“%(name)s” is attached.", name=about.name))
    return None


def _take(form: GridForm, opened: Opened) -> Any:
    """Take an attached file away again: nothing of it was recorded."""
    left = [file for file in opened.draft.files if file.stored != (form.do.data or "").partition(":")[2]]
    with transaction():
        keeping.keep_files(opened.draft, left, now=now())
    for file in opened.draft.files:
        if file not in left:
            (evidence_folder() / file.stored).unlink(missing_ok=True)
            flash(_("“%(name)s” was taken away.", name=file.name))
    return None


def _throw_away(form: GridForm, opened: Opened) -> Any:
    """Leave what was typed: nothing of it was recorded."""
    with transaction():
        keeping.throw_away(opened.draft)
    for file in opened.draft.files:
        (evidence_folder() / file.stored).unlink(missing_ok=True)
    flash(_("What was typed has been thrown away. Nothing of it was recorded."))
    return redirect(url_for("intake.by_hand_rotation", rotation_id=opened.rotation.public_id))


_ACTS = {"read": _read, "fill": _fill, "attach": _attach, "take": _take, "throw_away": _throw_away}
