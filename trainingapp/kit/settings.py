"""What the operator may set, from the environment (`TRAININGAPP_*`), typed and checked at start."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, its default and what it is for. The README names each; a test holds them together."""

    model_config = SettingsConfigDict(env_prefix="TRAININGAPP_", extra="ignore")

    data_dir: Path = Field(Path("instance"), description="Where the embedded database, keys and job files are kept.")
    database_url: str = Field("", description="The database; when empty, SQLite in the data directory.")
    today: date | None = Field(
        None,
        description="A date that stands in for the clock's, for demonstrations. From midnight on it stays the last "
        "second of that day.",
    )
    base_url: str = Field("http://127.0.0.1:8000", description="What links and QR codes carry.")
    secret_key: str = Field("", description="Signs cookies; when empty, made once and kept in the data directory.")
    trusted_proxies: int = Field(0, description="How many proxies of yours stand in front and tell the real address.")
    demo: bool = Field(False, description="Offer the demonstration's sign-ins and sample files on the first page.")
    sign_in_failures: int = Field(8, description="Failed sign-ins within the window before an address must wait.")
    sign_in_window_minutes: int = Field(15, description="Minutes that failed sign-ins are counted, and waited.")
    idle_minutes: int = Field(30, description="Minutes without a request after which a sign-in ends.")
    session_hours: int = Field(12, description="Hours after which a sign-in ends in any case.")
    step_up_minutes: int = Field(10, description="Minutes that a proof counts, before an act that asks for a new one.")
    step_up_persons: int = Field(100, description="Persons that a file may name without a new proof. [A]")
    second_factor_key: str = Field(
        "", description="Encrypts authenticator secrets; when empty, made once and kept in the data directory."
    )
    verify_per_minute: int = Field(30, description="Public checks of a certificate per minute and address.")
    upload_megabytes: int = Field(20, description="Largest file accepted, in megabytes.")
    job_days: int = Field(7, description="Days that a file made by long work can be downloaded.")
    own_link_days: int = Field(14, description="Days that a private link to one's own record opens it, at most. [A]")
    readings_seal_minutes: int = Field(60, description="Minutes after which notes of who looked at people are sealed.")
    invitation_days: int = Field(14, description="Days that an invitation can be accepted. [A]")
    invitation_kept_days: int = Field(
        90, description="Days after which the address in an invitation goes that ended or ran out. [A]"
    )
    reset_minutes: int = Field(60, description="Minutes that a link for a new pass phrase opens it. [A]")
    single_sign_on_issuer: str = Field(
        "", description="The identity provider (OpenID Connect); when empty, there is no single sign-on."
    )
    single_sign_on_client_id: str = Field("", description="What the register is called at the provider.")
    single_sign_on_client_secret: str = Field("", description="The secret that the provider gave the register.")
    single_sign_on_label: str = Field("your organisation", description="What people call the provider.")
    single_sign_on_roles_claim: str = Field(
        "groups", description="The claim that holds roles; dots lead into it, as in realm_access.roles."
    )
    single_sign_on_roles_file: Path | None = Field(
        None, description="A TOML file that says which role each value of the claim gives; none: roles are given here."
    )
    smtp_host: str = Field("", description="The mail server; when empty, letters are files in the folder outbox.")
    smtp_port: int = Field(587, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is protected: starttls, tls, or none."
    )
    smtp_user: str = Field("", description="Whom the register signs in as at the mail server, when it must.")
    smtp_password: str = Field("", description="The password for it.")
    smtp_sender: str = Field(
        "Peacekeeping Training Register <register@localhost>", description="Whom letters come from."
    )
    letter_hours: int = Field(48, description="Hours that a letter is tried before it is given up. [A]")
    letter_days: int = Field(30, description="Days after which a letter's row goes, and the text of one given up. [A]")
    person_years: int = Field(
        10, description="Years after the last tour and the last valid certificate after which a person is erased. [A]"
    )
    sign_in_days: int = Field(90, description="Days after its last use after which a sign-in is forgotten. [A]")
    upload_days: int = Field(30, description="Days that a file is kept before it is recorded. [A]")
    request_key_days: int = Field(30, description="Days that a request is remembered, so that it acts once. [A]")
    two_persons_by_hand: bool = Field(
        True, description="Whether results typed by hand wait until a colleague has confirmed them. [A]"
    )
    evidence_files: int = Field(10, description="Files of evidence that can be attached to results by hand. [A]")
    evidence_megabytes: int = Field(10, description="Largest file of evidence accepted, in megabytes. [A]")
    attendance_percent: int = Field(
        80, description="Percent of a session's days somebody must have been there on, to pass. [A]"
    )
    attestation_from: date = Field(
        date(2016, 1, 1), description="First day of deployment for which States are asked to certify. S ¶100"
    )
    preparing_days: int = Field(180, description="Days before deployment in which a rotation counts as preparing. [A]")
    tour_months: int = Field(12, description="Months that a tour usually lasts; shorter ones can be listed. [A]")
    urgent_days: int = Field(60, description="Days before deployment in which a gap stands first on home pages. [A]")
    amber_percent: int = Field(
        90, ge=0, le=100, description="Percent of persons ready from which a rotation is nearly ready, not red. [A]"
    )
    worse_days: int = Field(30, ge=1, description="Days over which an overview compares what got worse. [A]")
    expiring_days: int = Field(90, ge=1, description="Days ahead in which an overview counts what expires. [A]")
    bulletin_days: int = Field(
        365, ge=1, description="Days ahead in which a deployment with gaps may stand in a bulletin. [A]"
    )
    priority_mandatory: int = Field(40, ge=0, description="Points of a need for training that is mandatory. [A]")
    priority_soon: int = Field(25, ge=0, description="Points of a need of a unit that deploys soon. [A]")
    priority_soon_days: int = Field(60, ge=1, description="Days within which a unit deploys soon. [A]")
    priority_later: int = Field(15, ge=0, description="Points of a need of a unit that deploys later. [A]")
    priority_later_days: int = Field(120, ge=1, description="Days within which a unit deploys later. [A]")
    priority_far: int = Field(5, ge=0, description="Points of a need of a unit that deploys after that. [A]")
    priority_action_plan: int = Field(
        15, ge=0, description="Points of a need in a mission of the action plan on the security of peacekeepers. [A]"
    )
    priority_emerging: int = Field(10, ge=0, description="Points of a need of an emerging contributor. [A]")
    priority_commander: int = Field(
        10, ge=0, description="Points of a need for what the mission itself asks training to teach. [A]"
    )
    attestation_word_days: int = Field(
        21, ge=1, description="Days after which a certification that waits for a decision is told of to both sides. [A]"
    )
    rehatting_days: int = Field(
        60, ge=0, description="Days after the transfer of authority by which a re-hatted unit is trained. [A]"
    )
    waiver_days: int = Field(180, ge=1, description="Days that a requirement may be waived, at most. [A]")
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

    def factor_key(self) -> str:
        """The key for second factors: as set, or made once and kept, readable by its owner only."""
        return self.second_factor_key or kept_secret(self.data_dir / "second-factor.key")


def kept_secret(path: Path) -> str:
    """A secret that is made at first use. Two processes that start together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
