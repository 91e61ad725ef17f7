"""The pages of accounts: each noun in its own file, all under one blueprint."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, template_folder="../templates")

from trainingapp.accounts.views import (  # noqa: E402 - they put their routes into bp
    administration,  # noqa: F401
    again,  # noqa: F401
    arriving,  # noqa: F401
    factors,  # noqa: F401
    forgetting,  # noqa: F401
    granting,  # noqa: F401
    institutions,  # noqa: F401
    invitations,  # noqa: F401
    letters,  # noqa: F401
    own,  # noqa: F401
    phrase,  # noqa: F401
    reset,  # noqa: F401
    setting_up,  # noqa: F401
    sign_ins,  # noqa: F401
    single_sign_on,  # noqa: F401
    suspending,  # noqa: F401
)
