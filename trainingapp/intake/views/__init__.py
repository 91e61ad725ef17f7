"""Pages that take a file in: upload, look, answer, record, receipt, undo; and those on which results are typed."""

from flask import Blueprint

bp = Blueprint("intake", __name__, template_folder="../templates")

from trainingapp.intake.reports import notices  # noqa: E402, F401 - they stand on the page of a rotation
from trainingapp.intake.views import batches, uploads  # noqa: E402, F401 - they add their routes
from trainingapp.intake.views.by_hand import grid, records, start  # noqa: E402, F401
