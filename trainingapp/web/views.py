"""The shell's own addresses: the first page, help, how figures are computed, static files, whether all is well."""

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, send_from_directory
from flask_babel import get_locale
from werkzeug.wrappers import Response as AnyResponse

from trainingapp.accounts.identity import current_identity, who_is_here
from trainingapp.accounts.rules import ROLES
from trainingapp.certificates.forms import CheckForm
from trainingapp.curricula import queries as curricula
from trainingapp.demo.views import offered
from trainingapp.forces.rules import CATEGORIES, LARGEST_STRENGTH, LONGEST_TOUR_DAYS
from trainingapp.kit.charts import HEAT_BOUNDS
from trainingapp.kit.clock import today
from trainingapp.kit.db import db
from trainingapp.kit.policy import public, signed_in
from trainingapp.readiness.rules import REASONS
from trainingapp.requirements import queries as requirements
from trainingapp.states import queries as states
from trainingapp.states.rules import MISSION_FLAGS
from trainingapp.web import today as todays
from trainingapp.web.assets import STATIC

bp = Blueprint("web", __name__)

#: A year: the address carries the hash of the content, so a changed file has another address.
KEPT = 365 * 24 * 3600


@public
def static_file(filename: str) -> Response:
    """One of our own files; in production WhiteNoise answers before this is asked."""
    return send_from_directory(STATIC, filename, max_age=KEPT)


@bp.get("/health")
@public
def health() -> Response:
    """Whether the register can answer, for the machine that watches it; 500 when its database does not."""
    db.session.execute(db.text("SELECT 1"))
    return jsonify({"status": "ok"})


@bp.get("/")
@public
def home() -> str:
    """The first page: to a visitor, what this is and how to check a certificate; to others, what to do today.

    No statement for a visitor, one in a demonstration; for whoever is signed in a fixed number for each role.
    """
    identity = who_is_here()
    return _welcome() if identity is None else todays.today_page(identity)


def _welcome() -> str:
    demo = offered() if current_app.config["SETTINGS"].demo else None
    names = states.state_names(_language(), {one.state for one, _ in demo.sign_ins if one.state}) if demo else {}
    return render_template(
        "web/welcome.html", check=CheckForm(formdata=None), demo=demo, state_names=names, roles=ROLES
    )


@bp.post("/first-visit/end")
@signed_in
def end_visit() -> AnyResponse:
    """Show the first visit no more; it can be seen again from Help. Four statements."""
    return todays.end_visit()


@bp.get("/help")
@public
def help() -> str:  # noqa: A001 - the name of the page
    """What to do, task by task. Public: whoever cannot sign in, or only checks a certificate, needs it too."""
    return render_template("web/help.html", reasons=REASONS)


@bp.get("/method")
@signed_in
def method() -> str:
    """How coverage and gaps are computed, with the rules and the policy settings in force. Two statements."""
    current_identity()
    titles = {version.code: version.title_in(_language()) for version in curricula.overview(today())}
    return render_template(
        "web/method.html",
        rules=requirements.rules(),
        titles=titles,
        flags=MISSION_FLAGS,
        categories=CATEGORIES,
        reasons=REASONS,
        settings=current_app.config["SETTINGS"],
        bounds=HEAT_BOUNDS,
        longest_tour_days=LONGEST_TOUR_DAYS,
        largest_strength=LARGEST_STRENGTH,
    )


def _language() -> str:
    return str(get_locale() or "en")


def init_app(app: Flask) -> None:
    """Serve the static files under the name that every template knows."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static_file)
