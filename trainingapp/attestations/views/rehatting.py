"""Rotations that come over from other operations: the list, one of them as of a day, opening a case (R52)."""

from datetime import date, timedelta
from typing import cast

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.attestations.actions.rehatting import open_case
from trainingapp.attestations.forms.rehatting import AsOfForm, RehattingForm
from trainingapp.attestations.queries import rehatting as queries
from trainingapp.attestations.reports.rehatting import remains
from trainingapp.attestations.views.parts import bp
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.readiness.colour import COLOURS, TONES, ColourRule


@bp.get("/rehatting")
@requires("attestations.see")
def rehattings() -> str:
    """Every case one may see, the newest transfer first. Two statements."""
    scope = current_identity().scope("attestations.see")
    page = queries.cases(scope, number=page_number())
    return render_template("attestations/rehattings.html", page=page, today=today())


@bp.get("/rotations/<rotation_id>/rehatting")
@requires("attestations.see")
def rehatting(rotation_id: str) -> str:
    """What was recognised at the transfer and what remains, as of a day, in numbers. Thirty-five statements."""
    identity = current_identity()
    scope = identity.scope("attestations.see")
    form = AsOfForm.from_request(as_of=today())
    form.validate()
    as_of = form.as_of.data or today()
    rotation = forces.rotation(scope, rotation_id, as_of=as_of)
    case = queries.case_of(scope, rotation.id)
    rule = ColourRule(current_app.config["SETTINGS"].amber_percent)
    found = remains(identity, rotation, case, as_of=as_of, rule=rule) if case else None
    titles = {one.code: one.title_in(str(get_locale() or "en")) for one in curricula.overview(today())}
    return render_template(
        "attestations/rehatting.html",
        rotation=rotation,
        case=case,
        found=found,
        form=form,
        as_of=as_of,
        titles=titles,
        colours=COLOURS,
        tones=TONES,
        rule=rule.in_words,
        accounts=accounts.names_of([case.opened_by] if case else []),
        may_open=identity.scope("rehatting.record").reaches(rotation.state_code, rotation.mission_code),
    )


@bp.route("/rotations/<rotation_id>/rehatting/new", methods=["GET", "POST"])
@requires("rehatting.record")
def new_rehatting(rotation_id: str) -> Response:
    """Record where a rotation comes from, the transfer of authority and the deadline."""
    identity = current_identity()
    rotation = forces.rotation(identity.scope("rehatting.record"), rotation_id, as_of=today())
    days: int = current_app.config["SETTINGS"].rehatting_days
    deadline = min(rotation.deploys_on + timedelta(days=days), rotation.ends_on)
    form = RehattingForm.from_request(transfer_on=rotation.deploys_on, deadline_on=deadline)

    def do() -> str:
        return open_case(
            rotation,
            organisation=form.organisation.data,
            transfer_on=cast(date, form.transfer_on.data),
            deadline_on=cast(date, form.deadline_on.data),
            remark=form.remark.data or "",
            by=identity,
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Recorded. Both sides see what remains, and by when."), "success")
        return redirect(url_for("attestations.rehatting", rotation_id=rotation_id))
    page = render_template("attestations/new_rehatting.html", form=form, rotation=rotation, days=days)
    return make_response(page, made.status)
