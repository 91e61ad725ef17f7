"""Every request meets the policy of its route before its view (trust rules 2 and 3)."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError

from trainingapp.accounts.identity import who_is_here
from trainingapp.accounts.rules import own_path
from trainingapp.accounts.sign_in import ENDED, read_identity
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import PUBLIC, policy_of

#: Styles, scripts and pictures are nobody's: they cost no statement.
STATIC = "static"


def init_app(app: Flask) -> None:
    """Put the policy before every view."""
    app.before_request(admit)


def admit() -> Response | None:
    """Let the request pass, ask to sign in, or say that there is nothing here.

    Rights are read anew for each request: what was taken away is gone at the next click. What is absent, foreign or
    forbidden gets one answer. 2 statements when somebody is signed in, else none.
    """
    if request.endpoint == STATIC:
        g.identity = None  # Flask-Security has put its own there, and the page for a file that is absent asks
        return None
    g.identity = read_identity()
    if request.endpoint is None:
        return None  # no such address: Flask says so, on a page that knows its reader
    policy = policy_of(current_app, request.endpoint)
    if policy == PUBLIC:
        return None
    identity = who_is_here()
    if identity is None:
        return _ask_to_sign_in()
    if policy is None or (policy.permission is not None and not identity.can(policy.permission)):
        raise Absent()
    return None


def _ask_to_sign_in() -> Response:
    if request.headers.get("HX-Request"):
        # A part of a page asked: the whole page must turn to the sign-in, not the part.
        here = own_path(urlsplit(request.headers.get("HX-Current-URL", "")).path)
        return make_response("", 200, {"HX-Redirect": url_for("accounts.sign_in", next=here)})
    if request.method in ("GET", "HEAD"):
        here = own_path(request.full_path if request.query_string else request.path)
        return make_response(redirect(url_for("accounts.sign_in", next=here)))
    if ENDED in session:
        # The form was open for longer than the sign-in lasted: its page says how to keep what was typed.
        raise CSRFError("the sign-in has ended")
    raise Absent()
