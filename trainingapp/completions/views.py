"""Correcting a completion, and taking it back: one at a time, by hand, with a reason."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.completions import actions, queries
from trainingapp.completions.forms import CorrectionForm, ReasonedForm, WithdrawalForm
from trainingapp.completions.queries import Told
from trainingapp.completions.rules import EVIDENCE, RESULTS
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Conflict
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states

bp = Blueprint("completions", __name__, template_folder="templates")

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@bp.route("/completions/<completion_id>/correct", methods=["GET", "POST"])
@requires("completions.correct")
def correct(completion_id: str) -> Answer:
    """Put another completion in the place of this one. Five statements to show."""
    identity = current_identity()
    told = queries.one(identity.scope("completions.correct"), completion_id)
    versions = curricula.recordable(today())
    form = CorrectionForm.from_request(
        version=told.version_public_id,
        result=told.result,
        score="" if told.score is None else f"{told.score:g}",
        completed_on=told.completed_on,
    )
    form.offer(versions)

    def do() -> str:
        return actions.correct(
            completion_id,
            form.correction(versions),
            reason=form.reason.data,
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The completion was corrected. What stood there before stays in the history."), "success")
        return _to_the_record(told)
    if made.refusal is None and request.method == "POST":
        # Whoever mends a date should not hear only then that the score contradicts the result.
        form.blame(actions.problems_of(told, form.correction(versions), today=today()))
    return _page("completions/correct.html", completion_id, form, made)


@bp.route("/completions/<completion_id>/withdraw", methods=["GET", "POST"])
@requires("completions.correct")
def withdraw(completion_id: str) -> Answer:
    """Take a completion back. Four statements to show."""
    identity = current_identity()
    told = queries.one(identity.scope("completions.correct"), completion_id)
    form = WithdrawalForm.from_request()

    def do() -> None:
        actions.withdraw(completion_id, reason=form.reason.data, by=identity, now=now())

    made = carried_out(form, do)
    if made.done:
        flash(_("The completion was withdrawn. It no longer counts, and stays in the history."), "success")
        return _to_the_record(told)
    return _page("completions/withdraw.html", completion_id, form, made)


def _to_the_record(told: Told) -> Response:
    return redirect(url_for("records.person", person_id=told.person_public_id, _anchor="history"))


def _page(template: str, completion_id: str, form: ReasonedForm, made: Outcome) -> Answer:
    """The form beside what is recorded, as it stands now: somebody else may have been faster."""
    if isinstance(made.refusal, Conflict):
        form.anew()
    scope = current_identity().scope("completions.correct")
    told = queries.one(scope, completion_id)
    looked_at([told.state_code], object_kind="person", object_id=told.person_public_id)
    page = render_template(
        template,
        form=form,
        told=told,
        person=forces.person(scope, told.person_public_id),
        state_name=states.state_names(str(get_locale()), [told.state_code])[told.state_code],
        instead=queries.in_its_place(told) if told.withdrawn else None,
        results=RESULTS,
        evidence=EVIDENCE,
    )
    return page, made.status
