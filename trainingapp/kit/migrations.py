"""The database's revision, and bringing it up to a newer one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

#: Where `pyproject.toml` says how migrations run.
ROOT = Path(__file__).parents[2]


def upgrade(url: str, revision: str = "head") -> None:
    """Create or upgrade the database; nothing when it is there already."""
    command.upgrade(_config(url), revision)


def revision_of(connection: Connection) -> str | None:
    """The revision a database stands at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision that this version of the register needs."""
    return str(ScriptDirectory.from_config(_config("")).get_current_head())


def is_known(revision: str) -> bool:
    """Whether this version of the register can read a database of that revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config("")).walk_revisions()}


def _config(url: str) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    return config
