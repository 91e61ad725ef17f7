"""A real browser, and the demonstration as `trainingapp demo` serves it: production server, workers, real database."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import ROOT, TODAY, opened
from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.demo.signins import PASS_PHRASE, SIGN_INS
from trainingapp.kit.db import db
from trainingapp.kit.settings import Settings

#: What the browser notes of an answer that is meant: nothing here, a form that is not complete.
REFUSALS = ("status of 404", "status of 422")

#: Whom the demonstration asks for a code too, which it fills in.
WITH_CODE = {one.email for one in SIGN_INS if one.role in SECOND_FACTOR}


@dataclass(frozen=True)
class Served:
    """The demonstration while it is served."""

    address: str
    settings: Settings
    errors: Path

    def failures(self) -> list[str]:
        """What the server itself says went wrong."""
        lines = self.errors.read_text().splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]


@contextmanager
def beside(settings: Settings) -> Iterator[Flask]:
    """An application on the register that is served, to make things that no page makes."""
    with opened(settings) as app:
        with app.app_context():
            # The served register's workers write meanwhile: whoever has read here waits for them before writing.
            db.engine.update_execution_options(sqlite_begin="IMMEDIATE")
        yield app


@pytest.fixture(scope="module")
def served(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`trainingapp demo`, from an empty database to an address."""
    url, folder = new_database(), tmp_path_factory.mktemp("demonstration")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    more = {"DATABASE_URL": url, "DATA_DIR": str(folder), "VERIFY_PER_MINUTE": "1000", "LOG_LEVEL": "INFO"}
    surroundings = {**os.environ, **{f"TRAININGAPP_{name}": value for name, value in more.items()}}
    command = (sys.executable, "-c", "from trainingapp.app import main; main()", "demo", "--port", str(port), "--json")
    errors = folder / "errors.log"
    with errors.open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
    assert process.stdout is not None
    try:
        said = next((line for line in process.stdout if line.startswith("{")), None)
        assert said, errors.read_text()
        # As the demonstration prints it: browsers make passkeys for a name, not for a number.
        address = f"http://localhost:{port}"
        assert json.loads(said)["url"] == f"http://127.0.0.1:{port}"
        yield Served(
            address, Settings(database_url=url, data_dir=folder, today=TODAY, demo=True, base_url=address), errors
        )
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture
def somebody(chromium: Browser, served: Served) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own for each; whatever a page complains about fails the journey."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(email: str | None = None, **more: object) -> BrowserContext:
        context = chromium.new_context(base_url=served.address, viewport={"width": 1280, "height": 900}, **more)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda said: (
                complaints.append(f"{said.page and said.page.url}: {said.text}")
                if said.type in ("error", "warning") and not any(status in said.text for status in REFUSALS)
                else None
            ),
        )
        opened.append(context)
        if email:
            page = context.new_page()
            page.goto("/sign-in")
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Pass phrase").fill(PASS_PHRASE)
            page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
            if email in WITH_CODE:
                page.wait_for_url("**/second-factor")
                page.get_by_role("button", name="Go on").click()
            page.wait_for_url("/")
            page.close()
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not complaints, complaints
    assert not served.failures()
