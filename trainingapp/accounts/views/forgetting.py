"""Letting somebody set up a second factor anew who has lost them all."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.actions.forgetting import forget_all
from trainingapp.accounts.forms.administration import ConfirmForm
from trainingapp.accounts.giving import BeyondOnesState, NotOneself, may_suspend
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.views import bp
from trainingapp.kit.clock import now
from trainingapp.kit.policy import requires


@bp.route("/accounts/<account_id>/second-factors/forget", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def forget_factors(account_id: str) -> Response | tuple[str, int]:
    """Remove the second factors of an account whose owner has lost them. 8 statements to show."""
    identity = current_identity()
    found = queries.account(identity.scope("accounts.manage"), account_id)
    if account_id == identity.public_id:
        raise NotOneself()
    if not may_suspend(identity, queries.grants_of(queries.kept(account_id))):
        raise BeyondOnesState()
    form = ConfirmForm.from_request()
    if carried_out(form, lambda: str(forget_all(account_id, by=identity, now=now()))).done:
        flash(_("The second factors were removed, and the account was signed out everywhere."), "success")
        return redirect(url_for("accounts.show", account_id=account_id))
    page = render_template("accounts/forget.html", form=form, account=found, facts=queries.factors_of(account_id))
    return page, 422 if request.method == "POST" else 200
