"""Logs as JSON lines on the standard error: one for each request, and what went wrong. Never about a person.

A request is told by its route, never by its address; a failure by its kind and the lines of code it came through, never
by its words or the values at hand: a database quotes the row it refuses, and a row may be a person.
"""

import logging
import sys
import time
from collections.abc import MutableMapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from flask.signals import request_started

from trainingapp.kit.ids import new_id

log = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever is the standard error now: a test or a server may put another in its place."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _given: TextIO) -> None:
        pass


def init_app(app: Flask) -> None:
    """Log every request of this application."""
    configure(app.config["SETTINGS"].log_level, words=app.testing or app.debug)
    request_started.connect(_begin, app)
    app.after_request(_tell)


def configure(level: str = "INFO", *, words: bool = False) -> None:
    """JSON lines for our own logs, from `level` upwards, and for everybody else's warnings.

    `words` adds what an error says: for tests and development, where nobody in the database is a person.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        partial(_traceback, words),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.set_name("register")
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if other.get_name() != "register"] + [handler]
    # What libraries tell at every step, addresses and values among it, is not for keeping; their warnings are.
    root.setLevel(logging.WARNING)
    # Werkzeug's server would else lower its own level and log every address.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    logging.getLogger("trainingapp").setLevel(level.upper())


def _begin(_app: Flask, **_: Any) -> None:
    g.request_id = new_id()
    g.started = time.perf_counter()


def _tell(response: Response) -> Response:
    """One line for the request; its id goes back to the browser, so that both sides can name it."""
    response.headers["X-Request-ID"] = g.request_id
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round(1000 * (time.perf_counter() - g.started), 1),
        request_id=g.request_id,
    )
    return response


def _traceback(words: bool, _logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """`exc_info` as a field: the kinds of the error and of its causes, each with the lines of code it came through."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    told: list[dict[str, object]] = []
    while isinstance(error, BaseException) and len(told) < 8:
        said = {"said": str(error)} if words else {}
        told.append({"kind": type(error).__qualname__, **said, "at": list(_lines(error.__traceback__))})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if told:
        event["exception"] = told
    return event


def _lines(traceback: TracebackType | None) -> Any:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        path = Path(code.co_filename)
        shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-3:])
        yield f"{shown}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next
