"""Signing in through an identity provider: there, and back again."""

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from trainingapp.accounts import single_sign_on
from trainingapp.accounts.identity import current_sign_in, who_is_here
from trainingapp.accounts.rules import own_path
from trainingapp.accounts.views import bp
from trainingapp.accounts.views.arriving import GOING, HOME
from trainingapp.kit import clock
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.policy import public

START = "/sign-in/single-sign-on"


@bp.get(START, endpoint="single_sign_on")
@bp.get(f"{START}/return", endpoint="single_sign_on")
@public
def single_sign_on_page() -> Response:
    """Leave for the provider, or come back from it. Absent where no provider is set.

    Whoever is signed in already, and leaves with `again`, only proves that it is still the same person.
    """
    single = single_sign_on.here()
    if single is None:
        raise Absent()
    try:
        return _back(single) if request.path.endswith("/return") else _there(single)
    except Refused as refused:
        flash(refused.sentence.through(_), "error")
        if who_is_here() is not None:
            return make_response(render_template("accounts/proved.html", proved=False), 422)
        return make_response(redirect(url_for("accounts.sign_in")))


def _there(single: single_sign_on.SingleSignOn) -> Response:
    going, again = own_path(request.args.get("next")) or HOME, "again" in request.args
    if who_is_here() is not None and not again:
        return make_response(redirect(going))
    return single_sign_on.leave(single, going=going, again=again)


def _back(single: single_sign_on.SingleSignOn) -> Response:
    trip = single_sign_on.trip()
    if trip.again and who_is_here() is not None:
        single_sign_on.prove(single, current_sign_in(), asked_at=trip.left_at, now=clock.now())
        return make_response(render_template("accounts/proved.html", proved=True))
    going = trip.going
    if not single_sign_on.come_in(single, now=clock.now()):
        session[GOING] = going
        going = url_for("accounts.second_factor")
    return make_response(redirect(going))
