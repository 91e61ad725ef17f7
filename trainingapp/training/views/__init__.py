"""Pages of training: sessions, who taught, the calendar, the directory of institutions."""

from flask import Blueprint

bp = Blueprint("training", __name__, template_folder="../templates")

from trainingapp.training.views import (  # noqa: E402 - they add their routes
    attendance,  # noqa: F401
    calendar,  # noqa: F401
    chain,  # noqa: F401
    closing,  # noqa: F401
    nominations,  # noqa: F401
    places,  # noqa: F401
    results,  # noqa: F401
    reviews,  # noqa: F401
    sessions,  # noqa: F401
    sheets,  # noqa: F401
    trainers,  # noqa: F401
)
