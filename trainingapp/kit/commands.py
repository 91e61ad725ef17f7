"""The operator's commands: one JSON object on standard output with `--json`, everything else on standard error.

Exit status: 0 done, 1 refused or something found, 2 unusable arguments (which click says itself).
"""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from trainingapp.kit.db import db
from trainingapp.kit.errors import DomainError

#: What databases say when a table or column is missing, or the file itself.
_NOT_SET_UP = ("no such table", "no such column", "does not exist", "unable to open database file")


def command(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with `--json`: the function takes `as_json`; a refusal of the rules becomes its sentence, status 1."""

    def make(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def run(**options: Any) -> Any:
            try:
                return function(**options)
            except DomainError as refusal:
                answer({"refused": str(refusal)}, as_json=options.get("as_json", False))
                click.echo(str(refusal), err=True)
                raise click.exceptions.Exit(1) from None
            except (OperationalError, ProgrammingError) as error:
                if not any(said in str(error.orig) for said in _NOT_SET_UP):
                    raise
                raise click.ClickException("The database is not set up. Run: trainingapp init") from None

        asked = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
        in_context: Callable[..., Any] = with_appcontext(run)
        made: click.Command = click.command(name, cls=click.Command, **attributes)(asked(in_context))
        return made

    return make


def answer(value: Any, *, as_json: bool, text: str = "") -> None:
    """The command's result: the value as JSON when that was asked for, or else the text, when there is any."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False))
    elif text:
        click.echo(text)


def found(value: Any, *, as_json: bool, text: str) -> None:
    """As `answer`, for a command that found something wrong: ends with status 1."""
    answer(value, as_json=as_json, text=text)
    raise click.exceptions.Exit(1)


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal's standard error, and nothing elsewhere: `step(n)` says that n more are done."""
    bar = click.progressbar(length=max(length, 1), label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
    with bar:
        yield bar.update


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection of its own that sees the database as it is at one moment, however long the reading takes."""
    engine = db.engine
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect() as connection:
        yield connection.execution_options(**options)
