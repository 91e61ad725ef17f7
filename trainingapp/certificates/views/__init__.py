"""Pages of certificates: the list, one of them, those of a rotation, issuing, revoking, and the public check."""

from flask import Blueprint

bp = Blueprint("certificates", __name__, template_folder="../templates")

from trainingapp.certificates.views import lists, revoking, verification  # noqa: E402, F401 - they add their routes
