"""The operator's commands about the register as a whole: set up, serve, list its routes, back up, restore, export."""

import sys
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import make_url

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions as curricula
from trainingapp.demo import queries as demonstration
from trainingapp.forces import actions as forces
from trainingapp.journal import actions as journal_actions
from trainingapp.journal import queries as journal
from trainingapp.kit import clock, migrations
from trainingapp.kit.commands import answer, command, found, progress, snapshot
from trainingapp.kit.db import transaction
from trainingapp.kit.policy import policy_of
from trainingapp.requirements import actions as requirements
from trainingapp.states import actions as states
from trainingapp.web import archive, export, server

FILE = click.Path(dir_okay=False, path_type=Path)


def _url() -> str:
    url: str = current_app.config["SETTINGS"].url()
    return url


@command("init")
def init(as_json: bool) -> None:
    """Create or upgrade the database; load reference data, curricula and requirements. Again, it changes nothing."""
    current_app.config["SETTINGS"].data_dir.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(_url())
    with transaction():
        here, there = states.load_reference(), forces.load_reference()
        if here or there:
            counts = {"added": here.added + there.added, "changed": here.changed + there.changed}
            with journal_actions.entry(
                act="reference.load",
                by=OPERATOR.public_id,
                now=clock.now(),
                object_kind="reference",
                object_id="reference",
                details=counts,
            ):
                pass  # flags and functions decide what is required: the entry tells readiness to look again
        outcome = curricula.load(curricula.FOLDER, by=OPERATOR, now=clock.now())
        if not outcome.refused:
            requirements.load(by=OPERATOR.public_id, now=clock.now())
    shown = make_url(_url()).render_as_string()
    names = sorted((*outcome.loaded, *outcome.unchanged))
    told = {"database": shown, "revision": migrations.newest(), "curricula": names}
    for problem in outcome.refused:
        click.echo(f"{problem.file}: {problem.where}: {problem.message}", err=True)
    if outcome.refused:
        found(
            told, as_json=as_json, text=f"{shown} is set up, but {len(outcome.refused)} curriculum files are refused."
        )
    answer(told, as_json=as_json, text=f"{shown} is at revision {told['revision']}, with {len(names)} curricula.")


@command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(port: int, host: str, as_json: bool) -> None:
    """Serve the register, and do its long work, until told to stop."""
    _check_set_up()
    if warning := open_to_everybody():
        click.echo(warning, err=True)

    def ready(address: str) -> None:
        answer({"url": address}, as_json=as_json)
        click.echo(f"Serving at {address}  (Ctrl-C stops)", err=True)
        sys.stdout.flush()

    server.serve(host=host, port=port, ready=ready)


def open_to_everybody() -> str | None:
    """A warning where the sign-ins of the demonstration open a register that is not served as one; else None."""
    if current_app.config["SETTINGS"].demo or not demonstration.is_in():
        return None
    return (
        "This register holds the demonstration: everybody knows its pass phrases and codes, the administrator's too. "
        "Record no real person in it."
    )


def _check_set_up() -> None:
    with snapshot() as connection:
        stands = migrations.revision_of(connection)
    if stands != migrations.newest():
        raise click.ClickException(
            "The database is not set up for this version of the register. Run: trainingapp init"
        )  # status 1


@command("routes")
def routes(as_json: bool) -> None:
    """Every rule, with the policy that guards it."""
    rules = sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
    told = [
        {
            "rule": rule.rule,
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "endpoint": rule.endpoint,
            "policy": str(policy_of(current_app, rule.endpoint)),
            "arguments": {
                name: next(kind for kind, known in current_app.url_map.converters.items() if type(found) is known)
                for name, found in rule._converters.items()
            },
        }
        for rule in rules
    ]
    lines = [f"{' '.join(one['methods']):<10}{one['rule']:<60}{one['policy']:<24}{one['endpoint']}" for one in told]
    answer(told, as_json=as_json, text="\n".join(lines))


@command("backup")
@click.argument("file", type=FILE)
@click.option("--portable", is_flag=True, help="An archive that either kind of database can be restored from.")
def backup(file: Path, portable: bool, as_json: bool) -> None:
    """Write the database into FILE, and verify what was written."""
    _check_set_up()
    with progress("Verifying", _entries()) as step:
        made = archive.back_up(_url(), file, portable=portable, step=step)
    _tell(made, f"{file} holds", as_json)


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path, as_json: bool) -> None:
    """Fill an empty database from FILE, all or nothing, and verify it."""
    current_app.config["SETTINGS"].data_dir.mkdir(parents=True, exist_ok=True)
    with progress("Restoring", 0) as step:
        made = archive.restore(_url(), file, step=step)
    _tell(made, "Restored:", as_json)


def _tell(made: archive.Archive, what: str, as_json: bool) -> None:
    verdict = made.verdict
    text = f"{what} {verdict.records} records and {verdict.entries} entries, verified up to entry {made.head}."
    answer({"bytes": made.bytes, "verified": verdict.ok, "head": made.head}, as_json=as_json, text=text)


def _entries() -> int:
    with snapshot() as connection:
        return journal.entry_count(connection)


@command("export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export_facts(folder: Path, as_json: bool) -> None:
    """Write every fact into DIR as open CSV files, with a dictionary of what each column means."""
    _check_set_up()
    written = []
    with snapshot() as connection, progress("Exporting", export.row_count(connection)) as step:
        for file in export.write(connection, folder):
            written.append(file)
            step(file.rows)
    rows = sum(file.rows for file in written if file.name != export.DICTIONARY)
    told = {"files": [file.name for file in written], "rows": rows}
    answer(told, as_json=as_json, text=f"{rows} rows in {len(written)} files: {folder}")
