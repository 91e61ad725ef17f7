"""What a decision about a version would change, before it is taken: numbers by State and by month, never a name."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, render_template
from flask_babel import gettext as _

from trainingapp.curricula import queries as curricula
from trainingapp.curricula.rules import counts_until
from trainingapp.kit.charts import Columns, columns_by_day
from trainingapp.kit.clock import today
from trainingapp.kit.policy import requires
from trainingapp.readiness.forms import SupersessionForm
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
    form = SupersessionForm.from_request(**{"from": began}, until=version.transition_until)
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


def chart(found: Consequences) -> Columns | None:
    """When persons first lack something, by month; None when that is one month, or nobody does."""
    months = [(month, (change.persons,)) for month, change in every_month(found.months)]
    several = sum(bool(persons) for _month, (persons,) in months) > 1
    return columns_by_day(months, [_("Persons who lack it for the first time")]) if several else None
