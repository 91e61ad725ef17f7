"""Puts the rooms together: the only module that knows every one of them."""

import gc
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click
from flask import Blueprint, Flask
from flask.cli import FlaskGroup
from flask_babel import Babel, gettext
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import NullPool
from werkzeug.middleware.proxy_fix import ProxyFix

from trainingapp.accounts import enforcement, readings, resetting, sign_in, single_sign_on
from trainingapp.accounts import work as accounts_work
from trainingapp.accounts.cli import forget_factors, invite
from trainingapp.accounts.identity import roles_in_words, who_is_here
from trainingapp.accounts.views import bp as accounts
from trainingapp.attestations import models as _attestations  # noqa: F401
from trainingapp.attestations import work as attestations_work
from trainingapp.attestations.views import bp as attestations
from trainingapp.bulletins.views import bp as bulletins
from trainingapp.certificates import work as certificates_work
from trainingapp.certificates.cli import certificates
from trainingapp.certificates.views import bp as certificates_pages
from trainingapp.certificates.views import verification
from trainingapp.completions.views import bp as completions_pages
from trainingapp.curricula.cli import curricula
from trainingapp.curricula.views import bp as curricula_pages
from trainingapp.demo import views as demo_pages
from trainingapp.demo.cli import seed
from trainingapp.forces.views import bp as forces
from trainingapp.intake import work as intake_work
from trainingapp.intake.cli import roll, roster
from trainingapp.intake.views import bp as intake
from trainingapp.jobs import work
from trainingapp.jobs.cli import work as work_command
from trainingapp.jobs.views import bp as jobs
from trainingapp.journal.cli import heads_group, verify
from trainingapp.kit import clock, logs
from trainingapp.kit import once as _once  # noqa: F401
from trainingapp.kit.db import db
from trainingapp.kit.policy import undeclared
from trainingapp.kit.settings import Settings
from trainingapp.kit.words import Sentence
from trainingapp.letters import work as letters_work
from trainingapp.letters.cli import letters
from trainingapp.overviews import models as _overviews  # noqa: F401
from trainingapp.overviews import work as overviews_work
from trainingapp.overviews.views import bp as overviews
from trainingapp.people.cli import people
from trainingapp.privacy import work as privacy_work
from trainingapp.privacy.cli import erasures, retention
from trainingapp.privacy.views import bp as privacy
from trainingapp.readiness.cli import gaps
from trainingapp.readiness.upkeep import readiness as readiness_upkeep
from trainingapp.readiness.views import bp as readiness
from trainingapp.readiness.views.consequences import bp as consequences
from trainingapp.readiness.views.requiring import bp as requiring
from trainingapp.records.views import bp as records
from trainingapp.records.views import own as own_record
from trainingapp.requirements.cli import requirements
from trainingapp.requirements.views import bp as requirements_pages
from trainingapp.snapshots import work as snapshots_work
from trainingapp.snapshots.cli import report as report_command
from trainingapp.snapshots.views import bp as snapshots
from trainingapp.states.views import bp as states
from trainingapp.training.views import bp as training_pages
from trainingapp.training.views import calendar as training_calendar
from trainingapp.visits import models as _visits  # noqa: F401
from trainingapp.web import cli, server, shell, today
from trainingapp.web import views as web
from trainingapp.web.bench import bench
from trainingapp.web.demonstration import demo as demo_command

csrf = CSRFProtect()
babel = Babel()

#: The pages, by room from the ground up.
BLUEPRINTS: tuple[Blueprint, ...] = (
    states,
    accounts,
    jobs,
    curricula_pages,
    forces,
    completions_pages,
    certificates_pages,
    training_pages,
    readiness,
    consequences,
    requirements_pages,
    requiring,
    attestations,
    overviews,
    snapshots,
    bulletins,
    intake,
    records,
    privacy,
    web.bp,
)

#: The operator's commands, by room from the ground up.
COMMANDS: tuple[click.Command, ...] = (
    verify,
    heads_group,
    work_command,
    letters,
    invite,
    forget_factors,
    curricula,
    people,
    certificates,
    requirements,
    gaps,
    readiness_upkeep,
    report_command,
    roll,
    roster,
    seed,
    retention,
    erasures,
    cli.init,
    cli.serve,
    cli.routes,
    cli.backup,
    cli.restore,
    cli.export_facts,
    demo_command,
    bench,
)

#: The kinds of long work, by the name that `jobs.actions.ask` gives them.
WORK: Mapping[str, work.Kind] = {**certificates_work.KINDS, **snapshots_work.KINDS, **privacy_work.KINDS}

#: What a worker does every minute, when there is something to do.
CHORES: tuple[Callable[[], object], ...] = (
    letters_work.send_waiting,
    accounts_work.clear_invitations,
    readings.seal_when_due,
    intake_work.sweep_evidence,
    overviews_work.write_due,
    attestations_work.remind_waiting,
    attestations_work.sweep_papers,
)

#: What a room must do when the application is put together.
PARTS: tuple[Callable[[Flask], Any], ...] = (
    logs.init_app,
    sign_in.init_app,
    enforcement.init_app,
    partial(work.init_app, kinds=WORK, chores=CHORES),
    partial(letters_work.init_app, wake=work.wake),
    verification.init_app,
    training_calendar.init_app,
    own_record.init_app,
    partial(
        shell.init_app,
        reader=who_is_here,
        role=roles_in_words,
        sign_in="accounts.sign_in",
        sign_out="accounts.sign_out",
    ),
    demo_pages.init_app,
    web.init_app,
    today.init_app,
    server.init_app,
    readings.init_app,
    resetting.init_app,
    single_sign_on.init_app,
)


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The application, ready to serve. Raises RuntimeError when a route does not say who may use it."""
    settings = settings or Settings()  # type: ignore[call-arg]
    app = Flask("trainingapp", static_folder=None, template_folder=None)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.key(),
        SQLALCHEMY_DATABASE_URI=settings.url(),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.url()),
        MAX_CONTENT_LENGTH=(settings.upload_megabytes + 1) * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in lasts: a form may stay open over lunch
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.config.update(config)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters["sentence"] = translated
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    clock.init_app(app)
    db.init_app(app)
    csrf.init_app(app)
    babel.init_app(app)
    for part in PARTS:
        part(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    if open_doors := sorted(set(undeclared(app))):
        raise RuntimeError(f"these routes do not say who may use them: {', '.join(open_doors)}")
    return app


def engine_options(url: str) -> dict[str, Any]:
    """How connections are kept: SQLite opens one per use, PostgreSQL keeps a few and checks them.

    An error never tells the values it was about: they are people's.
    """
    kept: dict[str, Any] = {"poolclass": NullPool} if url.startswith("sqlite") else {"pool_pre_ping": True}
    return kept | {"hide_parameters": True}


def translated(said: Sentence | str) -> str:
    """The template filter `sentence`: what a rule says, in the reader's language."""
    return said.through(gettext) if isinstance(said, Sentence) else gettext(said)


def served() -> Flask:
    """The application for a server, which keeps it for long."""
    app = create_app()
    # What is made at the start stays: four hundred thousand objects. To look through them again and again for what is
    # not needed any more makes every twentieth page wait for a fifth of a second.
    gc.collect()
    gc.freeze()
    return app


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def main() -> None:
    """Peacekeeping Training Register: the operator's commands."""
