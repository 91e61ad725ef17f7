"""The operator's commands for files: `roll check|record`, `roster check|record|undo`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.intake import actions, reports
from trainingapp.intake.hints import Hints, Reading, read_file
from trainingapp.intake.reports import Examined
from trainingapp.kit import commands
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.once import once


def _hints(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a person answers what a file leaves open."""
    for option in (
        click.option("--rotation", required=True, metavar="CODE", help="BANBAT-4, or BGD:BANBAT-4."),
        click.option("--map", "mapping", multiple=True, metavar='"Header=field"', help="What a column is; or =ignore."),
        click.option("--date-format", type=click.Choice(["DMY", "MDY", "YMD"]), help="The order of the dates."),
        click.option("--encoding", metavar="NAME", help="How the letters of a text file are written."),
        click.option("--sheet", metavar="NAME", help="Which sheet of a workbook to read."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        function = option(function)
    return function


def _recording(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--good-rows", is_flag=True, help="Record the rows that can be, though others cannot."),
        click.option("--key", help="The same key again gives the same answer and records nothing twice."),
    ):
        function = option(function)
    return function


@click.group()
def roll() -> None:
    """A rotation's nominal roll: who belongs to it."""


@click.group()
def roster() -> None:
    """Results of training, from a file."""


@commands.command("check")
@_hints
def check_roll(file: Path, rotation: str, as_json: bool, **answers: Any) -> None:
    """What recording this nominal roll would do. Records nothing."""
    examined = reports.examine_roll(_read(file, answers), _rotation(rotation), today=today())
    _tell(examined, as_json=as_json)


@commands.command("record")
@_hints
@_recording
def record_roll(file: Path, rotation: str, good_rows: bool, key: str | None, as_json: bool, **answers: Any) -> None:
    """Record a nominal roll: all rows, or with --good-rows those that can be."""
    reading = _read(file, answers)

    def record() -> actions.Receipt:
        return actions.record_roll(
            reading, _rotation(rotation), by=OPERATOR, now=now(), today=today(), good_rows=good_rows
        )

    _record(record, lambda: reports.examine_roll(reading, _rotation(rotation), today=today()), key, as_json=as_json)


def _curriculum(function: Callable[..., Any]) -> Callable[..., Any]:
    made: Callable[..., Any] = click.option("--curriculum", required=True, metavar="CODE[@VERSION]")(function)
    return made


@commands.command("check")
@_hints
@_curriculum
def check_roster(file: Path, rotation: str, curriculum: str, as_json: bool, **answers: Any) -> None:
    """What recording these results would do. Records nothing."""
    version = curricula.version_called(curriculum, as_of=today())
    examined = reports.examine_results(_read(file, answers), _rotation(rotation), version, today=today())
    _tell(examined, as_json=as_json)


@commands.command("record")
@_hints
@_curriculum
@_recording
def record_roster(
    file: Path, rotation: str, curriculum: str, good_rows: bool, key: str | None, as_json: bool, **answers: Any
) -> None:
    """Record results: all rows, or with --good-rows those that can be. Prints ACK and the batch once it is durable."""
    reading = _read(file, answers)
    version = curricula.version_called(curriculum, as_of=today())

    def record() -> actions.Receipt:
        return actions.record_results(
            reading, _rotation(rotation), version, by=OPERATOR, now=now(), today=today(), good_rows=good_rows
        )

    def examine() -> Examined:
        return reports.examine_results(reading, _rotation(rotation), version, today=today())

    _record(record, examine, key, as_json=as_json)


@commands.command("undo")
@click.argument("batch")
@click.option("--reason", required=True, help="Why: it is kept.")
def undo(batch: str, reason: str, as_json: bool) -> None:
    """Take a batch back, by new facts."""
    with transaction():
        withdrawn = actions.undo(batch, reason=reason, by=OPERATOR, now=now())
    commands.answer({"withdrawn": withdrawn}, as_json=as_json, text=f"{withdrawn} taken back")


roll.add_command(check_roll)
roll.add_command(record_roll)
roster.add_command(check_roster)
roster.add_command(record_roster)
roster.add_command(undo)


def _rotation(code: str) -> forces.RotationFacts:
    return forces.rotation_by_code(OPERATOR.scope("rosters.record"), code, as_of=today())


def _read(file: Path, answers: dict[str, Any]) -> Reading:
    mapping = dict(part.rpartition("=")[::2] for part in answers["mapping"])
    hints = Hints(mapping, answers["date_format"], answers["encoding"], answers["sheet"])
    return read_file(file.read_bytes(), name=file.name, hints=hints)


def _tell(examined: Examined, *, as_json: bool, **more: Any) -> None:
    """The outcome as JSON, or as lines a person reads; ends with 1 when something must be mended or answered."""
    told = {
        "rows": examined.rows,
        "good": examined.good,
        "bad": examined.bad,
        "unchanged": examined.unchanged,
        "sha256": examined.reading.sha256,
        "columns": examined.columns,
        "problems": [
            {"row": p.row, "column": p.column, "value": p.value, "code": p.code, "message": str(p.sentence)}
            for p in examined.problems
        ],
    } | more
    if not as_json:
        for problem in examined.problems:
            where = f"row {problem.row}" if problem.row else "file"
            click.echo(f"{where}{f', {problem.column}' if problem.column else ''}: {problem.sentence}", err=True)
    text = f"{examined.rows} rows: {examined.good} good, {examined.bad} bad, {examined.unchanged} unchanged"
    wrong = examined.is_asking or (examined.bad and not more.get("acknowledged", False))
    more.pop("acknowledged", None)
    told.pop("acknowledged", None)
    (commands.found if wrong else commands.answer)(told, as_json=as_json, text=text)


def _record(
    record: Callable[[], actions.Receipt], examine: Callable[[], Examined], key: str | None, *, as_json: bool
) -> None:
    done: list[actions.Receipt] = []

    def do() -> str:
        done.append(record())
        return done[-1].batch or "-"

    try:
        with transaction():
            batch = once(key, asked_by=OPERATOR.public_id, act="intake.record", now=now(), do=do)
    except (actions.StillAsking, actions.HasBadRows) as refusal:
        click.echo(str(refusal), err=True)
        _tell(examine(), as_json=as_json, batch=None, recorded=0)
        return
    if batch != "-":
        click.echo(f"ACK {batch}", err=as_json)
    receipt = done[-1] if done else None
    examined = receipt.examined if receipt else examine()
    if receipt and receipt.batch is None and not as_json:
        click.echo("Nothing to record: the register knows every row already.")
    _tell(
        examined,
        as_json=as_json,
        batch=None if batch == "-" else batch,
        recorded=receipt.recorded if receipt else 0,
        acknowledged=True,
    )
