"""Signing in and out, what one may do, and who may do what."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_babel import ngettext

from trainingapp.accounts import queries
from trainingapp.accounts.forms import SignIn
from trainingapp.accounts.identity import current_identity, who_is_here
from trainingapp.accounts.rules import KINDS, MAY, PERMISSIONS, ROLES, own_path
from trainingapp.accounts.sign_in import ENDED, sign_in, sign_out
from trainingapp.kit import clock
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import public, requires, signed_in
from trainingapp.states.queries import state_names

bp = Blueprint("accounts", __name__, template_folder="templates")

#: Where one goes after signing in, when one was not on the way somewhere.
HOME = "/"


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> Response:
    """The one way in. Too many failures are answered with 429 and how long to wait."""
    form = SignIn.from_request(next=own_path(request.args.get("next")))
    going = own_path(form.next.data) or HOME
    if who_is_here() is not None:
        return make_response(redirect(going))
    if not form.submitted():
        ended = session.pop(ENDED, False) if request.method == "GET" else False
        return _sign_in_form(form, 422 if request.method == "POST" else 200, ended=ended)
    outcome = sign_in(form.email.data, form.password.data, address=request.remote_addr or "", now=clock.now())
    if outcome.signed_in:
        return make_response(redirect(going, code=303 if request.headers.get("HX-Request") else 302))
    if outcome.wait:
        form.form_errors.append(_wait(outcome.wait))
        answer = _sign_in_form(form, 429)
        answer.headers["Retry-After"] = str(int(outcome.wait.total_seconds()))
        return answer
    form.form_errors.append(_("This e-mail address and this pass phrase do not belong together."))
    return _sign_in_form(form, 422)


@bp.post("/sign-out", endpoint="sign_out")
@signed_in
def sign_out_act() -> Response:
    """End the sign-in."""
    sign_out(current_identity(), now=clock.now())
    return make_response(redirect("/sign-in"))


@bp.get("/accounts/me")
@signed_in
def me() -> str:
    """What one may do, and for whom."""
    identity = current_identity()
    reached = {code for grant in identity.grants if grant.kind == "institution" for code in grant.states}
    return render_template(
        "accounts/me.html",
        identity=identity,
        state_names=state_names(codes=reached) if reached else {},
        permissions=PERMISSIONS,
        roles=ROLES,
        kinds=KINDS,
    )


@bp.get("/accounts")
@requires("accounts.see")
def index() -> str:
    """The accounts with their grants, and the permission map, made from the map itself. 5 statements."""
    scope = current_identity().scope("accounts.see")
    return render_template(
        "accounts/index.html",
        page=queries.accounts(scope, number=page_number()),
        may=MAY,
        permissions=PERMISSIONS,
        roles=ROLES,
        kinds=KINDS,
    )


def _sign_in_form(form: SignIn, status: int, *, ended: bool = False) -> Response:
    return make_response(render_template("accounts/sign_in.html", form=form, ended=ended), status)


def _wait(wait: timedelta) -> str:
    minutes = -(-int(wait.total_seconds()) // 60)
    said = _("Too many attempts to sign in have failed, so further ones are not looked at for now.")
    again = ngettext("Try again in one minute.", "Try again in %(num)d minutes.", minutes)
    return f"{said} {again}"
