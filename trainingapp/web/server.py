"""The production server: pages from gunicorn, long work beside them, both started, watched and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from trainingapp.kit.errors import Refused
from trainingapp.kit.processes import die_with_parent
from trainingapp.kit.words import say
from trainingapp.web.assets import STATIC
from trainingapp.web.headers import ALWAYS

#: Seconds that the children have to finish what they are doing.
PATIENCE = 20

#: Threads of each process that answers requests: most of them wait for a database or a poor line.
THREADS = 4


def init_app(app: Flask) -> None:
    """Serve the static files before Flask is asked: packed, and kept by browsers, since addresses carry a hash."""

    def add_headers(headers: Headers, path: str, url: str) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=31_536_000,
        immutable_file_test=lambda path, url: True,
        add_headers_function=add_headers,
        allow_all_origins=False,
    )


def serve(*, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until told to stop (SIGTERM, SIGINT). `ready` is told the address once pages are answered.

    Raises Refused when the address is taken, or the server does not come up.
    """
    _check_free(host, port)
    address = f"http://{host}:{port}"
    surroundings = {"TRAININGAPP_BASE_URL": address} | os.environ
    # A child that dies is started again: pages without workers, or workers without pages, are half a register.
    children = [_Child(command, surroundings) for command in (_pages(host, port), _workers())]
    stop = threading.Event()

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, told_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for child in children:
            child.start()
        _wait_for(host, port, children[0], stop)
        if not stop.is_set():
            ready(address)
        while not stop.wait(0.5):
            for child in children:
                child.watch()
    finally:
        for child in children:
            child.tell_to_stop()
        for child in children:
            child.end()
        for number, handler in before.items():
            signal.signal(number, handler)


def _pages(host: str, port: int) -> Sequence[str]:
    workers = min(8, max(4, 2 * (os.cpu_count() or 2)))
    bound = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return (
        *(sys.executable, "-m", "gunicorn", "trainingapp.app:served()", "--bind", bound),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)),
        # The application is made once and shared; the workers open their own connections.
        *("--preload", "--no-control-socket", "--log-level", "warning"),
        *("--graceful-timeout", str(PATIENCE - 5), "--timeout", "120", "--keep-alive", "5"),
    )


def _workers() -> Sequence[str]:
    return (sys.executable, "-c", "from trainingapp.app import main; main()", "work", "--workers", "1")


class _Child:
    """A process of the server."""

    def __init__(self, command: Sequence[str], surroundings: dict[str, str]) -> None:
        self.command = command
        self.surroundings = surroundings
        self.pause = 0.5
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we stop the children in good order.
        self.process = subprocess.Popen(
            self.command, env=self.surroundings, start_new_session=True, preexec_fn=die_with_parent
        )

    def watch(self) -> None:
        """Start it again when it has died; later and later when it keeps dying."""
        if self.process is None or self.process.poll() is None:
            return
        lasted = time.monotonic() - self.started
        self.pause = 0.5 if lasted > 60 else self.pause
        if lasted > self.pause:
            self.pause = min(30.0, self.pause * 2)
            self.start()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def tell_to_stop(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def end(self) -> None:
        """Wait for it; kill it and whatever it started when it does not end."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = say(
                "%(host)s:%(port)s cannot be served (%(why)s). Choose another with --port.",
                host=host,
                port=port,
                why=os.strerror(error.errno or 0),
            )
            raise Refused(said) from error


def _wait_for(host: str, port: int, pages: _Child, stop: threading.Event) -> None:
    end = time.monotonic() + 60
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while not stop.wait(0.1):
        if pages.has_died() or time.monotonic() > end:
            raise Refused(say("The server did not come up: the lines above say why."))
        with suppress(OSError), socket.create_connection((reached, port), 1):
            return
