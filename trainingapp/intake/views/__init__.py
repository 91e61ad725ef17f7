"""Pages that take a file in: upload, look, answer, record, receipt, undo."""

from flask import Blueprint

bp = Blueprint("intake", __name__, template_folder="../templates")

from trainingapp.intake.views import batches, uploads  # noqa: E402, F401 - they add their routes
