"""The operator's commands for curricula: `curricula check FILE...` and `curricula load [DIR]`."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions
from trainingapp.curricula import content as files
from trainingapp.curricula.content import Problem
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction


@click.group()
def curricula() -> None:
    """Curriculum files: what is taught, in which version."""


@curricula.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Every problem of curriculum files, by file and place. Ends with 1 when there is any."""
    problems = files.check(paths)
    if as_json:
        _print({"files": len(paths), "problems": _told(problems)})
    else:
        _say(problems)
        click.echo(f"{len(paths)} files, {len(problems)} problems")
    if problems:
        sys.exit(1)


@curricula.command()
@click.argument(
    "folder", metavar="[DIR]", default=actions.FOLDER, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def load(folder: Path, as_json: bool) -> None:
    """Load new curriculum files, all or nothing. Ends with 1 when a file is refused."""
    with transaction():
        outcome = actions.load(folder, by=OPERATOR, now=now())
    if as_json:
        _print(
            {
                "loaded": list(outcome.loaded),
                "unchanged": list(outcome.unchanged),
                "refused": _told(outcome.refused),
            }
        )
    else:
        _say(outcome.refused)
        for name in outcome.loaded:
            click.echo(f"loaded {name}")
        click.echo(f"{len(outcome.loaded)} loaded, {len(outcome.unchanged)} unchanged, {len(outcome.refused)} refused")
    if outcome.refused:
        sys.exit(1)


def _told(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"file": one.file, "where": one.where, "message": str(one.message)} for one in problems]


def _say(problems: Iterable[Problem]) -> None:
    for one in problems:
        click.echo(f"{one.file}: {one.where}: {one.message}", err=True)


def _print(found: object) -> None:
    click.echo(json.dumps(found, ensure_ascii=False))
