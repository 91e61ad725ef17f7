"""What the pages share: the blueprint."""

from flask import Blueprint

bp = Blueprint("attestations", __name__, template_folder="../templates")
