"""Signing in and out, and the second step of a sign-in: the second factor."""

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from trainingapp.accounts import proving, queries
from trainingapp.accounts.actions import sign_ins
from trainingapp.accounts.forms import SignIn
from trainingapp.accounts.forms.proofs import Bare, PasskeyAnswer, SecondFactor
from trainingapp.accounts.identity import Arrival, current_identity, current_sign_in, who_arrives, who_is_here
from trainingapp.accounts.rules import own_path
from trainingapp.accounts.sign_in import ENDED, Outcome, sign_in, sign_out
from trainingapp.accounts.views import bp, waiting
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.policy import arriving, public, signed_in

#: Where one goes after signing in, when one was not on the way somewhere.
HOME = "/"

#: Where the cookie keeps where a person was going while the second factor is missing.
GOING = "going"


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> Response:
    """The one way in, by pass phrase or by passkey. Too many failures are answered with 429 and how long to wait."""
    form = SignIn.from_request(next=own_path(request.args.get("next")))
    going = own_path(form.next.data) or HOME
    if who_is_here() is not None:
        return make_response(redirect(going))
    if "credential" in request.form:
        return _by_passkey(form, going)
    if not form.submitted():
        ended = session.pop(ENDED, False) if request.method == "GET" else False
        return _sign_in_form(form, 422 if request.method == "POST" else 200, ended=ended)
    outcome = sign_in(form.email.data, form.password.data, address=request.remote_addr or "", now=clock.now())
    if outcome.right:
        return _go(going, complete=outcome.complete)
    if outcome.wait:
        return _told_to_wait(form, outcome)
    form.form_errors.append(_("This e-mail address and this pass phrase do not belong together."))
    return _sign_in_form(form, 422)


def _by_passkey(form: SignIn, going: str) -> Response:
    sent = PasskeyAnswer.from_request()
    empty = SignIn(formdata=None, next=form.next.data)
    if sent.submitted():
        outcome = proving.sign_in_with_passkey(sent.credential.data, address=request.remote_addr or "", now=clock.now())
        if outcome.right:
            return _go(going, complete=outcome.complete)
        if outcome.wait:
            return _told_to_wait(empty, outcome)
    empty.form_errors.append(_("This passkey opens nothing here. Try again, or sign in with your pass phrase."))
    return _sign_in_form(empty, 422)


def _go(going: str, *, complete: bool) -> Response:
    if not complete:
        session[GOING] = going
        going = url_for("accounts.second_factor")
    return make_response(redirect(going, code=303 if request.headers.get("HX-Request") else 302))


@bp.post("/sign-out", endpoint="sign_out")
@signed_in
def sign_out_act() -> Response:
    """End the sign-in."""
    sign_out(current_identity(), now=clock.now())
    return make_response(redirect("/sign-in"))


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@arriving
def second_factor() -> Response:
    """The second step: a code, or a passkey. Whoever has neither is led to set one up. Six statements to look at it."""
    arrival = who_arrives()
    if not arrival.has_factor:
        return make_response(redirect(url_for("accounts.set_up")))
    form = SecondFactor.from_request()
    by_passkey = "credential" in request.form
    sent = PasskeyAnswer.from_request() if by_passkey else form
    if not sent.submitted():
        if by_passkey:
            form = SecondFactor(formdata=None)
        return _second_factor_form(form, arrival, 422 if request.method == "POST" else 200)
    going = on_the_way()
    outcome = proving.show_second_factor(
        arrival,
        current_sign_in(),
        code="" if by_passkey else form.code.data,
        answer=sent.credential.data if by_passkey else "",
        address=request.remote_addr or "",
        now=clock.now(),
    )
    if outcome.right:
        return make_response(redirect(going))
    session[GOING] = going
    form = SecondFactor(formdata=None)
    if outcome.wait:
        form.form_errors.append(waiting.in_words(outcome.wait))
        return waiting.later(_second_factor_form(form, arrival, 429), outcome.wait)
    if by_passkey:
        form.form_errors.append(_("This passkey is none of this account's. Try again, or type a code."))
    else:
        form.form_errors.append(
            _("This code is not right, or it was used before. Wait until the app shows the next one, and type that.")
        )
    return _second_factor_form(form, arrival, 422)


@bp.post("/sign-in/leave")
@arriving
def leave() -> Response:
    """Give up a sign-in whose second factor is missing."""
    if Bare.from_request().submitted():
        with transaction():
            sign_ins.abandon(current_sign_in().id, now=clock.now())
        session.clear()
    return make_response(redirect(url_for("accounts.sign_in")))


def on_the_way() -> str:
    """Where the person was going before the second factor was asked for. Told once."""
    return own_path(session.pop(GOING, None)) or HOME


def _sign_in_form(form: SignIn, status: int, *, ended: bool = False) -> Response:
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        passkey=PasskeyAnswer(formdata=None, next=form.next.data),
        question=proving.question(),
        ended=ended,
    )
    return make_response(page, status)


def _second_factor_form(form: SecondFactor, arrival: Arrival, status: int) -> Response:
    facts = queries.factors_of(arrival.identity.public_id)
    has_passkey = facts.has("passkey")
    demonstrated = _demonstrated_code()
    form.code.data = demonstrated
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        passkey=PasskeyAnswer(formdata=None),
        facts=facts,
        name=arrival.identity.name,
        question=proving.question(queries.passkey_ids(arrival.identity.public_id)) if has_passkey else None,
        demonstrated=demonstrated,
    )
    return make_response(page, status)


def _demonstrated_code() -> str | None:
    """In a demonstration, the code that the app of this account would show; what was typed is never shown again."""
    shown: Callable[[str], str | None] = current_app.extensions.get("demonstrated_code", lambda email: None)
    return shown(queries.email_of(current_sign_in().account_id))


def _told_to_wait(form: SignIn, outcome: Outcome) -> Response:
    form.form_errors.append(waiting.in_words(outcome.wait))
    return waiting.later(_sign_in_form(form, 429), outcome.wait)
