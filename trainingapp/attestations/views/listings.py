"""The register of States that are listed in the annual reports; recording that one is, or no longer (R07)."""

from datetime import date
from typing import cast

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.attestations.actions.listings import end_listing as end
from trainingapp.attestations.actions.listings import record_listing
from trainingapp.attestations.forms.listings import EndListingForm, ListingForm, ListingsForm
from trainingapp.attestations.listing import REPORTS, STANDINGS
from trainingapp.attestations.queries import listings as queries
from trainingapp.attestations.views.parts import bp
from trainingapp.kit.clock import now, today
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states


@bp.get("/listings")
@requires("listings.see")
def listings() -> str:
    """Every listing one may see, the newest first, as of a day. Four statements."""
    identity = current_identity()
    scope = identity.scope("listings.see")
    form = ListingsForm.from_request(as_of=today())
    names = queries.states_listed(scope)
    form.offer(names)
    form.validate()
    as_of = form.as_of.data or today()
    asked = {"state": form.state.data or "", "report": form.report.data or "", "show": form.show.data or ""}
    page = queries.register(scope, as_of=as_of, number=page_number(), **asked)
    acted = {one for row in page.rows for one in (row.recorded_by, row.ended_by) if one}
    return render_template(
        "attestations/listings.html",
        form=form,
        page=page,
        as_of=as_of,
        filtered=any(asked.values()),
        several_states=len(names) > 1,
        reports=REPORTS,
        standings=STANDINGS,
        accounts=accounts.names_of(acted),
        may_record=identity.can("listings.record"),
    )


@bp.route("/listings/new", methods=["GET", "POST"])
@requires("listings.record")
def new_listing() -> Response:
    """Record that a State is listed."""
    identity = current_identity()
    form = ListingForm.from_request()
    form.offer(states.state_names(str(get_locale() or "en")))

    def do() -> str:
        return record_listing(
            form.state.data,
            form.report.data,
            listed_from=cast(date, form.listed_from.data),
            source=form.source.data,
            action_plan=form.action_plan.data or "",
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Recorded. From that day on its certifications cannot be accepted."), "success")
        return redirect(url_for("attestations.listings"))
    return make_response(render_template("attestations/new_listing.html", form=form), made.status)


@bp.route("/listings/<listing_id>/end", methods=["GET", "POST"])
@requires("listings.record")
def end_listing(listing_id: str) -> Response:
    """Record that a State is no longer listed."""
    identity = current_identity()
    found = queries.listing(identity.scope("listings.record"), listing_id)
    form = EndListingForm.from_request()

    def do() -> str:
        return end(
            listing_id,
            delisted_on=cast(date, form.delisted_on.data),
            source=form.source.data,
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(
            _("Recorded. Its certifications can be accepted again, unless it is listed in the other report."), "success"
        )
        return redirect(url_for("attestations.listings"))
    page = render_template("attestations/end_listing.html", form=form, found=found, reports=REPORTS)
    return make_response(page, made.status)
