"""How the letters stand that the register sends: numbers, and what stopped some. Never whom they are for."""

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import ngettext

from trainingapp.accounts.forms.invitations import Act
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.views import bp
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.letters import actions, queries
from trainingapp.letters.rules import FAILURES


@bp.get("/letters")
@requires("letters.send")
def letters() -> str:
    """The outbox in numbers. Two statements."""
    settings = current_app.config["SETTINGS"]
    return render_template(
        "accounts/letters.html",
        outbox=queries.outbox(),
        failures=FAILURES,
        settings=settings,
        server=settings.smtp_host,
    )


@bp.post("/letters/<failure>/send")
@requires("letters.send")
def send_letters(failure: str) -> Response:
    """Let the letters that were given up for this go out once more."""
    if failure not in FAILURES:
        raise Absent()
    if Act.from_request().submitted():
        with transaction():
            count = actions.send_again(failure, by=current_identity().public_id, now=clock.now())
        flash(ngettext("One letter goes out again.", "%(num)d letters go out again.", count))
    return make_response(redirect(url_for("accounts.letters")))
