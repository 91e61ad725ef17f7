"""Every request meets the policy of its route before its view (trust rules 2 and 3)."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError

from trainingapp.accounts.identity import ProofNeeded, ask_for_proof, who_is_here
from trainingapp.accounts.rules import own_path, token_sha256
from trainingapp.accounts.sign_in import ENDED, read_identity
from trainingapp.accounts.views.again import ask
from trainingapp.accounts.views.arriving import GOING
from trainingapp.kit import clock
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import ARRIVING, PROVEN, PUBLIC, Policy, opened_by, policy_of

#: Styles, scripts and pictures are nobody's: they cost no statement.
STATIC = "static"


def init_app(app: Flask) -> None:
    """Put the policy before every view."""
    app.before_request(admit)
    app.register_error_handler(ProofNeeded, ask)


def admit() -> Response | None:
    """Let the request pass, ask to sign in, or say that there is nothing here.

    Rights are read anew for each request: what was taken away is gone at the next click. What is absent, foreign or
    forbidden gets one answer. 2 statements when somebody is signed in, else none.
    """
    if request.endpoint == STATIC:
        # Flask-Security has put its own there, and the page for a file that is absent asks.
        g.identity = g.arriving = g.sign_in = None
        return None
    g.identity = read_identity()
    if request.endpoint is None:
        return None  # no such address: Flask says so, on a page that knows its reader
    policy = policy_of(current_app, request.endpoint)
    if policy == PUBLIC:
        return None
    if policy is not None and policy.purpose is not None:
        _open(policy.purpose)
        return None
    if g.arriving is not None:
        return None if policy == ARRIVING else _lead_on()
    identity = who_is_here()
    if identity is None:
        return _ask_to_sign_in(policy)
    if policy is None or policy == ARRIVING:
        raise Absent()
    if policy.permission is not None and not identity.can(policy.permission):
        raise Absent()
    if _is_grave(policy):
        ask_for_proof()
    return None


def _is_grave(policy: Policy) -> bool:
    """Whether this request asks for a proof of a few minutes ago: an act where the policy says so, or a download."""
    rule = request.url_rule
    only_read = rule is None or not (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    return policy == PROVEN or (policy.step_up and (only_read or request.method not in ("GET", "HEAD")))


def _open(purpose: str) -> None:
    """Look up the token of a link; what it opens stands in `g.bearer`. Absent when it opens nothing."""
    token = (request.view_args or {}).get("token", "")
    g.bearer = opened_by(current_app, purpose, token_sha256(token), clock.now())
    if g.bearer is None:
        raise Absent()


def _lead_on() -> Response:
    """Whoever is half signed in goes on with that; an act, and a page they may never have, are not there for them."""
    there = url_for("accounts.second_factor")
    if request.headers.get("HX-Request"):
        return make_response("", 200, {"HX-Redirect": there})
    if request.method not in ("GET", "HEAD"):
        raise Absent()
    session[GOING] = own_path(request.full_path if request.query_string else request.path)
    return make_response(redirect(there))


def _ask_to_sign_in(policy: Policy | None) -> Response:
    if request.headers.get("HX-Request"):
        # A part of a page asked: the whole page must turn to the sign-in, not the part.
        here = own_path(urlsplit(request.headers.get("HX-Current-URL", "")).path)
        return make_response("", 200, {"HX-Redirect": url_for("accounts.sign_in", next=here)})
    if request.method in ("GET", "HEAD"):
        here = own_path(request.full_path if request.query_string else request.path)
        # The steps of a sign-in that has ended lead nowhere any more.
        there = "/" if policy == ARRIVING else here
        return make_response(redirect(url_for("accounts.sign_in", next=there)))
    if ENDED in session:
        # The form was open for longer than the sign-in lasted: its page says how to keep what was typed.
        raise CSRFError("the sign-in has ended")
    raise Absent()
