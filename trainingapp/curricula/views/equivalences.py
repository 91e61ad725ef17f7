"""What stands for a curriculum: read by everybody who reads curricula, decided by whoever publishes them (R52)."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.forms.equivalences import EndEquivalenceForm, EquivalenceForm
from trainingapp.curricula.queries import decisions
from trainingapp.curricula.views import bp
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_

#: Where an equivalence stands on a day, with a colour and a symbol beside it.
STANDINGS = {
    "upcoming": (N_("To come"), "info", "calendar"),
    "in_force": (N_("Holds"), "good", "circle-check"),
    "ended": (N_("Ended"), "quiet", "history"),
}


@bp.get("/curricula/<code>/equivalences")
@requires("curricula.see")
def equivalences(code: str) -> str:
    """What stands for a curriculum, and what it stands for. Five statements."""
    return render_template(
        "curricula/equivalences.html",
        shown=queries.chosen(queries.versions(code), today()),
        equivalences=decisions.equivalences_of(code),
        elsewhere=decisions.stands_elsewhere(code),
        standings=STANDINGS,
        as_of=today(),
        may_decide=current_identity().can("curricula.publish"),
    )


@bp.route("/curricula/<code>/equivalences/new", methods=["GET", "POST"])
@requires("curricula.publish", step_up=True)
def new_equivalence(code: str) -> Response:
    """Decide that other training stands for a curriculum."""
    shown, identity = queries.chosen(queries.versions(code), today()), current_identity()
    form = EquivalenceForm.from_request(first_day=today())
    form.offer(one for one in queries.recordable(today()) if one.code != code)

    def do() -> str:
        return deciding.recognise(
            code,
            form.parts,
            first=form.first_day.data or today(),
            last=form.last_day.data,
            authority=form.authority.data or "",
            reference=form.reference.data or "",
            note=form.note.data,
            by=identity,
            now=now(),
        )

    if carried_out(form, do).done:
        flash(_("Decided. Whoever holds all of it counts as trained on those days."), "success")
        return redirect(url_for("curricula.equivalences", code=code))
    page = render_template("curricula/new_equivalence.html", shown=shown, form=form)
    return make_response(page, 422 if form.errors else 200)


@bp.route("/curricula/equivalences/<equivalence_id>/end", methods=["GET", "POST"])
@requires("curricula.publish", step_up=True)
def end_equivalence(equivalence_id: str) -> Response:
    """End one: from a day on, it stands for nothing."""
    (_key, found), identity = decisions.equivalence(equivalence_id), current_identity()
    form = EndEquivalenceForm.from_request(from_on=today())
    back = url_for("curricula.equivalences", code=found.recognition.curriculum)

    def do() -> None:
        deciding.end_equivalence(
            equivalence_id,
            from_on=form.from_on.data or today(),
            reason=form.reason.data or "",
            by=identity,
            now=now(),
            today=today(),
        )

    if carried_out(form, do).done:
        flash(_("Ended. Days before it are judged as they were."), "success")
        return redirect(back)
    page = render_template("curricula/end_equivalence.html", found=found, form=form, back=back)
    return make_response(page, 422 if form.errors else 200)
