"""One's own sign-ins: where one is signed in now, and ending them from here."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trainingapp.accounts import queries
from trainingapp.accounts.actions import sign_ins as actions
from trainingapp.accounts.forms.proofs import Bare
from trainingapp.accounts.identity import current_identity, current_sign_in
from trainingapp.accounts.rules import WAYS
from trainingapp.accounts.sign_in import lifetime
from trainingapp.accounts.views import bp
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.policy import signed_in


@bp.get("/accounts/me/sign-ins")
@signed_in
def sign_ins() -> str:
    """Where one is signed in. Three statements."""
    return render_template(
        "accounts/sign_ins.html",
        lasting=queries.own_sign_ins(current_identity().public_id, lifetime=lifetime(), now=clock.now()),
        this=current_sign_in().public_id,
        proofs=WAYS,
    )


@bp.post("/accounts/me/sign-ins/<sign_in_id>/end")
@signed_in
def end_sign_in(sign_in_id: str) -> Response:
    """End one of one's sign-ins, wherever it is."""
    identity = current_identity()
    if Bare.from_request().submitted():
        with transaction():
            actions.end_one(current_sign_in().account_id, sign_in_id, by=identity.public_id, now=clock.now())
        flash(_("The sign-in has ended. Its browser opens nothing any more."))
    return make_response(redirect(url_for("accounts.sign_ins")))


@bp.post("/accounts/me/sign-ins/end-others")
@signed_in
def end_other_sign_ins() -> Response:
    """End all of one's sign-ins but this one."""
    identity = current_identity()
    if Bare.from_request().submitted():
        with transaction():
            ended = actions.end_others(
                current_sign_in().account_id, but=[current_sign_in().id], by=identity.public_id, now=clock.now()
            )
        flash(ngettext("One other sign-in has ended.", "%(num)d other sign-ins have ended.", ended))
    return make_response(redirect(url_for("accounts.sign_ins")))
