"""Pages of curricula: what is taught, in which version, and how a version comes to be."""

from flask import Blueprint

bp = Blueprint("curricula", __name__, template_folder="../templates")

# Each of these adds its routes to `bp`.
from trainingapp.curricula.views import priorities, reading  # noqa: E402, F401
