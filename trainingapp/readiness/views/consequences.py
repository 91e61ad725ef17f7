"""What a decision about a version would change, before it is taken: numbers by State and by month, never a name."""

from datetime import timedelta

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.queries import VersionFacts, decisions
from trainingapp.curricula.rules import Decided, Validity, counts_until
from trainingapp.kit.charts import Columns, columns_by_day
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence, say
from trainingapp.readiness.forms import DecideValidityForm, SupersessionForm, ValidityForm
from trainingapp.readiness.reports import consequences as reports
from trainingapp.readiness.supersession import Consequences, every_month
from trainingapp.readiness.views.parts import language
from trainingapp.states import queries as states

bp = Blueprint("consequences", __name__, template_folder="../templates")


@bp.get("/curricula/<code>/<label>/supersession")
@requires("curricula.publish")
def supersession(code: str, label: str) -> Response:
    """What would change if a version were superseded from a day on. Twelve statements."""
    version = curricula.version(code, label)
    began = version.superseded_on or max(today(), version.effective_from + timedelta(days=1))
    # Whoever asks about other days does not mean the end that stands.
    usual = None if request.args else version.transition_until
    form = SupersessionForm.from_request(**{"from": began}, until=usual)
    right = form.check(version)
    first = form["from"].data or began
    last = form.until.data or first - timedelta(days=1)
    found = reports.of_superseding(version.id, counts_through=last) if right else None
    page = render_template(
        "readiness/supersession.html",
        version=version,
        form=form,
        first=first,
        last=last,
        found=found,
        ends=counts_until(version),
        months=list(every_month(found.months)) if found else (),
        chart=chart(found) if found else None,
        names=states.state_names(language(), found.states) if found else {},
    )
    return make_response(page, 200 if right else 422)


@bp.get("/curricula/<code>/<label>/validity")
@requires("curricula.publish")
def validity(code: str, label: str) -> Response:
    """For how long a version counts as decided, and what another decision would change. Twelve statements."""
    version = curricula.version(code, label)
    form = ValidityForm.from_request()
    if not form.is_asked:
        return _validity(version, form, None)
    decided = form.decided(version, today())
    deciding_form = None
    if decided is not None:
        said = {"kind": decided.validity.kind, "months": decided.validity.months or "", "reaches": decided.reaches}
        deciding_form = DecideValidityForm(formdata=None, **said, from_on=decided.from_on.isoformat())
    return _validity(version, form, decided, deciding_form)


@bp.post("/curricula/<code>/<label>/validity")
@requires("curricula.publish", step_up=True)
def decide_validity(code: str, label: str) -> Answer:
    """Decide what was looked at."""
    version, identity = curricula.version(code, label), current_identity()
    form = DecideValidityForm.from_request()
    try:
        decided = form.decided()
    except ValueError:
        flash(_("The page was out of date. Look at what would change once more."), "error")
        return redirect(url_for("consequences.validity", code=code, label=label))

    def do() -> str:
        return deciding.decide_validity(
            version, decided, reason=form.reason.data or "", by=identity, now=now(), today=today()
        )

    if carried_out(form, do).done:
        flash(_("Decided. Coverage, records and certificates follow it."), "success")
        return redirect(url_for("consequences.validity", code=code, label=label))
    asked = ValidityForm(formdata=None, kind=decided.validity.kind, months=decided.validity.months)
    asked.from_on.data, asked.reaches.data = decided.from_on, decided.reaches
    return _validity(version, asked, decided, form)


def _validity(
    version: VersionFacts, form: ValidityForm, decided: Decided | None, deciding_form: DecideValidityForm | None = None
) -> Response:
    found = reports.of_deciding(version.id, decided) if decided else None
    page = render_template(
        "readiness/validity.html",
        version=version,
        form=form,
        decided=decided,
        deciding=deciding_form,
        found=found,
        months=list(every_month(found.months)) if found else (),
        chart=chart(found) if found else None,
        names=states.state_names(language(), found.states) if found else {},
        decisions=decisions.decisions_about(version.id),
        counts=counts,
    )
    return make_response(page, 422 if form.errors or (deciding_form and deciding_form.errors) else 200)


def counts(validity: Validity) -> Sentence:
    """For how long, in words."""
    if validity.kind == "unlimited":
        return say("For ever")
    if validity.months is None:
        return say("For one deployment")
    if validity.kind == "rotation":
        return say("For one deployment, at most %(months)s months", months=validity.months)
    return say("%(months)s months", months=validity.months)


def chart(found: Consequences) -> Columns | None:
    """When persons first lack something, by month; None when that is one month, or nobody does."""
    months = [(month, (change.persons,)) for month, change in every_month(found.months)]
    several = sum(bool(persons) for _month, (persons,) in months) > 1
    return columns_by_day(months, [_("Persons who lack it for the first time")]) if several else None
