"""Pages for what went wrong: in plain words, what to do next, and a reference for the operator."""

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException

from trainingapp.kit.errors import Absent, Busy, Conflict, DomainError, Refused
from trainingapp.kit.words import N_

log = structlog.get_logger(__name__)

#: Which status a refusal of the rules has; the nearest class decides.
STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (Absent, 404),
    (Conflict, 409),
    (Busy, 503),
    (Refused, 422),
    (DomainError, 422),
)

#: Not a status of HTTP, but what frameworks agree on for a form that was open for too long. Sent as 400.
EXPIRED = 419


@dataclass(frozen=True)
class Page:
    """What a person is told: what happened, and what to do next."""

    title: str
    happened: str
    advice: tuple[str, ...]


PAGES: dict[int, Page] = {
    400: Page(
        N_("This request could not be read"),
        N_("Your browser sent something that this address does not understand. Nothing was changed."),
        (
            N_("Go back and try again from the page you came from."),
            N_("If you followed a link from a message, check that it was copied whole."),
        ),
    ),
    404: Page(
        N_("There is nothing here"),
        N_("There is nothing under this address, or nothing that you may see."),
        (
            N_("Check the address, or start again from the home page."),
            N_("If a colleague sent you this link, ask whether it is meant for your role and your State."),
            N_("A link from a letter works for a limited time, most of them once: ask for a new one."),
        ),
    ),
    405: Page(
        N_("This cannot be done here"),
        N_("The address exists, but not for this kind of request. Nothing was changed."),
        (N_("Go back, and use the button on the page instead of the address."),),
    ),
    409: Page(
        N_("Somebody else was faster"),
        N_("This has changed since you opened the page, so nothing was recorded."),
        (
            N_("Open the page again in another tab, look at what has changed, then repeat your change."),
            N_("What you typed is still in your form: go back to see it."),
        ),
    ),
    410: Page(
        N_("This is no longer kept here"),
        N_("What was under this address has been taken away for good."),
        (N_("Start again from the home page."),),
    ),
    413: Page(
        N_("The file is too large"),
        N_("The file is larger than the register accepts in one piece. Nothing was recorded."),
        (
            N_("Remove pictures and unused sheets from the workbook, or save it as CSV."),
            N_("Or divide the roster into several files: each is recorded on its own."),
        ),
    ),
    EXPIRED: Page(
        N_("This form was open for too long"),
        N_(
            "To protect your account, a form expires after some time. Nothing was recorded; what you typed is not lost."
        ),
        (
            N_("Go back with your browser: what you typed is still there. Copy it if it is long."),
            N_("Reload the page, signing in again if you are asked to, and send the form once more."),
        ),
    ),
    422: Page(
        N_("This cannot be done as things stand"),
        N_("The request was understood, but a rule stands against it. Nothing was changed."),
        (N_("Go back to the form: what you typed is still there."),),
    ),
    429: Page(
        N_("Too many requests"),
        N_("More requests came from your address than one person can make. This protects everybody's records."),
        (N_("Wait a minute, then try again. Nothing is lost."),),
    ),
    500: Page(
        N_("Something went wrong on our side"),
        N_("The register could not finish this. What you sent was not recorded, not even in part."),
        (
            N_("Go back and try once more: the same form sent twice has one effect."),
            N_("If it happens again, give the reference below to the operator of the register."),
        ),
    ),
    503: Page(
        N_("The register is not available at the moment"),
        N_("It is being worked on, or its database cannot be reached. What is recorded is safe."),
        (N_("Try again in a few minutes. A form you have open keeps what you typed."),),
    ),
}

#: What looks like another thing: who may not see something is told exactly what one who asks for nothing is told.
SHOWN_AS = {401: 404, 403: 404, 408: 400, 411: 400, 414: 400, 415: 400, 502: 503, 504: 503}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def error_page(kind: int, happened: str | None = None, reference: str | None = None) -> Response:
    """The answer for a kind of error: a page, or `application/problem+json` for programs, with the same sentence."""
    kind = SHOWN_AS.get(kind, kind)
    page = PAGES.get(kind) or PAGES[500 if kind >= 500 else 400]
    status = 400 if kind == EXPIRED else kind
    sentence = happened or gettext(page.happened)
    if _wants_json():
        body = {"type": "about:blank", "title": gettext(page.title), "status": status, "detail": sentence}
        answer = jsonify({**body, "reference": reference} if reference else body)
        answer.mimetype = "application/problem+json"
    else:
        # When we failed ourselves, asking who is signed in may fail too: the page is made without.
        g.plain_shell = kind >= 500
        answer = make_response(render_template("error.html", page=page, happened=sentence, reference=reference))
    answer.status_code = status
    return answer


def _wants_json() -> bool:
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepts.best_match(["text/html", "application/json"]) == "application/json"
    )


def refused(error: DomainError) -> Response:
    """A rule said no. What is absent, foreign or forbidden gets one and the same page."""
    status = status_of(error)
    return error_page(status, None if status == 404 else error.sentence.through(gettext))


def http_error(error: HTTPException) -> Response:
    """What Flask itself refuses; headers that say how to go on (Allow, Retry-After) are kept."""
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    answer = error_page(error.code or 500)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def failed(error: Exception) -> Response:
    """Our own fault: logged under a reference that the person can quote."""
    reference = str(g.get("request_id") or secrets.token_hex(6))
    log.error("request failed", reference=reference, path=request.url_rule and request.url_rule.rule, exc_info=error)
    return error_page(500, reference=reference)


def refuse_what_no_text_can_hold() -> None:
    """No text holds the character NUL: PostgreSQL fails on it, and no browser sends it of itself.

    In the path it names nothing there is; in what was asked or typed the request cannot be read. Behind the policies,
    so that a stranger learns nothing from it.
    """
    if "\0" in request.path:
        raise Absent()
    if any("\0" in text for sent in (request.args, request.form) for pair in sent.items(multi=True) for text in pair):
        raise BadRequest()


def init_app(app: Flask) -> None:
    """Register the pages, and refuse what would end on one."""
    app.before_request(refuse_what_no_text_can_hold)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, lambda error: error_page(EXPIRED))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, failed)
