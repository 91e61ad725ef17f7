"""The operator's commands for rules about training: `requirements list` and `requirements check FILE`."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from trainingapp.kit.clock import today
from trainingapp.requirements import queries, table
from trainingapp.requirements.coherence import conflicts
from trainingapp.states.rules import holds_on


@click.group()
def requirements() -> None:
    """Rules about training: who must hold what, where and when."""


@requirements.command("list")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="For rotations that deploy on this day; else today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def list_(as_of: datetime | None, as_json: bool) -> None:
    """The rules of a day, lines of statements of unit requirements among them."""
    day = as_of.date() if as_of else today()
    found = [
        {
            "code": rule.code,
            "curriculum": rule.curriculum,
            "binding": "mandatory" if rule.mandatory else "recommended",
            "from": rule.holds_from.isoformat(),
            "through": rule.holds_through.isoformat() if rule.holds_through else None,
            "source": rule.source,
        }
        for rule in queries.rules()
        if holds_on(day, valid_from=rule.holds_from, valid_through=rule.holds_through)
    ]
    if as_json:
        click.echo(json.dumps({"as_of": day.isoformat(), "rules": found}, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['code']:34} {one['curriculum']:22} {one['binding']:12} {one['from']}")
    click.echo(f"{len(found)} rules for rotations that deploy on {day.isoformat()}")


@requirements.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def check(file: Path, as_json: bool) -> None:
    """Every problem of a file of rules, against itself and against the register. Ends with 1 when there is any."""
    rules, found = table.read(file.read_bytes(), known=queries.known())
    known = {rule.code: rule for rule in queries.own_rules(as_written=True)}
    standing = queries.rules()
    problems = [(one.where, str(one.message)) for one in found]
    for rule in rules:
        if rule.code not in known:
            problems += [(rule.code, str(said)) for said in conflicts(rule, standing)]
        elif known[rule.code] != rule:
            problems.append((rule.code, "The register says something else under this code; no rule is rewritten."))
    if as_json:
        told = [{"where": where, "message": message} for where, message in problems]
        click.echo(json.dumps({"rules": len(rules), "problems": told}, ensure_ascii=False))
    else:
        for where, message in problems:
            click.echo(f"{where or file.name}: {message}")
        click.echo(f"{len(rules)} rules without fault, {len(problems)} problems")
    if problems:
        sys.exit(1)
