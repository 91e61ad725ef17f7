"""Keeping somebody out and letting them in again: an account, or everybody who acts for a State."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import actions, queries
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.forms.administration import ReasonForm, StatesForm
from trainingapp.accounts.giving import BeyondOnesState, NotOneself, may_suspend
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.queries.administration import StateAccess
from trainingapp.accounts.views import bp
from trainingapp.kit.clock import now
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@bp.route("/accounts/<account_id>/suspend", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def suspend(account_id: str) -> Answer:
    """Let nobody sign in with an account."""
    return _account(account_id, lift=False)


@bp.route("/accounts/<account_id>/lift", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def lift(account_id: str) -> Answer:
    """Let an account sign in again."""
    return _account(account_id, lift=True)


def _account(account_id: str, *, lift: bool) -> Answer:
    identity = current_identity()
    found = queries.account(identity.scope("accounts.manage"), account_id)
    if account_id == identity.public_id:
        raise NotOneself()
    if not may_suspend(identity, queries.grants_of(queries.kept(account_id))):
        raise BeyondOnesState()
    act = actions.lift_account if lift else actions.suspend_account
    back = url_for("accounts.show", account_id=account_id)

    said = (
        _("The account may sign in again.")
        if lift
        else _("The account is suspended: whoever uses it is signed out at the next request.")
    )
    form = ReasonForm.from_request()
    if carried_out(form, lambda: act(account_id, reason=form.reason.data, by=identity, now=now())).done:
        flash(said, "success")
        return redirect(back)
    page = render_template("accounts/suspend.html", form=form, account=found, lift=lift, back=back)
    return page, 422 if request.method == "POST" else 200


#: What is asked for -> whether a State is among it.
SHOWN: Mapping[str, Callable[[StateAccess], bool]] = {
    "suspended": lambda one: one.suspended is not None,
    "nobody": lambda one: one.is_unmanaged,
}


@bp.get("/accounts/states")
@requires("states.suspend")
def of_states() -> str:
    """Who manages the accounts of each State, and whether a State has nobody. 6 statements."""
    found = queries.state_access()
    form = StatesForm.from_request()
    wanted = form.access.data if form.validate() else ""
    shown = SHOWN.get(wanted or "")
    return render_template(
        "accounts/states.html",
        states=[one for one in found if shown is None or shown(one)],
        form=form,
        names=queries.names_of([one.suspended.suspended_by for one in found if one.suspended]),
        without=[one for one in found if one.is_unmanaged],
    )


@bp.route("/accounts/states/<state>/suspend", methods=["GET", "POST"])
@requires("states.suspend", step_up=True)
def suspend_state(state: str) -> Answer:
    """Let every role for a State rest."""
    return _state(state, lift=False)


@bp.route("/accounts/states/<state>/lift", methods=["GET", "POST"])
@requires("states.suspend", step_up=True)
def lift_state(state: str) -> Answer:
    """Let the roles for a State hold again."""
    return _state(state, lift=True)


def _state(code: str, *, lift: bool) -> Answer:
    found = next(iter(queries.state_access(code)), None)
    if found is None or not current_identity().scope("states.suspend").reaches(code):
        raise Absent()
    act = actions.lift_state if lift else actions.suspend_state
    back = url_for("accounts.of_states")

    said = (
        _("The roles for %(name)s hold again.", name=found.name)
        if lift
        else _("The roles for %(name)s rest from the next request of everybody who has one.", name=found.name)
    )
    form = ReasonForm.from_request()
    if carried_out(form, lambda: act(code, reason=form.reason.data, by=current_identity(), now=now())).done:
        flash(said, "success")
        return redirect(back)
    page = render_template("accounts/suspend_state.html", form=form, state=found, lift=lift, back=back)
    return page, 422 if request.method == "POST" else 200
