"""The pass phrase forgotten: a letter with a link, and a new one chosen by it."""

from datetime import timedelta

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.actions import phrases, resets
from trainingapp.accounts.forms.invitations import ChoosePhrase, Forgotten
from trainingapp.accounts.queries.invitations import OpenReset
from trainingapp.accounts.resetting import ask
from trainingapp.accounts.views import bp, waiting
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import bearer, public


@bp.route("/reset", methods=["GET", "POST"])
@public
def reset() -> Response:
    """Ask for a letter. Known and unknown addresses get the same answer, after the same work; too many wait."""
    form = Forgotten.from_request()
    if not form.submitted():
        page = render_template("accounts/reset.html", form=form, asked=None)
        return make_response(page, 422 if request.method == "POST" else 200)
    wait: timedelta = ask(form.email.data, address=request.remote_addr or "", now=clock.now())
    if wait:
        form.form_errors.append(waiting.in_words(wait))
        return waiting.later(make_response(render_template("accounts/reset.html", form=form, asked=None)), wait)
    minutes = current_app.config["SETTINGS"].reset_minutes
    return make_response(render_template("accounts/reset.html", form=form, asked=form.email.data, minutes=minutes))


@bp.route("/reset/<token>", methods=["GET", "POST"])
@bearer("reset")
def new_phrase(token: str) -> Response:
    """Choose a new pass phrase. Every sign-in of the account ends, and the second factor is asked for as always."""
    opened: OpenReset = g.bearer
    form = ChoosePhrase.from_request()
    if form.submitted():
        try:
            hashed = phrases.hashed(form.new.data, about=(opened.name, opened.email))
        except Refused as refused:
            form.new.errors = [refused.sentence.through(_)]
        else:
            with transaction():
                resets.choose_phrase(opened, hashed, now=clock.now())
            flash(_("Your new pass phrase is kept. Sign in with it."))
            return make_response(redirect(url_for("accounts.sign_in")))
    page = render_template("accounts/new_phrase.html", form=form, opened=opened)
    return make_response(page, 422 if request.method == "POST" else 200)
