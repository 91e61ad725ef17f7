"""One's own second factors and recovery codes, listed; taking one away."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from trainingapp.accounts import proving, queries
from trainingapp.accounts.actions import factors as actions
from trainingapp.accounts.forms.proofs import Bare
from trainingapp.accounts.identity import current_identity, current_sign_in
from trainingapp.accounts.views import bp
from trainingapp.accounts.views.setting_up import codes_page
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import proven, signed_in

#: Recovery codes left when it is time to make new ones.
FEW = 3


@bp.get("/accounts/me/second-factors")
@signed_in
def factors() -> str:
    """What one can prove oneself with, and when it was last used. Four statements."""
    identity = current_identity()
    return render_template(
        "accounts/factors.html",
        facts=queries.factors_of(identity.public_id),
        needed=identity.needs_second_factor,
        passkeys=proving.party().can_have_passkeys,
        has_phrase=queries.phrase_of(current_sign_in().account_id) is not None,
        few=FEW,
    )


@bp.post("/accounts/me/second-factors/<factor_id>/remove")
@proven
def remove_factor(factor_id: str) -> Response:
    """Take a second factor away; not the last one of somebody whose role needs one."""
    identity = current_identity()
    if Bare.from_request().submitted():
        try:
            with transaction():
                actions.remove_factor(
                    current_sign_in().account_id,
                    factor_id,
                    needed=identity.needs_second_factor,
                    by=identity.public_id,
                    now=clock.now(),
                )
            flash(_("The second factor was removed."))
        except Refused as refused:
            flash(refused.sentence.through(_), "error")
    return make_response(redirect(url_for("accounts.factors")))


@bp.post("/accounts/me/recovery-codes")
@proven
def renew_codes() -> Response:
    """New recovery codes, shown this once. Two clicks make two sets, of which the second holds."""
    identity = current_identity()
    if not Bare.from_request().submitted():
        return make_response(redirect(url_for("accounts.factors")))
    with transaction():
        codes = actions.renew_codes(current_sign_in().account_id, by=identity.public_id, now=clock.now())
    return codes_page(codes, url_for("accounts.factors"))
