"""Files that were taken in: their list, their receipts, and taking one back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.intake import actions
from trainingapp.intake.forms import UndoForm
from trainingapp.intake.views import bp
from trainingapp.kit.clock import now
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.people.queries import duplicates
from trainingapp.rosters import queries
from trainingapp.rosters.queries import by_hand


@bp.get("/rosters")
@requires("rosters.record")
def rosters() -> str:
    """The files on their way in, and those taken in, newest first. Three statements.

    Or, with `show=open`, the reader's files that nothing was recorded of, and no others. Two statements.
    """
    identity = current_identity()
    scope = identity.scope("rosters.record")
    if request.args.get("show") == "open":
        waiting = queries.open_uploads(scope, by=identity.public_id, number=page_number())
        return render_template("intake/rosters.html", uploads=waiting.rows, page=waiting, only_open=True)
    return render_template(
        "intake/rosters.html",
        uploads=queries.uploads(scope, by=identity.public_id) if page_number() == 1 else (),
        page=queries.batches(scope, number=page_number()),
        only_open=False,
    )


@bp.get("/batches/<batch_id>")
@requires("rosters.record")
def receipt(batch_id: str) -> Any:
    """What became of a file; of results by hand, the record they came from."""
    if (typed := by_hand.record_of_batch(batch_id)) is not None:
        return redirect(url_for("intake.by_hand_record", hand_id=typed))
    return _receipt(batch_id, UndoForm(formdata=None))


@bp.post("/batches/<batch_id>/undo")
@requires("rosters.record")
def undo(batch_id: str) -> Any:
    """Take a file back, with the reason."""
    identity = current_identity()
    form = UndoForm.from_request()
    made = carried_out(form, lambda: str(actions.undo(batch_id, reason=form.reason.data, by=identity, now=now())))
    if made.done:
        flash(_("The file was taken back. What it had recorded no longer counts."))
        return redirect(url_for("intake.receipt", batch_id=batch_id))
    if (typed := by_hand.record_of_batch(batch_id)) is not None:
        for said in (*form.form_errors, *form.reason.errors):
            flash(said, "error")
        return redirect(url_for("intake.by_hand_record", hand_id=typed, _anchor="take-back"))
    return _receipt(batch_id, form), 409 if made.refusal else 422


def _receipt(batch_id: str, form: UndoForm) -> str:
    identity = current_identity()
    batch = queries.batch(identity.scope("rosters.record"), batch_id)
    mine = queries.upload_of(batch, by=identity.public_id)
    return render_template(
        "intake/receipt.html",
        batch=batch,
        upload_id=mine,
        form=form,
        may_undo=_may_undo(identity, batch),
        known_already=duplicates.arrived_with(identity.scope("rolls.record"), batch.entry_seq)
        if batch.kind == "roll"
        else 0,
    )


def _may_undo(identity: Identity, batch: queries.BatchFacts) -> bool:
    permission = "rolls.record" if batch.kind == "roll" else "rosters.record"
    return not batch.undone and identity.scope(permission).reaches(batch.state_code, batch.mission_code)
