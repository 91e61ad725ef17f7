"""Pages of whole records: a person's; and the journal's."""

from flask import Blueprint

bp = Blueprint("records", __name__, template_folder="../templates")

from trainingapp.records.views import journal, people  # noqa: E402, F401 - they add their routes
