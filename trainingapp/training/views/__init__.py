"""Pages of training: sessions, who taught, the calendar, the directory of institutions."""

from flask import Blueprint

bp = Blueprint("training", __name__, template_folder="../templates")
