"""Pages of States' certifications, of screening, listings and verification."""

from flask import Blueprint

bp = Blueprint("attestations", __name__, template_folder="../templates")
