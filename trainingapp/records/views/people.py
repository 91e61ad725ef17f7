"""Persons: finding one, and the record of one from top to bottom."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask_babel import get_locale

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.certificates.rules import STATUSES
from trainingapp.completions import queries as completions
from trainingapp.completions.rules import EVIDENCE, RESULTS, WITHDRAWN
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.asked import asked_day
from trainingapp.kit.clock import today
from trainingapp.kit.policy import requires
from trainingapp.people.queries import KnownPerson
from trainingapp.readiness.rules import REASONS
from trainingapp.records import queries, reports
from trainingapp.records.forms import FindForm
from trainingapp.records.views import bp
from trainingapp.states import queries as states


@bp.route("/people", methods=["GET", "POST"])
@requires("people.see")
def people() -> tuple[str, int]:
    """Find somebody by name or service number. Three statements for a search, none without."""
    scope = current_identity().scope("people.see")
    form = FindForm.from_request()
    found, more = queries.find(scope, form.text.data, as_of=today()) if form.submitted() else ((), False)
    page = render_template(
        "records/people.html",
        form=form,
        searched=request.method == "POST" and not form.errors,
        found=found,
        more=more,
        most=queries.MOST_FOUND,
        state_names=states.state_names(str(get_locale()), [one.person.state_code for one in found]) if found else {},
    )
    return page, 422 if form.errors else 200


@bp.get("/people/<person_id>")
@requires("people.see")
def person(person_id: str) -> str:
    """A person's record: who, where, what is required and held, certificates, history. Ten statements."""
    identity = current_identity()
    scope = identity.scope("people.see")
    found = forces.person(scope, person_id)
    asked = asked_day()
    services = forces.service_of(scope, found.id)
    history = completions.history_of(found.id)
    judged = identity.scope("gaps.see")
    return render_template(
        "records/person.html",
        person=found,
        state_name=states.state_names(str(get_locale()), [found.state_code])[found.state_code],
        asked=asked,
        services=services,
        elsewhere=not scope.reaches(found.state_code),
        history=history,
        corrected={told.replaced_by: told for told in history if told.replaced_by},
        tours=reports.tours(
            [one for one in services if judged.reaches(one.state_code, one.mission_code)],
            queries.decisive(found.id),
            history,
            sex=found.sex,
            as_of=asked.day,
        ),
        gaps_shown=bool(judged),
        certificates=_certificates(identity, found),
        may_correct=identity.scope("completions.correct").reaches(found.state_code),
        batch_link=lambda told: _batch_link(identity, told),
        results=RESULTS,
        reasons=REASONS,
        evidence=EVIDENCE,
        withdrawn=WITHDRAWN,
        statuses=STATUSES,
        categories=CATEGORIES,
    )


def _certificates(identity: Identity, person: KnownPerson) -> Sequence[queries.CertificateLine] | None:
    """The certificates, for whoever may see them; None for others, who are not told whether there are any."""
    scope = identity.scope("certificates.see")
    return queries.certificates_of(scope, person.id) if scope else None


def _batch_link(identity: Identity, told: completions.Told) -> str | None:
    reached = identity.scope("rosters.record").reaches(told.state_code, told.batch_mission)
    return url_for("intake.receipt", batch_id=told.batch_public_id) if told.batch_public_id and reached else None
