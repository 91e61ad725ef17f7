"""Changing one's own pass phrase."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts import proving, queries
from trainingapp.accounts.actions import phrases, sign_ins
from trainingapp.accounts.forms.proofs import NewPhrase
from trainingapp.accounts.identity import current_identity, current_sign_in
from trainingapp.accounts.views import bp, waiting
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import signed_in


@bp.route("/accounts/me/pass-phrase", methods=["GET", "POST"])
@signed_in
def pass_phrase() -> Response:
    """The old one, and the new one twice. Every other sign-in of the account ends."""
    identity, sign_in, now = current_identity(), current_sign_in(), clock.now()
    if queries.phrase_of(sign_in.account_id) is None:
        return make_response(render_template("accounts/pass_phrase.html", form=None))
    form = NewPhrase.from_request()
    if form.submitted():
        outcome = proving.prove_again(
            identity, sign_in, typed=form.current.data, phrase_only=True, address=request.remote_addr or "", now=now
        )
        if outcome.wait:
            form.form_errors.append(waiting.in_words(outcome.wait))
        elif not outcome.right:
            form.current.errors = [_("This is not your pass phrase.")]
        elif form.new.data == form.current.data:
            form.new.errors = [_("This is the pass phrase that you have already.")]
        else:
            try:
                known = (identity.name, queries.email_of(sign_in.account_id))
                kept = phrases.hashed(form.new.data, about=known)
            except Refused as refused:
                form.new.errors = [refused.sentence.through(_)]
            else:
                with transaction():
                    phrases.change_phrase(sign_in.account_id, kept, by=identity.public_id, now=now)
                    sign_ins.end_others(sign_in.account_id, but=[sign_in.id], by=identity.public_id, now=now)
                flash(_("Your pass phrase is changed. Wherever else you were signed in, you are not any more."))
                return make_response(redirect(url_for("accounts.me")))
    return make_response(
        render_template("accounts/pass_phrase.html", form=form), 422 if request.method == "POST" else 200
    )
