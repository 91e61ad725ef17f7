"""Pages of whole records: a person's."""

from flask import Blueprint

bp = Blueprint("records", __name__, template_folder="../templates")

from trainingapp.records.views import people  # noqa: E402, F401 - it adds its routes
