"""Institutions: added and ended by the register's administration, let record by each State for its own people.

The consent of a State is given by those who speak for it, its focal point or its account manager, and never by the
administrator alone. Either may end it: that only takes rights away.
"""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.forms.administration import ConfirmForm, ConsentForm, InstitutionForm
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.views import bp
from trainingapp.kit.clock import now
from trainingapp.kit.policy import requires
from trainingapp.states import actions
from trainingapp.states import queries as states
from trainingapp.states.queries import InstitutionFacts
from trainingapp.states.rules import INSTITUTION_KINDS

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@bp.get("/institutions")
@requires("institutions.see")
def institutions() -> str:
    """Every institution and the States that let it record. 6 statements."""
    found = states.institutions()
    return render_template(
        "accounts/institutions.html",
        institutions=found,
        names=_state_names(),
        kinds=INSTITUTION_KINDS,
        may_add=current_identity().can("institutions.manage"),
    )


@bp.route("/institutions/new", methods=["GET", "POST"])
@requires("institutions.manage")
def new_institution() -> Answer:
    """Add an institution. It may record for nobody yet."""
    identity = current_identity()
    form = InstitutionForm.from_request()
    form.offer(kinds=INSTITUTION_KINDS, states=_state_names())

    def do() -> str:
        return actions.add_institution(
            code=form.code.data.upper(),
            name=form.name.data,
            kind=form.kind.data,
            state_code=form.state.data,
            by=identity.public_id,
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The institution was added. It may record once a State lets it."), "success")
        return redirect(url_for("accounts.institution", institution_code=made.answer))
    page = render_template("accounts/new_institution.html", form=form)
    return page, 422 if request.method == "POST" else 200


@bp.get("/institutions/<institution_code>")
@requires("institutions.see")
def institution(institution_code: str) -> str:
    """One institution: what it is, which States let it record since when. 6 statements."""
    found = states.institution(institution_code)
    identity = current_identity()
    stops = identity.scope("institutions.stop")
    return render_template(
        "accounts/institution.html",
        institution=found,
        names=_state_names(),
        accounts=queries.names_of([found.added_by, *(one.given_by for one in found.consents)]),
        kinds=INSTITUTION_KINDS,
        may_end=identity.can("institutions.manage") and found.ended_at is None,
        may_let=bool(_waiting(found)),
        ends=[one.state_code for one in found.consents if stops.reaches(one.state_code)],
    )


@bp.route("/institutions/<institution_code>/end", methods=["GET", "POST"])
@requires("institutions.manage")
def end_institution(institution_code: str) -> Answer:
    """End an institution: nobody records for it any more."""
    identity = current_identity()
    found = states.institution(institution_code)
    form = ConfirmForm.from_request()
    if carried_out(form, lambda: actions.end_institution(found.code, by=identity.public_id, now=now())).done:
        flash(_("The institution was ended. What it recorded stands."), "success")
        return redirect(url_for("accounts.institution", institution_code=found.code))
    page = render_template("accounts/end_institution.html", form=form, institution=found)
    return page, 422 if request.method == "POST" else 200


@bp.route("/institutions/<institution_code>/let", methods=["GET", "POST"])
@requires("institutions.let")
def let_record(institution_code: str) -> Answer:
    """A State lets the institution record the training of its people."""
    identity = current_identity()
    found = states.institution(institution_code)
    waiting = _waiting(found)
    form = ConsentForm.from_request()
    form.offer(waiting)

    def do() -> str:
        return actions.let_record(found.code, form.state.data, by=identity.public_id, now=now())

    if carried_out(form, do).done:
        flash(_("%(name)s may record from the next request of its people.", name=found.name), "success")
        return redirect(url_for("accounts.institution", institution_code=found.code))
    page = render_template(
        "accounts/consent.html", form=form, institution=found, names=waiting, letting=True, kinds=INSTITUTION_KINDS
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/institutions/<institution_code>/end-consent", methods=["GET", "POST"])
@requires("institutions.stop")
def end_consent(institution_code: str) -> Answer:
    """A State no longer lets the institution record."""
    identity = current_identity()
    scope = identity.scope("institutions.stop")
    found = states.institution(institution_code)
    known = _state_names()
    letting = {one.state_code: known[one.state_code] for one in found.consents if scope.reaches(one.state_code)}
    form = ConsentForm.from_request(state=request.args.get("state"))
    form.offer(letting)

    def do() -> None:
        actions.end_consent(found.code, str(form.state.data), by=identity.public_id, now=now())

    if carried_out(form, do).done:
        flash(_("The institution no longer records for these people. What it recorded stands."), "success")
        return redirect(url_for("accounts.institution", institution_code=found.code))
    page = render_template(
        "accounts/consent.html", form=form, institution=found, names=letting, letting=False, kinds=INSTITUTION_KINDS
    )
    return page, 422 if request.method == "POST" else 200


def _state_names() -> Mapping[str, str]:
    return states.state_names(str(get_locale()))


def _waiting(found: InstitutionFacts) -> Mapping[str, str]:
    """The reader's own States that do not let the institution record yet: code -> name."""
    own = current_identity().scope("institutions.let").states - {one.state_code for one in found.consents}
    return states.state_names(str(get_locale()), own) if own and found.ended_at is None else {}
