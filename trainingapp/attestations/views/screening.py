"""Screening for human rights of one rotation: who is cleared, who waits, who is out; recording it."""

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.attestations.actions import screening as actions
from trainingapp.attestations.actions.concerns import may_mitigate
from trainingapp.attestations.forms.screening import ExcludeForm, ScreeningForm
from trainingapp.attestations.queries import concerns
from trainingapp.attestations.queries.screened import OnRoll, everybody
from trainingapp.attestations.screening import RESULTS, Counts, day_of_roll
from trainingapp.attestations.views.parts import bp
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.clock import now, today
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires

#: The order of the list: what must be looked at first.
ORDER = ("not_cleared", "pending", "cleared")
#: How many who wait can be taken off a roll on one page.
MOST_EXCLUDED = 200


@bp.route("/rotations/<rotation_id>/screening", methods=["GET", "POST"])
@requires("screening.see")
def screening(rotation_id: str) -> Response:
    """Everybody on the roll with what their screening came to; concerns; recording a result. Six statements."""
    identity = current_identity()
    rotation = forces.rotation(identity.scope("screening.see"), rotation_id, as_of=today())
    may_record = _may_record(rotation)
    form = ScreeningForm.from_request(screened_on=today(), whom="ticked")
    found = everybody(identity.scope("screening.see"), rotation.id)
    roll = _on(found, rotation)
    if not form.is_submitted():
        form.seen.data = actions.waiting_now(roll)
    form.offer(_counts(roll).pending)

    def do() -> str:
        told = form.for_whom
        return str(actions.record(rotation, told, form.said, by=identity, now=now(), today=today()))

    status = 200
    if may_record or request.method == "POST":
        made = carried_out(form, do)
        if made.done:
            persons = int(made.answer or 0)
            said = ngettext("Recorded for %(num)d person.", "Recorded for %(num)d persons.", persons)
            flash(said, "success")
            return redirect(url_for("attestations.screening", rotation_id=rotation_id))
        status = made.status
        if made.refusal is not None:
            # Looked at again, and from now on this is what was seen.
            found = everybody(identity.scope("screening.see"), rotation.id)
            roll = _on(found, rotation)
            form.seen.data = actions.waiting_now(roll)
            form.offer(_counts(roll).pending)
    show = request.args.get("show", "")
    listed = [one for one in roll if show not in ORDER or one.standing.result == show]
    listed.sort(key=lambda one: ORDER.index(one.standing.result))
    page = page_of(listed, number=page_number())
    out = [] if show else [one for one in found if one.gone and one.gone.excluded]
    looked_at(
        [one.person.state_code for one in (*page.rows, *out)], object_kind="rotation", object_id=rotation.public_id
    )
    raised = concerns.concerns_of(identity.scope("screening.see"), rotation.id)
    acted = {by for one in raised for by in (one.raised_by, one.recorded_by) if by}
    acted |= {one.recorded.by for one in page.rows if one.recorded} | {one.gone.by for one in out if one.gone}
    body = render_template(
        "attestations/screening.html",
        rotation=rotation,
        day=day_of_roll(rotation.deploys_on, rotation.ends_on, today()),
        form=form,
        may_record=may_record,
        counts=_counts(roll),
        results=RESULTS,
        show=show if show in ORDER else "",
        page=page,
        out=out,
        accounts=accounts.names_of(acted),
        raised=raised,
        may_raise=identity.scope("concerns.record").reaches(rotation.state_code, rotation.mission_code),
        may_mitigate=lambda one: may_mitigate(identity, one),
        may_exclude=may_record and bool(actions.excludable(roll)),
    )
    return make_response(body, status)


@bp.route("/rotations/<rotation_id>/screening/exclude", methods=["GET", "POST"])
@requires("screening.record")
def exclude(rotation_id: str) -> Response:
    """Take off the roll whoever was not cleared or is not screened, by name. Four statements."""
    identity = current_identity()
    rotation = forces.rotation(identity.scope("screening.record"), rotation_id, as_of=today())
    form = ExcludeForm.from_request(left_on=today() - timedelta(days=1))

    def do() -> str:
        count = actions.exclude(
            rotation,
            form.chosen.data or [],
            reason=form.reason.data or "",
            left_on=form.left_on.data,
            by=identity,
            now=now(),
            today=today(),
        )
        return str(count)

    made = carried_out(form, do)
    if made.done:
        persons = int(made.answer or 0)
        words = ngettext("%(num)d person was taken off the roll.", "%(num)d persons were taken off the roll.", persons)
        flash(words, "success")
        return redirect(url_for("attestations.screening", rotation_id=rotation_id))
    listed = actions.excludable(actions.on_roll(identity, rotation, today=today()))
    if request.method == "GET":
        form.chosen.data = [one.person.public_id for one in listed if one.standing.result == "not_cleared"]
    shown = listed[:MOST_EXCLUDED]
    looked_at([one.person.state_code for one in shown], object_kind="rotation", object_id=rotation.public_id)
    body = render_template(
        "attestations/exclude.html",
        rotation=rotation,
        form=form,
        shown=shown,
        more=len(listed) - len(shown),
        results=RESULTS,
        deployed=today() >= rotation.deploys_on,
    )
    return make_response(body, made.status)


def _on(found: Sequence[OnRoll], rotation: RotationFacts) -> list[OnRoll]:
    day = day_of_roll(rotation.deploys_on, rotation.ends_on, today())
    return [one for one in found if one.stands(day)]


def _counts(roll: Sequence[OnRoll]) -> Counts:
    results = [one.standing.result for one in roll]
    return Counts(results.count("cleared"), results.count("not_cleared"), results.count("pending"))


def _may_record(rotation: RotationFacts) -> bool:
    identity = current_identity()
    return identity.scope("screening.record").reaches(rotation.state_code, rotation.mission_code)
