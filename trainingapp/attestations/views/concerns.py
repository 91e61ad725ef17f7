"""A concern about a unit is recorded, and what was done about it (R06)."""

from datetime import date
from typing import cast

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.attestations.actions import concerns as actions
from trainingapp.attestations.forms.concerns import ConcernForm, MitigationForm
from trainingapp.attestations.queries import concerns as queries
from trainingapp.attestations.views.parts import bp
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires


@bp.route("/rotations/<rotation_id>/concerns/new", methods=["GET", "POST"])
@requires("concerns.record")
def new_concern(rotation_id: str) -> Response:
    """Record a concern about the unit of a rotation."""
    identity = current_identity()
    rotation = forces.rotation(identity.scope("concerns.record"), rotation_id, as_of=today())
    form = ConcernForm.from_request(raised_on=today())

    def do() -> str:
        day = cast(date, form.raised_on.data)
        return actions.raise_concern(rotation, form.concern.data, raised_on=day, by=identity, now=now(), today=today())

    made = carried_out(form, do)
    if made.done:
        flash(_("Recorded. It holds acceptance up until it is recorded what was done."), "success")
        return redirect(url_for("attestations.screening", rotation_id=rotation_id, _anchor="concerns"))
    return make_response(render_template("attestations/new_concern.html", form=form, rotation=rotation), made.status)


@bp.route("/concerns/<concern_id>/mitigate", methods=["GET", "POST"])
@requires("screening.see")
def mitigate_concern(concern_id: str) -> Response:
    """Record what was done about a concern: the State's focal point, or a reviewer."""
    identity = current_identity()
    found = queries.concern(identity.scope("screening.see"), concern_id)
    if not actions.may_mitigate(identity, found):
        raise Absent()
    form = MitigationForm.from_request(taken_on=today())

    def do() -> str:
        day = cast(date, form.taken_on.data)
        return actions.mitigate(concern_id, form.measure.data, taken_on=day, by=identity, now=now(), today=today())

    made = carried_out(form, do)
    if made.done:
        flash(_("Recorded. Both sides read it."), "success")
        return redirect(url_for("attestations.screening", rotation_id=found.rotation_id, _anchor="concerns"))
    return make_response(render_template("attestations/mitigate.html", form=form, found=found), made.status)
