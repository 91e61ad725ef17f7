"""The public check: for whoever is shown a certificate, at a gate, on a phone. Throttled, because anybody may ask."""

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from trainingapp.accounts.readings import looked_at
from trainingapp.certificates import reports
from trainingapp.certificates.forms import CheckForm
from trainingapp.certificates.reports import Checked
from trainingapp.certificates.views import bp
from trainingapp.certificates.views.shown import SHOWN, spoken
from trainingapp.kit.clock import today
from trainingapp.kit.policy import public

#: Numbers follow one another, links do not: whoever goes through numbers is slowed down for longer. [A]
HOURLY = 10

# Counted in the memory of each process: good enough to slow a stranger down, and nothing is kept of who asked.
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def _per_minute() -> str:
    return f"{current_app.config['SETTINGS'].verify_per_minute}/minute"


def _per_hour() -> str:
    return f"{HOURLY * current_app.config['SETTINGS'].verify_per_minute}/hour"


def init_app(app: Flask) -> None:
    """Count the checks of this application."""
    limiter.init_app(app)


def _asks_nothing() -> bool:
    """The empty form costs nothing and finds nobody."""
    return request.method == "GET" and not (request.view_args or {}).get("public_id")


@bp.route("/verify", methods=["GET", "POST"])
@bp.get("/c/<public_id>")
@public
# Links and numbers are counted together: one must not be a way around the other.
@limiter.limit(_per_minute, exempt_when=_asks_nothing, per_method=False)
@limiter.limit(_per_hour, methods=["POST"])
def check(public_id: str | None = None) -> Response:
    """Check a certificate: what its code leads to, or the number that somebody types."""
    return _number() if public_id is None else _link(public_id)


def _number() -> Response:
    """What is found and what is not is answered by the same page, after the same statement."""
    form = CheckForm.from_request()
    checked = None
    if form.submitted():
        prefix = current_app.config["SETTINGS"].certificate_prefix
        checked = reports.check_number(form.number.data, prefix=prefix, as_of=today())
    status = 422 if request.method == "POST" and checked is None else 200
    return _answer(checked, status, form)


def _link(public_id: str) -> Response:
    checked = reports.check_link(public_id, today())
    return _answer(checked, 200 if checked.held else 404, CheckForm(formdata=None))


def _answer(checked: Checked | None, status: int, form: CheckForm) -> Response:
    if checked and checked.held:
        looked_at([checked.held.state_code], object_kind="certificate", object_id=checked.held.public_id)
    page = render_template(
        "certificates/verify.html",
        form=form,
        checked=checked,
        said=spoken(checked.said, checked.standing) if checked else None,
        shown=SHOWN[checked.standing.status] if checked else None,
        as_of=today(),
    )
    answer = make_response(page, status)
    # Neither search engines nor the next person at this desk should find who holds which certificate.
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer
