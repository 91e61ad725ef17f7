"""The technical clearance of a rotation's medical personnel: the State reads it, reviewers record it (R14)."""

from datetime import date
from typing import Final, cast

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.attestations.actions.clearance import may_clear, record_clearance, undecided_now
from trainingapp.attestations.forms.clearance import ClearanceForm
from trainingapp.attestations.queries import clearance as queries
from trainingapp.attestations.screening import day_of_roll
from trainingapp.attestations.views.parts import bp
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_

#: What the UN decided: its word, with a tone and a symbol beside it.
DECISIONS: Final = {
    "cleared": (N_("Technically cleared"), "good", "circle-check"),
    "not_cleared": (N_("Not cleared"), "bad", "ban"),
    None: (N_("Not decided yet"), "warn", "hourglass"),
}


@bp.route("/rotations/<rotation_id>/clearance", methods=["GET", "POST"])
@requires("attestations.see")
def clearance(rotation_id: str) -> Response:
    """The medical personnel on the roll, and what the UN decided; recording it. Four statements."""
    identity = current_identity()
    scope = identity.scope("attestations.see")
    rotation = forces.rotation(scope, rotation_id, as_of=today())
    may_record = may_clear(identity, rotation)
    form = ClearanceForm.from_request(decided_on=today(), whom="ticked")
    day = day_of_roll(rotation.deploys_on, rotation.ends_on, today())
    found = queries.medics(scope, rotation.id, as_of=day)
    if not form.is_submitted():
        form.seen.data = undecided_now(found)
    form.offer(sum(one.result is None for one in found))

    def do() -> str:
        count = record_clearance(
            rotation,
            form.chosen.data or [],
            undecided=form.seen.data if form.whom.data == "undecided" else None,
            result=form.result.data,
            decided_on=cast(date, form.decided_on.data),
            remark=form.remark.data or "",
            by=identity,
            now=now(),
            today=today(),
        )
        return str(count)

    status = 200
    if may_record or request.method == "POST":
        made = carried_out(form, do)
        if made.done:
            persons = int(made.answer or 0)
            flash(ngettext("Recorded for %(num)d person.", "Recorded for %(num)d persons.", persons), "success")
            return redirect(url_for("attestations.clearance", rotation_id=rotation_id))
        status = made.status
        if made.refusal is not None:
            # Looked at again, and from now on this is what was seen.
            found = queries.medics(scope, rotation.id, as_of=day)
            form.seen.data = undecided_now(found)
            form.offer(sum(one.result is None for one in found))
    order = ("not_cleared", None, "cleared")
    page = page_of(sorted(found, key=lambda one: order.index(one.result)), number=page_number())
    looked_at([one.person.state_code for one in page.rows], object_kind="rotation", object_id=rotation.public_id)
    body = render_template(
        "attestations/clearance.html",
        rotation=rotation,
        day=day,
        form=form,
        page=page,
        cleared=sum(one.result == "cleared" for one in found),
        decisions=DECISIONS,
        may_record=may_record,
        accounts=accounts.names_of({one.by for one in page.rows if one.by}),
    )
    return make_response(body, status)
