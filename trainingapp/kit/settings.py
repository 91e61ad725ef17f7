"""What the operator may set, from the environment (`TRAININGAPP_*`), typed and checked at start."""

import os
import secrets
from datetime import date
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, its default and what it is for. The README names each; a test holds them together."""

    model_config = SettingsConfigDict(env_prefix="TRAININGAPP_", extra="ignore")

    data_dir: Path = Field(Path("instance"), description="Where the embedded database, keys and job files are kept.")
    database_url: str = Field("", description="The database; when empty, SQLite in the data directory.")
    today: date | None = Field(None, description="A date that stands in for the clock's, for demonstrations.")
    base_url: str = Field("http://127.0.0.1:8000", description="What links and QR codes carry.")
    secret_key: str = Field("", description="Signs cookies; when empty, made once and kept in the data directory.")
    trusted_proxies: int = Field(0, description="How many proxies of yours stand in front and tell the real address.")
    demo: bool = Field(False, description="Offer the demonstration's sign-ins and sample files on the first page.")
    sign_in_failures: int = Field(8, description="Failed sign-ins within the window before an address must wait.")
    sign_in_window_minutes: int = Field(15, description="Minutes that failed sign-ins are counted, and waited.")
    idle_minutes: int = Field(30, description="Minutes without a request after which a sign-in ends.")
    session_hours: int = Field(12, description="Hours after which a sign-in ends in any case.")
    verify_per_minute: int = Field(30, description="Public checks of a certificate per minute and address.")
    upload_megabytes: int = Field(20, description="Largest file accepted, in megabytes.")
    job_days: int = Field(7, description="Days that a file made by long work can be downloaded.")
    preparing_days: int = Field(180, description="Days before deployment in which a rotation counts as preparing. [A]")
    urgent_days: int = Field(60, description="Days before deployment in which a gap stands first on home pages. [A]")
    certificate_prefix: str = Field("UNPKT", description="First letters of certificate numbers. [A]")
    log_level: str = Field("INFO", description="Least level that is logged.")

    def url(self) -> str:
        """The SQLAlchemy address of the database, with the drivers we ship."""
        said = self.database_url or os.environ.get("DATABASE_URL", "")
        if not said:
            return f"sqlite:///{self.data_dir.resolve() / 'register.db'}"
        for short in ("postgres://", "postgresql://"):
            if said.startswith(short):
                return "postgresql+psycopg://" + said.removeprefix(short)
        return said

    def key(self) -> str:
        """The secret key: as set, or made once and kept, readable by its owner only."""
        return self.secret_key or kept_secret(self.data_dir / "secret.key")


def kept_secret(path: Path) -> str:
    """A secret that is made at first use. Two processes that start together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
