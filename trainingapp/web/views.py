"""The shell's own addresses: static files, and whether the register is well."""

from flask import Blueprint, Flask, Response, jsonify, send_from_directory

from trainingapp.kit.db import db
from trainingapp.kit.policy import public
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


def init_app(app: Flask) -> None:
    """Serve the static files under the name that every template knows."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static_file)
