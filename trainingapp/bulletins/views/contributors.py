"""Which States are emerging contributors, and from when: recorded by whoever publishes bulletins (R44)."""

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.bulletins import actions, queries
from trainingapp.bulletins.forms import EmergingForm, EndEmergingForm
from trainingapp.bulletins.views.parts import Answer, bp, language
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states


@bp.route("/contributors/emerging", methods=["GET", "POST"])
@requires("bulletins.publish")
def emerging() -> Answer:
    """Every emerging contributor there is or was; and recording one. Two statements."""
    identity = current_identity()
    names = states.state_names(language())
    form = EmergingForm.from_request(holds_from=today())
    form.offer(names)

    def do() -> str:
        return actions.record_emerging(
            form.state.data,
            holds_from=cast(date, form.holds_from.data),
            reason=form.reason.data,
            by=identity,
            now=now(),
        )

    if carried_out(form, do).done:
        flash(_("It was recorded. Bulletins count it from that day on."), "success")
        return redirect(url_for("bulletins.emerging"))
    page = render_template("bulletins/emerging.html", form=form, found=queries.emerging(), names=names, today=today())
    return page, 422 if request.method == "POST" else 200


@bp.route("/contributors/emerging/<emerging_id>/end", methods=["GET", "POST"])
@requires("bulletins.publish")
def end_emerging(emerging_id: str) -> Answer:
    """Say which day is the last on which a State counts as one. Two statements."""
    identity = current_identity()
    found = next((one for one in queries.emerging() if one.public_id == emerging_id), None)
    if found is None:
        raise Absent()
    form = EndEmergingForm.from_request(holds_through=today())

    def do() -> str:
        return actions.end_emerging(
            emerging_id, holds_through=cast(date, form.holds_through.data), by=identity, now=now()
        )

    if carried_out(form, do).done:
        flash(_("It was recorded."), "success")
        return redirect(url_for("bulletins.emerging"))
    name = states.state_names(language(), [found.state_code])[found.state_code]
    page = render_template("bulletins/end_emerging.html", form=form, found=found, name=name)
    return page, 422 if request.method == "POST" else 200
