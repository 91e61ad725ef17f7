"""The pages of accounts: each noun in its own file, all under one blueprint."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, template_folder="../templates")

from trainingapp.accounts.views import administration, arriving, own  # noqa: E402, F401 - they put their routes into bp
