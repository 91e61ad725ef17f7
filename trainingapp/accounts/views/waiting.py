"""Telling somebody whose attempts have failed too often how long to wait. Nobody is locked out for good."""

from datetime import timedelta

from flask import Response
from flask_babel import gettext as _
from flask_babel import ngettext


def in_words(wait: timedelta) -> str:
    """What to say: that further attempts are not looked at, and when they are again."""
    minutes = -(-int(wait.total_seconds()) // 60)
    said = _("Too many attempts have failed, so further ones are not looked at for now.")
    again = ngettext("Try again in one minute.", "Try again in %(num)d minutes.", minutes)
    return f"{said} {again}"


def later(answer: Response, wait: timedelta) -> Response:
    """The same for programs."""
    answer.status_code = 429
    answer.headers["Retry-After"] = str(int(wait.total_seconds()))
    return answer
